"""What the commands ask of the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from riftline.errors import StoreError
from riftline.ontology import SYMMETRIC
from riftline.records import Coding
from riftline.store.codec import unpack
from riftline.store.writer import event_ids

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

TABLES = ("articles", "events", "statements", "commitments", "accounts", "agenda")

_COLUMNS = """
    e.id, e.article, e.type, e.mode, e.contexts,
    e.source_code, e.source_name, e.source_text, e.source_country, e.source_sectors,
    e.target_code, e.target_name, e.target_text, e.target_country, e.target_sectors,
    e.first_day, e.last_day, e.date_text, e.date_reason,
    e.place, e.lat, e.lon, e.country, e.admin1, e.geonames_id, e.precision, e.place_reason,
    e.status, e.attribution_code, e.attribution_name, e.attribution_anonymous, e.attribution_via,
    e.confidence, e.reason, a.title, a.publisher, a.url, a.published,
    (SELECT text FROM evidence v WHERE v.event = e.id ORDER BY v.position LIMIT 1) AS evidence
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events are wanted. Days are compared with the whole interval; an event without a date is in none."""

    actor: str | None = None
    target: str | None = None
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    country: str | None = None
    status: tuple[str, ...] = ()
    limit: int | None = None


def events(connection: DuckDBPyConnection, filters: Filters = Filters()) -> list[Row]:
    """The events that pass, oldest day first, those without a day last."""
    where: list[str] = []
    values: list[Any] = []
    for side, wanted in (("source", filters.actor), ("target", filters.target)):
        if wanted:
            other = "target" if side == "source" else "source"
            both = ", ".join(f"'{kind}'" for kind in sorted(SYMMETRIC))
            where.append(f"({_side(side)} OR (e.type IN ({both}) AND {_side(other)}))")
            values += [wanted, wanted, wanted] * 2
    if filters.types:
        where.append(f"e.type IN ({', '.join('?' * len(filters.types))})")
        values += filters.types
    if filters.status:
        where.append(f"e.status IN ({', '.join('?' * len(filters.status))})")
        values += filters.status
    if filters.since:
        where.append("e.last_day >= ?")
        values.append(filters.since)
    if filters.until:
        where.append("e.first_day <= ?")
        values.append(filters.until)
    if filters.country:
        where.append("(upper(e.country) = upper(?))")
        values.append(filters.country)
    query = f"SELECT {_COLUMNS} FROM events e JOIN articles a ON a.id = e.article"
    if where:
        query += " WHERE " + " AND ".join(where)
    query += " ORDER BY e.first_day NULLS LAST, e.last_day, e.article, e.position"
    if filters.limit is not None:
        query += " LIMIT ?"
        values.append(filters.limit)
    return _rows(connection, query, values)


def _side(side: str) -> str:
    """Whether a side's code or country is what is asked for, or its name holds it as whole words."""
    return (
        f"(upper(e.{side}_code) = upper(?) OR upper(e.{side}_country) = upper(?)"
        f" OR regexp_matches(e.{side}_name, '(?i)(^|\\W)' || regexp_escape(?) || '($|\\W)'))"
    )


def evidence_of(connection: DuckDBPyConnection, ids: Iterable[str]) -> dict[str, list[Row]]:
    """All evidence of the events, by event."""
    found: dict[str, list[Row]] = {}
    query = 'SELECT event, first AS start, last AS "end", text FROM evidence WHERE event IN ? ORDER BY event, position'
    for row in _rows(connection, query, [list(ids)]):
        found.setdefault(row.pop("event"), []).append(row)
    return found


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
    for table, column in (("events", "article"), ("articles", "id")):
        rows = connection.execute(f"SELECT id, {column} FROM {table} WHERE id = ?", [wanted]).fetchall()
        if rows:
            return _found(connection, rows[0][1], rows[0][0] if table == "events" else None)
    near = [
        (identity, article, kind)
        for kind, query in (
            ("event", "SELECT id, article FROM events WHERE starts_with(id, ?) ORDER BY id LIMIT 6"),
            ("article", "SELECT id, id FROM articles WHERE starts_with(id, ?) ORDER BY id LIMIT 6"),
        )
        for identity, article in connection.execute(query, [wanted]).fetchall()
    ]
    if not near:
        raise StoreError(f"no event or article has an id that begins with {wanted!r}; riftline events lists the ids.")
    if len(near) > 1:
        names = ", ".join(f"{identity} ({kind})" for identity, _, kind in near[:5]) + (", …" if len(near) > 5 else "")
        raise StoreError(f"{wanted!r} begins several ids: {names}. Give more of it.")
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


def counts(connection: DuckDBPyConnection) -> Row:
    """How much there is: rows of each table, first and last day of publication, events by type."""
    found: Row = {}
    for table in TABLES:
        row = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        found[table] = row[0] if row else 0
    found["published"] = connection.execute("SELECT min(published), max(published) FROM articles").fetchone()
    found["types"] = dict(connection.execute("SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC, type").fetchall())
    return found


def _rows(connection: DuckDBPyConnection, query: str, values: list[Any]) -> list[Row]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
