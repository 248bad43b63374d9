"""Corrections of one field of an event by hand: its type, a side, the day, the place, or that it is none at all.

They are kept by the id of a report, as merges and splits are (stories/correcting.py), and put in wherever an event is made of its reports: so they
hold when an article is coded or loaded again. A later one outweighs an earlier one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from riftline.ontology import MODES_OF
from riftline.store.database import insert
from riftline.store.queries import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

NONE = "none"
_COLUMNS = ("id", "report", "field", "old", "value", "columns", "note", "made", "token")


@dataclass(frozen=True, slots=True)
class FieldCorrection:
    """One correction as it is kept."""

    id: int
    report: str
    field: str
    old: str | None
    value: str | None
    columns: Mapping[str, Any]
    note: str | None
    made: datetime
    token: str | None
    """Id of the token that it came with."""

    def record(self) -> dict[str, Any]:
        """As it is sent."""
        about = {name: getattr(self, name) for name in ("id", "report", "field", "old", "value", "note")}
        return about | {"made": self.made.isoformat(), "by": self.token}


def put(connection: DuckDBPyConnection, made: FieldCorrection) -> None:
    """Writes a correction down, as the next in order."""
    values = [*(getattr(made, name) for name in _COLUMNS[:5]), json.dumps(made.columns, default=str), made.note, made.made, made.token]
    insert(connection, "field_corrections", [values])


def next_number(connection: DuckDBPyConnection) -> int:
    """The number of the next correction."""
    found = connection.execute("SELECT coalesce(max(id), 0) + 1 FROM field_corrections").fetchone()
    return int(found[0]) if found else 1


def corrections(connection: DuckDBPyConnection, condition: str = "TRUE", values: Sequence[Any] = ()) -> list[FieldCorrection]:
    """Those that fit a condition, the oldest first."""
    query = f"SELECT {', '.join(_COLUMNS)} FROM field_corrections WHERE {condition} ORDER BY id"
    return [FieldCorrection(**(row | {"columns": json.loads(row["columns"])})) for row in rows(connection, query, values)]


def of_reports(connection: DuckDBPyConnection, ids: Collection[str]) -> list[FieldCorrection]:
    """The corrections of an event, by the ids of its reports."""
    return corrections(connection, "report IN ?", [sorted(ids)]) if ids else []


def mended(connection: DuckDBPyConnection, groups: Sequence[Collection[str]], events: Sequence[Row]) -> list[Row]:
    """Events as they are with what a user has said of their reports (`groups`, of each event's ids); what is said to be no event is left out."""
    found: dict[str, list[FieldCorrection]] = defaultdict(list)
    for each in of_reports(connection, {name for group in groups for name in group}):
        found[each.report].append(each)
    if not found:
        return list(events)
    made = (_mended(event, sorted((each for name in group for each in found.get(name, ())), key=lambda each: each.id))
            for group, event in zip(groups, events, strict=True))  # fmt: skip
    return [event for event in made if event is not None]


def _mended(event: Row, said: Sequence[FieldCorrection]) -> Row | None:
    if any(each.field == NONE for each in said):
        return None
    if not said:
        return event
    for each in said:
        event = event | {name: _read(name, value) for name, value in each.columns.items()}
    if event["mode"] and event["mode"] not in MODES_OF.get(event["type"], ()):
        event["mode"] = None  # of the type that it was taken for
    fields = ", ".join(dict.fromkeys(each.field for each in said))
    return event | {"reason": f"Corrected by hand: {fields}. {event['reason']}"}


def _read(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in ("first_day", "last_day") and isinstance(value, str) else value
