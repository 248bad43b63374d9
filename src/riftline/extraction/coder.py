"""One article's coding: the stages of extraction, in order.

    parse → day → dates → places → actors → statements → acts → events → merged → commitments, accounts, agenda
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from riftline.extraction.accounts import find_accounts
from riftline.extraction.actors import find_actors
from riftline.extraction.acts import Scored, score
from riftline.extraction.agenda import find_agenda
from riftline.extraction.commitments import find_commitments
from riftline.extraction.contexts import contexts_of
from riftline.extraction.dates import find_dates
from riftline.extraction.dating import date_article
from riftline.extraction.events import build, choose, retold
from riftline.extraction.merging import merge
from riftline.extraction.places import find_places
from riftline.extraction.statements import find_statements
from riftline.extraction.when import date_of
from riftline.extraction.when_times import Placed, placed_times
from riftline.records import Article, Coding, Event, Mention, PlaceMention, Statement, TimeExpression
from riftline.text.genre import genre_of
from riftline.text.parse import Parsed, parse


@dataclass(frozen=True, slots=True)
class Read:
    """An article read as far as the pairs that may be events: what `code` chooses from, and `explain` tells of."""

    parsed: Parsed
    times: tuple[TimeExpression, ...]
    placed: tuple[Placed, ...]
    """The times that mean days, at their places in the parse."""
    places: tuple[PlaceMention, ...]
    mentions: tuple[Mention, ...]
    statements: tuple[Statement, ...]
    scored: tuple[Scored, ...]
    genre: str | None
    """Sport or business, of which no events are looked for; None for politics."""


def read(article: Article) -> Read:
    """One cleaned article up to its judged pairs; an undated one is dated from its text where that can be done."""
    parsed = dated(parse(article))
    times = find_dates(parsed)
    places = find_places(parsed, times)
    mentions = find_actors(parsed, places)
    placed = placed_times(parsed, times)
    statements = tuple(_when_said(parsed, placed, s) for s in find_statements(parsed, mentions))
    genre = genre_of(article.text)
    return Read(parsed, times, placed, places, mentions, statements, () if genre else tuple(score(parsed, mentions)), genre)


def code(article: Article) -> Coding:
    """All that is found in one cleaned article."""
    return coding_of(read(article))


def coding_of(found: Read) -> Coding:
    """All that is found in an article that was read."""
    events = events_of(found, choose(found.parsed, found.scored))
    return Coding(
        document=found.parsed.article,
        events=events,
        statements=found.statements,
        commitments=find_commitments(found.parsed, found.mentions, found.places),
        accounts=find_accounts(found.parsed, events, found.statements),
        dates=found.times,
        places=found.places,
        agenda=find_agenda(found.parsed, events, found.placed, found.mentions),
        notes=(f"It reads as a page of {found.genre}: no events were looked for.",) if found.genre else (),
    )


def events_of(found: Read, chosen: Sequence[Scored]) -> tuple[Event, ...]:
    """The events of an article's chosen pairs, each once, with all places where it is told."""
    told, again = (build(found.parsed, some, found.statements, found.placed, found.places) for some in (chosen, retold(found.scored, chosen)))
    return tuple(replace(event, contexts=contexts_of(*(span.text for span in event.evidence))) for event in merge(told, again))


def _when_said(parsed: Parsed, placed: Sequence[Placed], statement: Statement) -> Statement:
    """The statement with the day on which it was made: that of its cue."""
    anchor = statement.cue or statement.content
    span = parsed.doc.char_span(anchor.start, anchor.end, alignment_mode="expand")
    return statement if span is None else replace(statement, date=date_of(parsed, placed, span.root.i, "happened").interval)


def dated(parsed: Parsed) -> Parsed:
    """The article with a publication date worked out from its text, where it came without one."""
    if parsed.article.published is not None:
        return parsed
    day, reason = date_article(parsed)
    article = replace(parsed.article, published=day, published_from="text" if day else None, published_reason=reason)
    return Parsed(article, parsed.doc)
