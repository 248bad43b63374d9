"""What a store's own past teaches of the signs of new violence, week by week.

A logistic regression whose prior is normal around the judged weights (`data/signals/onset.tsv`). Each week is asked in hindsight, once its four weeks
are over, and the posterior (Laplace's approximation) is the next week's prior: so the weights of a day are made from outcomes that were known by
then, and what is new is learnt in time proportional to it. A small store keeps the judged weights, a large one says more for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from riftline.signals.onset import AHEAD, OUTBREAK, QUIET, WEIGHTS, Subjects
from riftline.signals.stretch import Numbers
from riftline.signals.tails import logistic

CONSTANT = -6.5
"""Log-odds of an outbreak where no sign is seen."""
FIRM = 40.0
"""Precision of a judged weight: a standard deviation of 0.16."""
LOOSE = 1.0
"""That of the constant, which depends on how much of what happens the store is told."""
STEP = 7
SHARE = STEP / AHEAD
"""What each week counts: neighbouring weeks ask for three quarters of the same days."""
STEPS, NEAR = 30, 1e-4


@dataclass(frozen=True, slots=True)
class Learnt:
    """The weights of each day of a stretch."""

    weights: Numbers
    """[days, 1 + signs]: a constant in front."""
    onsets: NDArray[np.int64]
    """[days]: how many of the past weeks' dyads were followed by an outbreak, of those learnt from by the day."""


class _Asked(NamedTuple):
    """A week whose outcome is not known yet."""

    day: int
    subjects: NDArray[np.int64]
    signs: NDArray[np.float32]
    """[subjects, signs]."""


class _Known(NamedTuple):
    """What is handed on."""

    mean: Numbers
    precision: Numbers
    onsets: int
    asked: tuple[_Asked, ...]


def learnt(subjects: Subjects) -> Learnt:
    """The weights after each day, from outcomes known by its end."""
    stretch = subjects.stretch
    mean = np.concatenate([[CONSTANT], WEIGHTS])
    known = stretch.before.get("learnt", _Known(mean, np.diag([LOOSE, *[FIRM] * len(WEIGHTS)]), 0, ()))
    weights, onsets = np.empty((stretch.days, len(mean))), np.empty(stretch.days, dtype=np.int64)
    for day in range(stretch.start, stretch.end):
        if day in stretch.stops:
            stretch.note("learnt", day, known)
        if known.asked and known.asked[0].day + AHEAD == day:
            known = _taught(subjects, known)
        weights[day - stretch.start], onsets[day - stretch.start] = known.mean, known.onsets
        if day >= QUIET and (day - QUIET) % STEP == 0:
            at = np.flatnonzero(subjects.open[:, day - stretch.start])
            known = known._replace(asked=(*known.asked, _Asked(day, at, subjects.signs[:, at, day - stretch.start].T.copy())))
    if stretch.end in stretch.stops:
        stretch.note("learnt", stretch.end, known)
    return Learnt(weights, onsets)


def _taught(subjects: Subjects, known: _Known) -> _Known:
    """With what came of the first week that was asked of."""
    first = known.asked[0]
    did = subjects.force.between(first.day + 1, first.day + 1 + AHEAD).sum(axis=1)[first.subjects] >= OUTBREAK
    mean, precision = updated(known.mean, known.precision, first.signs, did)
    return _Known(mean, precision, known.onsets + int(did.sum()), known.asked[1:])


def updated(mean: Numbers, precision: Numbers, signs: NDArray[np.floating], did: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Mean and precision of the posterior after rows of signs [rows, signs], each followed by an outbreak or not: Newton's steps, halved until they help."""
    rows = np.column_stack([np.ones(len(signs)), signs])
    here, loss = mean, _loss(mean, mean, precision, rows, did)
    curve = precision
    for _ in range(STEPS):
        likely = logistic(rows @ here)
        slope = SHARE * rows.T @ (likely - did) + precision @ (here - mean)
        curve = SHARE * (rows * (likely * (1 - likely))[:, None]).T @ rows + precision
        step = np.linalg.solve(curve, slope)
        while (there := _loss(here - step, mean, precision, rows, did)) > loss and np.abs(step).max() > NEAR:
            step = step / 2
        here, loss = here - step, there
        if np.abs(step).max() < NEAR:
            break
    return here, curve


def _loss(here: Numbers, mean: Numbers, precision: Numbers, rows: Numbers, did: NDArray[np.bool_]) -> float:
    odds = rows @ here
    return float(SHARE * (np.logaddexp(0, odds) - did * odds).sum() + (here - mean) @ precision @ (here - mean) / 2)
