"""A briefing from the database: what passes the filters, counted, told and footnoted. The same database gives the same briefing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.briefing import counts, standing, summary, timeline
from riftline.briefing.model import Briefing, Due, Source
from riftline.briefing.notes import Notes
from riftline.briefing.scope import Scope
from riftline.briefing.tally import tallied
from riftline.records import Article
from riftline.store.filters import Filters, where
from riftline.store.queries import events, evidence_of, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LINES = 200
"""Events that the timeline tells, unless more are asked for; as many that are history, and as many that are planned."""


def briefing(connection: DuckDBPyConnection, filters: Filters, lines: int = LINES) -> Briefing | None:
    """The briefing on the events that pass; None where none does."""
    scope = Scope(filters)
    tally, chosen, hidden = tallied(scope, events(connection, filters), lines)
    if not tally.total:
        return None
    sources = _sources(connection, filters)
    evidence = evidence_of(connection, [row["id"] for part in chosen.values() for row in part])
    found = standing.told(
        connection, [source.article for source in sources], [frozenset(codes) for codes in tally.codes], [row["id"] for part in chosen.values() for row in part]
    )
    articles = _articles(connection, sorted({*timeline.articles_of(evidence), *found.codings}))
    notes = Notes(articles)
    newest = max((source.published for source in sources if source.published), default=None)
    told = timeline.parts(chosen["told"], evidence, articles, notes)
    accounts = standing.accounts(found, notes)
    next_, past, undated = _by_day(standing.due(found, timeline.lines(chosen["planned"], evidence, articles, notes), notes), newest or tally.last_day)
    bonds = standing.bonds(found, notes)
    history = tuple(timeline.lines(chosen["background"], evidence, articles, notes))
    period = counts.period(filters, sources, tally)
    return Briefing(
        title=scope.title, scope=scope.asked, newest=_newest(connection), events=tally.total,
        summary=summary.sentences(scope, tally, sources, told, period), timeline=told, hidden=hidden, history=history,
        tables=counts.tables(scope, tally), chart=counts.chart(tally, period), vouchers=counts.vouchers(tally), accounts=accounts,
        next=next_, past_due=past, undated=undated, bonds=bonds, sources=sources, notes=notes.all(),
    )  # fmt: skip


def _sources(connection: DuckDBPyConnection, filters: Filters) -> tuple[Source, ...]:
    condition, values = where(filters)
    query = f"""
        SELECT a.id, a.title, a.publisher, a.published, a.url, count(DISTINCT r.event) AS n
        FROM events e JOIN reports r ON r.event = e.id JOIN articles a ON a.id = r.article WHERE {condition}
        GROUP BY ALL ORDER BY a.published NULLS LAST, a.id
    """
    return tuple(Source(*row.values()) for row in rows(connection.cursor(), query, values))


def _articles(connection: DuckDBPyConnection, ids: Sequence[str]) -> dict[str, Article]:
    query = "SELECT id, text, title, published, publisher, url FROM articles WHERE id IN ?"
    found: dict[str, Article] = {}
    for row in rows(connection.cursor(), query, [list(ids)]):
        found[row["id"]] = Article(row["id"], row["text"], row["title"], row["published"], publisher=row["publisher"], url=row["url"])
    return found


def _by_day(found: Sequence[Due], today: date | None) -> tuple[tuple[Due, ...], ...]:
    """What is due after the newest publication, what was due by then, and what has no day."""
    dated = [item for item in found if item.when]
    after = tuple(item for item in dated if item.when and (today is None or item.when.end > today))
    return after, tuple(item for item in dated if item not in after), tuple(item for item in found if not item.when)


def _newest(connection: DuckDBPyConnection) -> Any:
    row = connection.execute("SELECT max(published) FROM articles").fetchone()
    return row[0] if row else None
