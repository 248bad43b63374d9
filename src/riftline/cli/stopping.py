"""Ctrl-C (and SIGTERM) between two articles instead of in the middle of one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_SAID = b"\nriftline: stopping after this article; once more stops at once.\n"


class Stop:
    """Whether to stop. While `busy` a signal is only noted, and the work at hand is finished; otherwise, or when it comes twice, it
    raises KeyboardInterrupt there and then."""

    def __init__(self) -> None:
        self.signal: int | None = None
        self._busy = False

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Work that is not to be interrupted. Raises KeyboardInterrupt at its end where a signal came in the meantime."""
        self._busy = True
        try:
            yield
        finally:
            self._busy = False
        if self.signal is not None:
            raise KeyboardInterrupt

    @property
    def code(self) -> int:
        """The exit code of a process that such a signal ended: 130 for Ctrl-C, 143 for SIGTERM."""
        return 128 + (self.signal or signal.SIGINT)

    def receive(self, number: int, _frame: FrameType | None) -> None:
        """Takes a signal."""
        again, self.signal = self.signal is not None, number
        if again or not self._busy:
            raise KeyboardInterrupt
        with suppress(OSError):
            os.write(2, _SAID)  # print may be at work already, and may not be entered twice


@contextmanager
def stopping() -> Iterator[Stop]:
    """Takes SIGINT and SIGTERM for as long as it lasts; outside of the main thread, where none come, it does nothing."""
    stop = Stop()
    before: dict[int, object] = {}
    with suppress(ValueError):
        for number in (signal.SIGINT, signal.SIGTERM):
            before[number] = signal.signal(number, stop.receive)
    try:
        yield stop
    finally:
        for taken, handler in before.items():
            signal.signal(taken, handler)  # type: ignore[arg-type]
