"""A briefing from the database: what passes the filters, counted, told and footnoted. The same database gives the same briefing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.briefing import counts, standing, summary, timeline
from riftline.briefing.model import Briefing, Due, Source
from riftline.briefing.notes import Notes
from riftline.briefing.scope import Scope
from riftline.briefing.tally import COUNTED, tallied
from riftline.records import Article, Interval
from riftline.store.filters import Filters, where
from riftline.store.queries import Row, events_of, evidence_of, rows
from riftline.wording import article_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LINES = 200
"""Events that the timeline tells, unless more are asked for; as many that are history, and as many that are planned."""

BEGINNING = 300
"""Characters of an article without a title that are read to name it."""


def briefing(connection: DuckDBPyConnection, filters: Filters, lines: int = LINES) -> Briefing | None:
    """The briefing on the events that pass; None where none does."""
    scope = Scope(filters)
    tally, kept, hidden = tallied(scope, _counted(connection, filters), lines)
    if not tally.total:
        return None
    sources = _sources(connection, filters)
    ids = [identity for part in kept.values() for identity in part]
    whole = events_of(connection, ids)
    chosen = {part: [whole[identity] for identity in identities] for part, identities in kept.items()}
    codes = [frozenset(side) for side in tally.codes]
    evidence = evidence_of(connection, ids)
    found = standing.told(connection, [source.article for source in sources], codes, ids)
    articles = _articles(connection, sorted({*timeline.articles_of(evidence), *found.codings}))
    notes = Notes(articles)
    newest = max((source.published for source in sources if source.published), default=None)
    told = timeline.parts(chosen["told"], evidence, articles, notes)
    accounts = (*standing.accounts(found, notes), *standing.differences(connection, chosen["told"], evidence, notes))
    planned = timeline.lines(chosen["planned"], evidence, articles, notes)
    next_, past, undated = _by_day(standing.due(found, planned, codes, notes), newest or tally.last_day)
    bonds = standing.bonds(found, notes)
    history = tuple(timeline.lines(chosen["background"], evidence, articles, notes))
    doubtful = tuple(timeline.lines(chosen["doubtful"], evidence, articles, notes))
    period = counts.period(filters, sources, tally)
    return Briefing(
        title=scope.title, scope=scope.asked, newest=_newest(connection), events=tally.total,
        summary=summary.sentences(scope, tally, sources, told, period), basis=summary.basis(tally),
        main=timeline.main(told), timeline=told, hidden=hidden, history=history, doubtful=doubtful,
        tables=counts.tables(scope, tally), chart=counts.chart(tally, period), vouchers=counts.vouchers(tally), accounts=accounts,
        credibility=tuple(sorted(tally.credibility.items())),
        next=next_, past_due=past, undated=undated, bonds=bonds, sources=sources, notes=notes.all(),
    )  # fmt: skip


def _counted(connection: DuckDBPyConnection, filters: Filters) -> Iterator[Row]:
    """The events that pass, oldest first, with the columns that are counted: of many events most are only that."""
    condition, values = where(filters)
    columns = ", ".join(f"e.{name}" for name in COUNTED)
    query = f"SELECT {columns} FROM events e WHERE {condition} ORDER BY e.first_day NULLS FIRST, e.last_day, e.id"
    return rows(connection.cursor(), query, values)


def _sources(connection: DuckDBPyConnection, filters: Filters) -> tuple[Source, ...]:
    condition, values = where(filters)
    query = f"""
        SELECT a.id, a.title, a.publisher, a.published, a.url, count(DISTINCT r.event) AS n, left(a.text, {BEGINNING}) AS text
        FROM events e JOIN reports r ON r.event = e.id JOIN articles a ON a.id = r.article WHERE {condition}
        GROUP BY ALL ORDER BY a.published NULLS LAST, a.id
    """
    found = list(rows(connection.cursor(), query, values))
    remarks = _remarks(connection, [row["id"] for row in found])
    return tuple(
        Source(
            row["id"], article_name(Article(row["id"], row["text"], row["title"])), row["publisher"], row["published"], row["url"], row["n"],
            tuple(remarks.get(row["id"], ())),
        )
        for row in found
    )  # fmt: skip


def _remarks(connection: DuckDBPyConnection, articles: Sequence[str]) -> dict[str, list[str]]:
    """What a reader has to know of an article: how its outlet is graded, what it copies, what has mended or taken it back."""
    made: dict[str, list[str]] = {}
    for query in (_GRADED, _COPIED, _REVISED):
        for article, remark in connection.execute(query, [list(articles)]).fetchall():
            made.setdefault(article, []).append(remark)
    return made


_GRADED = """
    SELECT a.id, 'outlet graded ' || g.grade FROM articles a JOIN grades g ON g.publisher = a.publisher WHERE a.id IN ? ORDER BY a.id
"""
_COPIED = "SELECT article, 'copies ' || original FROM copies WHERE article IN ? ORDER BY article, original"
_REVISED = """
    SELECT earlier, if(kind = 'retraction', 'taken back by article ', 'corrected by article ') || article
    FROM revisions WHERE earlier IN ? ORDER BY earlier, article
"""


def _articles(connection: DuckDBPyConnection, ids: Sequence[str]) -> dict[str, Article]:
    query = "SELECT id, text, title, published, publisher, url FROM articles WHERE id IN ?"
    found: dict[str, Article] = {}
    for row in rows(connection.cursor(), query, [list(ids)]):
        found[row["id"]] = Article(row["id"], row["text"], row["title"], row["published"], publisher=row["publisher"], url=row["url"])
    return found


def _by_day(found: Sequence[Due], today: date | None) -> tuple[tuple[Due, ...], ...]:
    """What is due after the newest publication, what was due by then, and what has no day."""
    dated = [item for item in found if item.when]
    after = tuple(item for item in dated if item.when and (today is None or _ahead(item.when, today)))
    return after, tuple(item for item in dated if item not in after), tuple(item for item in found if not item.when)


def _ahead(when: Interval, today: date) -> bool:
    """Whether something is still to come; what is due within a year that has begun may have been already."""
    return when.start > today or (when.end > today and when.end - when.start <= timeline.ROUGH)


def _newest(connection: DuckDBPyConnection) -> Any:
    row = connection.execute("SELECT max(published) FROM (SELECT published FROM articles UNION ALL SELECT published FROM events)").fetchone()
    return row[0] if row else None
