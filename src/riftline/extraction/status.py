"""Whether an act happened, is planned, negated, possible, or told as history."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from riftline.models.classifier import Judgement
from riftline.records import STATUSES, Statement, Status
from riftline.text.parse import Parsed

_PLANNED = frozenset("will shall plan intend prepare schedule due expect promise vow pledge announce agree decide order aim set".split())
_HEDGES = frozenset("could might may would if unless whether fear possible possibly perhaps likely allegedly suspect threat risk".split())
_NEGATIONS = frozenset("not n't never no without neither nor deny refuse fail decline".split())


def status_of(parsed: Parsed, act: int, judgement: Judgement, statements: Sequence[Statement]) -> Status:
    """The model's status, moved by what the grammar around the act says for certain."""
    token = parsed.doc[act]
    weight = dict(judgement.statuses)
    chain = _chain(token)
    words = {c.lower_ for t in chain[:1] for c in t.children} | {c.lower_ for c in token.children}
    if any(c.dep_ == "neg" for c in token.children) or (token.dep_ == "dobj" and any(c.lower_ == "no" for c in token.children)):
        weight["negated"] = weight.get("negated", 0.0) + 0.5
    if "will" in words or "’ll" in words or "'ll" in words:
        weight["planned"] += 0.35
    if words & {"could", "might", "may", "would"}:
        weight["possible"] += 0.25
    best = max(weight, key=weight.__getitem__)
    return next(s for s in STATUSES if s == best)


def _chain(token: Token) -> list[Token]:
    """The act and the verbs above it, nearest first."""
    found, node = [token], token
    while node.head.i != node.i and len(found) < 4:
        node = node.head
        found.append(node)
    return found
