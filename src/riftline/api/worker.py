"""The process that codes: one, with the model loaded once, so that no request waits for the interpreter while an article is read."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

from riftline.errors import InputError, RiftlineError
from riftline.pipeline import Coded, Options, Ready, coded, ready
from riftline.records import Article, Coding
from riftline.sources.fields import loaded

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

LONGEST = 600.0
"""Seconds for which an article of a job may take to be coded; it is given up then and the next one taken."""


class Late(RiftlineError):
    """Coding took longer than was to be waited for."""


class Worker:
    """The process, started when there is something for it to do. Used by many threads, for one thing at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    def call(self, work: Callable[..., Any], *values: Any, timeout: float = LONGEST) -> Any:
        """What a function of a module gives for these values, worked out in the process. Raises Late where that takes longer, whoever else has it to
        do something, and whatever the function raises."""
        ends = time.monotonic() + timeout
        if not self._lock.acquire(timeout=timeout):
            raise Late("the coder is busy with other articles; try again later.")
        try:
            pipe = self._started()
            pipe.send((work, values))
            if not pipe.poll(max(ends - time.monotonic(), 0)):
                self._stop()  # whatever it is at, nobody waits for it any more
                raise Late(f"the article was not coded within {timeout:.0f} seconds.")
            well, found = pipe.recv()
        except (EOFError, OSError) as problem:
            self._stop()
            raise RiftlineError("the process that codes has ended by itself, perhaps for want of memory; it is started anew for the next article.") from problem
        finally:
            self._lock.release()
        if not well:
            raise found
        return found

    def code(self, article: Article) -> Coding:
        """The coding of a cleaned article, for a job: an article that cannot be coded is a fault of its own. Raises InputError."""
        try:
            done = self.call(coded, Ready(article))
        except RiftlineError as problem:
            if isinstance(problem, InputError):
                raise
            raise InputError(article.origin or article.id, str(problem)) from problem
        if isinstance(done, InputError):
            raise done
        coding: Coding = done.coding
        return coding

    def close(self) -> None:
        """Ends the process, whatever it is at."""
        self._stop()

    def _started(self) -> Connection:
        if self._pipe is not None and self._process is not None and self._process.is_alive():
            return self._pipe
        self._stop()
        context = get_context("spawn")  # a fork would take the database's threads' locks along
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), name="riftline coder", daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe

    def _stop(self) -> None:
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is not None:
            process.kill()
            process.join(5)


def _work(pipe: Connection) -> None:
    """The process: does what it is sent until the server is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends this too
    while True:
        try:
            work, values = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = True, work(*values)
        except RiftlineError as problem:
            answer = False, problem
        except Exception as problem:
            answer = False, RiftlineError(f"coding failed ({type(problem).__name__}: {problem}).")
        pipe.send(answer)


def prepared(value: dict[str, Any]) -> Ready:
    """An article as it is sent to the server, cleaned and named. Raises InputError."""
    return ready(loaded(value, "the request"))


def coding_of(item: Ready) -> Coded:
    """Its coding. Raises InputError."""
    done = coded(item, Options())
    if isinstance(done, InputError):
        raise done
    return done


def code_whole(value: dict[str, Any]) -> Coded:
    """An article as it is sent, coded. Raises InputError."""
    return coding_of(prepared(value))
