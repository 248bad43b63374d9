"""How often an ordered pair acts so, at a day: gamma-Poisson rates with the past weighted down by its age, each shrunk towards the level above.

What is counted are days with at least one such act.

Three levels: the two together towards the mean of all twos; each direction towards half of that; each type of a direction towards the
direction's rate times the share that the type has for this source and this target. The posterior mean of a rate whose prior is a gamma
distribution of mean m and shape a, from n acts in E days, is (a + n) / (a / m + E) (Gelman et al., Bayesian Data Analysis, 2.6). The shapes
are those of greatest marginal likelihood, which is negative binomial: empirical Bayes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.outlook_stream import COLUMNS, MEMBERS, TYPES, Stream

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

HALF_LIFE = 120.0
"""Days after which an act counts half in the rate. Chosen among 30, 60, 120 and 400 on ICEWS18's first half (docs/outlook.md)."""

BLANK = 28.0
"""Days without acts that are reckoned with before the store begins: one often begins to look because something is going on."""

SHAPES = np.geomspace(0.02, 20.0, 25)
"""Shapes of the gamma priors that are tried."""

CONCENTRATION = 20.0
"""Acts that the shares of the types among all weigh in the shares of one actor."""


@dataclass(frozen=True)
class Shapes:
    """Shapes of the gamma priors of the three levels."""

    dyad: float
    direction: float
    kind: float


PRIOR = Shapes(0.3, 2.0, 1.0)
"""Where there is too little to estimate them from."""


@dataclass(frozen=True)
class Counts:
    """Weighted days with such acts, of [pairs, columns], at a day; and all days that there were, weighted alike."""

    acts: Array
    exposure: float

    @cached_property
    def outcomes(self) -> Array:
        """[pairs, outcomes]."""
        return self.acts[:, :-1]

    @cached_property
    def volume(self) -> Array:
        """[pairs]: days times types, acts without a type as one more."""
        found: Array = self.acts[:, :TYPES].sum(axis=1) + self.acts[:, -1]
        return found


@dataclass(frozen=True)
class Rates:
    """Days with such acts, a day, that are expected of each ordered pair."""

    outcome: Array
    """[pairs, outcomes]: mean of the posterior."""
    shape: Array
    """[pairs, outcomes]: its shape. The more is known of the pair, the larger."""
    pair: Array
    """[pairs]: of any type, days times types."""
    source_share: Array
    """[actors, outcomes]: of what the actor does."""
    target_share: Array
    """[actors, outcomes]: of what is done to it."""
    share: Array
    """[outcomes]: of all."""


def counts(stream: Stream, day: int, half_life: float | None) -> Counts:
    """What was known by the end of the day, each day weighing 2^(-age / half-life); without one, all alike."""
    part = stream.until(day)
    weights = None if half_life is None else (0.5 ** ((day - np.arange(day + 1)) / half_life))[stream.day[part]]
    acts = np.bincount(stream.cell[part], weights, stream.pairs * COLUMNS).reshape(stream.pairs, COLUMNS)
    blank = 0.0 if half_life is None else BLANK * 0.5 ** ((day + 1) / half_life)
    return Counts(acts.astype(np.float64), exposure(day + 1, half_life) + blank)


def exposure(days: int, half_life: float | None) -> float:
    """The sum of the weights of so many days."""
    if half_life is None:
        return float(days)
    ratio = 0.5 ** (1 / half_life)
    return float((1 - ratio**days) / (1 - ratio))


def shrunk(acts: Array, days: float, mean: Array | float, shape: float) -> Array:
    """Posterior means of rates: see above."""
    found: Array = (shape + acts) / (shape / np.maximum(mean, 1e-12) + days)
    return found


def rates(stream: Stream, known: Counts, seen: NDArray[np.bool_], shapes: Shapes) -> Rates:
    """The rates of all pairs; those not `seen` yet have the rate of the unseen and mean nothing."""
    pair, prior, (share, source, target) = _levels(stream, known, seen, shapes)
    return Rates(shrunk(known.outcomes, known.exposure, prior, shapes.kind), shapes.kind + known.outcomes, pair, source, target, share)


def _levels(stream: Stream, known: Counts, seen: NDArray[np.bool_], shapes: Shapes) -> tuple[Array, Array, tuple[Array, Array, Array]]:
    """Each pair's rate, what is expected of each of its outcomes before its own acts of the kind are looked at, and the shares."""
    days = known.exposure
    dyad = known.volume[0::2] + known.volume[1::2]
    level = float(dyad[seen[0::2]].mean()) / days if seen.any() else 0.0
    half = np.repeat(shrunk(dyad, days, level, shapes.dyad), 2) / 2
    pair = shrunk(known.volume, days, half, shapes.direction)
    all_of_them = shares(stream, known)
    share, source, target = all_of_them
    mixed = source[stream.source] * target[stream.target] / share
    mixed *= (mixed[:, :TYPES].sum(axis=1) + mixed[:, -1])[:, None] ** -1.0
    return pair, pair[:, None] * mixed[:, :-1], all_of_them


def shares(stream: Stream, known: Counts) -> tuple[Array, Array, Array]:
    """The shares of the columns in the volume: of all [columns], of what each actor does and of what is done to it [actors, columns]."""
    of_types = np.concatenate([np.eye(TYPES), MEMBERS[:, TYPES:]], axis=1) * 0.5
    share = known.acts.sum(axis=0) + np.append(of_types.sum(axis=0), 0.5)
    share /= share[:TYPES].sum() + share[-1]

    def of(side: NDArray[np.int32]) -> Array:
        acts, volume = summed(known.acts, side, len(stream.codes)), summed(known.volume[:, None], side, len(stream.codes))
        found: Array = (CONCENTRATION * share + acts) / (CONCENTRATION + volume)
        return found

    return share, of(stream.source), of(stream.target)


def summed(values: Array, side: NDArray[np.int32], actors: int) -> Array:
    """Sums of [pairs, n] by an actor of the pair: [actors, n]."""
    columns = values.shape[1]
    place = side.astype(np.int64)[:, None] * columns + np.arange(columns)
    found = np.bincount(place.ravel(), values.ravel(), actors * columns).astype(np.float64, copy=False)
    return found.reshape(actors, columns)


def estimated(stream: Stream, known: Counts, seen: NDArray[np.bool_]) -> Shapes:
    """The shapes of greatest marginal likelihood; PRIOR's where fewer than 30 pairs have been seen."""
    if seen.sum() < 60:
        return PRIOR
    days = known.exposure
    dyad = (known.volume[0::2] + known.volume[1::2])[seen[0::2]]
    first = _likeliest(dyad, np.full(len(dyad), dyad.mean()))
    half = np.repeat(shrunk(dyad, days, float(dyad.mean()) / days, first), 2) / 2
    second = _likeliest(known.volume[seen], half * days)
    _, prior, _ = _levels(stream, known, seen, Shapes(first, second, 1.0))
    third = _likeliest(known.outcomes[seen, :TYPES].ravel(), (prior[seen, :TYPES] * days).ravel())
    return Shapes(first, second, third)


def _likeliest(acts: Array, expected: Array) -> float:
    """The shape under which counts with these expectations are likeliest (negative binomial, up to what does not depend on the shape)."""
    expected = np.maximum(expected, 1e-12)
    some = acts > 0

    def likelihood(shape: float) -> float:
        nothing = -shape * np.log1p(expected / shape)
        more = _log_gamma(shape + acts[some]) - _log_gamma(np.array(shape)) - acts[some] * np.log(shape + expected[some])
        return float(nothing.sum() + more.sum())

    return float(max(SHAPES, key=likelihood))


def _log_gamma(x: Array) -> Array:
    """log Γ(x) for x > 0, by Stirling's series at x + 6 (an error below 1e-9)."""
    z = x + 6
    series = (z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + 1 / (12 * z) - 1 / (360 * z**3) + 1 / (1260 * z**5)
    found: Array = series - np.log(x * (x + 1) * (x + 2) * (x + 3) * (x + 4) * (x + 5))
    return found
