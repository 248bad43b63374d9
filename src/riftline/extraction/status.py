"""Whether an act happened, is planned, negated, possible, or told as history."""

from __future__ import annotations

from datetime import date

from riftline.models.classifier import Judgement
from riftline.records import STATUSES, Interval, Status
from riftline.text.parse import Parsed

HISTORY = 3.0
"""What the model gives to "background" counts this much more: seldom taught, it is seldom sure of it. Chosen on the open articles, the examples and
our dispatches."""
REFUSING = frozenset("refuse reject decline deny dismiss veto oppose rebuff block bar rule turn shun spurn".split())
"""Verbs that refuse by themselves: not to do that is no refusal."""
YEAR = 365
"""Days after which what happened is history (the annotators' bound)."""


def status_of(parsed: Parsed, act: int, judgement: Judgement) -> Status:
    """The model's status, moved by what the grammar around the act says for certain."""
    token = parsed.doc[act]
    weight = dict(judgement.statuses)
    weight["background"] *= HISTORY
    words = {c.lower_ for c in token.children}
    denied = any(c.dep_ == "neg" for c in token.children)
    if judgement.best == "REJECT" and denied and token.lemma_ not in REFUSING:
        return "happened"  # "will not host": the refusal has happened
    if judgement.best == "REJECT" and not denied:
        weight["negated"] *= 0.3
    elif denied or (token.dep_ == "dobj" and "no" in words):
        weight["negated"] += 0.5
    if words & {"will", "’ll", "'ll"}:
        weight["planned"] += 0.35
    if words & {"could", "might", "may"}:
        weight["possible"] += 0.25
    if "would" in words:
        weight["planned"] += 0.25  # news tells of plans in the past: "said it would open an embassy"
    best = max(weight, key=weight.__getitem__)
    return next(s for s in STATUSES if s == best)


def dated(status: Status, day: Interval | None, told: bool, published: date | None) -> Status:
    """The status once the day is known (`told`: by the text): what is a year old is history, what is not is none; what lies ahead is planned."""
    if day is None or published is None or not told:
        return status
    if status == "happened" and (published - day.end).days > YEAR:
        return "background"
    if status == "background" and (published - day.start).days < YEAR:
        return "happened"
    if status == "happened" and day.start > published:
        return "planned"
    return status
