"""Causes of errors, in words that are the same for all errors of a sort and hold nothing of any text."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.candidates import Way
from evaluation.gold import Days, GoldEvent
from evaluation.scorer import Record, code_of, overlaps, shown, sides_fit

STAGE_WORDS = {
    "none": "a side is not resolved in the sentence",
    "sides": "no act in the sentence has both sides",
    "candidate": "dropped in the first pass",
    "first": "another type is likelier",
    "type": "below the threshold",
    "strong": "gives way to other sides of its act",
    "chosen": "stands, but not with these words",
}
"""What becomes of an event whose furthest stage (`evaluation.candidates`) is the key."""


def missed_cause(way: Way) -> str:
    """Where a missed event was lost."""
    return f"{' and '.join(way.lacking)} not resolved in the sentence" if way.lacking else STAGE_WORDS[way.stage]


def side_cause(gold: GoldEvent, event: Record) -> str:
    """What is wrong with the side that differs."""
    said = {name: code_of(event.get(name)) for name in ("source", "target")}
    golds = {"source": gold.sources, "target": gold.targets}
    straight = said["source"] in golds["source"] or said["target"] in golds["target"]
    if not straight:  # the sides of a symmetric event, in the other order
        golds = {"source": gold.targets, "target": gold.sources}
    name = "source" if said["source"] not in golds["source"] else "target"
    if not said[name]:
        return f"no {name} coded"
    return f"a {name} coded where none is named" if golds[name] == ("",) else f"another {name} coded"


def spurious_cause(event: Record, golds: Sequence[GoldEvent], repeat: bool) -> str:
    """What the annotation has instead of a coded event that fits nothing."""
    if repeat:
        return "repeats an event that is found"
    kind = event.get("type")
    here = [gold for gold in golds if shown(gold, event)]
    if any(sides_fit(gold, event) for gold in here):
        return "words and sides of an annotated event, another type"
    if any(kind in gold.types for gold in here):
        return "words and type of an annotated event, other sides"
    if here:
        return "words of an annotated event, other type and sides"
    if any(kind in gold.types and sides_fit(gold, event) for gold in golds):
        return "type and sides of an annotated event, other words"
    return "words of no annotated event"


def date_cause(right: Days, said: Record | None, usual: tuple[str, str]) -> str:
    """How a date is wrong; `usual` are the day before publication and that of publication."""
    if not said:
        return "no date coded"
    day = {"start": usual[0], "end": usual[1]}
    if overlaps(said, usual):
        return "day of the news coded, it was another day"
    if overlaps(day, right):
        return "day of the news, another coded"
    return "too early" if str(said.get("end") or said.get("start"))[:10] < right[0] else "too late"


def attribution_cause(gold: GoldEvent, event: Record) -> str:
    """How the one who vouches is wrong."""
    said = code_of(event.get("attribution"))
    if gold.by == "author":
        return "somebody vouches where it is the author"
    if not said:
        return "nobody vouches where somebody does"
    return "named or not, the wrong way" if said == gold.by.split()[0] else "another one vouches"
