"""What the commands ask of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import duckdb

from riftline.errors import StoreError
from riftline.records import Coding
from riftline.store.codec import unpack
from riftline.store.filters import Filters, where
from riftline.store.writer import event_ids

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

TABLES = ("articles", "events", "reports", "statements", "commitments", "accounts", "agenda")

ALL = Filters()

BATCH = 1_000
"""Rows fetched at once: what an export holds in memory."""

STRETCH = 20_000
"""Events that are sorted at once, unless one day alone has more."""


IN_ORDER = "ORDER BY e.first_day NULLS LAST, e.last_day, e.article, e.position, e.id"
"""How events are listed: the oldest day first, those without a day last."""


def events(connection: DuckDBPyConnection, filters: Filters = ALL) -> Iterator[Row]:
    """The events that pass, oldest day first, those without a day last; a row has every column of the table `events`.

    Streamed: memory does not grow with their number, as the days are asked for one stretch after the other, and no more is sorted at once.
    """
    condition, values = where(filters)
    query = f"SELECT e.* FROM events e WHERE {condition}"
    if filters.limit is not None:
        yield from rows(connection.cursor(), f"{query} {IN_ORDER} LIMIT ?", [*values, filters.limit])
        return
    for first, last in _stretches(connection, condition, values):
        if first is None:
            yield from rows(connection.cursor(), f"{query} AND e.first_day IS NULL {IN_ORDER}", values)
        else:
            yield from rows(connection.cursor(), f"{query} AND e.first_day BETWEEN ? AND ? {IN_ORDER}", [*values, first, last])


def number_of_events(connection: DuckDBPyConnection, filters: Filters = ALL) -> int:
    """How many events pass."""
    condition, values = where(filters)
    row = connection.execute(f"SELECT count(*) FROM events e WHERE {condition}", values).fetchone()
    found = int(row[0]) if row else 0
    return found if filters.limit is None else min(found, filters.limit)


def _stretches(connection: DuckDBPyConnection, condition: str, values: Sequence[Any]) -> Iterator[tuple[date | None, date | None]]:
    """The days that have events, in stretches of some STRETCH events each, by first and last day; (None, None) for those without a day."""
    query = f"SELECT e.first_day, count(*) FROM events e WHERE {condition} GROUP BY e.first_day ORDER BY e.first_day NULLS LAST"
    start: date | None = None
    end: date | None = None
    size = 0
    for day, number in connection.execute(query, list(values)).fetchall():
        if start is not None and (day is None or size + number > STRETCH):
            yield start, end
            start, size = None, 0
        if day is None:
            yield None, None
        else:
            start, end, size = start or day, day, size + number
    if start is not None:
        yield start, end


def events_of(connection: DuckDBPyConnection, ids: Iterable[str], days: tuple[date, date] | None = None, columns: Sequence[str] = ("*",)) -> dict[str, Row]:
    """The events of these ids, by id, in their order; what is not there is left out, and so is what does not begin within `days`, first and last,
    where they are given: the other days are not looked through. `columns`: which, the id among them; all where none is named."""
    wanted = list(ids)
    if not wanted:
        return {}
    named, values = ("id = ?", list[Any](wanted)) if len(wanted) == 1 else ("id IN (SELECT unnest(?))", [wanted])
    if days:
        named, values = f"{named} AND first_day BETWEEN ? AND ?", [*values, *days]
    chosen = f"SELECT {', '.join(f'e.{name}' for name in columns)} FROM events e WHERE"
    # Of several only the ids are read of the table, and then the rows: of ten million events ten times as quick as asking for the rows by their ids.
    by_rows = f"{chosen} rowid IN (SELECT rowid FROM events WHERE {named})" if len(wanted) > 1 else f"{chosen} {named}"
    try:
        found = list(rows(connection, by_rows, values))
    except duckdb.BinderException:  # a lake's events are a view, which has no numbers of rows
        found = list(rows(connection, f"{chosen} {named}", values))
    by_id = {row["id"]: row for row in found}
    return {name: by_id[name] for name in wanted if name in by_id}


def evidence_of(connection: DuckDBPyConnection, ids: Iterable[str]) -> dict[str, list[Row]]:
    """All evidence of the events, by event: `article`, `start`, `end` and `text`, of their first report first."""
    return {event: [{key: span[key] for key in ("article", "start", "end", "text")} for span in found] for event, found in spans_of(connection, ids).items()}


def spans_of(connection: DuckDBPyConnection, ids: Iterable[str]) -> dict[str, list[Row]]:
    """As `evidence_of`, with the `event` and the `report` that each piece belongs to."""
    found: dict[str, list[Row]] = {}
    query = """
        SELECT r.event, r.id AS report, r.article, v.first AS start, v.last AS "end", v.text
        FROM reports r JOIN evidence v ON v.report = r.id WHERE r.event IN ? ORDER BY r.event, r.id <> r.event, r.id, v.position
    """
    for row in rows(connection, query, [list(ids)]):
        found.setdefault(row["event"], []).append(row)
    return found


def several(wanted: str, names: Sequence[str]) -> StoreError:
    """The error for the beginning of an id that several have; `names` are some of those."""
    return StoreError(f"{wanted!r} begins several ids: {', '.join(names[:5])}{', …' if len(names) > 5 else ''}. Give more of it.")


@dataclass(frozen=True, slots=True)
class Stored:
    """An article's coding as stored, with the ids that the database knows its events by."""

    coding: Coding
    ids: Mapping[str, str]
    """Id in the article ("e1") to id in the database."""
    stored: datetime
    version: str


def find(connection: DuckDBPyConnection, wanted: str) -> tuple[Stored, str | None]:
    """The article that `wanted` (an id or the beginning of one, of an event or an article) names, and the event's id
    in it, or None where it names the article. Raises StoreError where it names nothing, or several."""
    for table, column in (("reports", "article"), ("articles", "id")):
        rows = connection.execute(f"SELECT id, {column} FROM {table} WHERE id = ?", [wanted]).fetchall()
        if rows:
            return _found(connection, rows[0][1], rows[0][0] if table == "reports" else None)
    near = [
        (identity, article, kind)
        for kind, query in (
            ("event", "SELECT id, article FROM reports WHERE starts_with(id, ?) ORDER BY id LIMIT 6"),
            ("article", "SELECT id, id FROM articles WHERE starts_with(id, ?) ORDER BY id LIMIT 6"),
        )
        for identity, article in connection.execute(query, [wanted]).fetchall()
    ]
    if not near:
        if other := imported(connection, wanted):
            raise StoreError(f"{other['id']} was imported from {other['origin']} data, not read in an article; riftline show {other['id']} tells of it.")
        raise StoreError(f"no event or article has an id that begins with {wanted!r}; riftline events lists the ids.")
    if len(near) > 1:
        raise several(wanted, [f"{identity} ({kind})" for identity, _, kind in near])
    identity, article, kind = near[0]
    return _found(connection, article, identity if kind == "event" else None)


def _found(connection: DuckDBPyConnection, article: str, event: str | None) -> tuple[Stored, str | None]:
    row = connection.execute("SELECT coding, text, stored, riftline FROM articles WHERE id = ?", [article]).fetchone()
    if row is None:
        raise StoreError(f"event {event} belongs to an article {article!r} that is not stored; ingest it again.")
    coding = unpack(row[0], row[1])
    ids = dict(zip((item.id for item in coding.events), event_ids(coding), strict=True))
    local = next((mine for mine, short in ids.items() if short == event), None) if event else None
    return Stored(coding, ids, row[2], row[3]), local


def imported(connection: DuckDBPyConnection, wanted: str) -> Row | None:
    """The event of somebody else's data that `wanted` (its id or the beginning of it) names; None where it names none. Raises StoreError
    where it begins several ids and is none of them."""
    query = "SELECT * FROM events WHERE origin <> 'riftline' AND starts_with(id, ?) ORDER BY id <> ?, id LIMIT 6"
    near = list(rows(connection.cursor(), query, [wanted, wanted]))
    if len(near) > 1 and near[0]["id"] != wanted:
        raise several(wanted, [row["id"] for row in near])
    return near[0] if near else None


def counts(connection: DuckDBPyConnection) -> Row:
    """How much there is: rows of each table, first and last day of publication, events by origin and by type."""
    found: Row = {}
    for table in TABLES:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        found[table] = row[0] if row else 0
    found["published"] = connection.execute("SELECT min(published), max(published) FROM articles").fetchone()
    found["origins"] = {
        origin: {"events": n, "untyped": untyped}
        for origin, n, untyped in connection.execute(
            "SELECT origin, count(*) AS n, count(*) FILTER (type IS NULL) FROM events GROUP BY origin ORDER BY n DESC, origin"
        ).fetchall()
    }
    found["types"] = dict(connection.execute("SELECT type, count(*) AS n FROM events WHERE type IS NOT NULL GROUP BY type ORDER BY n DESC, type").fetchall())
    return found


def rows(connection: DuckDBPyConnection, query: str, values: Sequence[Any] | dict[str, Any] = ()) -> Iterator[Row]:
    """The rows of a query, by column, fetched a batch at a time."""
    cursor = connection.execute(query, values if isinstance(values, dict) else list(values))
    names = [column[0] for column in cursor.description]
    while batch := cursor.fetchmany(BATCH):
        yield from (dict(zip(names, row, strict=True)) for row in batch)
