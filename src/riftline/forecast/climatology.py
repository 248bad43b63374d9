"""The base rate: in which share of the past windows of a length an ordered pair did so at least once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.outlook_stream import COLUMNS, OUTCOMES, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

WEIGHT = 1.0
"""Windows that the mean of all pairs seen weighs in the base rate of one."""


@dataclass(frozen=True)
class Climatology:
    """Base rates of [pairs, outcomes]. The windows begin on every day, so they overlap; `windows` is how many fit side by side."""

    share: Array
    """Of the pair's windows, those with at least one such act; 0 where there is no window yet."""
    base: Array
    """The same, shrunk towards the mean of all pairs seen."""
    windows: float


def climatology(stream: Stream, day: int, length: int, seen: NDArray[np.bool_]) -> Climatology:
    """Base rates of windows of `length` days, from what was known by the end of the day."""
    starts = day + 1 - length + 1
    shape = (stream.pairs, len(OUTCOMES))
    if starts < 1:
        return Climatology(np.zeros(shape), np.zeros(shape), 0.0)
    order = stream.by_cell[stream.by_cell < stream.until(day).stop]
    hits = covered(stream.cell[order], stream.day[order], stream.pairs * COLUMNS, starts, length).reshape(stream.pairs, COLUMNS)[:, :-1]
    share = hits / starts
    mean = share[seen].mean(axis=0) if seen.any() else np.zeros(len(OUTCOMES))
    windows = (day + 1) / length
    return Climatology(share, (share * windows + WEIGHT * mean) / (windows + WEIGHT), windows)


def covered(cells: NDArray[np.int64], days: NDArray[np.int32], size: int, starts: int, length: int) -> Array:
    """For each of `size` cells, how many windows of `length` days hold one of its days; windows begin on the days 0 to `starts` - 1.

    Cells and days come in order, by cell and then by day.
    """
    when = days.astype(np.int64)
    low = np.maximum(when - length, -1)
    again = cells[1:] == cells[:-1]
    low[1:][again] = np.maximum(low[1:][again], when[:-1][again])
    found: Array = np.bincount(cells, np.clip(np.minimum(when, starts - 1) - low, 0, None), size).astype(np.float64)
    return found
