"""Events: which judged pairs stand, and what each says.

For each act the pairs above the threshold are kept; one direction of a pair; a pair without a target only where no
pair with one stands. Then status, attribution, day and place are asked for, each with its reason.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from riftline.extraction.acts import UNNAMED, Scored
from riftline.extraction.attribution import attribution_of
from riftline.extraction.dates_tense import clause_verb, tense_of
from riftline.extraction.figures import figures_of
from riftline.extraction.phrases import char_span
from riftline.extraction.status import dated, status_of
from riftline.extraction.when import date_of
from riftline.extraction.when_times import Placed
from riftline.extraction.where import place_of
from riftline.ontology import SYMMETRIC
from riftline.records import Actor, Event, Interval, Mention, PlaceMention, Span, Statement, Status
from riftline.text.parse import Parsed

THRESHOLD = 0.40
"""Least score of an event; chosen with the exponent of `strength` on the open annotated articles, the examples and our dispatches."""
RETOLD = 0.08
"""Least score of a place where an event that stands is told again."""
FIRST_PASS = 0.15
SLOPE, OFFSET = 0.362, -0.144
"""From an event's strength to its confidence, on log-odds: `python -m evaluation.confidence --set open --set examples --set dispatches-dev --fit`."""
REACH = 30
"""How many words of its clause an event's evidence takes in on either side of the act."""


def strength(scored: Scored) -> float:
    """An event's score: the second pass' probability, tempered by the first pass' for act and sides."""
    first = scored.act * max(scored.source, UNNAMED) * max(scored.target, UNNAMED)
    return float(scored.judgement.event * first**FIRST_PASS)


def confidence(strength: float) -> float:
    """How often an event of that strength is right: its log-odds, stretched and moved (Platt 1999)."""
    bounded = min(max(strength, 0.001), 0.999)
    return 1 / (1 + math.exp(-(SLOPE * math.log(bounded / (1 - bounded)) + OFFSET)))


def choose(parsed: Parsed, scored: Sequence[Scored], threshold: float = THRESHOLD) -> list[Scored]:
    """The pairs that stand as events."""
    by_act: dict[int, list[Scored]] = {}
    for s in scored:
        if strength(s) >= threshold and not _side_by_side(parsed, s):
            by_act.setdefault(s.candidate.act, []).append(s)
    chosen: list[Scored] = []
    for pairs in by_act.values():
        chosen += _of_act(parsed, sorted(pairs, key=strength, reverse=True))
    return chosen


def retold(scored: Sequence[Scored], chosen: Sequence[Scored]) -> list[Scored]:
    """The pairs that are too weak to be an event by themselves, but say of the same sides what a chosen one says."""
    told = {_told(s) for s in chosen}
    done = {(s.candidate.act, _told(s)) for s in chosen}  # another name for a side of the same act tells nothing new
    return [s for s in scored if strength(s) >= RETOLD and (again := _told(s)) in told and (s.candidate.act, again) not in done]


def _told(scored: Scored) -> tuple[str, frozenset[str], frozenset[str]]:
    """Type and codes of both sides; of a symmetric type those of both together."""
    source, target = (frozenset(a.code for a in m.actors) if m else frozenset() for m in (scored.candidate.source, scored.candidate.target))
    kind = scored.judgement.best
    return (kind, source | target, frozenset()) if kind in SYMMETRIC else (kind, source, target)


def _side_by_side(parsed: Parsed, scored: Scored) -> bool:
    """Whether both sides are conjoined in an act that one does to another: "China and Russia support …" is not of China to Russia."""
    source, target = scored.candidate.source, scored.candidate.target
    if source is None or target is None or scored.judgement.best in SYMMETRIC:
        return False
    return any(t.i == target.head for t in parsed.doc[source.head].conjuncts)


def _of_act(parsed: Parsed, pairs: list[Scored]) -> list[Scored]:
    """Of one act's pairs the best, and those whose sides are conjoined to its sides: who else stands near takes no part."""
    whole = [p for p in pairs if p.candidate.source and p.candidate.target]
    if not whole:
        return [p for p in pairs if p.candidate.source][:1] or pairs[:1]
    best = whole[0].candidate
    return [p for p in whole if _together(parsed, p.candidate.source, best.source) and _together(parsed, p.candidate.target, best.target)]


def _together(parsed: Parsed, one: Mention | None, other: Mention | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.head == other.head or any(t.i == other.head for t in parsed.doc[one.head].conjuncts)


def build(
    parsed: Parsed, chosen: Sequence[Scored], statements: Sequence[Statement], placed: Sequence[Placed], places: Sequence[PlaceMention]
) -> list[Event]:
    """Events of the chosen pairs, one for each pair of codes, not yet merged, without contexts yet: those are of all their evidence."""
    found: list[Event] = []
    for scored in chosen:
        act = scored.candidate.act
        kind = scored.judgement.best
        status = status_of(parsed, act, scored.judgement)
        attribution = attribution_of(parsed, statements, act)
        status, date, date_reason = _dated(parsed, placed, act, status)
        place, place_reason = place_of(parsed, places, act)
        evidence = evidence_of(parsed, scored)
        event = Event(
            id="", type=kind, mode=scored.judgement.mode_of(kind), contexts=(),
            source=None, target=None, date=date, date_reason=date_reason,
            place=place, place_reason=place_reason, status=status, attribution=attribution, figures=figures_of(parsed, act),
            confidence=round(confidence(strength(scored)), 3), reason=_reason(parsed, scored), evidence=(evidence,),
        )  # fmt: skip
        sides = _sides(scored)
        found += [replace(event, source=source, target=target) for source, target in sides]
    return found


def _dated(parsed: Parsed, placed: Sequence[Placed], act: int, status: Status) -> tuple[Status, Interval | None, str]:
    """The day of an act with why that is thought, and its status once the day is known."""
    day = date_of(parsed, placed, act, status)
    if status == "happened" and not day.told and tense_of(clause_verb(parsed.doc[act])) != "past":
        ahead = date_of(parsed, placed, act, "planned")  # "visits Cyprus tomorrow"
        day = ahead if ahead.told else day
    return dated(status, day.interval, day.told, parsed.article.published), day.interval, day.reason


def _sides(scored: Scored) -> list[tuple[Actor | None, Actor | None]]:
    """The pairs of actors: one for each two; of "the two leaders", who act with each other, one pair of them."""
    sources, targets = _actors(scored.candidate.source), _actors(scored.candidate.target)
    codes = [{a.code for a in side if a} for side in (sources, targets)]
    if len(sources) == 2 and (codes[1] <= codes[0] or not codes[1]) and scored.judgement.best in SYMMETRIC:
        return [(sources[0], sources[1])]
    if len(targets) == 2 and codes[0] <= codes[1] and scored.judgement.best in SYMMETRIC:
        return [(targets[0], targets[1])]
    several = len(sources) > 1 or len(targets) > 1
    return [(s, t) for s in sources for t in targets if not (several and s and t and s.code == t.code)]


def _actors(mention: Mention | None) -> Sequence[Actor | None]:
    return mention.actors if mention is not None and mention.actors else (None,)


def evidence_of(parsed: Parsed, scored: Scored) -> Span:
    """The clause that carries the event: act, sides and what hangs on the act's verb, within the sentence and some sixty words."""
    doc = parsed.doc
    act = doc[scored.candidate.act]
    verb = act
    while (verb.pos_ not in ("VERB", "AUX") or verb.dep_ in ("xcomp", "pcomp")) and verb.head.i != verb.i:
        verb = verb.head
    tokens = [act.i]
    for mention in (scored.candidate.source, scored.candidate.target):
        if mention is not None:
            tokens += [mention.first, mention.last]
    sentence = act.sent
    first = max(min(*tokens, max(verb.left_edge.i, act.i - REACH)), sentence.start)
    last = min(max(*tokens, min(verb.right_edge.i, act.i + REACH)), sentence.end - 1)
    while last > first and (doc[last].is_space or doc[last].is_punct):
        last -= 1
    while first < last and (doc[first].is_space or doc[first].is_punct):
        first += 1
    return char_span(doc, first, last)


def _reason(parsed: Parsed, scored: Scored) -> str:
    best = sorted(((p, t) for t, p in scored.judgement.types.items()), reverse=True)[:3]
    types = ", ".join(f"{t} {p:.2f}" for p, t in best)
    return f"“{parsed.doc[scored.candidate.act].text}” ({scored.candidate.construction}); the model says {types}"
