"""How much each feature says, learnt from the store's own past: a logistic regression that begins at the gamma-Poisson forecast.

Its prior is normal, around 1 for the log-odds at the gamma-Poisson rate and 0 for all else. So with little to learn from the forecast is the
gamma-Poisson one, and the more days the store has, the more it says for itself. One regression over all outcomes; then one for each outcome
whose prior is around the common one (partial pooling). Before that is believed, the same is learnt from the older days only, and as much of it is
taken as foretells the latest best; where it does not help, or there is too little to see whether it does, the forecast is the plain one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.outlook_features import NAMES, base_odds, every, features, state
from riftline.forecast.outlook_rates import HALF_LIFE, PRIOR, Shapes, counts, estimated
from riftline.forecast.outlook_stream import COLUMNS, OUTCOMES, Stream
from riftline.signals.tails import logistic

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

STEP = 7
"""Days between two days that are learnt from."""
MOST_DAYS = 20
"""Days that are learnt from at most: the latest."""
RUN_IN = 28
"""Days of the store before the first day that is learnt from."""
FEW = 0.1
"""Rows less probable than this over the longest window are learnt from by one in TEN, which then counts for all."""
TEN = 20
ENOUGH = 60_000
"""Rows that the common weights are learnt from at most, drawn among all."""
COMMON, OWN = 20.0, 60.0
"""Precision of the prior: of the common weights around the gamma-Poisson forecast, and of an outcome's around the common ones."""
HELD = 4
"""One in so many of the days, the latest, is held out to see whether what was learnt from the older helps."""
LEAST = 50
"""Acts that there have to be among the older days, and among the later, for anything to be learnt."""
MANY = 1000
"""Acts from which a store that is too short for the older and the later days to stand apart is learnt from all the same."""
PARTS = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much of what was learnt is taken, from the plain forecast to all: as much as foretold the later days best."""
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


def probabilities(model: Model, rows: NDArray[np.float32], outcome: NDArray[np.intp]) -> Array:
    """Of each row of features, the probability of at least one such act in the window."""
    return logistic(_scores(rows, outcome, model.weights[:, 1:]) + model.weights[outcome, 0])


def happened(stream: Stream, day: int, days: int) -> NDArray[np.bool_]:
    """[pairs, outcomes]: whether there was such an act in the `days` after a day."""
    part = stream.between(day, day + days)
    acts = np.zeros((stream.pairs, COLUMNS), dtype=np.bool_)
    acts[stream.pair[part], stream.column[part]] = True
    return acts[:, :-1]


@dataclass(frozen=True)
class Lesson:
    """What is learnt from on a day, for windows of one length."""

    rows: NDArray[np.float32]
    """Features with a constant in front; all is in the order of outcomes."""
    outcome: NDArray[np.intp]
    did: Array
    """1 where there was such an act."""
    weight: Array


Lessons = dict[tuple[int, int], Lesson]
"""By day and length of the window."""


def fitted(stream: Stream, day: int, lengths: Collection[int], lessons: Lessons | None = None) -> dict[int, Model]:
    """The weights for windows of each length, from what was known by the end of `day`: windows that reach beyond it are not learnt from.

    `lessons` keeps those of the days that are learnt from, for a later day.
    """
    lessons = {} if lessons is None else lessons
    shapes = estimated(stream, counts(stream, day, HALF_LIFE), stream.begun <= day)
    on = {days: list(range(day - days - (day - days) % STEP, RUN_IN - 1, -STEP))[:MOST_DAYS] for days in lengths}
    for at in sorted({at for each in on.values() for at in each}):
        missing = [days for days in lengths if at in on[days] and (at, days) not in lessons]
        if missing:
            lessons |= _lessons(stream, at, missing, max(lengths), shapes)
    for key in [key for key in lessons if key[0] < min((each[-1] for each in on.values() if each), default=0)]:
        del lessons[key]
    return {days: _learnt(days, [lessons[at, days] for at in on[days]], shapes) for days in lengths}


def _lessons(stream: Stream, day: int, lengths: Collection[int], longest: int, shapes: Shapes) -> Lessons:
    """The lessons of a day. Which rows are drawn depends on the day alone."""
    now = state(stream, day, shapes)
    cells = every(np.nonzero(now.seen)[0])
    likely = base_odds(now, longest, cells) > np.log(FEW / (1 - FEW))
    kept = likely | (np.random.default_rng((SEED, day)).random(len(likely)) < 1 / TEN)
    order = np.nonzero(kept)[0]
    order = order[np.argsort(cells[1][order].astype(np.uint8), kind="stable")]
    cells = cells[0][order], cells[1][order]
    weight = np.where(likely[order], 1.0, TEN)
    ones = np.ones((len(weight), 1), dtype=np.float32)
    made = {}
    for days, rows in features(stream, now, lengths, cells).items():
        did = happened(stream, day, days)[cells].astype(np.float64)
        # Overlapping windows tell the same acts again.
        made[day, days] = Lesson(np.concatenate([ones, rows], axis=1), cells[1], did, weight * min(1.0, STEP / days))
    return made


def _learnt(days: int, lessons: Sequence[Lesson], shapes: Shapes) -> Model:
    """The weights from lessons, of which the latest stand first, as far as the older of them would have helped with the later."""
    later = -(-len(lessons) // HELD)
    gap = -(-days // STEP) - 1  # windows of lessons nearer than this reach into the later ones
    acts = int(sum(lesson.did.sum() for lesson in lessons))
    if len(lessons) < 2 * (later + gap) and acts >= MANY:
        gap = 0
    older = lessons[later + gap :]
    if min(sum(lesson.did.sum() for lesson in part) for part in (older, lessons[:later])) < LEAST:
        return plain(days, shapes)
    weights = _weights(older)
    held = _joined(lessons[:later])
    start, learnt = (_scores(held.rows, held.outcome, each) for each in (np.tile(_start(), (len(OUTCOMES), 1)), weights))
    part = min(PARTS, key=lambda part: _surprise((1 - part) * start + part * learnt, held.did, held.weight))
    if part == 0:
        return plain(days, shapes)
    return Model(days, (1 - part) * _start() + part * _weights(lessons), shapes, len(lessons), acts)


def _joined(lessons: Sequence[Lesson]) -> Lesson:
    """All their rows as one lesson."""
    ends = [np.searchsorted(each.outcome, np.arange(len(OUTCOMES) + 1)) for each in lessons]
    parts = [(each, slice(end[i], end[i + 1])) for i in range(len(OUTCOMES)) for each, end in zip(lessons, ends, strict=True)]
    return Lesson(*(np.concatenate([getattr(each, name)[part] for each, part in parts]) for name in ("rows", "outcome", "did", "weight")))


def _weights(lessons: Sequence[Lesson]) -> Array:
    """[outcomes, 1 + features]: one regression over all outcomes, then one for each outcome around it."""
    joined = _joined(lessons)
    rows, did, weight = joined.rows, joined.did, joined.weight
    share = min(1.0, ENOUGH / len(rows))
    drawn = np.random.default_rng(SEED).random(len(rows)) < share if share < 1 else np.ones(len(rows), dtype=np.bool_)
    common = _newton(rows[drawn], did[drawn], weight[drawn] / share, _start(), COMMON)
    weights = np.empty((len(OUTCOMES), rows.shape[1]))
    ends = np.searchsorted(joined.outcome, np.arange(len(OUTCOMES) + 1))
    for i in range(len(OUTCOMES)):
        mine = slice(ends[i], ends[i + 1])
        weights[i] = _newton(rows[mine], did[mine], weight[mine], common, OWN)
    return weights


def _scores(rows: NDArray[np.float32], outcome: NDArray[np.intp], weights: Array) -> Array:
    found: Array = np.einsum("ij,ij->i", rows, weights.astype(np.float32)[outcome]).astype(np.float64)
    return found


def _surprise(scores: Array, did: Array, weight: Array) -> float:
    """The log score of these log-odds."""
    both = np.maximum(scores, 0.0) + np.log1p(np.exp(-np.abs(scores)))  # log(1 + e^x); np.logaddexp takes nine times as long
    return float((weight * (both - did * scores)).sum())


def _newton(rows: NDArray[np.float32], did: Array, weight: Array, mean: Array, precision: float) -> Array:
    """The weights of greatest posterior density, by Newton's method with halved steps."""
    at = mean.copy()
    value, scores = _loss(rows, did, weight, at, mean, precision)
    for _ in range(STEPS):
        p = logistic(scores)
        slope = rows.T @ (weight * (p - did)).astype(rows.dtype) + precision * (at - mean)
        bend = (rows * (weight * p * (1 - p)).astype(rows.dtype)[:, None]).T @ rows
        step = np.linalg.solve(bend.astype(np.float64) + precision * np.eye(len(at)), slope)
        size = 1.0
        while (new := _loss(rows, did, weight, at - size * step, mean, precision))[0] > value and size > 1e-3:
            size /= 2
        if new[0] >= value - 1e-6 * abs(value):
            return at - size * step if new[0] < value else at
        at, (value, scores) = at - size * step, new
    return at


def _loss(rows: NDArray[np.float32], did: Array, weight: Array, at: Array, mean: Array, precision: float) -> tuple[float, Array]:
    """What Newton's method makes small, and the log-odds that it comes from."""
    scores = (rows @ at.astype(rows.dtype)).astype(np.float64)
    return _surprise(scores, did, weight) + float(precision / 2 * ((at - mean) ** 2).sum()), scores
