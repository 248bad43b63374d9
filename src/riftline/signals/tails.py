"""Tail probabilities of counts that are surer of themselves the more was seen: beta-binomial for shares, gamma-Poisson for numbers; and log-odds back
to probabilities."""

from __future__ import annotations

from collections.abc import Callable
from math import erfc, log10, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

_SHIFT = 8
"""Stirling's series is used from here on; below, the argument is brought up by the recurrence of the gamma function."""
_NEGLIGIBLE = 1e-9
"""A further term of a tail that is so small a share of the sum so far ends it."""


def logistic(odds: ArrayLike) -> Array:
    """The probability at log-odds: 1 / (1 + e^-x), for x between -40 and 40; beyond them it is as at them."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -40, 40))), dtype=np.float64)


def log_gamma(x: ArrayLike) -> Array:
    """The natural logarithm of the gamma function of positive numbers, to some 1e-10 (Stirling's series; Abramowitz and Stegun 6.1.41)."""
    value = np.asarray(x, dtype=np.float64)
    low = np.zeros_like(value)
    for step in range(_SHIFT):
        low += np.log(value + step)
    z = value + _SHIFT
    series = 1 / (12 * z) - 1 / (360 * z**3) + 1 / (1260 * z**5)
    return np.asarray((z - 0.5) * np.log(z) - z + 0.5 * np.log(2 * np.pi) + series - low)


def surprise_of_share(k: ArrayLike, n: ArrayLike, a: ArrayLike, b: ArrayLike) -> Array:
    """−log10 P(K ≥ k) for K beta-binomial of `n` trials with prior counts `a` and `b`: how unlikely so large a share is, 2 being one in a hundred.

    0 where k is not above what is expected, n·a/(a+b). All arguments are broadcast; k and n are whole numbers, a and b above 0.
    """
    k, n, a, b = (np.array(each, dtype=np.float64) for each in np.broadcast_arrays(k, n, a, b))
    found = np.zeros(k.shape)
    above = (n > 0) & (k * (a + b) > n * a)
    k, n, a, b = k[above], n[above], a[above], b[above]
    first = (
        log_gamma(n + 1) - log_gamma(k + 1) - log_gamma(n - k + 1)
        + log_gamma(k + a) + log_gamma(n - k + b) - log_gamma(n + a + b)
        - log_gamma(a) - log_gamma(b) + log_gamma(a + b)
    )  # fmt: skip

    def ratio(j: Array, at: NDArray[np.int64]) -> Array:
        left = n[at] - j
        return np.where(left > 0, left * (j + a[at]) / ((j + 1) * np.maximum(left - 1 + b[at], 1e-12)), 0.0)

    found[above] = -(first + np.log(_geometric(k, ratio))) / np.log(10)
    return np.maximum(found, 0.0)


def surprise_of_count(k: ArrayLike, shape: ArrayLike, rate: ArrayLike, exposure: ArrayLike) -> Array:
    """−log10 P(K ≥ k) for K Poisson over `exposure`, its rate a gamma of `shape` and `rate`: how unlikely so large a number is.

    0 where k is not above what is expected, exposure·shape/rate. All arguments are broadcast; k is a whole number, the others above 0.
    """
    k, shape, rate, exposure = (np.array(each, dtype=np.float64) for each in np.broadcast_arrays(k, shape, rate, exposure))
    found = np.zeros(k.shape)
    above = k * rate > exposure * shape
    k, shape, odds = k[above], shape[above], rate[above] / (rate[above] + exposure[above])
    first = log_gamma(k + shape) - log_gamma(k + 1) - log_gamma(shape) + shape * np.log(odds) + k * np.log1p(-odds)
    found[above] = -(first + np.log(_geometric(k, lambda j, at: (j + shape[at]) / (j + 1) * (1 - odds[at])))) / np.log(10)
    return np.maximum(found, 0.0)


def _geometric(k: Array, ratio: Callable[[Array, NDArray[np.int64]], Array]) -> Array:
    """1 + r(k) + r(k)·r(k+1) + …, the sum of a tail over its first term, `ratio` giving each term over the one before, of those at some places. Each sum
    ends by itself, so that it does not depend on which others are asked for with it."""
    total = np.ones_like(k)
    at, term, j = np.arange(k.size), np.ones_like(k), k.copy()
    while at.size:
        term = term * ratio(j, at)
        total[at] += term
        left = term > _NEGLIGIBLE * total[at]
        at, term, j = at[left], term[left], j[left] + 1
    return total


_GRID = np.linspace(0, 37, 3701)
_NORMAL = np.array([-log10(erfc(z / sqrt(2)) / 2) for z in _GRID])


def surprise_of_z(z: ArrayLike) -> Array:
    """−log10 P(Z ≥ z) of the standard normal distribution (to 37); 0 where z is not above 0."""
    value = np.asarray(z, dtype=np.float64)
    return np.where(value > 0, np.interp(value, _GRID, _NORMAL), 0.0)
