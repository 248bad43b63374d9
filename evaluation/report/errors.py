"""An article's errors of events, each with its kind and cause.

Kinds, and what each is of:
- an annotated core event that is not found: *missed*; or, where a coded event comes near it, *wrong side* (same words,
  acceptable type, one side right), *swapped sides*, *wrong type* (same words, both sides right);
- a coded event that fits no annotated one and comes near none: *spurious*; repeats of a found one are too;
- a found event whose *date*, *status* or *attribution* is not right, each an error of its own.

Found, missed and spurious are what `evaluation.scorer` says: missed and the near ones of core events are the events
that recall lacks, spurious and the near ones those that precision lacks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from evaluation.candidates import Way
from evaluation.gold import GoldArticle, GoldEvent
from evaluation.matching import pairing
from evaluation.report.causes import attribution_cause, date_cause, missed_cause, side_cause, spurious_cause
from evaluation.scorer import Record, code_of, matched_events, overlaps, shown, sides_fit, vouched

KINDS = ("missed", "spurious", "wrong side", "swapped sides", "wrong type", "wrong date", "wrong status", "wrong attribution")
NEAR = ("wrong side", "swapped sides", "wrong type")
"""Kinds that cost an annotated event and a coded one at once."""


@dataclass(frozen=True, slots=True)
class Error:
    """One error; a missed event has no coded side, a spurious one no annotated side."""

    kind: str
    cause: str
    """Why, in words that are the same for all errors of the sort: what is counted."""
    gold: GoldEvent | None
    coded: Record | None
    way: Way | None
    """How far the annotated event came."""


@dataclass(frozen=True, slots=True)
class Compared:
    """An article's found events, and its errors."""

    found: tuple[tuple[GoldEvent, Record], ...]
    errors: tuple[Error, ...]


def compare(gold: GoldArticle, coded: Record, ways: Sequence[Way]) -> Compared:
    """An article's annotation (with the way of each event) against its record."""
    events: list[Record] = list(coded.get("events") or [])
    best = matched_events(gold.events, events)
    lost = [i for i in range(len(gold.events)) if i not in best.pairs]
    wrong = [j for j in range(len(events)) if j not in best.plausible]
    near = pairing(
        [gold.events[i] for i in lost], [events[j] for j in wrong],
        lambda g, e: near_kind(g, e) is not None, lambda g, e: _NEARNESS[near_kind(g, e)], lambda g: g.core,
    )  # fmt: skip
    by_gold = {lost[a]: wrong[b] for a, b in near.pairs.items()}
    explained = {*best.pairs.values(), *by_gold.values()}
    found: list[Error] = []
    for i, event in enumerate(gold.events):
        if i in best.pairs:
            found += _details(event, events[best.pairs[i]], gold, ways[i])
        elif i in by_gold:
            found.append(_near(event, events[by_gold[i]], ways[i]))
        elif event.core:
            found.append(Error("missed", missed_cause(ways[i]), event, None, ways[i]))
    found += [Error("spurious", spurious_cause(e, gold.events, j in best.plausible), None, e, None) for j, e in enumerate(events) if j not in explained]
    return Compared(tuple((gold.events[i], events[j]) for i, j in best.pairs.items()), tuple(found))


def near_kind(gold: GoldEvent, event: Record) -> str | None:
    """How a coded event that does not match comes near an annotated one; None where it does not."""
    if not shown(gold, event):
        return None
    if sides_fit(gold, event):
        return "wrong type" if event.get("type") not in gold.types else None
    if event.get("type") not in gold.types:
        return None
    source, target = code_of(event.get("source")), code_of(event.get("target"))
    if source in gold.targets and target in gold.sources:
        return "swapped sides"
    return "wrong side" if _one_fits(gold, source, target) else None


_NEARNESS: dict[str | None, float] = {"swapped sides": 3, "wrong type": 2, "wrong side": 1}


def _one_fits(gold: GoldEvent, source: str, target: str) -> bool:
    turned = gold.symmetric and (source in gold.targets or target in gold.sources)
    return source in gold.sources or target in gold.targets or turned


def _near(gold: GoldEvent, event: Record, way: Way) -> Error:
    kind = near_kind(gold, event) or ""
    if kind == "wrong type":
        cause = f"{gold.types[0]} coded as {event.get('type')}"
    elif kind == "swapped sides":
        cause = f"swapped sides of {event.get('type')}"
    else:
        cause = side_cause(gold, event)
    return Error(kind, cause, gold, event, way)


def _details(gold: GoldEvent, event: Record, article: GoldArticle, way: Way) -> Iterator[Error]:
    """The errors of a found event."""
    if gold.days is not None and not overlaps(event.get("date"), gold.days):
        usual = (article.published - timedelta(days=1)).isoformat(), article.published.isoformat()
        yield Error("wrong date", date_cause(gold.days, event.get("date"), usual), gold, event, way)
    if event.get("status") != gold.status:
        yield Error("wrong status", f"{gold.status} coded as {event.get('status')}", gold, event, way)
    if not vouched(gold, event):
        yield Error("wrong attribution", attribution_cause(gold, event), gold, event, way)
