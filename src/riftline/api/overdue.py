"""Questions to the database are broken off where an answer takes too long to begin: its turn is wanted by others."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LIMIT = 60.0
"""Seconds from a question's turn until its answer begins."""
LOOK = 0.5
"""Seconds between two looks at who is overdue. One is told to end at each, since what is told between two statements is not heard."""

_until: ContextVar[float | None] = ContextVar("until", default=None)


def limited() -> AbstractContextManager[None]:
    """What is asked of the database within this context is broken off after `LIMIT` seconds: `duckdb.InterruptException` where it is asked."""
    return _within(time.monotonic() + LIMIT)


def unlimited() -> AbstractContextManager[None]:
    """As if nothing were limited: for what many answers are made of."""
    return _within(None)


@contextmanager
def _within(until: float | None) -> Iterator[None]:
    token = _until.set(until)
    try:
        yield
    finally:
        _until.reset(token)


def lift() -> None:
    """Nothing is limited from now on: for an answer that has begun."""
    _until.set(None)


class _Watch:
    """A thread that looks at all who ask within a limit, as long as there are any."""

    def __init__(self) -> None:
        self._lock, self._some = threading.Lock(), threading.Event()
        self._asking: dict[int, tuple[DuckDBPyConnection, float]] = {}
        self._thread: threading.Thread | None = None

    def add(self, cursor: DuckDBPyConnection, until: float) -> None:
        with self._lock:
            self._asking[id(cursor)] = cursor, until
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="riftline overdue", daemon=True)
                self._thread.start()
        self._some.set()

    def remove(self, cursor: DuckDBPyConnection) -> None:
        with self._lock:
            del self._asking[id(cursor)]
            if not self._asking:
                self._some.clear()

    def _run(self) -> None:
        while True:
            self._some.wait()
            time.sleep(LOOK)
            now = time.monotonic()
            with self._lock:  # nobody closes a cursor meanwhile
                for cursor, until in self._asking.values():
                    if until < now:
                        cursor.interrupt()


_watch = _Watch()


@contextmanager
def watched(cursor: DuckDBPyConnection) -> Iterator[None]:
    """What the cursor is asked in this context ends where the limit does, if there is one."""
    until = _until.get()
    if until is None:
        yield
        return
    _watch.add(cursor, until)
    try:
        yield
    finally:
        _watch.remove(cursor)
