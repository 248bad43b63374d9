"""Codings into the database, and the same article only once. What an article tells is stored as reports; `stories` makes events of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from riftline.records import Actor, Article, Coding, Event, Interval
from riftline.store import changes
from riftline.store.codec import pack
from riftline.store.database import insert, now
from riftline.text.normalise import digest
from riftline.version import version

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ID_DIGITS = 10
_OF_REPORTS = ("evidence", "figures")
_BINDING = "SELECT article FROM commitments"
_OF_ARTICLES = ("reports", "statements", "commitments", "accounts", "agenda", "sentences")


@dataclass(frozen=True, slots=True)
class Known:
    """An article that the store has already: under which id, and whether it is the same."""

    id: str
    change: Literal["text", "date"] | None
    """What differs from the article at hand; None where nothing does."""


def known(connection: DuckDBPyConnection, article: Article) -> Known | None:
    """The stored article that a cleaned one is: of the same id, else of the same text."""
    mark = digest(article.text)
    query = "SELECT id, digest, published FROM articles WHERE id = ? OR digest = ? ORDER BY id <> ?"  # the same id first
    row = connection.execute(query, [article.id, mark, article.id]).fetchone()
    if row is None:
        return None
    if row[0] != article.id:
        return Known(row[0], None)
    if row[1] != mark:
        return Known(row[0], "text")
    return Known(row[0], "date" if article.published_from in ("given", "metadata") and article.published != row[2] else None)


def marks(article: Article) -> frozenset[str]:
    """By which a cleaned article is known: its id, and its text's digest. Two that share one are one article."""
    return frozenset((article.id, digest(article.text)))


def write(connection: DuckDBPyConnection, codings: Sequence[Coding]) -> None:
    """Writes articles' codings, each in place of an earlier one of the same id. The caller has begun a transaction."""
    forget(connection, [coding.document.id for coding in codings])
    _write(connection, codings)


def event_ids(coding: Coding) -> tuple[str, ...]:
    """An id for each event that stays the same when the article is coded again and the event is found again."""
    seen: set[str] = set()
    found: list[str] = []
    for event in coding.events:
        start = str(event.evidence[0].start) if event.evidence else ""
        key = "|".join((coding.document.id, event.type, _code(event.source), _code(event.target), start))
        for turn in range(1_000_000):
            short = sha256(f"{key}|{turn}".encode()).hexdigest()[:ID_DIGITS]
            if short not in seen:
                break
        seen.add(short)
        found.append(short)
    return tuple(found)


def _code(actor: Actor | None) -> str:
    return f"{actor.code}:{actor.name}" if actor else ""


def forget(connection: DuckDBPyConnection, articles: Collection[str]) -> None:
    """Takes articles and all that they told out of the tables, those that are there."""
    found = connection.execute(f"SELECT id, published, id IN ({_BINDING}) FROM articles WHERE id IN ?", [list(articles)]).fetchall()
    there = [row[0] for row in found]
    if not there:
        return
    changes.note(connection, (published for _, published, binds in found if binds))  # what their reports tell is noted with the events
    for table in _OF_REPORTS:
        connection.execute(f"DELETE FROM {table} WHERE report IN (SELECT id FROM reports WHERE article IN ?)", [there])
    connection.execute("DELETE FROM postings WHERE sentence IN (SELECT number FROM sentences WHERE article IN ?)", [there])
    for table in _OF_ARTICLES:
        connection.execute(f"DELETE FROM {table} WHERE article IN ?", [there])
    connection.execute("DELETE FROM articles WHERE id IN ?", [there])


def _write(connection: DuckDBPyConnection, codings: Sequence[Coding]) -> None:
    moment = now()
    rows: dict[str, list[list[Any]]] = {}
    for coding in codings:
        for table, found in _rows(coding, moment):
            rows.setdefault(table, []).append(found)
    for table, some in rows.items():
        insert(connection, table, some)
    changes.note(connection, (coding.document.published for coding in codings if coding.commitments))


def _rows(coding: Coding, moment: datetime) -> Iterator[tuple[str, list[Any]]]:
    """All that is written of an article, row by row, each with its table."""
    document = coding.document
    about = [document.id, digest(document.text), document.title, document.publisher, document.url, document.published]
    more = [document.published_from, document.language, document.origin, document.text, pack(coding), version(), moment]
    yield "articles", [*about, *more]
    globally: dict[str, str] = {}
    for i, (short, event) in enumerate(zip(event_ids(coding), coding.events, strict=True)):
        globally[event.id] = short
        yield "reports", [short, document.id, i, *_event(event), *[None] * 5]
        for k, span in enumerate(event.evidence):
            yield "evidence", [short, k, span.start, span.end, span.text]
        for f in event.figures:
            yield "figures", [short, f.what, f.low, f.high, f.text]
    for i, s in enumerate(coding.statements):
        yield "statements", [document.id, i, s.speaker.code, s.speaker.name, s.speaker.anonymous, s.kind, s.text, s.via, *_days(s.date)]
    for i, c in enumerate(coding.commitments):
        yield "commitments", [document.id, i, c.kind, list(c.parties), c.status]
    for i, a in enumerate(coding.accounts):
        yield "accounts", [document.id, i, globally.get(a.event) if a.event else None, list(a.codes)]
    for i, due in enumerate(coding.agenda):
        yield "agenda", [document.id, i, due.what, *_days(due.date), list(due.actors)]


def _event(event: Event) -> list[Any]:
    place, said = event.place, event.attribution
    return [
        event.type,
        event.mode,
        list(event.contexts),
        *_side(event.source),
        *_side(event.target),
        *_days(event.date),
        event.date.text if event.date else None,
        (event.date.reason if event.date else None) or event.date_reason,
        *((place.name, place.lat, place.lon, place.country, place.admin1, place.geonames_id, place.precision) if place else (None,) * 7),
        (place.reason if place else None) or event.place_reason,
        event.status,
        *((said.code, said.name, said.anonymous, said.via) if said else (None,) * 4),
        event.confidence,
        event.reason,
    ]


def _side(actor: Actor | None) -> list[Any]:
    return [actor.code, actor.name, actor.text, actor.country, list(actor.sectors)] if actor else [None] * 5


def _days(interval: Interval | None) -> list[Any]:
    return [interval.start, interval.end] if interval else [None, None]
