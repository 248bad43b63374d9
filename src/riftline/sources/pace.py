"""How fast long work goes and how long it still takes."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

WINDOW = 120.0
"""Seconds that the rate is taken over: known articles go by in no time, and soon count no more."""
FEWEST = 5
"""Articles before a time is named."""


class Pace:
    """Articles a second and the time left, from when each article was done and which share of the input had been read by then."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._recent: deque[float] = deque()
        self._first: float | None = None
        self.count = 0
        self.share: float | None = None

    def add(self, share: float | None) -> None:
        """One article more, and the share of the input that has been read."""
        now = self._clock()
        self.count += 1
        self._recent.append(now)
        while self._recent[0] < now - WINDOW:
            self._recent.popleft()
        self.share = share
        if self._first is None:
            self._first = share  # a run that goes on begins in the middle

    def rate(self) -> float | None:
        """Articles a second, of late; None at the beginning."""
        now = self._clock()
        span = min(WINDOW, now - self._begun)
        recent = sum(moment >= now - WINDOW for moment in self._recent)
        return recent / span if span > 0 and recent >= FEWEST else None

    def left(self) -> float | None:
        """Seconds left: as many articles to a share of the input as so far, at the rate of late. None where that cannot be told."""
        rate = self.rate()
        if rate is None or self.share is None or self._first is None or not self._first < self.share < 1:
            return None
        return (1 - self.share) * (self.count - 1) / (self.share - self._first) / rate

    def words(self, name: str | None = None) -> str:
        """ "1,200 articles, 3.1/s, 41 % of news.jsonl.gz, about 12 min left"."""
        parts = [f"{self.count:,} article{'' if self.count == 1 else 's'}"]
        if (rate := self.rate()) is not None:
            parts.append(f"{rate:.1f}/s")
        if self.share is not None:
            parts.append(f"{self.share:.0%}".replace("%", " %") + (f" of {name}" if name else ""))
        if (left := self.left()) is not None:
            parts.append(f"about {spell(left)} left")
        return ", ".join(parts)


def spell(seconds: float) -> str:
    """A length of time in its largest unit or two: "40 s", "12 min", "3 h 20 min", "2 days 4 h"."""
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 90:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 36:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} days {hours} h" if hours else f"{days} days"
