"""Work at several hosts at once, and at each host one thing after another; what comes of it arrives in one queue."""

from __future__ import annotations

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from riftline.feeds.hosts import Stopped

T = TypeVar("T")

AHEAD = 32
"""So many results may wait to be taken; whoever has more waits itself, so that pages do not fill the memory."""


@dataclass(frozen=True, slots=True)
class _Finished:
    host: str


@dataclass(frozen=True, slots=True)
class _Broken:
    problem: Exception


class Lanes(Generic[T]):
    """Threads that work, and the one that gives them work and takes the results; only `wake` may be called by others.

    The threads are daemons: a name that is being looked up, which nothing can end, does not keep the program from ending.
    """

    def __init__(self, workers: int) -> None:
        self._results: queue.SimpleQueue[T | _Finished | _Broken | None] = queue.SimpleQueue()
        self._work: queue.SimpleQueue[tuple[str, Callable[[], Iterable[T]]] | None] = queue.SimpleQueue()
        self._room = threading.Semaphore(AHEAD)
        self._lanes: dict[str, deque[Callable[[], Iterable[T]]]] = {}
        self._threads = [threading.Thread(target=self._run, name=f"feeds {n}", daemon=True) for n in range(workers)]
        self._ended: list[str] = []
        """Hosts whose task is done: the next begins when the results that came before are handled, for more may follow from them."""
        self._closed = False
        for thread in self._threads:
            thread.start()

    @property
    def busy(self) -> bool:
        """Whether anything is under way or waits for its host."""
        return bool(self._lanes)

    def add(self, host: str, task: Callable[[], Iterable[T]], first: bool = False) -> None:
        """Has the task done when the host's earlier ones are; `first`: before those that have not begun."""
        if host in self._lanes:
            lane = self._lanes[host]
            lane.appendleft(task) if first else lane.append(task)
        else:
            self._lanes[host] = deque()
            self._work.put((host, task))

    def take(self, most: int, timeout: float | None) -> list[T]:
        """What has come, up to so many; waits for the first. Empty where nothing came, a task ended, or somebody called `wake`."""
        found: list[T] = []
        if self._ended:
            for host in self._ended:
                self._next(host)
            self._ended.clear()
            if not self._lanes:
                return found  # that was the last; nothing would come
        while len(found) < most:
            try:
                result = self._results.get(block=not found, timeout=timeout)
            except queue.Empty:
                break
            if isinstance(result, _Finished):
                self._ended.append(result.host)
            elif isinstance(result, _Broken):
                raise result.problem
            elif result is not None:
                self._room.release()
                found.append(result)
                continue
            if not found:
                break
        return found

    def _next(self, host: str) -> None:
        if lane := self._lanes[host]:
            self._work.put((host, lane.popleft()))
        else:
            del self._lanes[host]

    def wake(self) -> None:
        """Ends the wait of `take`; may be called by a signal's handler."""
        self._results.put(None)

    def close(self) -> None:
        """Ends the threads, each when what it does is over."""
        self._closed = True
        for _ in self._threads:
            self._work.put(None)
            self._room.release()
        ends = time.monotonic() + 1
        for thread in self._threads:
            thread.join(max(ends - time.monotonic(), 0))

    def _run(self) -> None:
        while (given := self._work.get()) is not None and not self._closed:
            host, task = given
            try:
                for result in task():
                    self._room.acquire()
                    if self._closed:
                        return
                    self._results.put(result)
            except Stopped:
                pass
            except Exception as problem:  # a fault of ours: told in the thread that waits for the results
                if not self._closed:
                    self._results.put(_Broken(problem))
            self._results.put(_Finished(host))
