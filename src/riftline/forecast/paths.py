"""Who lies two steps away: the partners of a subject's partners, as a short walk would find them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.memory import LONG, SHORT, Memory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

_SPEEDS = (SHORT, LONG)
PARTNERS = 20
"""The strongest of each entity that a walk may go to."""


def through(memory: Memory, subject: Ints, candidates: Ints, day: int) -> Floats:
    """The chance that a walk of two steps from a question's subject ends at each candidate: [questions × candidates, speeds].

    A step goes to a partner with a chance in proportion to the fading count of their events.
    """
    subjects, of_subject = np.unique(subject, return_inverse=True)
    wanted = candidates + of_subject[:, None] * memory.entities
    out = []
    for speed in _SPEEDS:
        row, middle, chance = _step(memory, subjects, day, speed)
        middles, of_middle = np.unique(middle, return_inverse=True)
        start, end, onward = _step(memory, middles, day, speed)
        starts = np.searchsorted(start, np.arange(len(middles) + 1))
        lengths = np.diff(starts)[of_middle]
        ends = np.cumsum(lengths)
        legs = np.arange(int(lengths.sum())) - np.repeat(ends - lengths - starts[of_middle], lengths)
        cell = np.repeat(row, lengths) * memory.entities + end[legs]
        cells, place = np.unique(cell, return_inverse=True)
        total = np.bincount(place, np.repeat(chance, lengths) * onward[legs])
        at = np.minimum(np.searchsorted(cells, wanted), max(len(cells) - 1, 0))
        out.append(np.where(cells[at] == wanted, total[at], 0) if len(cells) else np.zeros(wanted.shape))
    return np.stack(out, axis=2).reshape(-1, len(_SPEEDS)).astype(np.float32)


def _step(memory: Memory, entities: Ints, day: int, speed: int) -> tuple[Ints, Ints, Floats]:
    """Which of the entities, its partner, and the chance of going there, in the order of entities."""
    row, keys = memory.pairs.under(entities)
    weight = memory.pairs.read(keys, day)[:, speed]
    order = np.lexsort((-weight, row))
    row, keys, weight = row[order], keys[order], weight[order]
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(len(entities)))[row]
    kept = (place < PARTNERS) & (weight > 1e-3)
    row, keys, weight = row[kept], keys[kept], weight[kept]
    total = np.bincount(row, weight, len(entities))
    return row, memory.pairs.second[keys], (weight / total[row]).astype(np.float32)
