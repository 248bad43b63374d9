"""What a format of event data is: how its columns become events, as SQL over what DuckDB's CSV reader gives.

A file is read once, all columns as text but the event's day, into the temporary table `staged`. The distinct values of what has
to be looked up (actors, codes, places) are few, however many rows there are: Python looks each up once, as a `Dimension`, and the
rows are joined with the answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Keys = Sequence[tuple[str, ...]]
"""Distinct values of some columns, a tuple each; an empty cell is ""."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Values that are looked up once each and joined with the rows."""

    name: str
    uses: Mapping[str, tuple[str, ...]]
    """Alias in the query → the columns of `staged` whose values are the key: the sides of an event look up the same actors."""
    outputs: Mapping[str, str]
    """Column → its type."""
    of: Callable[[Keys], Iterable[tuple[Any, ...] | None]]
    """The outputs for each key, in the order of the keys; None where nothing is known of it."""
    sparse: bool = False
    """Whether little is known of most keys: those of which nothing is are not kept, and their outputs are NULL."""


ACTOR = {"code": "VARCHAR", "country": "VARCHAR", "sectors": "VARCHAR[]"}
"""Outputs of a dimension for sides: NULLs where nobody is named, code "" where it cannot be told who that is."""

CODED = {"code": "VARCHAR", "name": "VARCHAR", "type": "VARCHAR", "mode": "VARCHAR", "contexts": "VARCHAR[]", "reason": "VARCHAR"}
"""Outputs of the dimension `codes`: the origin's code and its words, what PLOVER makes of it (type NULL: nothing), and why."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of event data."""

    name: str
    """As `--as` has it."""
    title: str
    """As people call it."""
    key: str
    """Column with the event's day, read as a date: a row without one is refused."""
    staged: Mapping[str, str]
    """Column of `staged` → its expression over the file's columns; id, origin_id, source_name and target_name are always there."""
    dimensions: tuple[Dimension, ...]
    """One is called `codes`; if one is used as `source` and `target`, its outputs are the sides' (`ACTOR`)."""
    events: Mapping[str, str]
    """Column of `events` → its expression over `staged` (s) and the dimensions, where it is not the same for all formats."""
    days: tuple[str, ...] = ()
    """Other columns that are read as dates."""
    quoted: bool = False
    """Whether cells may stand in quotation marks."""
    headless: bool = False
    """Whether files without a header occur."""
    origin: str = ""
    """What the events' origin says, where it is not the format's name."""
    notes: Callable[[Sequence[str]], Iterable[str]] = field(default=lambda codes: ())
    """What a user should know of the codes of a file."""


_SAME = {
    "id": "s.id",
    "origin_id": "s.origin_id",
    "origin_code": "codes.code",
    "type": "codes.type",
    "mode": "codes.mode",
    "contexts": "codes.contexts",
    "reason": "codes.reason",
    "source_code": "source.code",
    "source_name": "nullif(s.source_name, '')",
    "source_country": "source.country",
    "source_sectors": "source.sectors",
    "target_code": "target.code",
    "target_name": "nullif(s.target_name, '')",
    "target_country": "target.country",
    "target_sectors": "target.sectors",
    "first_day": "s.day",
    "last_day": "s.day",
    "status": "'happened'",
    "reports": "1",
    "sources": "1",
}


def selection(form: Format) -> str:
    """The events of `staged`, as a SELECT whose columns are named as those of the table `events`."""
    columns = {**_SAME, "origin": f"'{form.origin or form.name}'", **form.events}
    return f"SELECT {', '.join(f'{expression} AS {column}' for column, expression in columns.items())} FROM staged s {joins(form)}"


def joins(form: Format, expression: str = "") -> str:
    """`staged` joined with all that was looked up, or with what an expression names: no row is lost by it."""
    found = []
    for dimension in form.dimensions:
        for alias, columns in dimension.uses.items():
            if not expression or re.search(rf"\b{alias}\.", expression):
                same = " AND ".join(f"{alias}.k{i} = s.{column}" for i, column in enumerate(columns))
                found.append(f"{'LEFT JOIN' if dimension.sparse else 'JOIN'} dim_{dimension.name} {alias} ON {same}")
    return " ".join(found)


def code_of(form: Format, side: str) -> str:
    """The expression of a side's code."""
    return form.events.get(f"{side}_code", _SAME[f"{side}_code"])


def first_day_of(form: Format) -> str:
    """The expression of an event's first day."""
    return form.events.get("first_day", _SAME["first_day"])


def place(*names: str) -> dict[str, str]:
    """The columns of a place told by a town, a province and a country, the most exact first; `names` are those of the three."""
    city, province, country = names
    return {
        "place": f"coalesce(nullif(s.{city}, ''), nullif(s.{province}, ''), nullif(s.{country}, ''))",
        "admin1": f"nullif(s.{province}, '')",
        "precision": f"CASE WHEN s.{city} <> '' THEN 'city' WHEN s.{province} <> '' THEN 'admin1' WHEN s.{country} <> '' THEN 'country' END",
        "lat": "try_cast(s.lat AS DOUBLE)",
        "lon": "try_cast(s.lon AS DOUBLE)",
    }


def text(column: str) -> str:
    """A column of `staged`, NULL where it is empty."""
    return f"nullif(s.{column}, '')"
