"""How far long work is: a bar on a terminal, a line now and then where standard error is a file or a pipe."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from riftline.sources.reading import Reading

WINDOW = 120.0
"""Seconds that the rate is taken over: known articles go by in no time, and soon count no more."""
EVERY = 30.0
"""Seconds between two lines where there is no terminal."""
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


class Progress:
    """Counts articles; draws or tells only once started."""

    def __init__(self) -> None:
        self._advance: Callable[[], object] = lambda: None
        self._stop: Callable[[], object] = lambda: None

    def start(self, what: str, total: int | None) -> None:
        """Draws a bar for so many things; `total` is None where nobody knows how many will come."""
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        bar = Bar(*columns, console=Console(stderr=True), transient=True)
        task = bar.add_task(what, total=total)
        bar.start()
        self._advance = lambda: bar.advance(task)
        self._stop = bar.stop

    def follow(self, what: str, reading: Reading) -> None:
        """Draws a bar on a terminal, else says a line now and then, of how far a reading is."""
        if sys.stderr.isatty():
            self._draw(what, reading)
        else:
            self._tell(reading)

    def _draw(self, what: str, reading: Reading) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        pace = Pace()
        columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[told]}"))
        bar = Bar(*columns, console=Console(stderr=True), transient=True)
        task = bar.add_task(what, total=None, told="")
        bar.start()

        def advance() -> None:
            pace.add(reading.share())
            bar.update(task, total=None if pace.share is None else 1.0, completed=pace.share or 0.0, told=pace.words(_name(reading)))

        self._advance, self._stop = advance, bar.stop

    def _tell(self, reading: Reading) -> None:
        from riftline.cli.common import say

        pace = Pace()
        told = time.monotonic()

        def advance() -> None:
            nonlocal told
            pace.add(reading.share())
            if time.monotonic() - told >= EVERY:
                told = time.monotonic()
                say(pace.words(_name(reading)))

        self._advance = advance

    def advance(self) -> None:
        """One article more."""
        self._advance()

    def stop(self) -> None:
        """Takes the bar away."""
        self._stop()
        self._advance = self._stop = lambda: None


def _name(reading: Reading) -> str | None:
    """What the share is of: the one input there is, or all."""
    if reading.only is None:
        return "all files"
    return "standard input" if reading.only == "-" else os.path.basename(reading.only)


@contextmanager
def progress(source: Reading | Iterable[str], what: str) -> Iterator[Progress]:
    """The progress of a reading, or of what paths lead to, on standard error."""
    from riftline.sources.reading import Reading

    bar = Progress()
    bar.follow(what, source if isinstance(source, Reading) else Reading(source))
    try:
        yield bar
    finally:
        bar.stop()
