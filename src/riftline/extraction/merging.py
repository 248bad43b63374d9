"""One event once: mentions of the same act within an article become one event with all their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from riftline.ontology import SYMMETRIC
from riftline.records import Event, Figure, Interval


def merge(events: Sequence[Event], retold: Sequence[Event] = ()) -> tuple[Event, ...]:
    """Events in the order of the text, numbered e1, e2, …; the surest mention lends its fields.

    What is `retold` is no event by itself: where it is one of the events, its words are evidence of that.
    """
    kept: list[Event] = []
    for event in sorted(events, key=lambda e: -e.confidence):
        for i, other in enumerate(kept):
            if _same(event, other):
                kept[i] = _joined(other, event)
                break
        else:
            kept.append(event)
    for event in retold:
        told = next((i for i, other in enumerate(kept) if _same(replace(event, status=other.status), other)), None)
        if told is not None:
            event = event if kept[told].date is None else replace(event, date=None)  # the surer telling knows the day better
            kept[told] = _joined(kept[told], event)
    kept.sort(key=lambda e: e.evidence[0].start)
    return tuple(replace(e, id=f"e{n}") for n, e in enumerate(kept, 1))


def _code(event: Event, side: str) -> str:
    actor = event.source if side == "source" else event.target
    return actor.code if actor else ""


def _same(a: Event, b: Event) -> bool:
    if a.type != b.type:
        return False
    sides = (_code(a, "source"), _code(a, "target")), (_code(b, "source"), _code(b, "target"))
    straight = sides[0] == sides[1]
    crossed = a.type in SYMMETRIC and sides[0] == sides[1][::-1]
    if not (straight or crossed):
        return False
    if a.evidence[0].start < b.evidence[-1].end and b.evidence[0].start < a.evidence[0].end:
        return True  # the same words
    return _told_alike(a, b) and _days_fit(a.date, b.date)


def _told_alike(a: Event, b: Event) -> bool:
    return a.status == b.status


def _days_fit(a: Interval | None, b: Interval | None) -> bool:
    return a is None or b is None or (a.start <= b.end and b.start <= a.end)


def _knows_better(one: Interval, other: Interval | None) -> bool:
    """Whether a telling's days say more than another's: told ones more than those of convention, and a part of them more than the whole."""
    if other is None or (one.text is None) != (other.text is None):
        return other is None or other.text is None
    return other.start <= one.start and one.end <= other.end and one != other


def _figures(first: Event, second: Event) -> tuple[Figure, ...]:
    """The figures of both tellings, one for each count however it is worded."""
    kept = {(f.what, f.low, f.high): f for f in (*second.figures, *first.figures)}
    return tuple(kept.values())


def _joined(first: Event, second: Event) -> Event:
    evidence = list(first.evidence)
    for span in second.evidence:
        if not any(span.start < e.end and e.start < span.end for e in evidence):
            evidence.append(span)
    day = first.date if second.date is None or not _knows_better(second.date, first.date) else second.date
    return replace(
        first, evidence=tuple(evidence),
        date=day, date_reason=first.date_reason if day is first.date else second.date_reason,
        place=first.place or second.place, place_reason=first.place_reason if first.place or not second.place else second.place_reason,
        figures=_figures(first, second),
    )  # fmt: skip
