"""Reports into the database's events: links to their neighbours, the acts that come out of them, and the events' rows.

What is kept in `links` and in `reports.event` is a function of the articles stored and the corrections by hand. An article that comes, changes
or goes touches only what hangs together with its reports, within `WINDOW` days of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from riftline.stories.clustering import Correction, grouped, neighbourhoods
from riftline.stories.likeness import comparable, likeness, odds, probability, promising
from riftline.stories.merged import merged
from riftline.stories.report import Report, first
from riftline.stories.shelf import LINKS, Row, corrections, linked, links, neighbours, reports_of, rows_of, told, told_by

if TYPE_CHECKING:
    from datetime import date

    from duckdb import DuckDBPyConnection


def link(connection: DuckDBPyConnection, article: str, published: date | None) -> None:
    """Writes the links of an article's reports to those of others."""
    mine = reports_of(connection, rows_of(connection, told_by(connection, [article])))
    if not mine:
        return
    theirs = reports_of(connection, neighbours(connection, article, published))
    pairs = ((one, other) for one in mine for other in theirs if comparable(one, other) and promising(one, other))
    found = [(*sorted((one.id, other.id)), value) for one, other in pairs if (value := odds(one, other)) > 0]
    if found:
        connection.executemany("INSERT INTO links VALUES (?, ?, ?)", found)


def unlink(connection: DuckDBPyConnection, ids: Collection[str]) -> None:
    """Takes the links of reports away that are no more."""
    if ids:
        connection.execute("DELETE FROM links WHERE one IN $ids OR other IN $ids", {"ids": list(ids)})


def place(connection: DuckDBPyConnection, ids: Iterable[str], near: Iterable[str] = ()) -> None:
    """Works out anew to which events these reports belong, and those of their neighbourhoods; writes what has changed.

    `near` are reports whose neighbourhood may have changed, though they have not: what hung together with one that is gone.
    """
    wanted = set(ids)
    whole = linked(connection, wanted | set(near), LINKS)
    if not whole:
        return
    query = "SELECT id, neighbourhood FROM reports WHERE id IN ?"
    known = dict(connection.execute(query, [sorted(whole)]).fetchall())
    said = corrections(connection, whole)
    asked: list[frozenset[str]] = []
    for part in neighbourhoods(known, links(connection, whole)):
        mark = _mark(part, said)
        if part & wanted or any(known[name] != mark for name in part):
            asked.append(part)
            connection.execute("UPDATE reports SET neighbourhood = ? WHERE id IN ?", [mark, sorted(part)])
    rows = {row["id"]: row for row in rows_of(connection, (name for part in asked for name in part))}
    reports = {item.id: item for item in reports_of(connection, rows.values())}
    groups = [group for part in asked for group in grouped([reports[name] for name in part], said)]
    before: dict[str | None, set[str]] = {}
    for row in rows.values():
        before.setdefault(row["event"], set()).add(row["id"])
    # An event goes when its first report has joined another; an event that is no report's any more too.
    leaders = {first(group).id for group in groups}
    _forget(connection, [event for event in before if event is not None and event not in leaders])
    for group in groups:
        members = {item.id for item in group}
        if before.get(first(group).id) != members or wanted & members:
            _write(connection, group, rows, said)


def _mark(part: Collection[str], said: Sequence[Correction]) -> str:
    """What a neighbourhood is known by: its reports, and what a user has said of them. The same mark, the same groups."""
    words = [f"{item.number}{item.kind}{item.one}{item.other}" for item in said if item.one in part and item.other in part]
    return sha256("|".join([*sorted(part), *sorted(words)]).encode()).hexdigest()[:16]


def _write(connection: DuckDBPyConnection, group: Sequence[Report], rows: dict[str, Row], said: Sequence[Correction]) -> None:
    values = merged(told(connection, (rows[item.id] for item in group)))
    leader = first(group)
    _forget(connection, [leader.id])
    names = ", ".join(values)
    connection.execute(f"INSERT INTO events ({names}) VALUES ({', '.join('?' * len(values))})", list(values.values()))
    ids = {item.id for item in group}
    held = {name for item in said if item.kind == "merge" and {item.one, item.other} <= ids for name in (item.one, item.other)}
    changed = []
    for item in group:
        others = [other for other in group if other.id != item.id]
        near = probability(sum(odds(item, other) for other in others) / len(others)) if others else None
        why = None if not others else "The first report." if item is leader else likeness(item, leader).reason
        changed.append([leader.id, near, f"Put together by hand. {why}" if item.id in held else why, item.id])
    connection.executemany("UPDATE reports SET event = ?, likeness = ?, joined = ? WHERE id = ?", changed)


def _forget(connection: DuckDBPyConnection, events: Sequence[str]) -> None:
    if events:
        connection.execute("DELETE FROM events WHERE id IN ? AND origin = 'riftline'", [list(events)])
