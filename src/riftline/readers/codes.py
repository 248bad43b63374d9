"""CAMEO's codes and what PLOVER makes of them (`data/plover/cameo.tsv`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from riftline.readers.base import Keys
from riftline.tables import parts, rows

SHORTEST = 3
"""Digits of a code below the root level: data have no shorter ones, unless a zero was lost."""


@cache
def table() -> dict[str, dict[str, str]]:
    """The rows of CAMEO's table, by code."""
    return {row["code"]: row for row in rows("plover/cameo")}


def mended(codes: Iterable[str]) -> dict[str, str]:
    """Codes as CAMEO has them. Where the codes of a file have lost their leading zeros (51 for 051, 841 for 0841), which shows
    when one is no code unless a zero stands before it, all that need one get it back; else they stay as they are.

    A spreadsheet does that; and 20, mass violence, was 020, an appeal.
    """
    found = list(codes)
    lost = any(_root(code) is None and f"0{code}" in table() for code in found)
    return {code: f"0{code}" if lost and (len(code) < SHORTEST or _root(code) is None) and f"0{code}" in table() else code for code in found}


def stripped(codes: Sequence[str]) -> Iterator[str]:
    """A note where the codes of a file had lost their zeros."""
    changed = [f"{old} for {new}" for old, new in mended(codes).items() if old != new]
    if changed:
        yield f"CAMEO codes have lost their leading zeros ({', '.join(changed[:3])}) and were given them back; read codes as text, not numbers."


def _root(code: str) -> dict[str, str] | None:
    return table().get(code[:2]) if code.isdigit() and 2 <= len(code) <= 4 else None


def of_code(code: str) -> dict[str, str] | None:
    """The row of a code, else of its parent: 1459 is coded as 145 is. None where CAMEO has no such root."""
    if _root(code) is None:
        return None
    return next((row for end in range(len(code), 1, -1) if (row := table().get(code[:end]))), None)


@cache
def _by_name() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, row in table().items():
        if len(code) >= SHORTEST:  # "Consult" is 040, not the root 04
            found.setdefault(_plain(row["name"]), code)
    return found


def _plain(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


def code_of(name: str) -> str:
    """The code of an act that is told by its name ("Make_statement"), as ICEWS14 and its like tell them; the name where it is none."""
    return _by_name().get(_plain(name), name)


def coded(title: str, codes: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """For each of the codes what the dimension `codes` holds (`base.CODED`); `title` is the data's name."""
    whole = mended(codes)
    for each in codes:
        code = whole[each]
        row = of_code(code)
        if row is None:
            yield code, "no CAMEO code", None, None, [], f"Imported from {title}; {code or 'no code'} is no CAMEO code."
            continue
        kind, name = row["type"] or None, row["name"]
        became = f"is {kind} by PLOVER's map of 2021" if kind else "has no PLOVER type"
        yield code, name, kind, row["mode"] or None, list(parts(row["contexts"])), f"Imported from {title}; CAMEO {code} {became}."


def by_code(title: str) -> Any:
    """The look-up of a dimension whose key is a CAMEO code."""
    return lambda keys: coded(title, [key[0] for key in keys])


def by_name(title: str) -> Any:
    """The look-up of a dimension whose key is the name of a CAMEO code; two more outputs: none."""

    def look_up(keys: Keys) -> Iterator[tuple[Any, ...]]:
        return coded(title, [code_of(key[0]) for key in keys])

    return look_up


def score(code: str) -> float | None:
    """The Goldstein score of a code, −10 (conflict) to 10 (cooperation), for data that tell none."""
    row = of_code(code)
    return float(row["goldstein"]) if row and row["goldstein"] else None
