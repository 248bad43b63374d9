"""What the embedding model reads of the past beside its own numbers: how active each side is, with whom, and counts as they enter a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.memory import HALF_LIVES, LONG, SHORT, Fading, Memory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

TERMS = len(HALF_LIVES) + 2
"""How many numbers say how often and how lately something was: see `terms`."""
_SPEEDS = (3.0, 20.0)
"""Half-lives of activity in days."""
_LEAST_SHORT, _LEAST_LONG = 0.05, 0.2
"""Partners whose fading count is below these are left out of a mean, which saves time."""
_PRIOR = 0.3
"""Added to the weights of a mean: who has hardly acted has hardly a mean."""


class Activity:
    """How much of each relation each entity has had of late, from either side: fading counts, dense."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._counts = np.zeros((len(_SPEEDS), memory.entities, memory.relations), dtype=np.float32)
        self._day = 0

    def move_to(self, day: int) -> None:
        """Takes in all days before `day`, beginning again where it has gone beyond."""
        if day < self._day:
            self._counts[:] = 0
            self._day = 0
        while self._day < day:
            events = self._memory.both[self._memory.events(self._day)]
            cells, times = np.unique(events[:, 0] * self._memory.relations + events[:, 1], return_counts=True)
            for counts, speed in zip(self._counts, _SPEEDS, strict=True):
                counts.ravel()[cells] += times
                counts *= np.float32(0.5 ** (1 / speed))
            self._day += 1

    def of(self, entities: Ints) -> Floats:
        """Logarithms of the counts: [entities, speeds × relations]."""
        logs: Floats = np.log1p(np.concatenate([counts[entities] for counts in self._counts], axis=1))
        return logs


def terms(table: Fading, keys: Ints, day: int) -> Floats:
    """[keys, TERMS]: logarithms of the fading counts, a share that halves every two days since the last time, and whether that was yesterday."""
    ages = table.ages(keys, day)
    lately = np.exp2((1 - ages) / 2)
    return np.column_stack([np.log1p(4 * table.read(keys, day)), lately, ages == 1]).astype(np.float32)


def partners(memory: Memory, day: int, subjects: Ints, vectors: Floats) -> list[Floats]:
    """Mean vectors of those whom the subjects have had to do with, of late and for longer: two of [subjects, width]."""
    row, keys = memory.pairs.under(subjects)
    counts = memory.pairs.read(keys, day)
    out = []
    for column, least in ((SHORT, _LEAST_SHORT), (LONG, _LEAST_LONG)):
        kept = counts[:, column] > least
        out.append(_mean(row[kept], counts[kept, column], vectors[memory.pairs.second[keys[kept]]], len(subjects)))
    return out


def earlier(memory: Memory, day: int, subject: Ints, relation: Ints, vectors: Floats) -> Floats:
    """Mean vectors of the objects that the questions have had: [questions, width]."""
    row, keys = memory.objects(subject, relation)
    return _mean(row, memory.facts.read(keys, day)[:, LONG], vectors[memory.facts.second[keys]], len(subject))


def _mean(row: Ints, weights: Floats, vectors: Floats, rows: int) -> Floats:
    out = np.zeros((rows, vectors.shape[1]), dtype=np.float32)
    if len(row):
        starts = np.flatnonzero(np.r_[True, row[1:] != row[:-1]])
        total = np.add.reduceat(weights, starts)[:, None]
        out[row[starts]] = np.add.reduceat(vectors * weights[:, None], starts, axis=0) / (total + np.float32(_PRIOR))
    return out


def summed(rows: Floats, group: Ints, groups: int) -> Floats:
    """The rows of each group added up: [groups, width]; every group has rows."""
    order = np.argsort(group, kind="stable")
    return np.add.reduceat(rows[order], np.searchsorted(group[order], np.arange(groups)), axis=0)
