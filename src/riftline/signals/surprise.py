"""How surprising a count is beside a dyad's own past: a negative binomial whose mean is the past's and whose spread is that of its peers.

All arrays are [dyads, days]; what stands at day t is made from days up to t only.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

SPREAD = 0.5
GROWTH = 0.65
"""A week's count has mean μ and variance μ + μ²/k, k = SPREAD · μ^GROWTH.

Maximum likelihood in bands of μ gives k ≈ ½ √μ, on ICEWS18's first half and on ICEWS05-15 alike (docs/signals-rupture.md has the table). GROWTH
is somewhat above ½: that trusts the large dyads, whose turns matter more, a little more than their peers' spread would.
"""
CONTINUITY = 0.5
"""A count is a whole number: half an event is taken off before it is compared, as usual where a smooth curve stands for steps."""
LEAST = 1e-3
"""No expected count is smaller."""


def windowed(values: NDArray[np.floating], days: int) -> Array:
    """The sum over the `days` days that end on each day (over fewer at the start)."""
    total = np.cumsum(values, axis=1, dtype=np.float64)
    total[:, days:] -= total[:, :-days].copy()
    return total


def decayed(values: NDArray[np.floating], half_life: float, lag: int) -> tuple[Array, Array]:
    """The sum of what lies at least `lag` days back, a day's weight halving every `half_life` days, and the sum of those weights [days]."""
    keep = 0.5 ** (1.0 / half_life)
    days = values.shape[1]
    sums, weights = np.zeros(values.shape), np.zeros(days)
    for day in range(lag, days):
        sums[:, day] = sums[:, day - 1] * keep + values[:, day - lag]
        weights[day] = weights[day - 1] * keep + 1.0
    return sums, weights


def evidence(count: Array, expected: Array) -> Array:
    """How many powers of ten more likely the count is at a rate that it is typical of than at the expected one; 0 where it is not above that.

    The likelihood ratio of a negative binomial of mean `count` to one of mean `expected` with the same k, the latter's (half the signed
    deviance; McCullagh and Nelder, Generalized Linear Models, 1989, 2.3), in base 10. As half the square of a normal deviate divided by
    ln 10 it is near to −log10 of the tail probability: 1 is roughly a deviate of 2.1, 3 of 3.7, 10 of 6.8.
    """
    mean = np.maximum(expected, LEAST)
    shape = np.maximum(SPREAD * mean**GROWTH, LEAST)
    seen = np.maximum(count - CONTINUITY, 0.0)
    own = np.where(seen > 0, seen * np.log(np.maximum(seen, LEAST) / mean), 0.0)
    ratio = own - (seen + shape) * np.log((seen + shape) / (mean + shape))
    return np.where(seen > mean, np.maximum(ratio, 0.0) / np.log(10.0), 0.0)
