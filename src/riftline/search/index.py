"""The inverted index: which sentence has which words how often. Written with the article, in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from riftline.records import Article
from riftline.store.database import insert, transaction
from riftline.store.rows import LABELLED
from riftline.text.sentences import sentences
from riftline.text.terms import spaced, words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH = 200
"""Texts indexed in one transaction when an index is completed: what an interruption costs at most."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of `sentences` but for its number, and how often it has each term."""

    article: str | None
    event: str | None
    first: int | None
    last: int | None
    published: date | None
    publisher: str | None
    words: str
    counts: Counter[str]


def index(connection: DuckDBPyConnection, articles: Iterable[Article]) -> None:
    """Puts articles' sentences and titles into the index. The caller has begun a transaction and written the articles:
    what was indexed of earlier ones of their ids went out with them (`store.writer.forget`)."""
    _insert(connection, [line for each in articles for line in _lines(each.id, each.title, each.text, each.published, each.publisher)])


def missing(connection: DuckDBPyConnection) -> int:
    """How many stored articles and imported texts are not in the index: those that were stored before there was one."""
    row = connection.execute(f"SELECT (SELECT count(*) FROM ({_ARTICLES})) + (SELECT count(*) FROM ({_IMPORTED}))").fetchone()
    return int(row[0]) if row else 0


def complete(connection: DuckDBPyConnection) -> Iterator[int]:
    """Indexes what is missing and drops imported texts that are stored no longer; how many texts were done, after each batch.

    Each batch is a transaction: what is interrupted goes on where it stopped.
    """
    with transaction(connection):
        connection.execute(f"DELETE FROM postings WHERE sentence IN (SELECT number FROM sentences WHERE {_GONE})")
        connection.execute(f"DELETE FROM sentences WHERE {_GONE}")
    texts = _texts(connection)
    while batch := list(islice(texts, BATCH)):
        with transaction(connection):
            _insert(connection, [line for lines in batch for line in lines])
        yield len(batch)


_GONE = "event IS NOT NULL AND event NOT IN (SELECT id FROM events)"
_ARTICLES = "SELECT id FROM articles WHERE id NOT IN (SELECT article FROM sentences WHERE article IS NOT NULL)"
_IMPORTED = f"""
    SELECT id FROM events WHERE article IS NULL AND coalesce(evidence, title, '') <> ''
    AND origin NOT IN ({", ".join(f"'{origin}'" for origin in LABELLED)})
    AND id NOT IN (SELECT event FROM sentences WHERE event IS NOT NULL)
"""


def _texts(connection: DuckDBPyConnection) -> Iterator[list[_Line]]:
    """The lines of each text that is missing; ids are read first, texts a few at a time."""
    articles = [row[0] for row in connection.execute(f"{_ARTICLES} ORDER BY id").fetchall()]
    for some in _some(articles):
        query = "SELECT id, title, text, published, publisher FROM articles WHERE id IN ? ORDER BY id"
        for row in connection.execute(query, [some]).fetchall():
            yield _lines(*row)
    imported = [row[0] for row in connection.execute(f"{_IMPORTED} ORDER BY id").fetchall()]
    for some in _some(imported):
        query = "SELECT id, coalesce(evidence, title), published, publisher FROM events WHERE id IN ? ORDER BY id"
        for event, text, published, publisher in connection.execute(query, [some]).fetchall():
            yield [_line(None, event, None, None, published, publisher, text)]


def _some(ids: list[str]) -> Iterator[list[str]]:
    return (ids[at : at + BATCH] for at in range(0, len(ids), BATCH))


def _lines(article: str, title: str | None, text: str, published: date | None, publisher: str | None) -> list[_Line]:
    """The lines of an article: its sentences, and its title where no sentence at its head is that already. Never none."""
    found = [_line(article, None, span.start, span.end, published, publisher, span.text) for span in sentences(text)]
    heading = _line(article, None, None, None, published, publisher, title or "")
    if not found or (heading.words.strip() and all(line.words != heading.words for line in found[:3])):
        found.append(heading)
    return found


def _line(
    article: str | None, event: str | None, first: int | None, last: int | None, day: date | None, publisher: str | None, text: str
) -> _Line:
    found = list(words(text))
    return _Line(article, event, first, last, day, publisher, spaced(found), Counter(word.term for word in found if word.term))


def _insert(connection: DuckDBPyConnection, lines: list[_Line]) -> None:
    row = connection.execute("SELECT coalesce(max(number), 0) FROM sentences").fetchone()
    numbered = list(enumerate(lines, start=int(row[0]) + 1 if row else 1))
    insert(
        connection,
        "sentences",
        ([n, x.article, x.event, x.first, x.last, x.published, x.publisher, x.words, x.counts.total()] for n, x in numbered),
    )
    insert(connection, "postings", ([term, n, count] for n, x in numbered for term, count in x.counts.items()))
