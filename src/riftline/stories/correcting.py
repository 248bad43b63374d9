"""Corrections by hand: reports that the user puts together or takes apart, and fields of events (stories/fields.py).

They are remembered by the reports' ids, which stay the same when an article is loaded again, and outweigh what Riftline would do; a later one
outweighs an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from riftline.errors import StoreError
from riftline.store.database import insert, now, transaction
from riftline.store.queries import events_of, rows, several
from riftline.stories.fields import FieldCorrection, corrections, next_number, put
from riftline.stories.placing import place
from riftline.stories.shelf import LINKS, linked, members
from riftline.stories.valued import columns_of, shown

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Corrected:
    """What came of a correction."""

    events: tuple[str, ...]
    """The events that the reports concerned tell now; of a merge the one, of a split that of the report that was taken out first."""
    followed: tuple[str, ...] = ()
    """Events that went into the merged one of themselves, since their reports are likelier to tell it than not."""


def merge(connection: DuckDBPyConnection, ids: Sequence[str]) -> Corrected:
    """Makes one event of several, each named by its id or that of one of its reports (or the beginning of one).

    Raises StoreError where an id names nothing or an imported event, or where all name one event.
    """
    reports = [_report(connection, wanted) for wanted in ids]
    events = list(dict.fromkeys(event for _, event in reports))
    if len(events) < 2:
        raise StoreError(f"{ids[0]} is one event already ({events[0]}); name the events that are to be one.")
    together = members(connection, events)
    query = "SELECT id, event FROM reports WHERE id IN ?"
    before = dict(connection.execute(query, [sorted(linked(connection, together, LINKS))]).fetchall())
    with transaction(connection):
        _note(connection, "merge", list(combinations(together, 2)))
        place(connection, together)
    event = _report(connection, together[0])[1]
    others = [before[name] for name in members(connection, [event]) if name not in together]
    return Corrected((event,), tuple(dict.fromkeys(others)))


def split(connection: DuckDBPyConnection, wanted: str) -> Corrected:
    """Takes a report out of its event; it stands alone then, as far as the reports go that are there now.

    Raises StoreError where the id names nothing or an imported event, or where the report is its event's only one.
    """
    report, event = _report(connection, wanted)
    fellows = [other for other in members(connection, [event]) if other != report]
    if not fellows:
        raise StoreError(f"{report} is the only report of its event; there is nothing to take it out of.")
    near = {name for pair in connection.execute(LINKS, {"ids": [report]}).fetchall() for name in pair}
    with transaction(connection):
        _note(connection, "split", [(report, other) for other in sorted((near | set(fellows)) - {report})])
        place(connection, [report, *fellows])
    events = [_report(connection, name)[1] for name in (report, *fellows)]
    return Corrected(tuple(dict.fromkeys(events)))


def correct(
    connection: DuckDBPyConnection, wanted: str, field: str, value: str | None, note: str | None = None, token: str | None = None
) -> FieldCorrection:  # fmt: skip
    """Corrects a field of the event that `wanted` (its id or that of a report, or the beginning of one) names, there and in the ledgers.

    Raises StoreError where it names nothing of ours or an event that was said to be none, InputError where the value makes no sense.
    """
    _, event = _report(connection, wanted)
    row = events_of(connection, [event]).get(event)
    if row is None:
        raise StoreError(f"{event} was corrected to be no event; take that correction back first.")
    columns = columns_of(field, value, row, lambda name: _actor(connection, name))
    made = FieldCorrection(next_number(connection), event, field, shown(field, row), value or None, columns, note or None, now(), token)
    with transaction(connection):
        put(connection, made)
        place(connection, members(connection, [event]))
    return made


def _actor(connection: DuckDBPyConnection, wanted: str) -> dict[str, Any] | None:
    """How the store knows an actor of such a code or name, of several the most frequent; None where it does not."""
    return next(rows(connection, _ACTOR, {"wanted": wanted}), None)


_ACTOR = """
    SELECT code, name, country, sectors FROM (
        SELECT source_code AS code, source_name AS name, source_country AS country, source_sectors AS sectors FROM events
        UNION ALL SELECT target_code, target_name, target_country, target_sectors FROM events)
    WHERE code = upper($wanted) OR lower(name) = lower($wanted) GROUP BY ALL ORDER BY count(*) DESC, code, name LIMIT 1
"""


def undo(connection: DuckDBPyConnection, number: int) -> FieldCorrection:
    """Takes the correction of a field back. Raises StoreError where there is none of that number."""
    found = corrections(connection, "id = ?", [number])
    if not found:
        raise StoreError(f"there is no correction {number}; riftline corrections lists them.")
    with transaction(connection):
        connection.execute("DELETE FROM field_corrections WHERE id = ?", [number])
        event = connection.execute("SELECT event FROM reports WHERE id = ?", [found[0].report]).fetchone()
        if event:  # else the article is not there, and nothing stands as it was corrected
            place(connection, members(connection, [event[0]]))
    return found[0]


def moved(connection: DuckDBPyConnection, ids: Mapping[str, str]) -> None:
    """Lets corrections speak of reports by their new ids, where their article's text has changed about them."""
    for old, new in ids.items():
        for column in ("one", "other"):
            connection.execute(f"UPDATE corrections SET {column} = ? WHERE {column} = ?", [new, old])
        connection.execute("UPDATE field_corrections SET report = ? WHERE report = ?", [new, old])


def _report(connection: DuckDBPyConnection, wanted: str) -> tuple[str, str]:
    """A report's id and its event's, by the id or its beginning."""
    found = connection.execute("SELECT id, event FROM reports WHERE id = ?", [wanted]).fetchall()
    found = found or connection.execute("SELECT id, event FROM reports WHERE starts_with(id, ?) ORDER BY id LIMIT 6", [wanted]).fetchall()
    if len(found) == 1:
        return found[0]
    if found:
        raise several(wanted, [row[0] for row in found])
    if connection.execute("SELECT 1 FROM articles WHERE id = ?", [wanted]).fetchone():
        raise StoreError(f"{wanted} is an article; riftline show {wanted} lists its events.")
    imported = connection.execute("SELECT origin FROM events WHERE id = ? AND origin <> 'riftline'", [wanted]).fetchone()
    if imported:
        raise StoreError(f"{wanted} was imported from {imported[0]}: it has no reports of articles that could be put together or taken apart.")
    raise StoreError(f"no report has an id that begins with {wanted!r}; riftline show EVENT lists those of an event.")


def _note(connection: DuckDBPyConnection, kind: str, pairs: Sequence[tuple[str, str]]) -> None:
    row = connection.execute("SELECT coalesce(max(number), 0) FROM corrections").fetchone()
    number = (row[0] if row else 0) + 1
    made = now()
    insert(connection, "corrections", [(number, kind, one, other, made) for one, other in pairs])
