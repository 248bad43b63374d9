"""What is due next: acts announced for a day that is still to come, and those without a day that are said to be due.

Two sources: clauses that say so ("is due to", "is scheduled for", "will meet on Friday", "ahead of next week's
summit", "the deadline"), and the events coded as planned. What is over by publication is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from spacy.tokens import Doc, Token

from riftline.extraction.dates import find_dates
from riftline.extraction.names import find_names
from riftline.extraction.phrases import char_span, is_backing
from riftline.extraction.when import date_of
from riftline.extraction.when_times import Placed, placed_times
from riftline.records import AgendaItem, Event, Interval, Mention, Span
from riftline.tables import rows
from riftline.text.parse import Parsed

_LONGEST = 32
"""Most words of `what`."""
_VAGUE = 400
"""Most days of a date: what is due "this century" is not on the agenda for a day."""
_ANNOUNCED = re.compile(
    r"\b(?:will|shall|[’']ll|due to|is to|are to|going to|plan(?:s|ned|ning)? (?:to|for)|scheduled|slated|set to|set for|expected to|"
    r"vow(?:s|ed) to|pledge[sd] to|agreed to|promise[sd] to|intends? to|prepar(?:es|ing) (?:to|for)|announc\w+|"
    r"to be held|upcoming|forthcoming)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Due:
    """A clause that says that something is due: its verb or noun, and the tokens of the clause."""

    act: int
    first: int
    last: int
    certain: bool
    """Whether the words alone say that it is still to come, so that no day is needed."""


@cache
def _words(use: str) -> frozenset[str]:
    return frozenset(row["word"] for row in rows("agenda") if row["use"] == use)


def find_agenda(
    parsed: Parsed, events: Sequence[Event], placed: Sequence[Placed] | None = None, mentions: Sequence[Mention] = ()
) -> tuple[AgendaItem, ...]:
    """What is due after publication, in text order; the times with their places and `mentions` are found again, or read off names, where not given."""
    placed = placed_times(parsed, find_dates(parsed)) if placed is None else placed
    published = parsed.article.published
    found: list[AgendaItem] = []
    for due in _dues(parsed.doc):
        when = date_of(parsed, placed, due.act, "planned").interval
        span = char_span(parsed.doc, due.first, due.last)
        if when is not None and (when.end - when.start).days > _VAGUE:
            when = None
        if when is not None and published is not None and not due.certain and when.end <= published and when.start < published:
            continue
        told = when is not None and when.text is not None and when.text in span.text
        if when is not None and not told:
            when = None if not due.certain or _is_over(when, published) else when
        if _is_over(when, published) or (when is None and not due.certain):
            continue
        actors = _actors_in(parsed, span, mentions)
        if when is None and (not actors or parsed.doc[due.first].pos_ == "PRON"):
            continue  # "they are expected to go", "the cold is set to worsen"
        found.append(AgendaItem(_tidy(span.text), when, actors, span))
    for event in events:
        if event.status != "planned" or _is_over(event.date, published) or not event.evidence:
            continue
        ahead = event.date is not None and published is not None and event.date.end > published
        if not ahead and not _ANNOUNCED.search(event.evidence[0].text):
            continue
        codes = tuple(dict.fromkeys(a.code for a in (event.source, event.target) if a is not None and a.code))
        found.append(AgendaItem(_tidy(event.evidence[0].text), event.date, codes, event.evidence[0]))
    return tuple(_distinct(found))


def _is_over(when: Interval | None, published: date | None) -> bool:
    return when is not None and published is not None and when.end < published


def _dues(doc: Doc) -> Iterable[_Due]:
    for token in doc:
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "ADJ", "AUX", "ADP", "SCONJ") and (lemma in _words("verb") or token.lower_ in _words("adjective")):
            due = _scheduled(token)
            if due is not None:
                yield due
        elif token.lower_ in ("will", "would", "shall", "’ll", "'ll") and token.dep_ == "aux":
            verb = token.head
            if not _negated(verb) and verb.pos_ in ("VERB", "AUX") and verb.lemma_ not in ("tell", "determine", "show"):
                yield _clause(verb, verb, certain=False)
        elif token.pos_ == "NOUN" and (lemma in _words("occasion") or lemma in _words("noun")):
            due = _occasion(token)
            if due is not None:
                yield due


def _scheduled(token: Token) -> _Due | None:
    """ "is due to discuss", "are scheduled for Friday", "talks due to restart", "a vote expected on Monday"."""
    if _negated(token) or (token.dep_ in ("amod", "compound") and token.i < token.head.i):
        return None  # "not expected"; "the planned visit" has no clause
    follows = [
        c for c in token.rights if c.dep_ == "xcomp" or (c.dep_ in ("ccomp", "advcl", "acl") and any(g.lower_ == "to" for g in c.lefts))
    ]
    act = next((c for c in follows if c.pos_ in ("VERB", "AUX")), None)
    planned = token.lemma_ in ("plan", "prepare") and token.tag_ in ("VBZ", "VBP", "VBG", "VBN")
    auxiliaries = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
    helper = token.head if token.dep_ in ("acomp", "oprd") else None
    tenses = {t.tag_ for t in (*auxiliaries, *([helper] if helper is not None else []))}
    named = token.i > token.sent.start and token.nbor(-1).pos_ in ("NOUN", "PROPN")
    reduced = (token.dep_ in ("acl", "amod") and token.i > token.head.i) or (
        named and not tenses and (token.tag_ == "VBN" or token.lower_ == "due")
    )
    if token.lower_ == "due" and act is None and not reduced and helper is None and token.pos_ != "VERB":
        following = token.nbor(1) if token.i + 2 < len(token.doc) else None
        if following is None or following.lower_ != "to" or token.nbor(2).pos_ not in ("VERB", "AUX") or token.nbor(2).tag_ != "VB":
            return None  # "due to the war"
        act = token.nbor(2)
    if token.pos_ == "VERB" and token.lower_ != "due" and not planned and token.tag_ != "VBN":
        return None  # "expects", "sets"
    if any(c.dep_ == "prt" for c in token.children):
        return None  # "set up to"
    if planned and act is None and token.tag_ != "VBN":
        return None
    if not planned and not tenses and not reduced and token.lower_ != "due":
        return None
    if act is not None and act.lemma_ == "do" and act.i == act.right_edge.i:
        return None  # "as it is expected to do"
    past = "VBD" in tenses or (token.tag_ == "VBD" and not reduced)
    return _clause(act if act is not None else token, helper if helper is not None else token, certain=not past and act is not None)


def _occasion(token: Token) -> _Due | None:
    """ "ahead of next week's summit", "the upcoming election", "the deadline of 1 May"."""
    before = token.left_edge
    ahead = (
        token.dep_ == "pobj"
        and token.head.lower_ in ("of", "before")
        and (token.head.lower_ == "before" or token.head.head.lower_ == "ahead")
    )
    marked = any(c.lower_ in _words("modifier") for c in token.children)
    if not ahead and not marked and token.lemma_ not in _words("noun"):
        return None
    last = token.right_edge.i if token.right_edge.i - token.i <= 12 else token.i
    return _Due(token.i, before.i, last, certain=marked)


def _negated(token: Token) -> bool:
    return any(c.dep_ == "neg" for c in token.children) or (
        token.dep_ in ("acomp", "oprd") and any(c.dep_ == "neg" for c in token.head.children)
    )


def _clause(act: Token, top: Token, certain: bool) -> _Due:
    """The clause from its subject (or the noun that it describes) to the end of the act's phrase."""
    start = top
    subject = next((c for c in start.children if c.dep_ in ("nsubj", "nsubjpass", "csubj", "expl")), None)
    first = min(start.i, act.i)
    bare = (
        start.i > start.sent.start and not any(c.dep_ in ("aux", "auxpass") for c in start.children) and start.dep_ not in ("acomp", "oprd")
    )
    if start.dep_ in ("relcl", "acl") or (start.dep_ == "amod" and start.i > start.head.i):
        first = _noun_start(start.head)
    elif bare and start.nbor(-1).pos_ in ("NOUN", "PROPN"):
        first = _noun_start(start.nbor(-1))  # "talks due to restart", whatever the parse makes of it
    elif subject is not None:
        first = _noun_start(subject)
    elif start.dep_ == "conj":
        subject = next((c for c in start.head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        first = _noun_start(subject) if subject is not None and start.i - subject.i <= 20 else first
    last = _cut(act, max(_phrase_end(act), _phrase_end(start), act.i))
    return _Due(act.i, first, max(first, min(last, first + _LONGEST - 1)), certain)


def _noun_start(noun: Token) -> int:
    while noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN") and noun.i - noun.head.i < 12:
        noun = noun.head
    lefts = [t.left_edge.i for t in noun.lefts if t.dep_ in ("det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet")]
    return int(min([noun.i, *lefts]))


def _phrase_end(verb: Token) -> int:
    """Last token of a verb's phrase, without clauses that tell more and without what quotes it."""
    last = verb.i
    for child in verb.rights:
        if child.dep_ in ("punct", "advcl", "parataxis", "conj", "cc", "ccomp", "dep"):
            if child.dep_ == "punct" and child.text in (",", "–", "—", "-"):
                continue
            if child.dep_ == "ccomp" and child.i - last <= 2:
                last = max(last, child.right_edge.i)
                continue
            break
        last = max(last, child.right_edge.i)
    while last > verb.i and (verb.doc[last].is_punct or verb.doc[last].is_space):
        last -= 1
    return int(last)


def _cut(act: Token, last: int) -> int:
    """Where the clause stops short of what only sets it off: "… on Monday after Chile asked for a vote"."""
    for token in act.doc[act.i + 4 : last + 1]:
        if token.lower_ in _words("setting") and not (
            token.nbor(-1).ent_type_ in ("DATE", "TIME") or token.nbor(-1).lower_ in ("days", "weeks", "day", "week")
        ):
            last = token.i - 1
            break
    while last > act.i and (act.doc[last].is_punct or act.doc[last].is_space):
        last -= 1
    return last


def _actors_in(parsed: Parsed, span: Span, mentions: Sequence[Mention]) -> tuple[str, ...]:
    if mentions:
        return tuple(
            dict.fromkeys(a.code for m in mentions if span.start <= m.span.start and m.span.end <= span.end for a in m.actors if a.code)
        )
    codes = []
    for name in find_names(span.text):
        token = parsed.doc.char_span(span.start + name.start, span.start + name.end, alignment_mode="expand")
        if token is None or is_backing(token[-1]) or name.entries[0].kind in ("capital",) or token[0].head.lower_ in ("in", "at"):
            continue
        codes.append(name.entries[0].code)
    return tuple(dict.fromkeys(codes))


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(' ,;:–—“”"')


def _distinct(items: Sequence[AgendaItem]) -> list[AgendaItem]:
    """One item for what overlaps in the text; the first one's words, everybody's actors, the first known day."""
    kept: list[AgendaItem] = []
    for item in items:
        shares = [(_overlap(k.evidence, item.evidence), _agree(k.date, item.date)) for k in kept]
        same = next((n for n, (share, agree) in enumerate(shares) if share > 0.9 or (share > 0.4 and agree)), None)
        if same is None:
            kept.append(item)
            continue
        known = kept[same]
        kept[same] = replace(known, date=known.date or item.date, actors=tuple(dict.fromkeys((*known.actors, *item.actors))))
    return sorted(kept, key=lambda i: (i.evidence.start, i.evidence.end))


def _overlap(a: Span, b: Span) -> float:
    """The share of the shorter span that both cover."""
    return max(0, min(a.end, b.end) - max(a.start, b.start)) / max(1, min(a.end - a.start, b.end - b.start))


def _agree(a: Interval | None, b: Interval | None) -> bool:
    return a is None or b is None or (a.start <= b.end and b.start <= a.end)
