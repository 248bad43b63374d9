"""What a store's own past teaches of the signs of new violence, week by week.

A logistic regression whose prior is normal around the judged weights (`data/signals/onset.tsv`). Each week is asked in hindsight, once its four weeks
are over, and the posterior (Laplace's approximation) is the next week's prior: so the weights of a day are made from outcomes that were known by
then, and what is new is learnt in time proportional to it. A small store keeps the judged weights, a large one says more for itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riftline.signals.onset import AHEAD, OUTBREAK, QUIET, WEIGHTS, Subjects
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

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Learnt:
    """The weights of each day."""

    weights: Numbers
    """[days, 1 + signs]: a constant in front."""
    onsets: NDArray[np.int64]
    """[days]: how many of the past weeks' dyads were followed by an outbreak, of those learnt from by the day."""


def learnt(subjects: Subjects) -> Learnt:
    """The weights after each day, from outcomes known by its end."""
    days = subjects.acts.shape[1]
    mean = np.concatenate([[CONSTANT], WEIGHTS])
    precision = np.diag([LOOSE, *[FIRM] * len(WEIGHTS)])
    weights, onsets = np.tile(mean, (days, 1)), np.zeros(days, dtype=np.int64)
    for asked in range(QUIET, days - AHEAD, STEP):
        at = subjects.open[:, asked]
        force = subjects.force[at, asked + 1 : asked + 1 + AHEAD].sum(axis=1)
        signs = subjects.signs[:, at, asked].T
        mean, precision = updated(mean, precision, signs, force >= OUTBREAK)
        weights[asked + AHEAD :] = mean
        onsets[asked + AHEAD :] += int((force >= OUTBREAK).sum())
    return Learnt(weights, onsets)


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
