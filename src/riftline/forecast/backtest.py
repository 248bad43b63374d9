"""How good the outlooks of a store were: its past days are asked again, each from what was known by its end.

Asked are the outcomes of all pairs of whom anything was known on the day. The weights are learnt anew every RELEARN days, from windows that
had ended by then. Climatology says each pair's base rate; rates are the gamma-Poisson forecast. Brier's score is the mean of (p - o)², o
being 1 where there was such an act and 0 where not (Brier, Monthly Weather Review 78, 1950); skill is 1 - score ÷ climatology's score.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from riftline.errors import RiftlineError
from riftline.forecast.climatology import climatology
from riftline.forecast.outlook import HORIZONS
from riftline.forecast.outlook_features import every, features, state
from riftline.forecast.outlook_fit import RUN_IN, Lessons, fitted, happened, probabilities
from riftline.forecast.outlook_stream import OUTCOMES, TYPES, Stream
from riftline.signals.tails import logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

METHODS = ("climatology", "rates", "full")
EDGES = np.array([0.0, 0.01, 0.05, *np.arange(0.1, 0.95, 0.1), 0.95])
"""Where the bins of the reliability begin. Most of what may happen is unlikely, so they are narrow there."""
STEP = 7
MOST = 40
"""Days asked at most; of a longer span every second week, or third, …"""
RELEARN = 28
SURE = 1e-4
"""Probabilities count as no nearer to 0 and 1 than this in the log score: one miss would outweigh all else."""


@dataclass(frozen=True)
class Score:
    """Figures of one method over one set of cells."""

    brier: float
    log: float
    """Mean of -log2 of the probability of what came about, in bits."""
    error: float
    """Expected calibration error: the mean distance of a bin's forecasts from its share of acts, by the bin's size."""


@dataclass(frozen=True)
class Bin:
    """The cells that were forecast alike."""

    low: float
    forecast: float
    came: float
    cells: int


@dataclass(frozen=True)
class Part:
    """All types together, or one outcome, in windows of one length."""

    outcome: str | None
    cells: int
    acts: int
    scores: dict[str, Score]
    bins: tuple[Bin, ...]

    @property
    def skill(self) -> float:
        """1 - Brier score ÷ climatology's; 0 where that has no error."""
        return self.skill_of("full")

    def skill_of(self, method: str) -> float:
        """That of a method."""
        base = self.scores["climatology"].brier
        return 1 - self.scores[method].brier / base if base else 0.0


@dataclass(frozen=True)
class Backtest:
    """What came out, by horizon: first all types together, then each outcome."""

    first: date
    last: date
    days: int
    """How many were asked."""
    parts: dict[str, tuple[Part, ...]]


class _Sums:
    """Sums by method, outcome and bin: of cells, probabilities, acts, squared errors, bits."""

    def __init__(self) -> None:
        self.sums = np.zeros((len(METHODS), len(OUTCOMES), len(EDGES), 5))

    def add(self, method: int, outcome: NDArray[np.intp], chance: Array, did: NDArray[np.bool_]) -> None:
        """Counts the cells of a day."""
        place = np.searchsorted(EDGES, chance, side="right") - 1
        where = outcome * len(EDGES) + place
        held = np.clip(chance, SURE, 1 - SURE)
        bits = -np.log2(np.where(did, held, 1 - held))
        for i, values in enumerate((None, chance, did, (chance - did) ** 2, bits)):
            self.sums[method, :, :, i] += np.bincount(where, values, len(OUTCOMES) * len(EDGES)).reshape(len(OUTCOMES), -1)

    def part(self, outcome: str | None) -> Part:
        """The figures of an outcome, or of all types."""
        wanted = slice(0, TYPES) if outcome is None else slice(OUTCOMES.index(outcome), OUTCOMES.index(outcome) + 1)
        sums = self.sums[:, wanted].sum(axis=1)
        cells, _, acts, _, _ = sums[-1].sum(axis=0)
        scores = {}
        for name, bins in zip(METHODS, sums, strict=True):
            error = np.abs(bins[:, 1] - bins[:, 2]).sum()
            scores[name] = Score(*(float(each / max(cells, 1)) for each in (bins[:, 3].sum(), bins[:, 4].sum(), error)))
        bins = tuple(Bin(float(low), float(s[1] / s[0]), float(s[2] / s[0]), int(s[0])) for low, s in zip(EDGES, sums[-1], strict=True) if s[0])
        return Part(outcome, int(cells), int(acts), scores, bins)


def backtest(
    stream: Stream, first: date | None = None, last: date | None = None, tell: Callable[[int, int], None] = lambda done, total: None,
    horizons: Collection[str] = tuple(HORIZONS),
) -> Backtest:  # fmt: skip
    """The figures of the days from `first` (by default the middle of the store) on; no window reaches beyond `last` (the store's last).

    `tell` is told how many days are done, of how many. Raises RiftlineError where the span has no window.
    """
    days = {name: HORIZONS[name] for name in horizons}
    asked = _asked(stream, first, last, min(days.values()))
    end = min(stream.last, stream.last if last is None else stream.index(last))
    sums = {name: _Sums() for name in days}
    lessons: Lessons = {}
    models, since = fitted(stream, asked[0], tuple(days.values()), lessons), asked[0]
    for done, at in enumerate(asked, 1):
        if at - since >= RELEARN:
            models, since = fitted(stream, at, tuple(days.values()), lessons), at
        now = state(stream, at, next(iter(models.values())).shapes)
        cells = every(np.nonzero(now.seen)[0])
        open_ = {name: length for name, length in days.items() if at + length <= end}
        shorter = np.zeros(len(cells[0]))
        for length, rows in features(stream, now, tuple(open_.values()), cells).items():
            name = next(name for name in days if days[name] == length)
            did = happened(stream, at, length)[cells]
            base = climatology(stream, at, length, now.seen).base(cells)
            shorter = np.maximum(probabilities(models[length], rows, cells[1]), shorter)
            chances = base, logistic(rows[:, 0].astype(np.float64)), shorter
            for method, chance in enumerate(chances):
                sums[name].add(method, cells[1], chance, did)
        tell(done, len(asked))
    found = {name: tuple(sums[name].part(outcome) for outcome in (None, *OUTCOMES)) for name in days}
    return Backtest(stream.date(asked[0]), stream.date(end), len(asked), {name: parts for name, parts in found.items() if parts[0].cells})


def _asked(stream: Stream, first: date | None, last: date | None, shortest: int) -> list[int]:
    """Indices of the days to ask on."""
    end = min(stream.last, stream.last if last is None else stream.index(last))
    begin = stream.last // 2 if first is None else stream.index(first)
    begin = max(begin, RUN_IN)
    if end - shortest < begin:
        raise RiftlineError(
            f"A back-test needs {RUN_IN} days to learn from and {shortest} after them, and there are {max(end + 1, 0)}: ingest more, or give an earlier --from."
        )
    weeks = -(-(end - shortest - begin + 1) // STEP)
    return list(range(begin, end - shortest + 1, STEP * -(-weeks // MOST)))
