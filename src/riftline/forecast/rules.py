"""Which act follows which between the same two sides: rules r'(s, o) -> r(s, o), later, with a confidence.

The idea is that of the rules of length one in Y. Liu, Y. Ma, M. Hildebrandt, M. Joblin and V. Tresp, "TLogic: temporal logical rules
for explainable forecasting on temporal knowledge graphs" (AAAI 2022); here a past act counts by its age instead of by a window.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.memory import HALF_LIVES, LONG, SHORT, Memory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

_SPEEDS = (SHORT, LONG)
_PRIOR = 20.0
"""Added below the line, so that a relation that was seldom promises little."""


def confidences(memory: Memory, days: Iterable[int]) -> Floats:
    """How much a past act of a relation speaks for each relation today: [speeds, relation before, relation today].

    Above the line the fading counts of r' between the sides of each event of r, below it those of r' between all sides, summed over
    the days. The first of the days has to be the stream's first.
    """
    size = memory.relations
    above, below = np.zeros((len(_SPEEDS), size * size)), np.zeros((len(_SPEEDS), size))
    fading, last = np.zeros((len(_SPEEDS), size)), 0  # of all events of a relation, which is the sum over all sides
    for day in days:
        events = memory.events(day)
        if not len(events):
            continue
        memory.move_to(day)
        today = np.unique(memory.pairs.of_event[events] * size + memory.both[events, 1])
        row, keys = memory.between.under(today // size)
        step = memory.between.second[keys] * size + (today % size)[row]
        counts = memory.between.read(keys, day)
        kinds = np.bincount(memory.both[events, 1], minlength=size)
        for number, speed in enumerate(_SPEEDS):
            above[number] += np.bincount(step, counts[:, speed], size * size)
            fading[number] *= 0.5 ** ((day - last) / HALF_LIVES[speed])
            below[number] += fading[number]
            fading[number] += kinds
        last = day
    return (above.reshape(-1, size, size) / (below[:, :, None] + _PRIOR)).astype(np.float32)


def support(memory: Memory, learned: Floats, pair: Ints, relation: Ints, day: int) -> Floats:
    """What the past acts between two sides say for a relation: [candidates, speeds]; `pair` is the key in `pairs`, -1 for strangers."""
    row, keys = memory.between.under(np.maximum(pair, 0))
    known = pair[row] >= 0
    row, keys = row[known], keys[known]
    counts = memory.between.read(keys, day)
    before, now = memory.between.second[keys], relation[row]
    said = [np.bincount(row, learned[n][before, now] * counts[:, speed], len(pair)) for n, speed in enumerate(_SPEEDS)]
    return np.column_stack(said).astype(np.float32)
