"""Corrections by hand: reports that the user puts together or takes apart. They are remembered by the reports' ids, which stay the same when an
article is loaded again, and outweigh what Riftline would do; a later one outweighs an earlier one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from riftline.errors import StoreError
from riftline.store.database import transaction
from riftline.stories.placing import place
from riftline.stories.shelf import members

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def merge(connection: DuckDBPyConnection, ids: Sequence[str]) -> str:
    """Makes one event of several, each named by its id or that of one of its reports (or the beginning of one); the event's id.

    Raises StoreError where an id names nothing or an imported event, or where all name one event.
    """
    reports = [_report(connection, wanted) for wanted in ids]
    events = list(dict.fromkeys(event for _, event in reports))
    if len(events) < 2:
        raise StoreError(f"{ids[0]} is one event already ({events[0]}); name the events that are to be one.")
    with transaction(connection):
        _note(connection, "merge", [(events[0], other) for other in events[1:]])
        place(connection, members(connection, events))
    return _report(connection, events[0])[1]


def split(connection: DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    """Takes a report out of its event; the ids of the event that it tells now and of the one that it is no more part of.

    Raises StoreError where the id names nothing or an imported event, or where the report is its event's only one.
    """
    report, event = _report(connection, wanted)
    others = [other for other in members(connection, [event]) if other != report]
    if not others:
        raise StoreError(f"{report} is the only report of its event; there is nothing to take it out of.")
    with transaction(connection):
        _note(connection, "split", [(report, other) for other in others])
        place(connection, [report, *others])
    return _report(connection, report)[1], _report(connection, others[0])[1]


def _report(connection: DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    """A report's id and its event's, by the id or its beginning."""
    found = connection.execute("SELECT id, event FROM reports WHERE id = ?", [wanted]).fetchall()
    found = found or connection.execute("SELECT id, event FROM reports WHERE starts_with(id, ?) ORDER BY id LIMIT 6", [wanted]).fetchall()
    if len(found) == 1:
        return found[0]
    if found:
        raise StoreError(f"{wanted!r} begins several ids: {', '.join(row[0] for row in found[:5])}. Give more of it.")
    imported = connection.execute("SELECT origin FROM events WHERE id = ? AND origin <> 'riftline'", [wanted]).fetchone()
    if imported:
        raise StoreError(f"{wanted} was imported from {imported[0]}: it has no reports of articles that could be put together or taken apart.")
    raise StoreError(f"no report has an id that begins with {wanted!r}; riftline show EVENT lists those of an event.")


def _note(connection: DuckDBPyConnection, kind: str, pairs: Sequence[tuple[str, str]]) -> None:
    row = connection.execute("SELECT coalesce(max(number), 0) FROM corrections").fetchone()
    number = (row[0] if row else 0) + 1
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    connection.executemany("INSERT INTO corrections VALUES (?, ?, ?, ?, ?)", [(number, kind, one, other, now) for one, other in pairs])
