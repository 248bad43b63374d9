"""Articles into the living database: their reports stored, and the events that they tell brought up to date, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from riftline.records import Article, Coding, Event
from riftline.search.index import index
from riftline.store.database import transaction, update
from riftline.store.writer import event_ids, write
from riftline.stories.correcting import moved
from riftline.stories.families import note_copies, note_revisions, sign
from riftline.stories.fields import of_reports
from riftline.stories.placing import link, place, withdraw
from riftline.stories.shelf import LINKS, Days, linked, told_by
from riftline.stories.words import telling
from riftline.text.sentences import sentence_around

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


AT_ONCE = 64
"""Articles that are best stored in one go, at most: together they take little longer than one."""


def keep(connection: DuckDBPyConnection, *codings: Coding) -> None:
    """Stores articles' codings, each in place of an earlier one of the same id, and their events. All of it or nothing."""
    with transaction(connection):
        put(connection, codings)


def put(connection: DuckDBPyConnection, codings: Sequence[Coding]) -> None:
    """Stores codings of different articles, as `keep` does. The caller has begun a transaction.

    What comes of many at once is what comes of one after another; most of the time goes into asking, and many ask no more often than one.
    """
    ids = [coding.document.id for coding in codings]
    own = told_by(connection, ids)
    fellows = linked(connection, own, LINKS) - own  # what hung together with what goes
    told = _passages(connection, ids) if own else {}
    alone(connection, codings)
    fresh = _passages(connection, told)
    for name, before in told.items():
        now = fresh.get(name, {})
        renamed = _renamed(before, now)
        moved(connection, renamed | _reread(connection, before, now, renamed))
    withdraw(connection, own)
    together(connection, {coding.document.id: coding.document.published for coding in codings}, fellows)


def alone(connection: DuckDBPyConnection, codings: Sequence[Coding]) -> None:
    """Writes what is a matter of each article by itself: what it says, the words to search it by, and those to compare it by."""
    write(connection, codings)
    documents = [coding.document for coding in codings]
    index(connection, documents)
    _words(connection, codings)
    sign(connection, documents)


def together(connection: DuckDBPyConnection, articles: Days, fellows: Iterable[str] = ()) -> None:
    """Notes what articles that were written alone come to with the others and with each other: copies, corrections, links, events.

    `fellows` are reports that hung together with those of earlier texts of them.
    """
    others = note_copies(connection, articles) | note_revisions(connection, list(articles))
    read = link(connection, articles)
    place(connection, told_by(connection, others.union(articles)), fellows, read)


def _passages(connection: DuckDBPyConnection, articles: Iterable[str]) -> dict[str, dict[str, tuple[Any, ...]]]:
    """What the reports of each of the articles that has some are, by their ids and whatever these are: type, sides and the words that they are read from."""
    wanted = list(articles)
    query = """
        SELECT r.article, r.id, r.type, r.source_code, r.source_name, r.target_code, r.target_name, list(v.text ORDER BY v.position)::VARCHAR
        FROM reports r LEFT JOIN evidence v ON v.report = r.id WHERE r.article IN ? GROUP BY ALL ORDER BY r.id
    """
    found: dict[str, dict[str, tuple[Any, ...]]] = {}
    for article, name, *about in connection.execute(query, [wanted]).fetchall() if wanted else ():
        found.setdefault(article, {})[name] = tuple(about)
    return found


def _renamed(before: dict[str, tuple[Any, ...]], now: dict[str, tuple[Any, ...]]) -> dict[str, str]:
    """Old ids to new ones of reports that are the same but for where they stand in the text."""
    fresh = {about: name for name, about in now.items() if name not in before}
    return {name: fresh[about] for name, about in before.items() if name not in now and about in fresh}


def _reread(
    connection: DuckDBPyConnection, before: dict[str, tuple[Any, ...]], now: dict[str, tuple[Any, ...]], renamed: dict[str, str]
) -> dict[str, str]:  # fmt: skip
    """Old ids to new ones of reports with a corrected field that are read from the same words as before, but otherwise, as by a later Riftline:
    where only one is read from them, that is the one."""
    gone = [name for name in before if name not in now and name not in renamed]
    taken = {*before, *renamed.values()}
    fresh: dict[str, list[str]] = {}
    for name, about in now.items():
        if name not in taken:
            fresh.setdefault(about[-1], []).append(name)
    corrected = {each.report for each in of_reports(connection, gone)}
    return {name: fresh[before[name][-1]][0] for name in gone if name in corrected and len(fresh.get(before[name][-1], ())) == 1}


def _words(connection: DuckDBPyConnection, codings: Iterable[Coding]) -> None:
    """The telling words of the sentences that each report is read from."""
    named = ((coding.document, short, event) for coding in codings for short, event in zip(event_ids(coding), coding.events, strict=True))
    update(connection, "reports", ("words",), [(short, list(passage_words(document, event))) for document, short, event in named])


def passage_words(article: Article, event: Event) -> tuple[str, ...]:
    """The telling stems of the sentences in which an event's evidence stands."""
    spans = {sentence_around(article.text, span.start, span.end) for span in event.evidence}
    return telling(" ".join(span.text for span in sorted(spans, key=lambda span: span.start)))
