"""The baseline that every forecast has to beat: what was, will be again.

Written from the formulas of J. Gastinger, C. Meilicke, F. Errica, T. Sztyler, A. Schuelke and H. Stuckenschmidt, "History repeats
itself: a baseline for temporal knowledge graph forecasting" (IJCAI 2024). Strict recurrency gives an object that (s, r) has had
before psi = 2^(lambda (k - t)), k being the last day on which it had it and t today, and others nothing. Relaxed recurrency gives
an object its share xi of all objects that r has had. The score is alpha psi + (1 - alpha) xi. Lambda and alpha are chosen for each
relation and direction on the valid part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.memory import ALL
from riftline.forecast.ranking import Queries, ranks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from riftline.forecast.memory import Memory

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

LAMBDAS = (0.002, 0.005, 0.01, 0.02, 0.1)
ALPHAS = (0.2, 0.5, 0.8, 0.95, 0.99999)
FEW = 20
"""A relation with fewer events in the valid part takes the pair that is best for all."""
DAYS = 10
"""How many days of the valid part the choice is made on, evenly spread."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the score of a day's questions is made from."""

    row: Ints
    object_: Ints
    ages: Floats
    """Of each (question, object) that has been: days since it last was."""
    shares: Floats
    """xi, [questions, entities]."""


def past(memory: Memory, asked: Queries) -> Past:
    """What is known of the questions before their day."""
    memory.move_to(asked.day)
    row, keys = memory.objects(asked.subject, asked.relation)
    kinds, kind = np.unique(asked.relation, return_inverse=True)
    shares = np.zeros((len(kinds), memory.entities), dtype=np.float32)
    of_kind, roles = memory.roles.under(kinds)
    shares[of_kind, memory.roles.second[roles]] = memory.roles.read(roles, asked.day)[:, ALL]
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
    return Past(row, memory.facts.second[keys], memory.facts.ages(keys, asked.day), shares[kind])


def scores(known: Past, lambdas: Floats, alphas: Floats) -> Floats:
    """alpha psi + (1 - alpha) xi, [questions, entities]; a lambda and an alpha for each question."""
    out = (1 - alphas)[:, None] * known.shares
    out[known.row, known.object_] += alphas[known.row] * np.exp2(-lambdas[known.row] * known.ages)
    return out


def chosen(memory: Memory, valid: Sequence[Queries]) -> tuple[Floats, Floats]:
    """The lambda and alpha of each relation and direction, [relations] each, that rank the valid part best."""
    choices = np.array([(lam, alpha) for lam in LAMBDAS for alpha in ALPHAS], dtype=np.float32)
    total = np.zeros((len(choices), memory.relations))
    count = np.zeros(memory.relations)
    for asked in valid[:: -(-len(valid) // DAYS)]:
        known = past(memory, asked)
        kind = asked.relation[asked.asked]
        count += np.bincount(kind, minlength=memory.relations)
        for number, (lam, alpha) in enumerate(choices):
            every = np.ones(len(asked), dtype=np.float32)
            total[number] += np.bincount(kind, 1 / ranks(scores(known, lam * every, alpha * every), asked), memory.relations)
    best = np.where(count >= FEW, total.argmax(axis=0), total.sum(axis=1).argmax())
    return choices[best, 0], choices[best, 1]


class Recurrency:
    """The baseline with its lambdas and alphas chosen."""

    def __init__(self, memory: Memory, valid: Sequence[Queries]) -> None:
        self._memory = memory
        self._lambdas, self._alphas = chosen(memory, valid)

    def ranks(self, asked: Queries) -> NDArray[np.float64]:
        """The rank of each event's object."""
        return ranks(scores(past(self._memory, asked), self._lambdas[asked.relation], self._alphas[asked.relation]), asked)
