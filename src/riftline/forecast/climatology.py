"""The base rate: in which share of the past windows of a length an ordered pair did so at least once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.outlook_stream import COLUMNS, OUTCOMES, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Cells = tuple[NDArray[np.intp], NDArray[np.intp]]

WEIGHT = 1.0
"""Windows that the mean of all pairs seen weighs in the base rate of one."""


@dataclass(frozen=True)
class Climatology:
    """Base rates of [pairs, outcomes]. The windows begin on every day, so they overlap; `windows` is how many fit side by side."""

    share: Array
    """Of the pair's windows, those with at least one such act; 0 where there is no window yet."""
    mean: Array
    """[outcomes]: that of all pairs seen."""
    windows: float

    def base(self, cells: Cells) -> Array:
        """The share of these pairs and outcomes, shrunk towards the mean; 0 where there is no window yet."""
        if not self.windows:
            return np.zeros(len(cells[0]))
        found: Array = (self.share[cells] * self.windows + WEIGHT * self.mean[cells[1]]) / (self.windows + WEIGHT)
        return found


def climatology(stream: Stream, day: int, length: int, seen: NDArray[np.bool_]) -> Climatology:
    """Base rates of windows of `length` days, from what was known by the end of the day."""
    starts = day + 1 - length + 1
    if starts < 1:
        return Climatology(np.zeros((stream.pairs, len(OUTCOMES))), np.zeros(len(OUTCOMES)), 0.0)
    part = stream.until(day)
    hits = covered(stream.cell[part], stream.day[part], stream.before[part], stream.pairs * COLUMNS, starts, length).reshape(stream.pairs, COLUMNS)[:, :-1]
    share = hits / starts
    return Climatology(share, seen @ share / max(int(seen.sum()), 1), (day + 1) / length)


def covered(cells: NDArray[np.int64], days: NDArray[np.int32], before: NDArray[np.int32], size: int, starts: int, length: int) -> Array:
    """For each of `size` cells, how many windows of `length` days hold one of its days; windows begin on the days 0 to `starts` - 1.

    `before` has for each row the last day of its cell before it, -1 where there is none: what begins by then is counted there.
    """
    begun = np.minimum(days, starts - 1) - np.maximum(days - length, before)
    return np.bincount(cells, np.maximum(begun, 0), size).astype(np.float64, copy=False)
