"""The trained classifier: acts and sides of sentences that were read in, PLOVER types with probabilities out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riftline.models.encoder import Reading, look_back
from riftline.models.encoding import Chars
from riftline.models.heads import MODES, STATUSES, TYPES, VOUCHERS, Floats, pair_logits, softmax
from riftline.ontology import COOPERATION, QUAD_OF

TEMPERATURE = 1.0
"""Divides the type's logits so that confidence is a frequency: `python -m evaluation.event_type` prints how far it is from one."""

_MODES_OF = {kind: [(i, name.partition(" ")[2]) for i, name in enumerate(MODES) if name.split()[0] == kind] for kind in TYPES if kind != "NONE"}
_TAG = re.compile(r"<(/?)([sta])>")


@dataclass(frozen=True, slots=True)
class Pair:
    """What is to be judged: character spans of the sides and the act in a sentence that was read."""

    sentence: Reading
    source: Chars | None
    target: Chars | None
    act: Chars | None
    features: Sequence[float]
    """What the parse says of the sides (`candidates.pair_features`)."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Probabilities, in the order of TYPES (NONE first), STATUSES, VOUCHERS and MODES (of all types together they make 1)."""

    type_shares: Floats
    status_shares: Floats
    voucher_shares: Floats
    mode_shares: Floats

    @property
    def types(self) -> dict[str, float]:
        """By name, NONE among them."""
        return _named(TYPES, self.type_shares)

    @property
    def statuses(self) -> dict[str, float]:
        """By name."""
        return _named(STATUSES, self.status_shares)

    @property
    def vouchers(self) -> dict[str, float]:
        """By name."""
        return _named(VOUCHERS, self.voucher_shares)

    @property
    def best(self) -> str:
        """The likeliest of the sixteen types."""
        return TYPES[1 + int(self.type_shares[1:].argmax())]

    @property
    def event(self) -> float:
        """Probability that there is an event between the sides at all."""
        return 1.0 - float(self.type_shares[0])

    def mode_of(self, kind: str) -> str | None:
        """The likeliest mode of a type, None where that is none."""
        best = max(self.modes_of(kind), key=lambda mode: mode[1])[0]
        return best or None

    def modes_of(self, kind: str) -> list[tuple[str, float]]:
        """The modes of a type, "" for none of them, with their probabilities."""
        return [(mode, float(self.mode_shares[i])) for i, mode in _MODES_OF[kind]]

    def share_of_mode(self, kind: str, mode: str) -> float:
        """How likely a mode is where the type is `kind`."""
        own = dict(self.modes_of(kind))
        total = sum(own.values())
        return own[mode] / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Labelled:
    """A type for a marked sentence, its probability, and all types by probability."""

    type: str
    confidence: float
    ranking: tuple[tuple[str, float], ...]


def judge(pairs: Sequence[Pair]) -> list[Judgement]:
    """The model's judgement of each pair."""
    if not pairs:
        return []
    told = _told(pairs)
    logits = pair_logits(np.concatenate([look_back([pair.sentence for pair in pairs], told), told], axis=1))
    shares = (softmax(logits["type"], TEMPERATURE), softmax(logits["status"]), softmax(logits["by"]), softmax(logits["mode"]))
    return [Judgement(*rows) for rows in zip(*shares, strict=True)]


def _told(pairs: Sequence[Pair]) -> Floats:
    """What the model is told of pairs: the states of the words of source, target and act (zeros for what is not there), and the parse's features."""
    width = pairs[0].sentence.batch.states.shape[2]
    told = np.zeros((len(pairs), 3 * width + len(pairs[0].features)), dtype=np.float32)
    for row, pair in zip(told, pairs, strict=True):
        sentence = pair.sentence
        for k, chars in enumerate((pair.source, pair.target, pair.act)):
            at = sentence.pieces.place(chars)
            if at is not None:
                row[k * width : (k + 1) * width] = sentence.batch.states[sentence.row, at]
        row[3 * width :] = pair.features
    return told


def _named(names: Sequence[str], row: Floats) -> dict[str, float]:
    return {name: float(p) for name, p in zip(names, row)}


def unmark(sentence: str) -> tuple[str, dict[str, Chars]]:
    """A sentence without its `<s>`, `<t>`, `<a>` tags, and the first span of each. Raises ValueError where a tag is not closed."""
    plain, at = "", 0
    spans: dict[str, Chars] = {}
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(sentence):
        plain += sentence[at : tag.start()]
        at = tag.end()
        if not tag.group(1):
            opened[tag.group(2)] = len(plain)
        elif tag.group(2) in opened:
            spans.setdefault(tag.group(2), (opened.pop(tag.group(2)), len(plain)))
        else:
            raise ValueError(f"</{tag.group(2)}> closes nothing")
    if opened:
        raise ValueError(f"<{next(iter(opened))}> is not closed")
    return plain + sentence[at:], spans


def averaged(judgements: Sequence[tuple[Judgement, float]]) -> Judgement:
    """The mean of several judgements by weight."""
    total = sum(weight for _, weight in judgements) or 1.0

    def mean(part: str) -> Floats:
        return np.asarray(sum(getattr(j, part) * w for j, w in judgements) / total, dtype=np.float32)

    return Judgement(mean("type_shares"), mean("status_shares"), mean("voucher_shares"), mean("mode_shares"))


def labelled(judgement: Judgement, none: bool, embargo: bool = False) -> Labelled:
    """The type by PLOVER's map from CAMEO (2021): with `none` False one of the sixteen whatever the chance of no event.

    A type that stands alone has to say what elsewhere status and mode say. By that map cooperation that is only announced is
    AGREE, force that is only announced THREATEN, cooperation that is refused REJECT, a verdict (CAMEO 116) ACCUSE, and sanctions
    or an embargo (163; `embargo` tells that the act is one) COERCE.
    """
    types, statuses = judgement.types, judgement.statuses
    moved = dict(types)

    def move(kind: str, to: str, share: float) -> None:
        moved[kind] -= types[kind] * share
        moved[to] += types[kind] * share

    planned, negated = statuses["planned"], statuses["negated"]
    for kind in types:
        if kind in COOPERATION and kind != "AGREE":
            move(kind, "AGREE", planned)
            move(kind, "REJECT", negated)
        elif kind == "SANCTION":
            move(kind, "THREATEN", planned)
            if embargo:
                move(kind, "COERCE", 1 - planned)
            else:
                move(kind, "ACCUSE", (1 - planned) * judgement.share_of_mode(kind, "convict"))
        elif kind != "NONE" and QUAD_OF[kind] == "material conflict":
            move(kind, "THREATEN", planned)
    if not none:
        moved.pop("NONE")
        total = sum(moved.values()) or 1.0
        moved = {k: v / total for k, v in moved.items()}
    ranking = tuple(sorted(moved.items(), key=lambda kv: -kv[1]))
    return Labelled(ranking[0][0], ranking[0][1], ranking)
