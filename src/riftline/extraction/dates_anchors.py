"""Expressions that count from an event: "a week before Azerbaijan began …", "the day after Putin spoke".

The event is looked for where another sentence dates it: the clause or noun phrase that a dated expression
hangs on, matched by the words that it shares with the event named here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_setting import Reading
from riftline.extraction.dates_tense import clause_verb, tense_of
from riftline.extraction.dates_values import Period
from riftline.extraction.phrases import tokens_at
from riftline.records import Interval, TimeExpression
from riftline.text.parse import Parsed

# Words for one and the same kind of act, so that "campaign" finds "Tuesday's attack".
KINDS = {
    word: kind
    for kind, words in {
        "force": "attack assault offensive campaign operation invasion strike raid bombing war fighting clash blast explosion incursion battle bombardment",
        "talk": "meet meeting summit talk conference forum congress session negotiation speak say tell speech address call signal declare announce",
        "vote": "vote election referendum poll ballot",
        "begin": "begin start launch open",
        "deal": "deal agreement accord pact truce ceasefire treaty",
        "kill": "kill death die dead killing",
    }.items()
    for word in words.split()
}
_ACTS = frozenset(KINDS.values())
EMPTY = frozenset([
    "be", "have", "do", "make", "take", "it", "he", "she", "they", "we", "i", "you", "this", "that", "who", "which", "not", "his", "her",
    "their", "its", "the", "a", "an", "of", "in", "on", "to"
])  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dated:
    """An event that some expression dates, by the words that name it."""

    words: frozenset[str]
    period: Period
    at: int


def resolve_anchored(parsed: Parsed, times: list[TimeExpression], readings: list[Reading]) -> tuple[TimeExpression, ...]:
    """The expressions with those that count from an event resolved, where the article dates it."""
    waiting = [index for index, reading in enumerate(readings) if reading.anchor == "event"]
    if not waiting:
        return tuple(times)
    doc = parsed.doc
    dated = [d for index, time in enumerate(times) if (d := _dated(doc, time, readings[index])) is not None]
    out = list(times)
    for index in waiting:
        out[index] = _resolve(parsed, times, index, readings[index], dated)
    return tuple(out)


def same_event(parsed: Parsed, one: TimeExpression, other: TimeExpression, least: int = 2) -> bool:
    """Whether two expressions date the same event: their clauses share so many words, an act among them."""
    words = [_told_words(parsed.doc, time) for time in (one, other)]
    shared = words[0] & words[1]
    return len(shared) >= least and bool(shared & _ACTS)


def _told_words(doc: Doc, time: TimeExpression) -> frozenset[str]:
    """The words of the clause that an expression dates; for "a week before X began", of the clause around it."""
    first, last = tokens_at(doc, time.span.start, time.span.end)
    token = doc[first]
    while first <= token.head.i <= last and token.head.i != token.i:
        token = token.head
    head = token.head
    bound = token.dep_ in ("poss", "compound", "nmod") and head.pos_ in ("NOUN", "PROPN")
    top = head if bound else clause_verb(head) or head
    if (
        doc[last].dep_ == "mark"
        or (doc[last].dep_ == "prep" and doc[last].head.i < first)
        or (top.dep_ == "advcl" and top.i > last and any(t.lower_ in ("before", "after") for t in top.children))
    ):
        top = clause_verb(top.head) or top
    return frozenset(key for t in _near(top) if (key := _key(t)) and not first <= t.i <= last)


def _key(token: Token) -> str | None:
    """What two mentions of a thing share: a kind of act, or the start of the lemma ("Azerbaijani", "Azerbaijan")."""
    lemma = token.lemma_.lower()
    if token.pos_ in ("PUNCT", "DET", "PRON", "ADP", "PART", "AUX", "NUM", "SYM", "SPACE", "CCONJ", "SCONJ") or lemma in EMPTY:
        return None
    return KINDS.get(lemma) or lemma[:6]


def _near(head: Token) -> Iterator[Token]:
    """The words of a clause or noun phrase without the clauses inside it."""
    stack = [head]
    while stack:
        token = stack.pop()
        yield token
        stack.extend(child for child in token.children if child.dep_ not in ("relcl", "ccomp", "advcl", "acl", "conj", "parataxis", "punct"))


def _dated(doc: Doc, time: TimeExpression, reading: Reading) -> Dated | None:
    """The event that a dated expression tells of."""
    if time.interval is None or reading.anchor != "none" or (time.interval.end - time.interval.start).days > 7 or time.value.endswith("_REF"):
        return None
    first, last = tokens_at(doc, time.span.start, time.span.end)
    token = doc[first]
    while first <= token.head.i <= last and token.head.i != token.i:
        token = token.head
    head = token.head
    if token.dep_ in ("poss", "compound", "nmod") and head.pos_ in ("NOUN", "PROPN"):
        words = {_key(t) for t in _near(head)}
        verb = clause_verb(head)
        if verb is not None:
            words |= {_key(verb)} | {_key(t) for child in verb.children if child.dep_ in ("nsubj", "nsubjpass") for t in _near(child)}
            if verb.dep_ == "xcomp" or verb.dep_ == "relcl":
                words |= {_key(t) for t in verb.head.children if t.dep_ in ("nsubj", "nsubjpass", "pobj")}
            # "a green light for X to begin Tuesday's attack": what stands before the infinitive does it
            words |= {_key(t) for t in doc[max(verb.sent.start, verb.i - 4) : verb.i]}
    else:
        top = clause_verb(head) or head
        words = {_key(t) for t in _near(top)}
        if top.dep_ == "conj":
            words |= {_key(t) for t in top.head.children if t.dep_ in ("nsubj", "nsubjpass")}
    span = set(range(first, last + 1))
    own = {_key(doc[i]) for i in span}
    kept = frozenset(word for word in words - own if word)
    return Dated(kept, Period(time.interval.start, time.interval.end, time.value, "day"), first) if kept else None


def _anchor_words(doc: Doc, last: int) -> list[Token]:
    """The words of the event after "before" or "after": its clause or noun phrase."""
    marker = doc[last]
    if marker.lower_ not in ("before", "after", "to", "of", "following", "following") and last + 1 < len(doc):
        marker = doc[last + 1]
    for child in marker.children:
        if child.dep_ in ("pobj", "pcomp") and child.i > marker.i:
            return list(_near(child))
    if marker.head.i > marker.i and marker.head.sent.start == marker.sent.start:
        return [t for t in _near(marker.head) if t.i > marker.i] or list(_near(marker.head))
    return [t for t in doc[marker.i + 1 : min(marker.i + 9, marker.sent.end)] if not t.is_punct]


def _resolve(parsed: Parsed, times: Sequence[TimeExpression], index: int, reading: Reading, dated: Sequence[Dated]) -> TimeExpression:
    doc, time, published = parsed.doc, times[index], parsed.article.published
    first, last = tokens_at(doc, time.span.start, time.span.end)
    low, high = reading.count or (1, 1)
    unit = reading.unit or "day"
    event = _anchor_words(doc, last)
    inside = {token.i for token in event}

    def outcome(anchor: Period, reason: str) -> TimeExpression:
        period = cal.offset(anchor, low, high, unit, reading.direction)
        value = time.value if reading.kind == "DURATION" else period.value
        return replace(time, value=value, interval=Interval(period.start, period.end, time.span.text, period.value, reason), reason=reason)

    for other in times:
        if other is time or other.interval is None or other.kind == "DURATION" or (other.interval.end - other.interval.start).days > 31:
            continue
        if any(i in inside for i in range(*(lambda p: (p[0], p[1] + 1))(tokens_at(doc, other.span.start, other.span.end)))):
            return outcome(Period(other.interval.start, other.interval.end, other.value, "day"), f"counted from {other.span.text}")
    keys = {key for token in event if (key := _key(token))}
    best: tuple[float, int, Dated] | None = None
    for candidate in dated:
        shared = len(keys & candidate.words)
        score = (shared, -abs(candidate.at - first), candidate)
        if shared >= min(2, len(keys)) and shared > 0 and (best is None or score[:2] > best[:2]):
            best = score
    if best is not None:
        return outcome(best[2].period, "counted from the event, which the text dates elsewhere")
    if published is None or not event:
        return time
    marker = doc[min(last, len(doc) - 1)]
    verb = clause_verb(doc[first].head if doc[first].head.i != first else doc[first])
    while verb is not None and verb.i in inside and verb.head.i != verb.i:
        verb = clause_verb(verb.head)
    present = verb is not None and verb.i not in inside and tense_of(verb) == "present" and verb.i < marker.i
    if present:
        # "It comes a week after …": now is a week after, so the event was a week ago.
        opposite: cal.Direction = -1 if reading.direction > 0 else 1
        period = cal.offset(cal.of_day(published), low, high, unit, opposite)
        reason = "what is told is of the day of publication, so the event lies that far from it"
        return replace(time, interval=Interval(period.start, period.end, time.span.text, period.value, reason), reason=reason)
    if reading.direction > 0 and (unit == "time" or (unit == "day" and high <= 3)):
        period = Period(cal.plus(published, -high - 1 if unit == "day" else -1), published, time.value, "day")
        reason = "soon after an event in the news: up to the day of publication"
        return replace(time, interval=Interval(period.start, period.end, time.span.text, period.value, reason), reason=reason)
    return time
