"""One article's coding: the stages of extraction, in order.

    parse → day → dates → places → actors → statements → acts → events → merged → commitments, accounts, agenda
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riftline.extraction.accounts import find_accounts
from riftline.extraction.actors import find_actors
from riftline.extraction.acts import score
from riftline.extraction.agenda import find_agenda
from riftline.extraction.commitments import find_commitments
from riftline.extraction.dates import find_dates
from riftline.extraction.dating import date_article
from riftline.extraction.events import build, choose, retold
from riftline.extraction.merging import merge
from riftline.extraction.places import find_places
from riftline.extraction.statements import find_statements
from riftline.extraction.when import date_of
from riftline.records import Article, Coding, Statement, TimeExpression
from riftline.text.genre import genre_of
from riftline.text.parse import Parsed, parse


def code(article: Article) -> Coding:
    """All that is found in one cleaned article; an undated one is dated from its text where that can be done."""
    parsed = dated(parse(article))
    times = find_dates(parsed)
    places = find_places(parsed, times)
    mentions = find_actors(parsed, places)
    statements = tuple(_when_said(parsed, times, s) for s in find_statements(parsed, mentions))
    genre = genre_of(article.text)
    scored = [] if genre else score(parsed, mentions)
    chosen = choose(parsed, scored)
    told, again = (build(parsed, some, statements, times, places) for some in (chosen, retold(scored, chosen)))
    events = merge(told, again)
    return Coding(
        document=parsed.article,
        events=events,
        statements=statements,
        commitments=find_commitments(parsed, mentions, places),
        accounts=find_accounts(parsed, events, statements),
        dates=times,
        places=places,
        agenda=find_agenda(parsed, events, times, mentions),
        notes=(f"It reads as a page of {genre}: no events were looked for.",) if genre else (),
    )


def _when_said(parsed: Parsed, times: Sequence[TimeExpression], statement: Statement) -> Statement:
    """The statement with the day on which it was made: that of its cue."""
    anchor = statement.cue or statement.content
    span = parsed.doc.char_span(anchor.start, anchor.end, alignment_mode="expand")
    return statement if span is None else replace(statement, date=date_of(parsed, times, span.root.i, "happened")[0])


def dated(parsed: Parsed) -> Parsed:
    """The article with a publication date worked out from its text, where it came without one."""
    if parsed.article.published is not None:
        return parsed
    day, reason = date_article(parsed)
    article = replace(parsed.article, published=day, published_from="text" if day else None, published_reason=reason)
    return Parsed(article, parsed.doc)
