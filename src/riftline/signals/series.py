"""Daily series out of a panel, and their sums over windows of days and over a fading past. The last axis is always days."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from riftline.ontology import QUAD_OF, SYMMETRIC
from riftline.relations.panel import COOPERATION, FRICTION, TYPES, Panel

Array = NDArray[np.float32]

MATERIAL = tuple(position for position in FRICTION if QUAD_OF[TYPES[position]] == "material conflict")
TOGETHER = tuple(position for position, kind in enumerate(TYPES) if kind in SYMMETRIC)
"""Where types stand whose sides may stand in either order."""


def of_types(panel: Panel, dyads: NDArray[np.int64], types: Sequence[int]) -> Array:
    """[dyads, 2, days]: how many acts of these types (positions in `TYPES`) each side did to the other on each day."""
    return np.asarray(panel.counts[dyads][..., list(types)].sum(axis=-1), dtype=np.float32)


def split(panel: Panel, dyads: NDArray[np.int64]) -> tuple[Array, Array]:
    """Friction and cooperation, [dyads, 2, days] each, damped together: n acts of a direction and day count 1 + ln n, shared out as they were."""
    friction, coop = of_types(panel, dyads, FRICTION), of_types(panel, dyads, COOPERATION)
    total = friction + coop
    weight = damped(total) / np.maximum(total, 1)
    return friction * weight, coop * weight


def damped(counts: Array) -> Array:
    """1 + ln n for each n of 1 or more, 0 for 0: ten tellings of one quarrel are not ten quarrels."""
    return np.where(counts > 0, 1 + np.log(np.maximum(counts, 1)), 0).astype(np.float32)


def within(values: Array, days: int) -> Array:
    """The sum over the `days` days that end on each day."""
    total = np.cumsum(values, axis=-1, dtype=np.float64)
    before = np.zeros_like(total)
    before[..., days:] = total[..., :-days]
    return (total - before).astype(np.float32)


def past(values: Array, days: int, half_life: float) -> Array:
    """The sum over all that lies before the window of `days` days ending on each day, halved every `half_life` days."""
    keep = 0.5 ** (1 / half_life)
    faded = np.zeros(values.shape, dtype=np.float32)
    total = np.zeros(values.shape[:-1], dtype=np.float64)
    for day in range(days, values.shape[-1]):
        total = total * keep + values[..., day - days]
        faded[..., day] = total
    return faded
