"""Reports into the database's events: links to their neighbours, the acts that come out of them, and the events' rows.

What is kept in `links` and in `reports.event` is a function of the articles stored and the corrections by hand. An article that comes, changes
or goes touches only what hangs together with its reports, within `WINDOW` days of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from riftline.store import changes
from riftline.store.database import insert, update
from riftline.store.ledger import COLUMNS, cells, recount
from riftline.store.queries import rows as query_rows
from riftline.stories.clustering import grouped, neighbourhoods
from riftline.stories.fields import mended
from riftline.stories.likeness import comparable, likeness, odds, probability, promising
from riftline.stories.merged import merged
from riftline.stories.report import Correction, Report, first
from riftline.stories.shelf import LINKS, Days, Row, corrections, fates, linked, links, neighbours, reports_of, rows_of, told_by

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOTHING_READ: Mapping[str, Row] = {}


def link(connection: DuckDBPyConnection, articles: Days) -> dict[str, Row]:
    """Writes the links of articles' reports to those of others, and to each other's; the rows of all that was compared, by id."""
    near = neighbours(connection, articles)
    read = {row["id"]: row for row in rows_of(connection, told_by(connection, {*articles, *(other for _, other in near)}))}
    of: dict[str, list[Report]] = {}
    for report in reports_of(connection, read.values()):
        of.setdefault(report.article, []).append(report)
    found = {tuple(sorted(pair)) for pair in near}  # two of the articles are each other's
    pairs = ((one, other) for mine, theirs in sorted(found) for one in of.get(mine, ()) for other in of.get(theirs, ()))
    told = ((one, other) for one, other in pairs if comparable(one, other) and promising(one, other))
    insert(connection, "links", [(*sorted((one.id, other.id)), value) for one, other in told if (value := odds(one, other)) > 0])
    return read


def withdraw(connection: DuckDBPyConnection, ids: Collection[str]) -> None:
    """Takes away the links of reports that are no more, and the events that are known by them."""
    if ids:
        connection.execute("DELETE FROM links WHERE one IN $ids OR other IN $ids", {"ids": list(ids)})
        _changed(connection, _forget(connection, ids))


def place(connection: DuckDBPyConnection, ids: Iterable[str], near: Iterable[str] = (), read: Mapping[str, Row] = NOTHING_READ) -> None:
    """Works out anew to which events these reports belong, and those of their neighbourhoods; writes what has changed.

    `near` are reports whose neighbourhood may have changed, though they have not: what hung together with one that is gone. `read` are rows that have
    been read already, and have not changed since.
    """
    wanted = set(ids)
    whole = linked(connection, wanted | set(near), LINKS)
    if not whole:
        return
    query = "SELECT id, neighbourhood FROM reports WHERE id IN ?"
    known = dict(connection.execute(query, [sorted(whole)]).fetchall())
    said = corrections(connection, whole)
    asked: list[tuple[str, frozenset[str]]] = []
    for part in neighbourhoods(known, links(connection, whole)):
        mark = _mark(part, said)
        if part & wanted or any(known[name] != mark for name in part):
            asked.append((mark, part))
    update(connection, "reports", ("neighbourhood",), [(name, mark) for mark, part in asked for name in part])
    named = {name for _, part in asked for name in part}
    rows = {name: read[name] for name in named & read.keys()} | {row["id"]: row for row in rows_of(connection, named - read.keys())}
    reports = {item.id: item for item in reports_of(connection, rows.values())}
    groups = [group for _, part in asked for group in grouped([reports[name] for name in part], said)]
    before: dict[str | None, set[str]] = {}
    for row in rows.values():
        before.setdefault(row["event"], set()).add(row["id"])
    counted = _counted(connection, [event for event in before if event is not None])  # a report that is no more is in no row, but was counted
    changed = [
        group for group in groups
        if before.get(first(group).id) != _ids(group) or wanted & _ids(group) or counted.get(first(group).id, len(group)) != len(group)
    ]  # fmt: skip
    # An event goes when its first report has joined another; what has changed is written anew.
    leaders = {first(group).id for group in groups}
    gone = _forget(connection, [event for event in before if event is not None and event not in leaders])
    _changed(connection, gone + _write(connection, changed, rows, said))


def _changed(connection: DuckDBPyConnection, events: Sequence[Row]) -> None:
    """Counts anew what these events, as they are and as they were, count in, and notes the days from which on something is new."""
    recount(connection, cells(connection, events))
    changes.note(connection, (event["published"] or event["first_day"] for event in events))


def _counted(connection: DuckDBPyConnection, events: Collection[str]) -> dict[str, int]:
    """How many reports each of these events says that it has."""
    return dict(connection.execute("SELECT id, reports FROM events WHERE id IN ?", [list(events)]).fetchall()) if events else {}


def _mark(part: Collection[str], said: Sequence[Correction]) -> str:
    """What a neighbourhood is known by: its reports, and what a user has said of them. The same mark, the same groups."""
    words = [f"{item.number}{item.kind}{item.one}{item.other}" for item in said if item.one in part and item.other in part]
    return sha256("|".join([*sorted(part), *sorted(words)]).encode()).hexdigest()[:16]


def _write(connection: DuckDBPyConnection, groups: Sequence[Sequence[Report]], rows: dict[str, Row], said: Sequence[Correction]) -> list[Row]:
    """Writes the events that groups of reports are, and of each report why it is there. The events, as they are and as they were."""
    if not groups:
        return []
    became = fates(connection, (item.article for group in groups for item in group))
    events = [merged(became.told([rows[item.id] for item in group])) for group in groups]
    before = _forget(connection, [event["id"] for event in events])
    events = mended(connection, [_ids(group) for group in groups], events)
    if events:
        insert(connection, "events", [list(event.values()) for event in events], list(events[0]))
    update(connection, "reports", ("event", "likeness", "joined"), [row for group in groups for row in _joined(group, said)])
    return before + events


def _joined(group: Sequence[Report], said: Sequence[Correction]) -> Iterator[tuple[str, str, float | None, str | None]]:
    """Of each report of a group its id, its event, how like it is to the others, and why it is there."""
    leader, ids = first(group), _ids(group)
    held = {name for item in said if item.kind == "merge" and {item.one, item.other} <= ids for name in (item.one, item.other)}
    for item in group:
        others = [other for other in group if other.id != item.id]
        near = probability(sum(odds(item, other) for other in others) / len(others)) if others else None
        why = None if not others else "The first report." if item is leader else likeness(item, leader).reason
        yield item.id, leader.id, near, f"Put together by hand. {why}" if item.id in held else why


def _ids(group: Iterable[Report]) -> set[str]:
    """The ids of reports."""
    return {item.id for item in group}


def _forget(connection: DuckDBPyConnection, events: Collection[str]) -> list[Row]:
    """Takes events away; what the ledgers counted of them."""
    if not events:
        return []
    query = f"DELETE FROM events WHERE id IN ? AND origin = 'riftline' RETURNING {', '.join(COLUMNS)}"
    return list(query_rows(connection, query, [list(events)]))
