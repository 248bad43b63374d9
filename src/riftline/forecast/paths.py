"""Who can be reached from a question's subject by a walk over past events: rules of length two and three, by chance instead of by count.

A step goes from an entity to one that it has had an event with, with a chance in proportion to the fading count of their events;
only the strongest of each entity are gone to. The walks are those of TLogic's cyclic rules (see `rules`), walked from both ends of
what is asked: s - z - o, any acts; s - z - r - o, what partners do; s - r - x - r turned round - s' - r - o, what those do who have
done the same to the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.memory import LONG, SHORT, Fading, Memory

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

WALKS = 4
PARTNERS = 20
"""The strongest of each entity that a walk may go to."""
FEWER = 10
"""Where a walk has three steps, or a relation is given."""
_LEAST = 1e-3
"""Partners whose fading count is below this are not gone to."""


@dataclass(frozen=True, slots=True)
class _Reached:
    """Ends of walks: whose walk, where it ends, with which chance."""

    row: Ints
    end: Ints
    chance: Floats

    def only(self, kept: NDArray[np.bool_]) -> _Reached:
        return _Reached(self.row[kept], self.end[kept], self.chance[kept])


def walks(memory: Memory, subject: Ints, relation: Ints, candidates: Ints) -> Floats:
    """The chance of each walk to end at each candidate, [questions × candidates, WALKS]: s - z - o of late and for longer, and the two with r."""
    subjects, of_subject = np.unique(subject, return_inverse=True)
    start = _Reached(np.arange(len(subjects)), subjects, np.ones(len(subjects), dtype=np.float32))
    out = []
    for speed in (SHORT, LONG):
        near = _onward(memory, memory.pairs, start, start.end, speed, PARTNERS)
        far = _onward(memory, memory.pairs, near, near.end, speed, PARTNERS)
        out.append(_at(memory, far, candidates, of_subject))

    questions = np.arange(len(subject))
    lengths, order = np.bincount(near.row, minlength=len(subjects)), np.searchsorted(near.row, np.arange(len(subjects)))
    row = np.repeat(questions, lengths[of_subject])
    legs = np.arange(len(row)) - np.repeat(np.cumsum(lengths[of_subject]) - lengths[of_subject] - order[of_subject], lengths[of_subject])
    beside = _Reached(row, near.end[legs], near.chance[legs])
    done = _onward(memory, memory.facts, beside, memory.acts.find(beside.end, relation[row]), LONG, FEWER)
    out.append(_at(memory, done, candidates, questions))

    turned = (relation + memory.relations // 2) % memory.relations
    start = _Reached(questions, subject, np.ones(len(subject), dtype=np.float32))
    had = _onward(memory, memory.facts, start, memory.acts.find(subject, relation), LONG, FEWER)
    alike = _onward(memory, memory.facts, had, memory.acts.find(had.end, turned[had.row]), LONG, FEWER)
    alike = alike.only(alike.end != subject[alike.row])
    done = _onward(memory, memory.facts, alike, memory.acts.find(alike.end, relation[alike.row]), LONG, FEWER)
    out.append(_at(memory, done, candidates, questions))
    return np.stack(out, axis=2).reshape(-1, WALKS).astype(np.float32)


def _onward(memory: Memory, table: Fading, here: _Reached, first: Ints, speed: int, most: int) -> _Reached:
    """One step on, from the keys of the table that begin with `first` (-1: nowhere to go); the walks in the order of rows."""
    here, first = here.only(first >= 0), first[first >= 0]
    firsts, of_first = np.unique(first, return_inverse=True)
    row, keys = table.under(firsts)
    weight = table.read(keys, memory.today)[:, speed]
    order = np.lexsort((-weight, row))
    row, keys, weight = row[order], keys[order], weight[order]
    place = np.arange(len(row)) - np.searchsorted(row, np.arange(len(firsts)))[row]
    kept = (place < most) & (weight > _LEAST)
    row, keys, weight = row[kept], keys[kept], weight[kept]
    chance = (weight / np.bincount(row, weight, len(firsts))[row]).astype(np.float32)
    starts = np.searchsorted(row, np.arange(len(firsts) + 1))
    lengths = np.diff(starts)[of_first]
    legs = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths - starts[of_first], lengths)
    cell = np.repeat(here.row, lengths) * memory.entities + table.second[keys[legs]]
    cells, of_cell = np.unique(cell, return_inverse=True)
    total = np.bincount(of_cell, np.repeat(here.chance, lengths) * chance[legs], len(cells))
    return _Reached(cells // memory.entities, cells % memory.entities, total.astype(np.float32))


def _at(memory: Memory, reached: _Reached, candidates: Ints, row: Ints) -> Floats:
    """The chance with which each candidate was reached: [questions, candidates]; `row` says whose walks are whose question's."""
    cells = reached.row * memory.entities + reached.end
    wanted = candidates + row[:, None] * memory.entities
    if not len(cells):
        return np.zeros(wanted.shape, dtype=np.float32)
    at = np.minimum(np.searchsorted(cells, wanted), len(cells) - 1)
    return np.where(cells[at] == wanted, reached.chance[at], np.float32(0))
