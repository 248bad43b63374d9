"""Refuses parts under licences that Riftline does not take: `python -m tools.check_licences`. What its extras bring is looked at too.

Allowed is what tools/supply/allowed.tsv names, some licences for data only, and what exceptions.tsv names for one part, with the reason.
Everything else is refused: GPL and AGPL, which would bind Riftline; LGPL, whose duties (to let a user exchange the library) are light in
an installation and heavy in a bundle that somebody makes of it; and what is unknown. Of "A OR B" one has to be allowed, of "A AND B"
both.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version

from packaging.markers import Marker

from tools.parts import DEV_LOCK, LOCK, SPDX, Part, parts, table


def main() -> int:
    """Prints what was refused and a count by licence. 1 where something was refused, else 0."""
    found = parts()
    wrong = [*strayed(found), *refused(found), *idle(found)]
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        print("Replace the part; or say in tools/supply why it may stay (its README.md tells how).", file=sys.stderr)
        return 1
    counted = Counter(part.licence for part in found).most_common()
    extra = sum(bool(part.extras) for part in found)
    licences = ", ".join(f"{licence} {count}" for licence, count in counted)
    print(f"{len(found)} parts, {extra} of them by extras alone, none refused: {licences}")
    return 0


def strayed(found: Iterable[Part]) -> Iterator[str]:
    """A line for each package that is installed at another version than the locked one, so that its licence may be another too."""
    for part in found:
        if part.kind == "pypi" and (not part.marker or Marker(part.marker).evaluate()):
            try:
                there = version(part.name)
            except PackageNotFoundError:
                there = "no version"
            if there != part.version:
                lock = DEV_LOCK if part.extras else LOCK
                yield f"{part.kind} {part.name}: {there} is installed, {lock.name} has {part.version}; make setup-dev installs that"


def refused(found: Iterable[Part]) -> Iterator[str]:
    """A line for each part whose licence is unknown or not allowed."""
    everywhere = {row["licence"] for row in table("allowed") if row["for"] == "all"}
    for_data = {row["licence"] for row in table("allowed")}
    excepted = {(row["part"], row["licence"]) for row in table("exceptions")}
    for part in found:
        allowed = for_data if part.kind == "data" else everywhere
        allowed = allowed | {licence for name, licence in excepted if name == part.name}
        if not part.licence:
            yield f"{part.kind} {part.name} {part.version}: its licence is unknown"
        elif not permits(part.licence, allowed):
            yield f"{part.kind} {part.name} {part.version}: {part.licence} is not allowed"


def idle(found: Collection[Part]) -> Iterator[str]:
    """A line for each row of licences.tsv and exceptions.tsv that no part needs any more."""
    there = {part.name for part in found}
    for name, column in (("licences", "package"), ("exceptions", "part")):
        yield from (f"tools/supply/{name}.tsv: there is no {row[column]} any more" for row in table(name) if row[column] not in there)


def permits(expression: str, allowed: Collection[str]) -> bool:
    """Whether an SPDX expression leaves a choice that is allowed. Raises ExpressionError where it is none."""

    def of(node: object) -> bool:
        if isinstance(node, SPDX.OR):
            return any(map(of, node.args))
        if isinstance(node, SPDX.AND):
            return all(map(of, node.args))
        return str(node) in allowed

    return of(SPDX.parse(expression, validate=True))


if __name__ == "__main__":
    sys.exit(main())
