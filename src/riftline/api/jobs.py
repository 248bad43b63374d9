"""Work that takes longer than a request: told of as it goes on, and to be cancelled. What writes is done one after the other."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from riftline.errors import RiftlineError
from riftline.store.database import now
from riftline.store.jobs import KEPT

Kind = Literal["ingest", "import", "export", "signals", "watch"]
JobState = Literal["queued", "running", "done", "failed", "cancelled", "interrupted"]

LINES = 2_000
"""Lines of a job that are remembered."""
WAITING = 100
"""Jobs that may wait."""
PATIENCE = 20.0
"""Seconds that a job has to come to an end in when the server stops."""
NOTED = 5.0
"""Seconds between two times that a running job is written down."""
STOPPED = 130
"""Exit code of what was cancelled or cut off."""
AGAIN: dict[Kind, str] = {
    "ingest": "the same ingest again skips what is stored and goes on from there.",
    "import": "the same import again skips what is stored.",
    "export": "begin it again; the file of this one is not whole, or not there.",
    "signals": "begin it again, or leave it to the next ingest, which has signals looked for.",
    "watch": "begin it again; what is stored is not asked for twice.",
}
"""What to do when the server has ended before the job."""

log = logging.getLogger("riftline.api")


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a job has told: a `message` (standard error's line), an `output` (standard output's), its `progress`, or that it is at its `end`."""

    number: int
    kind: Literal["message", "output", "progress", "end"]
    data: dict[str, Any]


@dataclass(eq=False)
class Job:
    """One job. Its methods are called by the thread that does it; everybody may read."""

    kind: Kind
    options: Any
    """As they were asked for (`asked`); of a job of an earlier server, as JSON has them."""
    by: str | None = None
    """Id of the token that asked for it; None: the server itself."""
    id: str = field(default_factory=lambda: secrets.token_hex(5))
    state: JobState = "queued"
    made: datetime = field(default_factory=now)
    began: datetime | None = None
    ended: datetime | None = None
    exit: int | None = None
    """The exit code that the command would have had."""
    result: dict[str, Any] | None = None
    entries: deque[Entry] = field(default_factory=lambda: deque(maxlen=LINES))
    progress: dict[str, Any] = field(default_factory=dict)
    on_cancel: Callable[[], object] = lambda: None
    on_change: Callable[[], object] = lambda: None
    """Writes it down."""
    cut: bool = False
    """Whether it is the server's end that cancels it."""

    def __post_init__(self) -> None:
        self.cancelled = threading.Event()
        self._noted = time.monotonic()
        self._number = 0
        self._lock = threading.Lock()

    def say(self, line: str) -> None:
        """A line of standard error."""
        self._add("message", {"text": " ".join(line.split())})

    def print(self, line: str) -> None:
        """A line of standard output."""
        self._add("output", {"text": line})

    def at(self, done: int, total: int | None = None, message: str = "", share: float | None = None) -> None:
        """How far it is; only the latest is remembered."""
        self.progress = {"done": done, "total": total, "share": share, "message": message}
        self._add("progress", self.progress)

    def _add(self, kind: Literal["message", "output", "progress", "end"], data: dict[str, Any]) -> None:
        with self._lock:
            if kind == "progress" and self.entries and self.entries[-1].kind == "progress":
                self.entries.pop()
            self._number += 1
            self.entries.append(Entry(self._number, kind, data))
        if kind == "end" or time.monotonic() - self._noted >= NOTED:
            self.note()

    def quiet(self) -> None:
        """Forgets what it told, where it has ended: it may be of an article that is to be forgotten."""
        if self.ended:
            with self._lock:
                self.entries.clear()
            self.progress, self.result = {}, None

    def note(self) -> None:
        """Has it written down as it is now."""
        self._noted = time.monotonic()
        self.on_change()

    def after(self, number: int) -> list[Entry]:
        """What it has told since."""
        with self._lock:
            return [entry for entry in self.entries if entry.number > number]

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Work that is not to be interrupted. Raises KeyboardInterrupt at its end where the job was cancelled."""
        yield
        self.check()

    def check(self) -> None:
        """Raises KeyboardInterrupt where the job was cancelled."""
        if self.cancelled.is_set():
            raise KeyboardInterrupt

    def end(self, state: JobState, exit: int) -> None:
        """Ends it."""
        self.state, self.exit, self.ended = state, exit, now()
        self._add("end", brief(self.record()))

    def stop(self) -> None:
        """Ends it as cancelled; as interrupted, with what to do, where the server's end has cut it off."""
        if self.cut:
            self.say(f"the server ended before this did: {AGAIN[self.kind]}")
        self.end("interrupted" if self.cut else "cancelled", STOPPED)

    def record(self) -> dict[str, Any]:
        """As it is sent."""
        times = {name: value.isoformat() if (value := getattr(self, name)) else None for name in ("made", "began", "ended")}
        about = {"id": self.id, "kind": self.kind, "state": self.state, "by": self.by, **times, "progress": self.progress or None}
        return about | {"exit": self.exit, "result": self.result, "options": self.asked()}

    def asked(self) -> dict[str, Any]:
        """Its options as JSON has them."""
        return self.options if isinstance(self.options, dict) else self.options.model_dump(mode="json") if self.options else {}


def brief(told: dict[str, Any]) -> dict[str, Any]:
    """A job's record without the signals that it was to tell of, which may be many."""
    result = told["result"]
    return told | {"result": {name: value for name, value in result.items() if name != "signals"} if result else result}


Work = Callable[[Job], int]
"""Does a job; the exit code. Raises KeyboardInterrupt where it was cancelled."""


class Jobs:
    """The jobs of a server. A watch without end has a thread of its own, and writes between the others; they take turns."""

    def __init__(self, work: Callable[[Job], int], write: Callable[[Job], object] = lambda job: None, before: Iterable[Job] = ()) -> None:
        self._work = work
        self._write = write
        self._jobs: dict[str, Job] = {job.id: job for job in before}
        self._queue: deque[Job] = deque()
        self._wake = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._worker: threading.Thread | None = None
        self.closing = False

    def submit(self, job: Job, aside: bool = False) -> Job:
        """Takes a job on; `aside` does it at once, beside the others. Raises RiftlineError where too many wait."""
        with self._wake:
            if self.closing or len(self._queue) >= WAITING:
                raise RiftlineError("the server is ending." if self.closing else f"{WAITING} jobs are waiting already; try again later.")
            ended = [each.id for each in self._jobs.values() if each.ended]
            for identity in ended[: max(len(ended) - KEPT, 0)]:
                del self._jobs[identity]
            self._jobs[job.id] = job
            job.on_change = lambda: self._write(job)
            if aside:
                self._threads = [each for each in self._threads if each.is_alive()]
                self._start(self._do, job)
            else:
                self._queue.append(job)
                if self._worker is None:
                    self._worker = self._start(self._loop)
                self._wake.notify()
        job.note()
        return job

    def _start(self, target: Callable[..., None], *values: Any) -> threading.Thread:
        thread = threading.Thread(target=target, args=values, name="riftline job", daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def waiting(self, kind: Kind) -> bool:
        """Whether a job of a kind waits."""
        with self._wake:
            return any(job.kind == kind for job in self._queue)

    def all(self) -> list[Job]:
        """Those that are remembered, the newest first."""
        with self._wake:
            return list(reversed(self._jobs.values()))

    def get(self, identity: str) -> Job | None:
        """One by its id."""
        return self._jobs.get(identity)

    def cancel(self, job: Job) -> None:
        """Has a job end as soon as what it is at is done; one that has ended stays as it is."""
        with self._wake:
            waits = job in self._queue
            if waits:
                self._queue.remove(job)
        job.cancelled.set()
        if waits:
            job.stop()
        else:
            job.on_cancel()

    def close(self) -> None:
        """Cancels all and waits a while for them to end."""
        with self._wake:
            self.closing = True
            self._wake.notify_all()
        for job in self.all():
            if not job.ended:
                job.cut = not job.cancelled.is_set()
                self.cancel(job)
        ends = time.monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(ends - time.monotonic(), 0))

    def _loop(self) -> None:
        while True:
            with self._wake:
                while not self._queue:
                    if self.closing:
                        return
                    self._wake.wait()
                job = self._queue.popleft()
            self._do(job)

    def _do(self, job: Job) -> None:
        job.state, job.began = "running", now()
        job.note()
        try:
            job.check()
            code = self._work(job)
            if code == STOPPED or (job.cut and job.kind == "watch"):
                job.stop()
            else:
                job.end("cancelled" if job.kind == "watch" and job.cancelled.is_set() else "done", code)
        except KeyboardInterrupt:
            job.stop()
        except RiftlineError as problem:
            job.say(str(problem))
            job.end("failed", 2)
        except Exception as problem:
            log.exception("job %s", job.id)
            job.say(f"the job failed ({type(problem).__name__}: {problem}); the server's log has more.")
            job.end("failed", 1)
