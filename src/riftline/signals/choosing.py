"""Which scores become alarms: a threshold, or as many alarms as are asked for, and one alarm an episode."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from riftline.signals.alarm import Scores

QUIET = 28
"""Days after an alarm in which its subject raises no other."""
RISE = 0.5
"""Bans above the last alarm with which a subject raises again although its score has not fallen below the threshold since."""
BUSY = 50
"""Acts a year from which a subject counts for the rate of alarms."""
YEAR = 365.25
_STEPS = 40


def choose(
    score: Scores, busy: NDArray[np.float32], rate: float | None, least: float, first: int = 0, last: int | None = None,
) -> tuple[list[tuple[int, int]], float]:
    """The alarms as (subject, day), by day, and the threshold. `score` is [subjects, days], NaN where nothing is said.

    With a `rate` the threshold is that at which the busy subjects raise as nearly as possible `rate` alarms a year each, in the days from `first` to
    `last`; else it is `least`. It is never 0 or below: no score is no alarm. Alarms are those of all subjects in these days.
    """  # fmt: skip
    values = np.nan_to_num(score[:, : None if last is None else last + 1], nan=0.0)
    if rate is None:
        return _alarms(values, least, first), least
    counted = np.flatnonzero(busy >= BUSY)
    aim = rate * len(counted) * max(values.shape[1] - first, 0) / YEAR
    low, high = 1e-3, float(values.max(initial=0)) + 1e-3
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if len(_alarms(values[counted], middle, first)) > aim:
            low = middle
        else:
            high = middle
    return _alarms(values, high, first), high


def _alarms(values: NDArray[np.float32], threshold: float, first: int) -> list[tuple[int, int]]:
    found = []
    for subject in np.flatnonzero((values >= threshold).any(axis=1)):
        found += [(int(subject), day) for day in _episodes(values[subject], threshold) if day >= first]
    return sorted(found, key=lambda each: (each[1], each[0]))


def _episodes(series: NDArray[np.float32], threshold: float) -> list[int]:
    """The days on which a subject raises an alarm."""
    found: list[int] = []
    fell = True
    for day in _interesting(series, threshold):
        above = bool(series[day] >= threshold)
        if above and (not found or (day - found[-1] > QUIET and (fell or series[day] >= series[found[-1]] + RISE))):
            found.append(day)
            fell = False
        elif not above:
            fell = True
    return found


def _interesting(series: NDArray[np.float32], threshold: float) -> list[int]:
    """The days above the threshold, and the first after each such stretch."""
    above = series >= threshold
    wanted = above.copy()
    wanted[1:] |= above[:-1]
    return [int(day) for day in np.flatnonzero(wanted)]
