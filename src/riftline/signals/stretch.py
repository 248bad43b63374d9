"""The days that are worked out, from any day on: what is needed of the time before is handed on, so that nothing of it is worked out again.

What stands at a day is made from what was known by then. So the days before one from which on something is new stay as they are, and a computation that
begins there, with the state of its sums at that day, gives to the bit what one from the first day on would. All sums over windows are exact (whole
numbers, or few and short enough for a float64), and all others are added up in the order of days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Numbers = NDArray[np.float64]
Ints = NDArray[np.int64]
State = Mapping[str, Any]
"""What is handed on, by name. An array is by subject; subjects that came later are not in it, since nothing was known of them."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days from `start` to before `end`, counted from `first`."""

    first: date
    start: int
    end: int
    stops: tuple[int, ...] = ()
    """Days after `start`, up to `end`, at whose beginning the state is noted."""
    before: State = field(default_factory=dict)
    """The state at the beginning of `start`; nothing where that is 0."""
    noted: dict[int, dict[str, Any]] = field(default_factory=dict)
    """The state at each of the stops, by name."""

    @property
    def days(self) -> int:
        """How many."""
        return self.end - self.start

    @property
    def begins(self) -> date:
        """The date of `start`."""
        return self.first + timedelta(days=self.start)

    def state(self, name: str, size: int, fill: float = 0.0) -> Numbers:
        """An array of the state at `start`, for so many subjects; `fill` for those that it does not know. Of more nothing was known by then, either."""
        found, known = np.full(size, fill), self.before.get(name, ())[:size]
        found[: len(known)] = known
        return found

    def note(self, name: str, stop: int, value: Any) -> None:
        """Notes what is handed on from the beginning of a stop."""
        self.noted.setdefault(stop, {})[name] = value


class Series:
    """What each of so many subjects did, day by day."""

    def __init__(self, stretch: Stretch, name: str, subject: Ints, day: Ints, value: NDArray[Any], size: int) -> None:
        """Rows in order of days: which subject (below `size`), day and value; of a subject and a day there may be several. `name` is that of the state,
        the same for the same values. Rows older than what `within` and `past` are asked for need not be there."""
        self._stretch, self._name, self._size = stretch, name, size
        self._subject, self._day, self._value = subject, day, value
        self._made: dict[tuple[str, float], Any] = {}

    def between(self, low: int, high: int) -> Numbers:
        """[subjects, days]: the sums of the days from `low` to before `high`; zeros before day 0."""
        begin, end = np.searchsorted(self._day, [low, high])
        width = high - low
        at = self._subject[begin:end] * width + (self._day[begin:end] - low)
        sums = np.bincount(at, weights=self._value[begin:end], minlength=self._size * width)
        return np.asarray(sums, dtype=np.float64).reshape(self._size, width)

    def values(self) -> Array:
        """[subjects, days]."""
        return self.between(self._stretch.start, self._stretch.end).astype(np.float32)

    def within(self, days: int) -> Array:
        """[subjects, days]: the sum over the `days` days that end on each day."""
        if ("within", days) not in self._made:
            start, end = self._stretch.start, self._stretch.end
            begin, stop = np.searchsorted(self._day, [start - days, start])
            base = np.bincount(self._subject[begin:stop], weights=self._value[begin:stop], minlength=self._size)
            change = self.between(start, end) - self.between(start - days, end - days)
            self._made["within", days] = (base[:, None] + np.cumsum(change, axis=1)).astype(np.float32)
        return self._made["within", days]  # type: ignore[no-any-return]

    def past(self, days: int, half_life: float) -> Array:
        """[subjects, days]: the sum over all that lies before the window of `days` days ending on each day, halved every `half_life` days."""
        key = (f"before {days}", half_life)
        if key not in self._made:
            stretch, keep, name = self._stretch, 0.5 ** (1 / half_life), f"{self._name} before {days} by {half_life:g}"
            lagged = np.ascontiguousarray(self.between(stretch.start - days, stretch.end - days).T)
            total = stretch.state(name, self._size)
            faded = np.empty(lagged.shape, dtype=np.float32)
            for at, values in enumerate(lagged):
                if stretch.start + at in stretch.stops:
                    stretch.note(name, stretch.start + at, total)
                total = total * keep + values
                faded[at] = total
            if stretch.end in stretch.stops:
                stretch.note(name, stretch.end, total)
            self._made[key] = np.ascontiguousarray(faded.T)
        return self._made[key]  # type: ignore[no-any-return]

    def before(self) -> Numbers:
        """[subjects, days + 1]: the sum of all days before each, the last column that of all."""
        if ("before", 0) not in self._made:
            stretch, name = self._stretch, f"{self._name} so far"
            sums = np.empty((self._size, stretch.days + 1))
            sums[:, 0] = stretch.state(name, self._size)
            sums[:, 1:] = self.between(stretch.start, stretch.end)
            np.cumsum(sums, axis=1, out=sums)
            for stop in stretch.stops:
                stretch.note(name, stop, sums[:, stop - stretch.start].copy())
            self._made["before", 0] = sums
        return self._made["before", 0]  # type: ignore[no-any-return]


def over(values: NDArray[Any]) -> Numbers:
    """[days]: the sum over all subjects of [subjects, days], one after the other, so that it is the same to the bit however many days there are."""
    return np.cumsum(values, axis=0, dtype=np.float64)[-1] if len(values) else np.zeros(values.shape[1])
