"""Reports into the database's events: links to their neighbours, the acts that come out of them, and the events' rows.

What is kept in `links` and in `reports.event` is a function of the articles stored and the corrections by hand. An article that comes, changes
or goes touches only what hangs together with its reports, within `WINDOW` days of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from riftline.stories.clustering import MOST, assigned, grouped, pair_odds
from riftline.stories.likeness import likeness, probability, promising
from riftline.stories.merged import merged
from riftline.stories.report import Report, first
from riftline.stories.shelf import LINKS, Row, corrections, linked, neighbours, reports_of, rows_of, told, told_by

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection


def link(connection: DuckDBPyConnection, article: str, published: date | None) -> None:
    """Writes the links of an article's reports to those of others."""
    mine = reports_of(connection, rows_of(connection, told_by(connection, [article])))
    if not mine:
        return
    theirs = reports_of(connection, neighbours(connection, article, published))
    found = [(*sorted((one.id, other.id)), odds) for one in mine for other in theirs if promising(one, other) and (odds := pair_odds(one, other)) > 0]
    if found:
        connection.executemany("INSERT INTO links VALUES (?, ?, ?)", found)


def unlink(connection: DuckDBPyConnection, ids: Collection[str]) -> None:
    """Takes the links of reports away that are no more."""
    if ids:
        connection.execute("DELETE FROM links WHERE one IN $ids OR other IN $ids", {"ids": list(ids)})


def place(connection: DuckDBPyConnection, ids: Iterable[str]) -> None:
    """Works out anew to which events these reports, and all that hang together with them, belong; writes what has changed."""
    wanted = set(ids)
    near = linked(connection, wanted, LINKS)
    if not near:
        return
    rows = {row["id"]: row for row in rows_of(connection, near)}
    reports = reports_of(connection, rows.values())
    said = corrections(connection, near)
    if len(reports) > MOST:
        # The event of a report that is new or has changed is asked anew; what the others are stays.
        groups = assigned(_standing_groups(rows, reports, wanted), [item for item in reports if item.id in wanted], said)
    else:
        groups = grouped(reports, said)
    before: dict[str | None, set[str]] = {}
    for row in rows.values():
        before.setdefault(row["event"], set()).add(row["id"])
    for group in groups:
        event = first(group).id
        if before.get(event) != {item.id for item in group} or wanted & {item.id for item in group}:
            _write(connection, event, group, rows)
    # An event goes when its first report has joined another; an event that is no report's any more too.
    gone = [event for event in before if event is not None and event not in {first(group).id for group in groups}]
    _forget(connection, gone)


def _standing_groups(rows: dict[str, Row], reports: Sequence[Report], wanted: Collection[str]) -> list[list[Report]]:
    found: dict[str, list[Report]] = {}
    for item in reports:
        if item.id not in wanted:
            found.setdefault(rows[item.id]["event"] or item.id, []).append(item)
    return [found[event] for event in sorted(found)]


def _write(connection: DuckDBPyConnection, event: str, group: Sequence[Report], rows: dict[str, Row]) -> None:
    values = merged(told(connection, (rows[item.id] for item in group)))
    _forget(connection, [event])
    names = ", ".join(values)
    connection.execute(f"INSERT INTO events ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))
    leader = first(group)
    for item in group:
        others = [other for other in group if other.id != item.id]
        near = probability(sum(likeness(item, other).odds for other in others) / len(others)) if others else None
        why = None if not others else "The first report." if item is leader else likeness(item, leader).reason
        connection.execute("UPDATE reports SET event = ?, likeness = ?, joined = ? WHERE id = ?", [event, near, why, item.id])


def _forget(connection: DuckDBPyConnection, events: Sequence[str]) -> None:
    if events:
        connection.execute("DELETE FROM events WHERE id IN ? AND origin = 'riftline'", [list(events)])
