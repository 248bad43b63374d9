"""What speaks for an act and against it, at a day, as numbers: how far the acts of late exceed what the rates expect.

Every feature but the first is a logarithm of a ratio, 0 where there is nothing out of the ordinary: (A + n) / (A + expected), n being the
acts that were seen. So a pair of which little is known has features near 0, and its forecast stays near its rate.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riftline.forecast.climatology import climatology
from riftline.forecast.outlook_rates import HALF_LIFE, Counts, Rates, Shapes, counts, rates, summed
from riftline.forecast.outlook_stream import COLUMNS, OUTCOMES, QUADS, Stream

Array = NDArray[np.float64]

A = 0.5
"""Acts that are added to what was seen and to what was expected: a ratio of few acts says little."""

BUSIEST = 0.95
"""Largest rate that is reckoned with, in days with acts a day."""

CERTAIN = 7.0
"""Expected acts, and about the log-odds, from which more says no more: 99.9 % is the most that a few dozen windows can tell."""

SHORT, MIDDLE = 3.0, 14.0
"""Half-lives in days of what is new, beside that of the rates."""

_QUAD = [OUTCOMES.index(quad) for quad in QUADS]

NAMES: tuple[str, ...] = (
    "rate", "base rate", "own 3 d", "own 14 d", "own ever", "recency", "level", "share of source", "share of target",
    "reverse level", "reverse 14 d", *(f"pair {quad}" for quad in QUADS), *(f"reverse {quad}" for quad in QUADS),
    "pair volume 3 d", "pair volume 14 d", "source volume", "target volume", "source so 14 d", "target so 14 d",
)  # fmt: skip
"""The features. The first is the log-odds of at least one act at the gamma-Poisson rate; its weight is 1 where nothing else is known."""

Cells = tuple[NDArray[np.intp], NDArray[np.intp]]
"""Ordered pairs and outcomes, as two arrays of indices of one length."""


@dataclass(frozen=True)
class State:
    """All that a day's outlook is computed from."""

    day: int
    seen: NDArray[np.bool_]
    """[pairs] whether anything of the two was known by then."""
    rates: Rates
    slow: Counts
    short: Counts
    middle: Counts
    ever: Counts
    since: Array
    """[pairs, outcomes] days since the last such act; NaN where there was none."""


def state(stream: Stream, day: int, shapes: Shapes) -> State:
    """What is known at the end of a day."""
    seen = stream.begun <= day
    slow = counts(stream, day, HALF_LIFE)
    part = stream.until(day)
    last = np.full((stream.pairs, COLUMNS), -1.0)
    last[stream.pair[part], stream.column[part]] = stream.day[part]  # in the order of days: the last one stays
    since = np.where(last >= 0, day - last, np.nan)[:, :-1]
    return State(day, seen, rates(stream, slow, seen, shapes), slow, counts(stream, day, SHORT), counts(stream, day, MIDDLE), counts(stream, day, None), since)


def excess(acts: Array, expected: Array) -> Array:
    """How far what was seen exceeds what was expected, as a logarithm."""
    found: Array = np.log((A + acts) / (A + expected))
    return found


def log_odds(rate: Array, shape: Array | float, days: float) -> Array:
    """Log-odds of at least one act in so many days, where the rate has a gamma distribution: P = 1 - (1 + m · days / shape)^-shape.

    `rate` is in days with acts a day; were acts to come as a Poisson process, m = -log(1 - rate) of them would come a day.
    """
    acts = -np.log1p(-np.clip(rate, 1e-12, BUSIEST))
    found: Array = np.log(np.expm1(np.minimum(shape * np.log1p(acts * days / shape), CERTAIN)))
    return found


def every(pairs: NDArray[np.intp]) -> Cells:
    """All outcomes of these pairs, pair by pair."""
    return np.repeat(pairs, len(OUTCOMES)), np.tile(np.arange(len(OUTCOMES)), len(pairs))


def base_odds(now: State, days: int, cells: Cells) -> Array:
    """The first feature of these cells: the gamma-Poisson forecast."""
    return log_odds(now.rates.outcome[cells], now.rates.shape[cells], days)


def features(stream: Stream, now: State, lengths: Collection[int], cells: Cells) -> dict[int, NDArray[np.float32]]:
    """[cells, features] for windows of each of these lengths in days. Only the first two columns depend on the length."""
    columns = np.empty((len(NAMES), len(cells[0])), dtype=np.float32)  # turned at the end: to fill columns one by one is slow
    for i, column in enumerate(_of_any_length(stream, now, cells), 2):
        columns[i] = column
    found = columns.T.copy()
    made = {}
    for days in lengths:
        rows = found if len(lengths) == 1 else found.copy()
        odds = base_odds(now, days, cells)
        rows[:, 0] = odds
        rows[:, 1] = _log_odds_of(climatology(stream, now.day, days, now.seen).base(cells)) - odds
        made[days] = rows
    return made


def _of_any_length(stream: Stream, now: State, cells: Cells) -> list[Array]:
    pair, outcome = cells
    back = (pair ^ 1, outcome)
    rate, ever = now.rates, now.ever.exposure
    out, into = stream.source[pair], stream.target[pair]
    own = rate.outcome[cells]
    waited = np.where(np.isnan(now.since[cells]), ever, now.since[cells])
    quads = excess(now.short.acts[:, _QUAD], now.short.exposure * rate.outcome[:, _QUAD])
    return [
        excess(now.short.acts[cells], now.short.exposure * own),
        excess(now.middle.acts[cells], now.middle.exposure * own),
        excess(now.ever.acts[cells], ever * own),
        np.log1p(np.minimum(1 / np.maximum(own, 1e-9), ever)) - np.log1p(waited),
        np.log(np.maximum(rate.pair[pair], 1e-9)) + 3,
        np.log(rate.source_share[out, outcome] / rate.share[outcome]),
        np.log(rate.target_share[into, outcome] / rate.share[outcome]),
        excess(now.slow.acts[back], now.slow.exposure * own),
        excess(now.middle.outcomes[back], now.middle.exposure * rate.outcome[back]),
        *quads[pair].T,
        *quads[pair ^ 1].T,
        excess(now.short.volume, now.short.exposure * rate.pair)[pair],
        excess(now.middle.volume, now.middle.exposure * rate.pair)[pair],
        *_of_actors(stream, now, out, into, outcome),
    ]


def _of_actors(stream: Stream, now: State, out: NDArray[np.int32], into: NDArray[np.int32], outcome: NDArray[np.intp]) -> list[Array]:
    """How much more than expected the source did and the target suffered of late, of anything and of this kind."""
    seen, actors = now.seen[:, None], len(stream.codes)
    of_all: list[Array] = []
    of_kind: list[Array] = []
    acts = np.column_stack([now.middle.outcomes, now.middle.volume])
    expected = np.column_stack([now.rates.outcome, now.rates.pair]) * now.middle.exposure * seen
    for side, mine in ((stream.source, out), (stream.target, into)):
        more = excess(summed(acts, side, actors), summed(expected, side, actors))
        of_all.append(more[mine, -1])
        of_kind.append(more[mine, outcome])
    return of_all + of_kind


def _log_odds_of(share: Array) -> Array:
    held = np.clip(share, 1e-6, 1 - 1e-3)
    found: Array = np.log(held / (1 - held))
    return found
