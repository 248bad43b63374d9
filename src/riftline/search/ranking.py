"""Sentences that answer a query, best first, by BM25."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from riftline.search.query import Query, marks
from riftline.store.filters import whole_words

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

K1 = 1.2
"""How soon a word's repetition counts no more: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009."""
B = 0.75
"""How much a long sentence is held to be less about each of its words; the same source."""


@dataclass(frozen=True, slots=True)
class Narrow:
    """What else a hit must be."""

    since: date | None = None
    """Published on or after this day; what has no date is not found."""
    until: date | None = None
    publisher: str | None = None
    """Whole words of the publisher's name."""
    events: bool = False
    """Only sentences that are evidence of an event."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence that answers; `article` is None for the words of an imported event, `start` and `end` for a title."""

    rank: int
    score: float
    all_in: Literal["sentence", "article"] | None
    """Where everything that was looked for stands together: in the sentence, or in its article, title included; None for neither."""
    article: str | None
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    start: int | None
    end: int | None
    text: str
    marks: tuple[tuple[int, int], ...]
    """Where the words of the query stand in `text`."""
    events: tuple[str, ...]
    """Ids of the events that the sentence is evidence of."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best hits, how many sentences answer altogether, and how many of them have everything that was looked for themselves."""

    hits: tuple[Hit, ...]
    total: int
    whole: int


def search(connection: DuckDBPyConnection, query: Query, narrow: Narrow = Narrow(), limit: int = 20) -> Found:
    """The sentences that answer, by BM25, the newest first among equals; but those that have everything that was looked
    for come before all others, and those of articles that have it next."""
    values: list[Any] = []
    hits = _hits(query, values)
    condition = _condition(query, narrow, values)
    wanted = query.wanted
    phrases = _phrases(query, values)
    ranked = _RANKED.format(hits=hits, condition=condition, phrases=phrases, wanted=wanted, k1=K1, b=B)  # parts of SQL and numbers only
    rows = connection.execute(ranked, [*values, limit]).fetchall()
    total, whole = (rows[0][2], rows[0][3]) if rows else (0, 0)
    return Found(tuple(_with_words(connection, rows, query)), total, whole)


_RANKED = """
    WITH hits AS MATERIALIZED ({hits}),
        rarity AS (SELECT term, count(*) AS n FROM hits GROUP BY term),
        whole AS (SELECT count(*) AS n, avg(terms) AS mean FROM sentences),
        spread AS (
            SELECT s.article, count(DISTINCT h.term) AS n FROM hits h JOIN sentences s ON s.number = h.sentence
            WHERE {wanted} > 1 AND s.article IS NOT NULL GROUP BY s.article
        ),
        weighed AS MATERIALIZED (
            SELECT h.sentence, count(*) AS matched, any_value(s.published) AS published, any_value(s.article) AS article,
                sum(ln(1 + (whole.n - rarity.n + 0.5) / (rarity.n + 0.5))
                    * h.count * ({k1} + 1) / (h.count + {k1} * (1 - {b} + {b} * s.terms / whole.mean))) AS score
            FROM hits h JOIN rarity USING (term) JOIN sentences s ON s.number = h.sentence, whole
            WHERE {condition}
            GROUP BY h.sentence HAVING {phrases}
        )
    SELECT w.sentence, w.score, tally.n AS total, tally.complete AS whole,
        CASE WHEN w.matched = {wanted} THEN 'sentence' WHEN spread.n = {wanted} THEN 'article' END AS all_in
    FROM weighed w LEFT JOIN spread USING (article), (SELECT count(*) AS n, count(*) FILTER (matched = {wanted}) AS complete FROM weighed) tally
    ORDER BY all_in = 'sentence' DESC NULLS LAST, all_in = 'article' DESC NULLS LAST, w.score DESC, w.published DESC NULLS LAST, w.sentence LIMIT ?
"""
"""A word's weight is that of Robertson and Sparck Jones, with 1 added so that no word counts against a sentence (as Lucene does)."""


def _hits(query: Query, values: list[Any]) -> str:
    """Which sentence has what how often, as SQL: words by the index, phrases and beginnings by a look at every sentence."""
    parts = []
    if query.terms:
        parts.append("SELECT term, sentence, count FROM postings WHERE term IN ?")
        values.append(list(query.terms))
    for pattern in query.patterns:
        often = "greatest(1, (length(words) - length(replace(words, ?, ''))) // length(?))"
        parts.append(f"SELECT ? AS term, number AS sentence, {often} AS count FROM sentences WHERE contains(words, ?)")
        values.extend([pattern] * 4)
    return " UNION ALL ".join(parts)


def _condition(query: Query, narrow: Narrow, values: list[Any]) -> str:
    parts: list[str] = []

    def add(condition: str, *given: Any) -> None:
        parts.append(condition)
        values.extend(given)

    if query.without_terms:
        add("s.number NOT IN (SELECT sentence FROM postings WHERE term IN ?)", list(query.without_terms))
    for pattern in query.without_patterns:
        add("NOT contains(s.words, ?)", pattern)
    if narrow.since:
        add("s.published >= ?", narrow.since)
    if narrow.until:
        add("s.published <= ?", narrow.until)
    if narrow.publisher:
        add(whole_words("s.publisher"), narrow.publisher, narrow.publisher)
    if narrow.events:
        add(f"(s.event IS NOT NULL OR s.number IN ({_EVIDENCE}))")
    return " AND ".join(parts) or "TRUE"


_EVIDENCE = """
    SELECT t.number FROM sentences t JOIN reports r ON r.article = t.article JOIN evidence v ON v.report = r.id
    WHERE v.first < t.last AND v.last > t.first
"""


def _phrases(query: Query, values: list[Any]) -> str:
    if not query.phrases:
        return "TRUE"
    values.extend([list(query.phrases), len(query.phrases)])
    return "count(*) FILTER (h.term IN ?) = ?"


def _with_words(connection: DuckDBPyConnection, rows: list[tuple[Any, ...]], query: Query) -> Iterator[Hit]:
    """The hits that rows of `_RANKED` are, in their order. In steps by key: a join would read the text of every article."""
    if not rows:
        return
    standing = {row[0]: row[1:] for row in connection.execute(_STANDING, [[row[0] for row in rows]]).fetchall()}
    articles, imported = {row[0] for row in standing.values()}, {row[1] for row in standing.values() if row[1]}
    about = {row[0]: row[1:] for row in connection.execute(_ABOUT, [list(articles)]).fetchall()}
    words = {row[0]: row[1:] for row in connection.execute(_IMPORTED, [list(imported)]).fetchall()} if imported else {}
    told = dict(connection.execute(_TOLD, [list(standing), list(articles)]).fetchall())
    rank = 0
    for number, score, _, _, all_in in rows:
        article, event, first, last = standing[number]
        made_from = about.get(article) or words.get(event)
        if made_from is None:  # an imported event that is stored no longer
            continue
        rank += 1
        title, publisher, published, url, text = made_from
        shown = text[first:last] if first is not None else text if article is None else title or ""
        events = (event,) if event else tuple(told.get(number, ()))
        yield Hit(rank, score, all_in, article, title, publisher, published, url, first, last, shown, marks(shown, query), events)


_STANDING = "SELECT number, article, event, first, last FROM sentences WHERE number IN ?"
_ABOUT = "SELECT id, title, publisher, published, url, text FROM articles WHERE id IN ?"
_IMPORTED = "SELECT id, title, publisher, published, url, coalesce(evidence, title) FROM events WHERE id IN ?"
_TOLD = """
    SELECT s.number, list(DISTINCT r.event ORDER BY r.event)
    FROM sentences s JOIN reports r ON r.article = s.article JOIN evidence v ON v.report = r.id
    WHERE s.number IN ? AND r.article IN ? AND v.first < s.last AND v.last > s.first AND r.event IS NOT NULL GROUP BY s.number
"""
