"""Scores coded articles against annotated ones.

An event matches when its type is one of the acceptable ones, both sides are acceptable (in either order where both
act alike), and one of its first eight spans of evidence, of 80 words at most, shares half of the shorter one's words
with the annotated quote. *Strict* accepts the best type only; *loose* does not look at the evidence; *by chance* is
what the same predictions score with their types shuffled. Precision counts every prediction that matches nothing, and
repeats; recall counts core events only. Everything else about events (date, status, who vouches) is measured on the
matched ones. Counts are kept per article and added, so that a long article weighs more than a short one.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from evaluation.gold import Days, GoldArticle, GoldCommitment, GoldEvent, GoldPlace, GoldStatement
from evaluation.matching import Pairing, pairing, share_words, words

Record = Mapping[str, Any]
Counts = dict[str, float]

MOST_SPANS, LONGEST_SPAN = 8, 80
SHUFFLES = 10
REACH = 161.0
"""Kilometres (100 miles), the field's usual bound for a place that is right."""
STATEMENT_WORDS = 0.7
EARTH = 6371.0


@dataclass(frozen=True, slots=True)
class Score:
    """One article's counts, what was missed and what was made up."""

    id: str
    counts: Counts
    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    published_off: int | None
    """Days between the date found and the true one; None where none was found."""


def score(gold: GoldArticle, coded: Record) -> Score:
    """One article."""
    events = list(coded.get("events") or [])
    best = matched_events(gold.events, events)
    counts = _labelled("event", _counted(gold.events, events, best))
    counts |= _labelled("strict", _counted(gold.events, events, matched_events(gold.events, events, strict=True)))
    counts |= _labelled("loose", _counted(gold.events, events, matched_events(gold.events, events, evident=False)))
    counts |= _labelled("chance", _by_chance(gold.events, events))
    counts |= _details([(gold.events[i], events[j]) for i, j in best.pairs.items()], gold.published)
    for part in (_statements, _commitments, _dates, _places, _accounts):
        counts |= part(gold, coded)
    found = (coded.get("document") or {}).get("published")
    return Score(
        id=gold.id,
        counts=counts,
        missed=tuple(_missed_line(event) for i, event in enumerate(gold.events) if event.core and i not in best.pairs),
        spurious=tuple(_line(event) for j, event in enumerate(events) if j not in best.plausible),
        published_off=abs((date.fromisoformat(found[:10]) - gold.published).days) if found else None,
    )


def figures(scores: Iterable[Score]) -> dict[str, float | None]:
    """The figures over all articles; None where there was nothing to measure."""
    total = _added(item.counts for item in scores)
    out: dict[str, float | None] = {}
    for name, key in (("events", "event"), ("strict", "strict"), ("loose", "loose"), ("chance", "chance")):
        said = total[f"{key}.found"] + total[f"{key}.wrong"] + total[f"{key}.twice"]
        out |= _three(name, _ratio(total[f"{key}.found"], said), _ratio(total[f"{key}.core_found"], total[f"{key}.core"]))
    for name in ("date", "date_elsewhere", "status", "attribution"):
        out[name] = _ratio(total[f"{name}.right"], total[f"{name}.all"])
    for name in ("not_happened", "attributed"):
        out |= _three(name, _ratio(total[f"{name}.right"], total[f"{name}.said"]), _ratio(total[f"{name}.right"], total[f"{name}.gold"]))
    out["statements_recall"] = _ratio(total["statements.speaker"], total["statements.gold"])
    out["statements_precision_at_least"] = _ratio(total["statements.speaker"], total["statements.said"])
    for name in ("commitments", "dates", "places", "accounts"):
        out[name] = _ratio(total[f"{name}.found"], total[f"{name}.gold"])
    return out


# ── events ───────────────────────────────────────────────────────────────────────────────────────────────────────


def matched_events(golds: Sequence[GoldEvent], events: Sequence[Record], strict: bool = False, evident: bool = True) -> Pairing:
    """Which coded event is which annotated one."""

    def fits(gold: GoldEvent, event: Record) -> bool:
        types = gold.types[:1] if strict else gold.types
        return event.get("type") in types and sides_fit(gold, event) and (not evident or shown(gold, event))

    def prefers(gold: GoldEvent, event: Record) -> float:
        return 2 * shown(gold, event) + (gold.days is not None and overlaps(event.get("date"), gold.days))

    return pairing(golds, events, fits, prefers, lambda gold: gold.core)


def sides_fit(gold: GoldEvent, event: Record) -> bool:
    """Whether both sides are acceptable, in either order where both act alike."""
    source, target = code_of(event.get("source")), code_of(event.get("target"))
    straight = source in gold.sources and target in gold.targets
    return straight or (gold.symmetric and target in gold.sources and source in gold.targets)


def shown(gold: GoldEvent, event: Record) -> bool:
    """Whether the evidence has the annotated words."""
    return showing(gold, event) is not None


def showing(gold: GoldEvent, event: Record) -> Record | None:
    """The first span of the evidence that has the annotated words."""
    spans = (event.get("evidence") or [])[:MOST_SPANS]
    return next((s for s in spans if len(words(s.get("text", ""))) <= LONGEST_SPAN and share_words(gold.quote, s.get("text", ""))), None)


def _counted(golds: Sequence[GoldEvent], events: Sequence[Record], found: Pairing) -> Counts:
    core = [i for i, gold in enumerate(golds) if gold.core]
    return {
        "core": len(core),
        "core_found": sum(i in found.pairs for i in core),
        "found": len(found.pairs),
        "twice": len(found.plausible) - len(found.pairs),
        "wrong": len(events) - len(found.plausible),
    }


def _by_chance(golds: Sequence[GoldEvent], events: Sequence[Record]) -> Counts:
    """The mean counts with the types shuffled among the predictions."""
    dice = random.Random(0)
    tries = []
    for _ in range(SHUFFLES):
        types = [event.get("type") for event in events]
        dice.shuffle(types)
        shuffled = [{**event, "type": kind} for event, kind in zip(events, types, strict=True)]
        tries.append(_counted(golds, shuffled, matched_events(golds, shuffled)))
    return {key: value / SHUFFLES for key, value in _added(tries).items()}


def _details(matched: Sequence[tuple[GoldEvent, Record]], published: date) -> Counts:
    """Date, status and voucher of the matched events."""
    usual = {published.isoformat(), (published - timedelta(days=1)).isoformat()}
    counts: Counts = defaultdict(float)
    for gold, event in matched:
        status_right, vouched_right = event.get("status") == gold.status, vouched(gold, event)
        counts["status.all"] += 1
        counts["status.right"] += status_right
        counts["attribution.all"] += 1
        counts["attribution.right"] += vouched_right
        if gold.days is not None:
            first, last = gold.days
            right = overlaps(event.get("date"), gold.days)
            elsewhere = not any(first <= day <= last for day in usual)
            for name in ("date", "date_elsewhere") if elsewhere else ("date",):
                counts[f"{name}.all"] += 1
                counts[f"{name}.right"] += right
        # A constant "happened, says the author" is right for most: what counts is the others.
        counts["not_happened.gold"] += gold.status != "happened"
        counts["not_happened.said"] += event.get("status") != "happened"
        counts["not_happened.right"] += gold.status != "happened" and status_right
        counts["attributed.gold"] += gold.by != "author"
        counts["attributed.said"] += bool(code_of(event.get("attribution")))
        counts["attributed.right"] += gold.by != "author" and vouched_right
    return counts


def vouched(gold: GoldEvent, event: Record) -> bool:
    """Whether the right one vouches, by name or not."""
    said = event.get("attribution") or {}
    if gold.by == "author":
        return not code_of(said)
    code, how = gold.by.split()
    return code_of(said) == code and bool(said.get("anonymous")) == (how == "anonymous")


# ── the rest ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _statements(gold: GoldArticle, coded: Record) -> Counts:
    golds, said = gold.statements, list(coded.get("statements") or [])

    def fits(gold: GoldStatement, statement: Record) -> bool:
        return share_words(gold.quote, statement.get("text"), STATEMENT_WORDS)

    found = pairing(golds, said, fits, lambda g, s: float(code_of(s.get("speaker")) == g.code))
    speakers = [(golds[i], said[j].get("speaker") or {}) for i, j in found.pairs.items()]
    right = sum(code_of(speaker) == g.code and bool(speaker.get("anonymous")) == g.anonymous for g, speaker in speakers)
    return {"statements.gold": len(golds), "statements.found": len(found.pairs), "statements.speaker": right, "statements.said": len(said)}


def _commitments(gold: GoldArticle, coded: Record) -> Counts:
    said = list(coded.get("commitments") or [])

    def fits(gold: GoldCommitment, commitment: Record) -> bool:
        return gold.parties <= set(commitment.get("parties") or ())

    found = pairing(gold.commitments, said, fits, lambda g, c: float(c.get("kind") == g.kind))
    return {"commitments.gold": len(gold.commitments), "commitments.found": len(found.pairs)}


def _dates(gold: GoldArticle, coded: Record) -> Counts:
    said = list(coded.get("dates") or [])
    found = pairing(gold.dates, said, lambda g, d: share_words(g.text, d.get("text")) and overlaps(d, g.days))
    return {"dates.gold": len(gold.dates), "dates.found": len(found.pairs)}


def _places(gold: GoldArticle, coded: Record) -> Counts:
    said = [place for place in coded.get("places") or [] if place.get("lat") is not None]
    found = pairing(gold.places, said, lambda g, p: share_words(g.name, p.get("name")) and kilometres(g, p) <= max(REACH, g.radius))
    return {"places.gold": len(gold.places), "places.found": len(found.pairs)}


def _accounts(gold: GoldArticle, coded: Record) -> Counts:
    said = list(coded.get("accounts") or [])
    found = pairing(gold.accounts, said, lambda g, a: g <= set(a.get("codes") or ()))
    return {"accounts.gold": len(gold.accounts), "accounts.found": len(found.pairs)}


def kilometres(gold: GoldPlace, place: Record) -> float:
    """The way between two points on the globe."""
    lat, other = math.radians(gold.lat), math.radians(place["lat"])
    across = math.radians(gold.lon - place["lon"])
    half = math.sin((lat - other) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(across / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def overlaps(said: Record | None, days: Days) -> bool:
    """Whether a stretch of days, one end of which may be open, touches the acceptable one."""
    if not said:
        return False
    first = said.get("start") or said.get("end")
    last = said.get("end") or first
    return bool(first and last) and str(first)[:10] <= days[1] and days[0] <= str(last)[:10]


def code_of(actor: Record | None) -> str:
    """An actor's code; empty where there is none."""
    return (actor or {}).get("code") or ""


def _missed_line(event: GoldEvent) -> str:
    return f"{event.types[0]} {'/'.join(event.sources)} > {'/'.join(event.targets)}: {event.quote}"


def _line(event: Record) -> str:
    shown = " ".join(span.get("text", "") for span in event.get("evidence") or [])
    return f"{event.get('type')} {code_of(event.get('source'))} > {code_of(event.get('target'))}: {shown[:120]}"


def _labelled(name: str, counts: Counts) -> Counts:
    return {f"{name}.{key}": value for key, value in counts.items()}


def _added(many: Iterable[Counts]) -> Counts:
    """Sums by name; 0 for a name that none has."""
    total: Counts = defaultdict(float)
    for counts in many:
        for name, value in counts.items():
            total[name] += value
    return total


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _three(name: str, precision: float | None, recall: float | None) -> dict[str, float | None]:
    """F1, precision and recall under one name. F1 is 0 where one of them cannot be told."""
    both = (precision or 0) + (recall or 0)
    f1 = 2 * (precision or 0) * (recall or 0) / both if both and precision is not None and recall is not None else 0.0
    return {f"{name}_f1": f1, f"{name}_precision": precision, f"{name}_recall": recall}
