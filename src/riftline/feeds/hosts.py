"""Politeness to hosts: one request at a time, a pause behind each, and silence where a host asks for it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from riftline.errors import RiftlineError

JITTER = 0.5
"""The pause is longer by up to this share of it, so that many watchers do not keep step."""

LONGEST_PAUSE = 60.0
"""Seconds; a crawl delay in robots.txt is heeded up to here."""


class Stopped(RiftlineError):
    """The watch is ending; nothing more is asked for."""


class LeftAlone(RiftlineError):
    """A host has asked to be left alone for longer than a poll waits; `seconds` are left of it."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asks to be left alone for {seconds:.0f} seconds more.")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free: float = 0.0
    """When the next request may begin, in the seconds of the monotonic clock."""
    held: float = 0.0
    """Until when the host has asked to be left alone."""
    pause: float = 0.0


class Hosts:
    """What is owed to each host; shared by all threads of a watch."""

    def __init__(self, pause: float, patience: float) -> None:
        self._pause = pause
        self._patience = patience
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._ending = threading.Event()

    def _of(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host(pause=self._pause))

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """Waits until a request to the host may begin, and keeps others from it until it is done. Raises LeftAlone, Stopped."""
        host = self._of(name)
        with host.lock:
            left = host.held - time.monotonic()
            if left > self._patience:
                raise LeftAlone(name, left)
            self.sleep(max(host.free - time.monotonic(), left))
            try:
                yield
            finally:
                host.free = time.monotonic() + host.pause * (1 + random.random() * JITTER)

    def hold(self, name: str, seconds: float) -> None:
        """The host has asked to be left alone for so long."""
        host = self._of(name)
        host.held = max(host.held, time.monotonic() + seconds)

    def slow(self, name: str, seconds: float) -> None:
        """The host has asked for pauses of so many seconds between requests."""
        host = self._of(name)
        host.pause = max(self._pause, min(seconds, LONGEST_PAUSE))

    def sleep(self, seconds: float) -> None:
        """Waits, unless the watch ends: Stopped then."""
        if self._ending.wait(max(seconds, 0)):
            raise Stopped("the watch is ending.")

    def end(self) -> None:
        """Nobody waits any longer, nothing more begins."""
        self._ending.set()
