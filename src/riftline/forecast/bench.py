"""The benchmark: two steps learned on the train part, then asked for every event of the test part in both directions.

Each day's questions are answered from the days before it, earlier days of the valid and test parts included; nothing is learned
from those. The first step (`embedding`) learns once from the first four fifths of the train part's days, to propose candidates for
the last fifth, from which the second step (`reranker`) learns; then once more from the whole train part, for the test.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.embedding import Embedding
from riftline.forecast.evidence import evidence
from riftline.forecast.learning import course, learned
from riftline.forecast.memory import Memory
from riftline.forecast.ranking import Queries, figures, queries, ranks
from riftline.forecast.recurrency import Recurrency
from riftline.forecast.reranker import ROUNDS as ORDER_ROUNDS
from riftline.forecast.reranker import Reranker
from riftline.forecast.rules import confidences

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from riftline.forecast.stream import Stream

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

EARLIER = 0.8
"""Share of the train part's days from which the first step learns when it proposes to the second."""
CANDIDATES = 100
EXAMPLES = 40_000
"""Questions that the second step learns from, at the most: drawn by chance from the last fifth."""
_AT_ONCE = 512
"""Questions whose scores for all entities are held at one time."""

Report = Callable[[str, int, int], object]
"""Told the part of the work, how much of it is done and how much there is."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the benchmark found; the figures are per cent."""

    ours: dict[str, float]
    baseline: dict[str, float]
    events: int
    """Of the part that was asked for."""
    seconds: float
    """By the clock, the baseline not counted."""
    processor_seconds: float


def run(stream: Stream, seed: int, report: Report, part: str = "test") -> Result:
    """The figures on the test part, or on another when a method is chosen."""
    memory = Memory(stream.all, stream.entities, stream.relations)
    asked = queries(getattr(stream, part), stream.relations)
    clock, processor = time.perf_counter(), time.process_time()
    forecaster = Forecaster(memory, queries(stream.train, stream.relations), seed, report)
    found = [forecaster.ranks(each) for each in _told(asked, part, report)]
    seconds, processor_seconds = time.perf_counter() - clock, time.process_time() - processor
    simple = Recurrency(memory, queries(stream.valid, stream.relations))
    baseline = [simple.ranks(each) for each in _told(asked, "baseline", report)]
    return Result(figures(found), figures(baseline), len(getattr(stream, part)), seconds, processor_seconds)


def _told(asked: Sequence[Queries], what: str, report: Report) -> Iterator[Queries]:
    for number, each in enumerate(asked, 1):
        yield each
        report(what, number, len(asked))


class Forecaster:
    """Both steps, learned; answers questions of any later day."""

    def __init__(self, memory: Memory, train: Sequence[Queries], seed: int, report: Report) -> None:
        self._memory = memory
        cut = max(1, min(len(train) - 1, int(len(train) * EARLIER)))
        early, late = (train[:cut], train[cut:]) if len(train) > 1 else (train, train)
        self._rules = confidences(memory, [asked.day for asked in early])
        self._first = self._learned(early, seed, "candidates", report)
        features, hits = self._examples(late, seed, report)
        self._second = Reranker(seed)
        self._second.learn(features, hits, _Count("order", ORDER_ROUNDS, report).add)
        del features, hits
        self._first = self._learned(train, seed, "candidates again", report)

    def _learned(self, train: Sequence[Queries], seed: int, what: str, report: Report) -> Embedding:
        return learned(self._memory, train, seed, _Count(what, len(course(train)), report).add)

    def _examples(self, late: Sequence[Queries], seed: int, report: Report) -> tuple[Floats, Floats]:
        chance = np.random.default_rng(seed)
        share = min(1.0, EXAMPLES / sum(map(len, late)))
        features, hits = [], []
        for asked in _told(late, "examples", report):
            kept = np.flatnonzero(chance.random(len(asked)) < share)
            for piece in _cut(asked.only(kept)):
                candidates, speaking, _ = self._proposed(piece)
                at = candidates[piece.asked] == piece.answer[:, None]
                hit = np.zeros(candidates.shape, dtype=np.float32)
                np.add.at(hit, piece.asked, at.astype(np.float32))
                some = hit.any(axis=1)
                features.append(speaking[some])
                hits.append(hit[some])
        return np.concatenate(features), np.concatenate(hits)

    def _proposed(self, asked: Queries) -> tuple[Ints, Floats, Floats]:
        """Candidates, best first, their features, and the first step's scores of all entities."""
        self._first.move_to(asked.day)
        scores = self._first.scores(asked.subject, asked.relation)
        new = self._unseen()
        if len(new):
            scores[:, new] = scores[:, new].mean(axis=1, keepdims=True)
        number = max(1, min(CANDIDATES, scores.shape[1] - len(new)))
        known = scores.copy()
        known[:, new] = -np.inf
        found = np.argpartition(-known, number - 1, axis=1)[:, :number]
        own = np.take_along_axis(scores, found, axis=1)
        order = np.argsort(-own, axis=1, kind="stable")
        found, own = np.take_along_axis(found, order, axis=1), np.take_along_axis(own, order, axis=1)
        return found, evidence(self._memory, self._rules, asked.subject, asked.relation, found, own), scores

    def _unseen(self) -> Ints:
        """Entities that have had no event: nothing tells one from another, so they stand level."""
        seen = np.zeros(self._memory.entities, dtype=bool)
        seen[self._memory.alone.second[self._memory.alone.last >= 0]] = True
        return np.flatnonzero(~seen)

    def scores(self, asked: Queries) -> Floats:
        """The scores of all entities: [questions, entities]. The candidates come first, as the second step has them, then the others."""
        candidates, features, scores = self._proposed(asked)
        new = self._unseen()
        level = scores[:, new]
        own = self._second.scores(features)
        own += scores.max(axis=1, keepdims=True) - own.min(axis=1, keepdims=True) + 1
        np.put_along_axis(scores, candidates, own, axis=1)
        scores[:, new] = level
        return scores

    def ranks(self, asked: Queries) -> NDArray[np.float64]:
        """The rank of each event's object."""
        return np.concatenate([ranks(self.scores(piece), piece) for piece in _cut(asked)])


class _Count:
    """Counts up and tells."""

    def __init__(self, what: str, total: int, report: Report) -> None:
        self._what, self._total, self._report, self._done = what, total, report, 0

    def add(self) -> None:
        self._done += 1
        self._report(self._what, self._done, self._total)


def _cut(asked: Queries) -> Iterator[Queries]:
    for start in range(0, len(asked), _AT_ONCE):
        yield asked.only(np.arange(start, min(start + _AT_ONCE, len(asked))))
