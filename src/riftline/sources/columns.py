"""Which column of a record is the article's text, which its date: what the user maps, else what columns are usually called."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from riftline.errors import InputError
from riftline.tables import rows

FIELDS = ("text", "id", "title", "published", "publisher", "url", "language")
"""What an article has, and what a column of ours is called."""

OPTION = "--map"


@dataclass(frozen=True, slots=True)
class Columns:
    """A user's column map: a column, or a dotted path into a nested record, for each field that was mapped; "" for none."""

    given: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return ",".join(f"{field}={path}" for field, path in self.given)

    def path(self, field: str) -> str | None:
        """The path that the user gave for a field; None where the user gave none."""
        return dict(self.given).get(field)


UNMAPPED = Columns()


@dataclass(frozen=True, slots=True)
class Picked:
    """A field's value in a record: from which column, and whether that column was guessed by its name."""

    value: Any
    name: str
    guessed: bool


def parsed(given: Iterable[str]) -> Columns:
    """The map that "text=body,published=date" means. Pairs are parted by commas; one with a comma in it stands in quotation
    marks. Raises InputError for a pair without "=", an unknown field, a field that is given twice."""
    found: dict[str, str] = {}
    try:
        pairs = [pair for value in given for line in csv.reader([value], skipinitialspace=True) for pair in line]
    except csv.Error as problem:
        raise InputError(OPTION, f"it cannot be read ({problem}); write FIELD=COLUMN, as in text=body,published=date.") from None
    for pair in pairs:
        if not pair.strip():
            continue
        field, equals, path = (part.strip() for part in pair.partition("="))
        if not equals:
            raise InputError(OPTION, f"{pair.strip()!r} is no pair; write FIELD=COLUMN, as in text=body,published=date.")
        if field not in FIELDS:
            raise InputError(OPTION, f"an article has no field {field!r}; its fields are {', '.join(FIELDS)}.")
        if field in found:
            raise InputError(OPTION, f"{field} is given twice.")
        found[field] = path
    if found.get("text") == "":
        raise InputError(OPTION, "an article needs a text; name its column, as in text=body.")
    return Columns(tuple(sorted(found.items())))


def pick(record: Mapping[str, Any], columns: Columns, field: str) -> list[Picked]:
    """The values that a record may have for a field, the likeliest first; those that are missing are not among them."""
    found: list[Picked] = []
    for path, guessed in _plan(tuple(record), columns)[field]:
        value = value_at(record, path)
        if value is not None and not (isinstance(value, float) and value != value):  # NaN is how tables of floats say nothing
            found.append(Picked(value, path, guessed))
    return found


def value_at(record: Any, path: str) -> Any:
    """The value at a dotted path: a key as it stands, else a key in what lies under another, or a place in a list. None where there is none."""
    if isinstance(record, Mapping):
        if path in record:
            return record[path]
        for end in (found.start() for found in re.finditer(r"\.", path)):
            if path[:end] in record and (value := value_at(record[path[:end]], path[end + 1 :])) is not None:
                return value
    elif isinstance(record, Sequence) and not isinstance(record, str | bytes):
        index, _, rest = path.partition(".")
        if index.isdecimal() and len(index) < 10 and int(index) < len(record):
            return value_at(record[int(index)], rest) if rest else record[int(index)]
    return None


def checked(names: Sequence[str], columns: Columns, origin: str, example: Mapping[str, Any]) -> None:
    """Raises InputError where a table with these columns lacks one that the user mapped, or none of them can be told to be the text.

    `example` is a record of the table, or empty: the error names its longest value's column as what the text may be.
    """
    listed = ", ".join(name or '""' for name in names[:30]) + (f" and {len(names) - 30} more" if len(names) > 30 else "")
    for field, path in columns.given:
        if path and _resolved(names, path) is None:
            raise InputError(origin, f"there is no column {path!r} for {OPTION} {field}={path}; its columns are {listed}.")
    if not _plan(tuple(names), columns)["text"]:
        longest = max(names, key=lambda name: len(example[name]) if isinstance(example.get(name), str) else -1, default="") or "COLUMN"
        raise InputError(
            origin, f"none of its columns is known to hold the article's text: {listed}. Name the one that does, as in {OPTION} text={longest}."
        )


def known(names: Iterable[str], columns: Columns = UNMAPPED) -> set[str]:
    """The fields that a table with these columns has."""
    return {field for field, paths in _plan(tuple(names), columns).items() if paths}


def used(names: Sequence[str], columns: Columns) -> list[str]:
    """The columns of a table that an article may take something from."""
    paths = {path for of_field in _plan(tuple(names), columns).values() for path, _ in of_field}
    return [name for name in names if any(path == name or path.startswith(f"{name}.") for path in paths)]


@lru_cache(maxsize=512)
def _plan(names: tuple[str, ...], columns: Columns) -> dict[str, tuple[tuple[str, bool], ...]]:
    """For each field the paths to try, in order, and whether each was guessed."""
    plan: dict[str, tuple[tuple[str, bool], ...]] = {}
    for field in FIELDS:
        given = columns.path(field)
        if given is not None:
            plan[field] = ((_resolved(names, given) or given, False),) if given else ()
            continue
        found: dict[str, bool] = {field: False} if field in names else {}
        for alias in _aliases()[field]:
            for name in names:
                head, _, tail = alias.partition(".")
                if _plain(name) == head:
                    found.setdefault(f"{name}.{tail}" if tail else name, True)
        plan[field] = tuple(found.items())
    return plan


def _resolved(names: Sequence[str], path: str) -> str | None:
    """The path as the table spells its column: exactly so, else with other capitals. None where there is no such column."""
    same = [name for name in names if name and path[: len(name)].casefold() == name.casefold() and path[len(name) : len(name) + 1] in ("", ".")]
    exact = [name for name in same if path.startswith(name)]
    best = max(exact or same, key=len, default=None)
    return None if best is None else best + path[len(best) :]


def _plain(name: str) -> str:
    """A column's name without what only spelling differs in: "Article Text", "article_text" and "articleText" are one."""
    return re.sub(r"[\W_]+", "", name).casefold()


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    return {field: tuple(row["name"] for row in rows("columns") if row["field"] == field) for field in FIELDS}
