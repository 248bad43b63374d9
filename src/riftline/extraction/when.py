"""When an act took place: the expression that hangs on it in the parse, else what its sentence or the telling gives.

Every expression of the act's sentence is weighed by the way through the parse that leads from it to the act; the
cheapest wins. A clause's own date counts more than its neighbour's, and a date inside another noun phrase
("discussed Tuesday's attack") does not date the verb.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from spacy.tokens import Token

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_tense import clause_verb, is_perfect, tense_of
from riftline.extraction.when_times import Placed
from riftline.extraction.when_told import by_convention
from riftline.extraction.word_lists import word_set
from riftline.records import Interval
from riftline.text.parse import Parsed

# What it costs to climb out of a phrase towards the act, by the relation climbed over, from the time's side …
UP = {
    "relcl": 2.0, "advcl": 1.1, "ccomp": 1.6, "acl": 1.0, "xcomp": 0.3, "conj": 0.9, "parataxis": 1.5, "pcomp": 0.8, "csubj": 1.2,
    "nsubj": 1.1, "nsubjpass": 1.1, "dobj": 0.5, "pobj": 0.25, "prep": 0.15, "npadvmod": 0.05, "advmod": 0.05, "appos": 0.6, "attr": 0.6,
    "agent": 0.9, "poss": 0.1, "compound": 0.1, "nmod": 0.1, "amod": 0.1, "dep": 0.4, "dative": 0.6, "oprd": 0.4,
}  # fmt: skip
# … and from the act's side.
DOWN = {
    "relcl": 1.4, "advcl": 0.6, "ccomp": 0.7, "acl": 0.6, "xcomp": 0.2, "conj": 0.35, "parataxis": 0.7, "pcomp": 0.4, "csubj": 0.5,
    "nsubj": 0.5, "nsubjpass": 0.4, "dobj": 0.2, "pobj": 0.25, "prep": 0.1, "npadvmod": 0.3, "advmod": 0.3, "appos": 0.6, "attr": 0.4,
    "agent": 0.5, "poss": 0.6, "compound": 0.6, "nmod": 0.6, "amod": 0.4, "dep": 0.5, "dative": 0.4, "oprd": 0.3,
}  # fmt: skip
HANGS, SENTENCE = 1.25, 2.6
"""Up to which cost an expression hangs on the act, and up to which it may still lend its sentence's date."""
LONG_AGO = 60
"""From how many days before publication on a day makes what follows in its paragraph history …"""
BETWEEN = 1
"""… over how many sentences without a day."""
CARRIERS = frozenset([
    "begin", "start", "launch", "carry", "stage", "hold", "mount", "conduct", "open", "make", "stop", "halt", "follow",
    "precede", "cause"
])  # fmt: skip
EVENT_NOUNS = word_set("when.event_nouns")
SPEECH = word_set("when.speech")
MADE_PUBLIC = frozenset(["publish", "release", "issue", "post", "broadcast", "air", "print"])


class Day(NamedTuple):
    """When an act took place or is due, and why that is thought; no interval, with a reason, where it is not told."""

    interval: Interval | None
    reason: str
    told: bool = False
    """Whether the text tells it, in the act's own sentence or in the history that it goes on with."""


def date_of(parsed: Parsed, placed: Sequence[Placed], act: int, status: str) -> Day:
    """The days on which the act with that head token took place or is due; `placed` are all the article's times at their places."""
    token = parsed.doc[act]
    sentence = token.sent
    own = [p for p in placed if sentence.start <= p.first < sentence.end]
    ranked = sorted(
        (cost, abs(p.head.i - act), n) for n, p in enumerate(own) if (cost := _cost(p, token)) is not None and _fits(p, status, parsed.article.published)
    )
    if ranked and ranked[0][0] <= HANGS:
        return _given(own[ranked[0][2]], "told with the act")
    inherited = _inherited(parsed, placed, token, status)
    if ranked and ranked[0][0] <= SENTENCE and inherited is None and not _of_a_noun(own[ranked[0][2]], token, parsed.article.published):
        return _given(own[ranked[0][2]], "told in the act's sentence")
    if inherited is None:
        inherited = _elsewhere(placed, token)
    if inherited is not None:
        return Day(*inherited)
    if (history := _long_ago(parsed, placed, token, status)) is not None:
        return Day(*history, told=True)
    return Day(*by_convention(parsed, token, status))


def _given(placed: Placed, how: str) -> Day:
    reason = f"“{placed.time.span.text}” {how}: {placed.time.reason}"
    return Day(replace(placed.interval, reason=reason), reason, told=True)


def _of_a_noun(placed: Placed, act: Token, published: date | None) -> bool:
    """Whether days of long ago only tell of a noun of the act's sentence: "condemned it as a breach of the treaty that they signed in 1998"."""
    if published is None or (published - placed.interval.end).days < LONG_AGO:
        return False
    climber = placed.head
    while climber.head.i != climber.i and climber.i != act.i and not climber.is_ancestor(act):
        if climber.dep_ in ("relcl", "acl") and climber.head.pos_ in ("NOUN", "PROPN"):
            return True
        climber = climber.head
    return False


def _fits(placed: Placed, status: str, published: date | None) -> bool:
    """Whether the days agree with whether it has happened."""
    if published is None:
        return True
    if status in ("happened", "negated", "background"):
        return placed.interval.start <= published
    if status == "planned":
        return placed.interval.end >= cal.plus(published, -1) or placed.interval.end.year == published.year
    return True


def _cost(placed: Placed, act: Token) -> float | None:
    """How far the expression is from the act through the parse; None where it dates something else for sure."""
    if placed.first <= act.i <= placed.last:
        return None
    if placed.time.reason.startswith("what is told is of the day"):
        # "It comes a week after 44 died": the days are of what died, not of what comes.
        return 0.2 if act.i > placed.last else None
    if _in_anchor(placed, act):
        return 0.4 if placed.time.reason.startswith("soon after") else None
    above = {act.i: 0.0}
    climber, cost = act, 0.0
    while climber.head.i != climber.i:
        cost += DOWN.get(climber.dep_, 0.4)
        if climber.dep_ == "ccomp" and climber.head.lemma_ in SPEECH and _reports(climber, placed):
            cost += 0.6
        climber = climber.head
        above[climber.i] = cost
    climber, cost = placed.head, 0.0
    steps = 0
    while climber.i not in above:
        parent = climber.head
        if parent.i == climber.i:
            return None
        described = climber.dep_ in ("relcl", "acl") and (parent.i == act.i or climber.lemma_ in MADE_PUBLIC)
        cost += 0.3 if described else UP.get(climber.dep_, 0.4)
        if steps and climber.pos_ == "NOUN" and climber.lemma_ in EVENT_NOUNS and climber.i != act.i and parent.lemma_ not in CARRIERS:
            cost += 2.2 if _bound(placed, climber) else 0.1
        climber, steps = parent, steps + 1
    if climber.i != act.i and climber.pos_ == "NOUN" and climber.lemma_ in EVENT_NOUNS and _bound(placed, climber) and act.head.i != climber.i:
        cost += 0.5
    return cost + above[climber.i]


def _in_anchor(placed: Placed, act: Token) -> bool:
    """Whether the act is the event that the time counts from: in "a week before X began", the beginning."""
    doc = act.doc
    if doc[placed.last].lower_ not in ("before", "after", "of", "to", "following") or act.i <= placed.last:
        return False
    marker = doc[placed.last]
    if marker.dep_ == "mark":
        return bool(marker.head.i == act.i or marker.head.is_ancestor(act))
    if marker.head.i > marker.i and (marker.head.i == act.i or marker.head.is_ancestor(act)):
        return True
    return bool(marker.is_ancestor(act))


def _bound(placed: Placed, noun: Token) -> bool:
    """Whether the time is the noun's own: "Tuesday's attack", "Friday talks"."""
    return placed.head.head.i == noun.i and placed.head.dep_ in ("poss", "compound", "nmod", "amod")


def _reports(content: Token, placed: Placed) -> bool:
    """Whether the time stands with the verb of speaking, outside what is said."""
    return not (content.left_edge.i <= placed.first <= content.right_edge.i)


def _inherited(parsed: Parsed, placed: Sequence[Placed], act: Token, status: str) -> tuple[Interval, str] | None:
    """The day of the sentence before, where the telling goes on from it: the same one acts, in the past tense."""
    if status not in ("happened", "negated"):
        return None
    verb = clause_verb(act)
    if verb is None or tense_of(verb) != "past" or is_perfect(verb):
        return None
    sentence = act.sent
    if any(sentence.start <= p.first < sentence.end and (p.interval.end - p.interval.start).days <= 31 for p in placed):
        return None
    subject = _subject(verb)
    if subject is None:
        return None
    goes_on = any(child.lower_ == "then" for child in verb.children)
    start = sentence.start
    for _ in range(2):
        if start == 0:
            return None
        before = act.doc[start - 1].sent
        if "\n" in act.doc[before.start : sentence.start].text and before.text.strip() == "":
            return None
        root = before.root
        told = _subject(root)
        here = [p for p in placed if before.start <= p.first < before.end and (p.interval.end - p.interval.start).days <= 7]
        close = sorted(
            (cost, n) for n, p in enumerate(here) if (cost := _cost(p, root)) is not None and cost <= HANGS and _fits(p, status, parsed.article.published)
        )
        if close and (goes_on or (told is not None and _same_one(subject, told))):
            chosen = here[close[0][1]]
            reason = f"the telling goes on from “{chosen.time.span.text}” in the sentence before"
            return replace(chosen.interval, reason=reason), reason
        if here:
            return None
        start = before.start
    return None


def _long_ago(parsed: Parsed, placed: Sequence[Placed], act: Token, status: str) -> tuple[Interval, str] | None:
    """The days of long ago that an earlier sentence of the paragraph tells, where the act is told on in the simple past: history is told in paragraphs."""
    published, verb = parsed.article.published, clause_verb(act)
    if published is None or verb is None or status not in ("happened", "negated", "background") or tense_of(verb) != "past" or is_perfect(verb):
        return None
    sentence = act.sent
    begin = parsed.article.text.rfind("\n", 0, sentence.start_char) + 1
    before = [p for p in placed if begin <= p.time.span.start < sentence.start_char]
    if not before or any(sentence.start <= p.first < sentence.end for p in placed):
        return None
    last = before[-1]
    told, days = act.doc[last.first].sent, last.interval
    if sum(1 for s in act.doc[told.end : sentence.start].sents if s.text.strip()) > BETWEEN:
        return None
    cost = _cost(last, told.root)
    if cost is None or cost > HANGS or (published - days.end).days < LONG_AGO or (days.end - days.start).days > 366:
        return None
    reason = f"the telling goes on from “{last.time.span.text}”, long ago, in the same paragraph"
    return replace(days, reason=reason), reason


def _subject(verb: Token) -> Token | None:
    """The verb's own subject, or that of the verb that it is joined to."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return child
        if verb.dep_ not in ("conj", "xcomp", "advcl") or verb.head.i == verb.i:
            return None
        verb = verb.head
    return None


def _same_one(subject: Token, told: Token) -> bool:
    """Whether two subjects are likely the same: a pronoun that goes on, or the same name."""
    if subject.lower_ in ("he", "she", "they"):
        return True
    return bool(subject.pos_ == "PROPN" and subject.lemma_ == told.lemma_)


def _elsewhere(placed: Sequence[Placed], act: Token) -> tuple[Interval, str] | None:
    """The day of the very event, where another sentence dates it: "the coup" after "a failed July coup"."""
    lemma = act.lemma_.lower()
    if (
        act.pos_ != "NOUN"
        or lemma not in EVENT_NOUNS
        or not any(c.dep_ in ("det", "poss") and c.lower_ not in ("a", "an", "no", "any", "another") for c in act.children)
    ):
        return None
    same = [p for p in placed if p.head.head.lemma_.lower() == lemma and p.head.head.i != act.i and _bound(p, p.head.head)]
    if not same or any((p.interval.start, p.interval.end) != (same[0].interval.start, same[0].interval.end) for p in same):
        return None
    reason = f"the {lemma} of “{same[0].time.span.text}”, told in another sentence"
    return replace(same[0].interval, reason=reason), reason
