"""How good a ranking is: mean reciprocal rank and hits among the first 1, 3 and 10, in per cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Queries:
    """What is asked of one day: objects of (subject, relation), each once, and the objects that were true."""

    day: int
    subject: Ints
    relation: Ints
    asked: Ints
    """Of each event, which of the questions it answers; an event that stands there twice counts twice."""
    answer: Ints
    """The object of each event."""

    def __len__(self) -> int:
        return len(self.subject)

    def only(self, kept: Ints) -> Queries:
        """Some of the questions, with the events that answer them."""
        number = np.full(len(self), -1)
        number[kept] = np.arange(len(kept))
        events = number[self.asked] >= 0
        return Queries(self.day, self.subject[kept], self.relation[kept], number[self.asked[events]], self.answer[events])


def both_ways(events: Ints, relations: int) -> Ints:
    """The events and, behind them, each from its object's side, with the relation's number plus `relations`: [2 × events, 4]."""
    turned = events[:, [2, 1, 0, 3]].copy()
    turned[:, 1] += relations
    return np.concatenate([events, turned])


def queries(events: Ints, relations: int) -> list[Queries]:
    """The questions of each day, in the order of days: who will be the object of (subject, relation), and of the relation turned round."""
    found = []
    for day in np.unique(events[:, 3]):
        both = both_ways(events[events[:, 3] == day], relations)
        pairs, asked = np.unique(both[:, 0] * (2 * relations) + both[:, 1], return_inverse=True)
        found.append(Queries(int(day), pairs // (2 * relations), pairs % (2 * relations), asked.ravel(), both[:, 2]))
    return found


def ranks(scores: Floats, asked: Queries) -> NDArray[np.float64]:
    """The rank of each event's object among all entities, scores [questions, entities].

    The other true objects of the same question and day are taken out ("time-aware filtered"). Among equals the rank is the mean
    of the best and the worst place.
    """
    own = scores[asked.asked, asked.answer]
    out = np.empty(len(own))
    pairs = np.unique(np.column_stack([asked.asked, asked.answer]), axis=0)
    starts = np.searchsorted(pairs[:, 0], np.arange(len(asked) + 1))
    for event, (question, mine) in enumerate(zip(asked.asked, own, strict=True)):
        row = scores[question]
        others = row[pairs[starts[question] : starts[question + 1], 1]]
        above = np.count_nonzero(row > mine) - np.count_nonzero(others > mine)
        level = np.count_nonzero(row == mine) - np.count_nonzero(others == mine)
        out[event] = 1 + above + level / 2
    return out


def figures(all_ranks: Sequence[NDArray[np.float64]]) -> dict[str, float]:
    """`mrr`, `hits1`, `hits3` and `hits10` in per cent, over every rank."""
    every = np.concatenate(all_ranks)
    hits = {f"hits{n}": float(100 * np.mean(every <= n)) for n in (1, 3, 10)}
    return {"mrr": float(100 * np.mean(1 / every)), **hits}
