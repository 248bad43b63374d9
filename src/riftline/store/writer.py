"""Codings into the database, and the same article only once. What an article tells is stored as reports; `stories` makes events of them."""

from __future__ import annotations

from dataclasses import dataclass
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


def write(connection: DuckDBPyConnection, coding: Coding) -> None:
    """Writes an article's coding, in place of an earlier one of the same id. The caller has begun a transaction."""
    forget(connection, coding.document.id)
    _write(connection, coding)


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


def forget(connection: DuckDBPyConnection, article: str) -> None:
    """Takes an article and all that it told out of the tables, if it is there."""
    there = connection.execute(f"SELECT published, id IN ({_BINDING}) FROM articles WHERE id = ?", [article]).fetchone()
    if there is None:
        return
    if there[1]:  # what its reports tell is noted with the events
        changes.note(connection, there[:1])
    for table in _OF_REPORTS:
        connection.execute(f"DELETE FROM {table} WHERE report IN (SELECT id FROM reports WHERE article = ?)", [article])
    connection.execute("DELETE FROM postings WHERE sentence IN (SELECT number FROM sentences WHERE article = ?)", [article])
    for table in _OF_ARTICLES:
        connection.execute(f"DELETE FROM {table} WHERE article = ?", [article])
    connection.execute("DELETE FROM articles WHERE id = ?", [article])


def _write(connection: DuckDBPyConnection, coding: Coding) -> None:
    document = coding.document
    if coding.commitments:
        changes.note(connection, [document.published])
    about = [document.id, digest(document.text), document.title, document.publisher, document.url, document.published]
    more = [document.published_from, document.language, document.origin, document.text, pack(coding), version(), now()]
    insert(connection, "articles", [[*about, *more]])
    ids = event_ids(coding)
    globally = {event.id: short for event, short in zip(coding.events, ids, strict=True)}
    named = list(zip(ids, coding.events, strict=True))
    insert(connection, "reports", ([short, document.id, i, *_event(event), *[None] * 5] for i, (short, event) in enumerate(named)))
    insert(
        connection,
        "evidence",
        ([short, i, span.start, span.end, span.text] for short, event in named for i, span in enumerate(event.evidence)),
    )
    insert(connection, "figures", ([short, f.what, f.low, f.high, f.text] for short, event in named for f in event.figures))
    insert(
        connection,
        "statements",
        (
            [document.id, i, s.speaker.code, s.speaker.name, s.speaker.anonymous, s.kind, s.text, s.via, *_days(s.date)]
            for i, s in enumerate(coding.statements)
        ),
    )
    insert(connection, "commitments", ([document.id, i, c.kind, list(c.parties), c.status] for i, c in enumerate(coding.commitments)))
    insert(
        connection,
        "accounts",
        ([document.id, i, globally.get(a.event) if a.event else None, list(a.codes)] for i, a in enumerate(coding.accounts)),
    )
    insert(connection, "agenda", ([document.id, i, a.what, *_days(a.date), list(a.actors)] for i, a in enumerate(coding.agenda)))


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
