"""Alarms out of scores: one an episode, at a threshold that is given or that brings about a rate of alarms."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from riftline.records import SignalKind
from riftline.signals.stretch import Stretch
from riftline.tables import rows

BUSY = 50.0
"""Acts a year from which a subject counts where a rate of alarms is asked for."""
HIGHER = 0.5
"""So much above its last alarm's score a subject that never fell below the threshold must be to raise another."""
YEAR = 365.25
_STEPS = 40


def fixed(kind: SignalKind) -> float:
    """The score from which a kind of signal is raised where no rate is asked for: `data/signals/kinds.tsv`."""
    return float(next(row["least"] for row in rows("signals/kinds") if row["kind"] == kind))


def choose(
    score: NDArray[np.float32],
    busy: NDArray[np.float32],
    days: tuple[int, int],
    rate: float | None,
    quiet: int = 28,
    least: float = 0.0,
) -> tuple[list[tuple[int, int]], float]:
    """The alarms (subject, day) of all subjects in the days from the first to the last index of `days`, in order of days, and the threshold.

    `score` is [subjects, days], NaN where nothing is said; `busy` is acts a year of each subject. A subject raises an alarm on the first
    day at or above the threshold, then none for `quiet` days, then again if it fell below in between (NaN is below) or stands
    `HIGHER` or more above the last alarm's score. Alarms before `days` keep a subject quiet too.

    `rate` is alarms per subject and year over those with `busy` of `BUSY` or more: the threshold, found by bisection, is the one that
    comes nearest. None: it is `least`, below which no rate goes either. ValueError where the range of days is not one of the scores.
    """
    first, last = days
    if not 0 <= first <= last < max(score.shape[1], 1):
        raise ValueError(f"days {first} to {last} are not within the {score.shape[1]} days of the scores")
    if rate is None:
        return _alarms(score, least, quiet, days), float(least)
    counted = score[busy >= BUSY]
    wanted = rate * len(counted) * (last - first + 1) / YEAR
    said = counted[np.isfinite(counted)]
    if not said.size:
        return _alarms(score, least, quiet, days), float(least)
    low, high = float(least), max(float(said.max()) + 1e-3, float(least))
    nearest, threshold = wanted, high
    for _ in range(_STEPS):
        middle = (low + high) / 2
        found = len(_alarms(counted, middle, quiet, days))
        if abs(found - wanted) < nearest:
            nearest, threshold = abs(found - wanted), middle
        if found == wanted:
            break
        low, high = (middle, high) if found > wanted else (low, middle)
    return _alarms(score, threshold, quiet, days), threshold


def _alarms(score: NDArray[np.float32], threshold: float, quiet: int, days: tuple[int, int]) -> list[tuple[int, int]]:
    stretch = Stretch(date.min, 0, days[1] + 1)
    return [(subject, day) for subject, day in raised(stretch, "", score, threshold, quiet) if day >= days[0]]


def raised(stretch: Stretch, name: str, score: NDArray[np.float32], threshold: float, quiet: int = 28) -> list[tuple[int, int]]:
    """The alarms (subject, day) of a stretch at a threshold, as `choose` has them, in order of days. `name` is that of the state."""
    subjects = score.shape[0]
    last, at = stretch.state(f"{name} last", subjects, -quiet), stretch.state(f"{name} at", subjects)
    free = stretch.state(f"{name} free", subjects, 1.0).astype(bool)
    found: list[tuple[int, int]] = []
    above = score >= threshold
    for column, day in enumerate(range(stretch.start, stretch.end)):
        if day in stretch.stops:
            _note(stretch, name, day, last, at, free)
        now = above[:, column]
        free |= ~now
        new = now & (day - last >= quiet)
        new &= free | (score[:, column] >= at + HIGHER)
        if new.any():
            at[new], last[new], free[new] = score[new, column], day, False
            found.extend((int(subject), day) for subject in np.flatnonzero(new))
    if stretch.end in stretch.stops:
        _note(stretch, name, stretch.end, last, at, free)
    return found


def _note(stretch: Stretch, name: str, day: int, *states: NDArray[Any]) -> None:
    for what, each in zip(("last", "at", "free"), states, strict=True):
        stretch.note(f"{name} {what}", day, each.copy())
