"""How far long work is: a bar on a terminal, a line now and then where standard error is a file or a pipe."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, runtime_checkable

from riftline.sources.pace import Pace, spell

__all__ = ["Pace", "Progress", "progress", "spell"]


@runtime_checkable
class Underway(Protocol):
    """What is being read: which share of it has been, 0 to 1 (None where nobody knows), and the name of the one input, where there is but one."""

    only: str | None

    def share(self) -> float | None:
        """The share that has been read."""


EVERY = 30.0
"""Seconds between two lines where there is no terminal."""


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

    def follow(self, what: str, reading: Underway) -> None:
        """Draws a bar on a terminal, else says a line now and then, of how far a reading is."""
        if sys.stderr.isatty():
            self._draw(what, reading)
        else:
            self._tell(reading)

    def _draw(self, what: str, reading: Underway) -> None:
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

    def _tell(self, reading: Underway) -> None:
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


def _name(reading: Underway) -> str | None:
    """What the share is of: the one input there is, or all."""
    if reading.only is None:
        return "all files"
    return "standard input" if reading.only == "-" else os.path.basename(reading.only)


@contextmanager
def progress(source: Underway | Iterable[str], what: str) -> Iterator[Progress]:
    """The progress of something underway, or of a reading of paths, on standard error."""
    from riftline.sources.reading import Reading

    bar = Progress()
    bar.follow(what, source if isinstance(source, Underway) else Reading(source))
    try:
        yield bar
    finally:
        bar.stop()
