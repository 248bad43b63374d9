"""How the embedding model learns: day after day in the order of days, true objects against a sample of others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.embedding import Embedding
from riftline.forecast.optimiser import Adam
from riftline.forecast.ranking import Queries

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from riftline.forecast.memory import Memory

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

RATE, LATER_RATE = 2e-3, 6e-4
"""Of the first and of the second half of the way."""
SHRINK = 0.02
OTHERS = 1500
"""Entities that no event of the day has as its object, drawn anew for each step; fewer entities are all taken."""
QUESTIONS = 1024
"""The most of one step; a day that has more is cut up."""
MOST = 400_000
"""Events, each counted once, of which it sees each twice; where there are more, it sees so many of the latest, once."""
_RARE, _POWER = 0.3, 0.75
"""An entity is drawn by its count to this power, and a little for those that are rare."""


def learned(memory: Memory, train: Sequence[Queries], seed: int, report: Callable[[], object]) -> Embedding:
    """The model of the days in `train`. `report` is called after each day of the course."""
    model = Embedding(memory, seed)
    shrink = dict.fromkeys(("entity", "active", "object_active"), SHRINK)
    optimiser = Adam(model.parameters, shrink)
    answers = np.concatenate([asked.answer for asked in train])
    weights = np.bincount(answers, minlength=memory.entities).astype(np.float64) ** _POWER + _RARE
    drawn = weights / weights.sum()
    days = course(train)
    for number, asked in enumerate(days):
        model.move_to(asked.day)
        for piece in pieces(asked, model.chance):
            step(model, optimiser, piece, drawn, RATE if number < len(days) // 2 else LATER_RATE)
        report()
    return model


def course(train: Sequence[Queries]) -> list[Queries]:
    """The days to learn from, in order: all of them twice; of a stream with more than MOST events the last of them, once."""
    both = np.cumsum([len(asked.answer) for asked in reversed(train)])
    if both[-1] <= 2 * MOST:
        return [*train, *train]
    return list(train[-(int(np.searchsorted(both, 2 * MOST)) + 1) :])


def pieces(asked: Queries, chance: np.random.Generator) -> Iterator[Queries]:
    """The day's questions in heaps of QUESTIONS or so, by chance."""
    heaps = -(-len(asked) // QUESTIONS)
    heap = chance.integers(0, heaps, len(asked))
    for number in range(heaps):
        if (kept := np.flatnonzero(heap == number)).size:
            yield asked.only(kept)


def step(model: Embedding, optimiser: Adam, asked: Queries, drawn: NDArray[np.float64], rate: float) -> float:
    """One step on some questions of a day; the mean cross-entropy before it."""
    entities = len(drawn)
    columns = np.unique(asked.answer)
    if len(columns) + OTHERS < entities:
        columns = np.union1d(columns, model.chance.choice(entities, OTHERS, replace=False, p=drawn))
    else:
        columns = np.arange(entities)
    place = np.full(entities, -1)
    place[columns] = np.arange(len(columns))
    done = model.forward(asked.subject, asked.relation, columns, dropping=True)
    loss, slope = cross_entropy(done.scores, asked.asked, place[asked.answer])
    optimiser.step(model.gradients(done, slope, columns), rate)
    return loss


def cross_entropy(scores: Floats, asked: Ints, answer: Ints) -> tuple[float, Floats]:
    """The mean over events of -log softmax at the event's cell, and its slope in the scores."""
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    loss = float(-np.log(chances[asked, answer] + 1e-9).mean())
    chances *= np.bincount(asked, minlength=len(scores)).astype(np.float32)[:, None]
    np.subtract.at(chances, (asked, answer), np.float32(1))
    chances /= np.float32(len(asked))
    return loss, chances
