"""Whether an act happened, is planned, negated, possible, or told as history."""

from __future__ import annotations

from riftline.models.classifier import Judgement
from riftline.records import STATUSES, Status
from riftline.text.parse import Parsed

UNUSUAL = 1.5
"""What the model gives to any other status than "happened" counts this much more: it was taught with three of four acts having happened."""


def status_of(parsed: Parsed, act: int, judgement: Judgement) -> Status:
    """The model's status, moved by what the grammar around the act says for certain."""
    token = parsed.doc[act]
    weight = {status: share if status == "happened" else share * UNUSUAL for status, share in judgement.statuses.items()}
    words = {c.lower_ for c in token.children}
    if any(c.dep_ == "neg" for c in token.children) or (token.dep_ == "dobj" and "no" in words):
        weight["negated"] += 0.5
    if words & {"will", "’ll", "'ll"}:
        weight["planned"] += 0.35
    if words & {"could", "might", "may"}:
        weight["possible"] += 0.25
    if "would" in words:
        weight["planned"] += 0.25  # news tells of plans in the past: "said it would open an embassy"
    best = max(weight, key=weight.__getitem__)
    return next(s for s in STATUSES if s == best)
