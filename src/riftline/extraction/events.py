"""Events: which judged pairs stand, and what each says.

For each act the pairs above the threshold are kept; one direction of a pair; a pair without a target only where no
pair with one stands. Then status, attribution, day and place are asked for, each with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riftline.extraction.acts import Scored
from riftline.extraction.attribution import attribution_of
from riftline.extraction.figures import figures_of
from riftline.extraction.phrases import char_span
from riftline.extraction.status import status_of
from riftline.extraction.when import date_of
from riftline.extraction.where import place_of
from riftline.ontology import SYMMETRIC
from riftline.records import Actor, Event, Mention, PlaceMention, Span, Statement, TimeExpression
from riftline.text.parse import Parsed

THRESHOLD = 0.35
"""Least score of an event; chosen with the exponent of `strength` on the open annotated articles."""
FIRST_PASS = 0.3
REACH = 30
"""How many words of its clause an event's evidence takes in on either side of the act."""
UNKNOWN = 0.25
"""What a side that is not there counts as in the first pass."""


def strength(scored: Scored) -> float:
    """An event's score: the second pass' probability, tempered by the first pass' for act and sides."""
    first = scored.act * max(scored.source, UNKNOWN) * max(scored.target, UNKNOWN)
    return float(scored.judgement.event * first**FIRST_PASS)


def choose(scored: Sequence[Scored], threshold: float = THRESHOLD) -> list[Scored]:
    """The pairs that stand as events."""
    by_act: dict[int, list[Scored]] = {}
    for s in scored:
        if strength(s) >= threshold and _known(s):
            by_act.setdefault(s.candidate.act, []).append(s)
    chosen: list[Scored] = []
    for pairs in by_act.values():
        chosen += _of_act(sorted(pairs, key=strength, reverse=True))
    return chosen


def _known(scored: Scored) -> bool:
    """Whether a state or body of its own is known on at least one side."""
    return any(a.code for m in (scored.candidate.source, scored.candidate.target) if m for a in m.actors)


def _of_act(pairs: list[Scored]) -> list[Scored]:
    kept: list[Scored] = []
    heads: set[tuple[int, int]] = set()
    whole = [p for p in pairs if p.candidate.source and p.candidate.target]
    for pair in whole:
        source, target = pair.candidate.source, pair.candidate.target
        if source is None or target is None or (target.head, source.head) in heads:
            continue
        if any(s == target.head for s, _ in heads) and pair.judgement.best not in SYMMETRIC:
            continue  # who acts is not acted upon by the same act
        if any(t == source.head for _, t in heads) and pair.judgement.best not in SYMMETRIC:
            continue
        heads.add((source.head, target.head))
        kept.append(pair)
    if not kept:
        kept = [p for p in pairs if p.candidate.source and not p.candidate.target][:2] or [p for p in pairs if not p.candidate.source][:1]
    return kept


def build(
    parsed: Parsed, chosen: Sequence[Scored], statements: Sequence[Statement], times: Sequence[TimeExpression], places: Sequence[PlaceMention]
) -> list[Event]:
    """Events of the chosen pairs, one for each pair of codes, not yet merged."""
    found: list[Event] = []
    for scored in chosen:
        act = scored.candidate.act
        kind = scored.judgement.best
        status = status_of(parsed, act, scored.judgement, statements)
        attribution = attribution_of(parsed, statements, act)
        date, date_reason = date_of(parsed, times, act, status)
        place, place_reason = place_of(parsed, places, act)
        evidence = evidence_of(parsed, scored)
        event = Event(
            id="", type=kind, mode=scored.judgement.mode_of(kind), contexts=(), source=None, target=None, date=date, date_reason=date_reason,
            place=place, place_reason=place_reason, status=status, attribution=attribution, figures=figures_of(parsed, act),
            confidence=round(strength(scored), 3), reason=_reason(parsed, scored), evidence=(evidence,),
        )  # fmt: skip
        sides = [(s, t) for s in _actors(scored.candidate.source) for t in _actors(scored.candidate.target)]
        found += [replace(event, source=source, target=target) for source, target in sides]
    return found


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
