"""Two allies and a third: the one cooperates with the other's rival, or the other uses force against the one's partner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from riftline.relations.panel import COOPERATION, Panel
from riftline.signals.series import MATERIAL, Array, damped, of_types, past, split, within
from riftline.signals.tails import surprise_of_count
from riftline.signals.ties import Ties, in_force

WINDOW = 28
HALF_LIFE = 365.0
YEAR = 365
SELDOM = (0.5, 0.01)
"""Prior of acts with a third: half an act at so large a share of all acts of the store (one in 100)."""
LEAST = 2
"""Acts in the window below which nothing is said."""
MOST = 1.5
"""Bans that the cooperation, or the force, counts for at most."""
OWN = 40.0
"""Acts that the past of two is worth at most."""


@dataclass(frozen=True, slots=True)
class Third:
    """What the friend and the aggrieved did with the aggrieved one's rival, in bans on each day."""

    aggrieved: str
    friend: str
    rival: str
    cooperation: Array
    """Of the friend with the rival, in either direction, where the two are bound or did more together than against each other in a year."""
    force: Array
    """Of the aggrieved against the rival."""

    @property
    def bans(self) -> Array:
        """Both together."""
        return self.cooperation + self.force


class Thirds:
    """Looks up what allies did with third parties."""

    def __init__(self, panel: Panel, ties: Ties) -> None:
        self._panel, self._ties = panel, ties
        self._where = {dyad: row for row, dyad in enumerate(panel.dyads)}
        volume = panel.counts.sum(axis=(0, 1, 3), dtype=np.float64)
        # All acts of the store are the exposure, so that a week of much news is no surprise by itself.
        self._now = np.maximum(within(volume, WINDOW), 1)
        self._before = past(volume, WINDOW, HALF_LIFE)
        self._known: dict[tuple[str, str, bool], Array] = {}

    def of(self, one: str, other: str) -> Iterator[Third]:
        """All thirds that say something of the two at any time."""
        for aggrieved, friend in ((one, other), (other, one)):
            for rival in self._ties.rivals(aggrieved):
                if rival == friend or (aggrieved, rival) == (friend, rival) or self._ties.rivalries(friend, rival):
                    continue
                odds = in_force(self._ties.rivalries(aggrieved, rival), self._panel.first, self._panel.days)
                works = in_force(self._ties.between(friend, rival), self._panel.first, self._panel.days) | self._friendly(friend, rival)
                shared = self._bans(friend, rival, COOPERATION, both=True) * odds * works
                fought = self._bans(aggrieved, rival, MATERIAL, both=False) * odds * works
                if np.any(shared > 0) or np.any(fought > 0):
                    yield Third(aggrieved, friend, rival, shared, fought)

    def _friendly(self, one: str, other: str) -> NDArray[np.bool_]:
        """[days]: whether the two did more together than against each other in the year that ends on each day."""
        row = self._where.get((min(one, other), max(one, other)))
        if row is None:
            return np.zeros(self._panel.days, dtype=bool)
        friction, coop = split(self._panel, np.array([row]))
        return np.asarray(within(coop.sum(axis=(0, 1)), YEAR) > within(friction.sum(axis=(0, 1)), YEAR))

    def _bans(self, who: str, whom: str, types: Sequence[int], both: bool) -> Array:
        key = (min(who, whom), max(who, whom), both) if both else (who, whom, both)
        if key not in self._known:
            self._known[key] = self._worked_out(who, whom, types, both)
        return self._known[key]

    def _worked_out(self, who: str, whom: str, types: Sequence[int], both: bool) -> Array:
        row = self._where.get((who, whom) if who < whom else (whom, who))
        if row is None:
            return np.zeros(self._panel.days, dtype=np.float32)
        acts = of_types(self._panel, np.array([row]), types)[0]
        counted = damped(acts.sum(axis=0) if both else acts[0 if who < whom else 1])
        seen = np.round(within(counted, WINDOW))
        bans = surprise_among(seen, past(counted, WINDOW, HALF_LIFE), self._now, self._before)
        return np.where(seen >= LEAST, np.minimum(bans, MOST), 0).astype(np.float32)


def surprise_among(seen: ArrayLike, before: ArrayLike, all_now: ArrayLike, all_before: ArrayLike) -> NDArray[np.float64]:
    """Bans by which so many acts are more than the share of all acts of the store that they had before: the tail of a gamma-Poisson whose exposure is
    all acts, so that a week of much news is no surprise by itself. The past is worth at most `OWN` acts."""
    shape, share = SELDOM
    own = np.asarray(before, dtype=np.float64)
    cap = np.minimum(1, OWN / np.maximum(own, 1e-6))
    return surprise_of_count(seen, shape + own * cap, shape / share + np.asarray(all_before, dtype=np.float64) * cap, all_now)


def strongest(thirds: list[Third], days: int) -> tuple[Array, NDArray[np.int64]]:
    """The largest of the thirds on each day, less log10 of how many were looked at, and which it is (-1: none)."""
    if not thirds:
        return np.zeros(days, dtype=np.float32), np.full(days, -1)
    bans = np.stack([third.bans for third in thirds])
    value = np.maximum(bans.max(axis=0) - np.log10(len(thirds)), 0).astype(np.float32)
    return value, np.where(value > 0, bans.argmax(axis=0), -1)
