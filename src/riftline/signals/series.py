"""Daily series out of a daybook, and sums over windows of days and over a fading past of arrays that are there in whole. The last axis is always days."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from riftline.signals.daybook import SHARED, Daybook, Rows
from riftline.signals.stretch import Array, Ints, Series, Stretch

YEAR = 365
"""The longest window that is asked for."""


class Run:
    """A daybook and the days of it that are worked out, with the series that several detectors ask for."""

    def __init__(self, book: Daybook, stretch: Stretch | None = None) -> None:
        """Without a stretch all days of the book."""
        self.book, self.stretch = book, stretch or Stretch(book.first, 0, book.end)
        self._series: dict[str, Series] = {}

    @cached_property
    def acts(self) -> Rows:
        """What any window of these days may ask for, by sides."""
        return self.book.acts.since(self.stretch.start - YEAR)

    @cached_property
    def states(self) -> Rows:
        """Likewise, of states alone."""
        return self.book.states.since(self.stretch.start - YEAR)

    def dyads(self, group: str) -> Series:
        """[dyads]: acts of a group, both ways."""
        return self._made(f"dyads {group}", self.acts.subject // 2, self.acts, group, len(self.book.dyads))

    def whole(self, group: str) -> Series:
        """[1]: acts of a group of all dyads."""
        return self._made(f"all {group}", np.zeros(len(self.acts.day), dtype=np.int64), self.acts, group, 1)

    def whole_of_states(self) -> Series:
        """[1]: all acts of all dyads of states."""
        return self._made("all acts of states", np.zeros(len(self.states.day), dtype=np.int64), self.states, "acts", 1)

    def _made(self, name: str, subject: Ints, rows: Rows, group: str, size: int) -> Series:
        if name not in self._series:
            self._series[name] = Series(self.stretch, name, subject, rows.day, rows.counts[group], size)
        return self._series[name]

    @cached_property
    def split(self) -> tuple[Array, Array]:
        """Of each row of `states` friction and cooperation, damped together: n acts of a direction and day count 1 + ln n, shared out as they were."""
        return _damped_together(self._told("friction"), self._told("cooperation"))

    @cached_property
    def split_shared(self) -> tuple[Array, Array]:
        """Likewise, where meetings and the like count from either side."""
        return _damped_together(self._told("friction"), self._told("cooperation") + self._told(SHARED))

    def _told(self, group: str) -> Array:
        return self.states.counts[group].astype(np.float32)


def _damped_together(friction: Array, coop: Array) -> tuple[Array, Array]:
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

