"""How much each feature says, learnt from the store's own past: a logistic regression that begins at the gamma-Poisson forecast.

Its prior is normal, around 1 for the log-odds at the gamma-Poisson rate and 0 for all else. So with little to learn from the forecast is the
gamma-Poisson one, and the more days the store has, the more it says for itself. One regression over all outcomes; then one for each outcome
whose prior is around the common one (partial pooling).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.outlook_features import NAMES, Cells, State, base_odds, every, features, state
from riftline.forecast.outlook_rates import HALF_LIFE, PRIOR, Shapes, counts, estimated
from riftline.forecast.outlook_stream import COLUMNS, OUTCOMES, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

STEP = 7
"""Days between two days that are learnt from."""
MOST_DAYS = 20
"""Days that are learnt from at most: the latest."""
RUN_IN = 28
"""Days of the store before the first day that is learnt from."""
FEW = 0.02
"""Rows less probable than this at the gamma-Poisson rate are learnt from by one in TEN, which then counts for all."""
TEN = 10
COMMON, OWN = 20.0, 60.0
"""Precision of the prior: of the common weights around the gamma-Poisson forecast, and of an outcome's around the common ones."""
STEPS = 12
SEED = 18


@dataclass(frozen=True)
class Model:
    """Weights for windows of one length."""

    days: int
    weights: Array
    """[outcomes, 1 + features]: a constant in front."""
    shapes: Shapes
    learnt: int
    """Days that it has learnt from; 0 where it is the plain gamma-Poisson forecast."""
    acts: int
    """Rows learnt from in which there was such an act."""


def plain(days: int, shapes: Shapes = PRIOR) -> Model:
    """The gamma-Poisson forecast, with nothing learnt."""
    return Model(days, np.tile(_start(), (len(OUTCOMES), 1)), shapes, 0, 0)


def _start() -> Array:
    found = np.zeros(1 + len(NAMES))
    found[1] = 1.0
    return found


def probabilities(stream: Stream, now: State, model: Model, cells: Cells) -> Array:
    """Of each cell, the probability of at least one such act in the days after the state's."""
    found = features(stream, now, model.days, cells)
    weights = model.weights[cells[1]]
    return logistic((found * weights[:, 1:]).sum(axis=1) + weights[:, 0])


def happened(stream: Stream, day: int, days: int) -> NDArray[np.bool_]:
    """[pairs, outcomes]: whether there was such an act in the `days` after a day."""
    part = stream.between(day, day + days)
    acts = np.zeros((stream.pairs, COLUMNS), dtype=np.bool_)
    acts[stream.pair[part], stream.column[part]] = True
    return acts[:, :-1]


def fitted(stream: Stream, day: int, days: int, states: dict[int, State] | None = None) -> Model:
    """The weights for windows of `days`, from what was known by the end of `day`: windows that reach beyond it are not learnt from.

    `states` keeps what was worked out for a day, for another length of window.
    """
    on = [at for at in range(day - days, RUN_IN - 1, -STEP)][:MOST_DAYS]
    states = {} if states is None else states
    shapes = estimated(stream, counts(stream, day, HALF_LIFE), stream.begun <= day)
    if not on:
        return plain(days, shapes)
    chance = np.random.default_rng(SEED)
    drawn = [_rows(stream, states.setdefault(at, state(stream, at, shapes)), days, chance) for at in on]
    rows, outcome, did, weight = (np.concatenate(each) for each in zip(*drawn))
    weight *= min(1.0, STEP / days)  # overlapping windows tell the same acts again
    common = _newton(rows, did, weight, _start(), COMMON)
    weights = np.empty((len(OUTCOMES), rows.shape[1]))
    for i in range(len(OUTCOMES)):
        mine = outcome == i
        weights[i] = _newton(rows[mine], did[mine], weight[mine], common, OWN)
    return Model(days, weights, shapes, len(on), int(did.sum()))


def _rows(stream: Stream, now: State, days: int, chance: np.random.Generator) -> tuple[Array, Array, Array, Array]:
    """Features with a constant in front, the outcome's index, whether it happened, and the weight, of the rows that are learnt from at a day."""
    cells = every(np.nonzero(now.seen)[0])
    likely = base_odds(now, days, cells) > np.log(FEW / (1 - FEW))
    kept = likely | (chance.random(len(likely)) < 1 / TEN)
    cells = cells[0][kept], cells[1][kept]
    rows = np.concatenate([np.ones((int(kept.sum()), 1), dtype=np.float32), features(stream, now, days, cells)], axis=1)
    return rows, cells[1], happened(stream, now.day, days)[cells].astype(np.float64), np.where(likely[kept], 1.0, TEN)


def _newton(rows: Array, did: Array, weight: Array, mean: Array, precision: float) -> Array:
    """The weights of greatest posterior density, by Newton's method with halved steps."""
    at = mean.copy()
    value = _loss(rows, did, weight, at, mean, precision)
    for _ in range(STEPS):
        p = logistic((rows @ at.astype(rows.dtype)).astype(np.float64))
        slope = rows.T @ (weight * (p - did)).astype(rows.dtype) + precision * (at - mean)
        bend = (rows * (weight * p * (1 - p)).astype(rows.dtype)[:, None]).T @ rows
        step = np.linalg.solve(bend.astype(np.float64) + precision * np.eye(len(at)), slope)
        size = 1.0
        while (new := _loss(rows, did, weight, at - size * step, mean, precision)) > value and size > 1e-3:
            size /= 2
        if new >= value - 1e-6 * abs(value):
            return at - size * step if new < value else at
        at, value = at - size * step, new
    return at


def _loss(rows: Array, did: Array, weight: Array, at: Array, mean: Array, precision: float) -> float:
    scores = (rows @ at.astype(rows.dtype)).astype(np.float64)
    return float((weight * (np.logaddexp(0.0, scores) - did * scores)).sum() + precision / 2 * ((at - mean) ** 2).sum())


def logistic(scores: Array) -> Array:
    """1 / (1 + e^-x)."""
    found: Array = 1 / (1 + np.exp(-np.clip(scores, -40, 40)))
    return found
