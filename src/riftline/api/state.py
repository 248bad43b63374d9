"""What a running server holds: its settings, its database, and what it remembers between requests."""

from __future__ import annotations

import gc
import hmac
import secrets
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event, Lock
from time import monotonic
from typing import Annotated, Any

from fastapi import Depends, Request

from riftline.api.access import Failures
from riftline.api.database import Database
from riftline.api.exports import Exports
from riftline.api.hooks import Sender
from riftline.api.jobs import Jobs
from riftline.api.metrics import Metrics
from riftline.api.overdue import LIMIT, unlimited
from riftline.api.problems import COME_AGAIN, Problem
from riftline.api.remembering import remembered, write
from riftline.api.work import doing
from riftline.api.worker import Worker
from riftline.records import SIGNAL_KINDS
from riftline.signals.memory import Memory
from riftline.store.database import now
from riftline.store.tokens import SCOPES, Token

WAITING = 8
"""Requests that may wait for the coder at once: each holds a thread that others could be answered by."""
KEPT = 200
"""Answers that are kept until something is written."""
LONG = 0.5
"""Seconds from which on an answer took long to make."""
PATIENCE = 30
"""How many times as long as it took to make such an answer is kept, though something has been written since."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server was started."""

    loopback: bool = True
    """Whether it is bound to an address of the own machine only, and nothing passes on to it what others ask."""
    names: tuple[str, ...] = ()
    """The names by which others reach it; none: any, where it is not `loopback`."""
    open_webhooks: bool = False
    """Whether webhooks may go to addresses inside the own network."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """An answer, made after so many changes of the database; where it took long, until when it does although there were more."""

    changes: int
    made: Any
    until: float


@dataclass
class State:
    """All of it; one for each app."""

    database: Database
    settings: Settings = field(default_factory=Settings)
    failures: Failures = field(default_factory=Failures)
    metrics: Metrics = field(default_factory=Metrics)
    secret: str = field(default_factory=lambda: f"rl_{secrets.token_urlsafe(32)}")
    """The server's own token, for commands of the same user and the desk; it ends with the process."""

    worker: Worker = field(default_factory=Worker)
    """The process that codes."""
    coding: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(WAITING))
    """Held by each request that waits for the coder."""
    ending: Event = field(default_factory=Event)
    """Set when the server has been told to end: streams without an end of their own end then."""
    exports: Exports = field(default_factory=Exports)
    signals: Memory = field(default_factory=lambda: Memory(SIGNAL_KINDS))
    """What the last look for signals has found."""
    jobs: Jobs = field(init=False)
    hooks: Sender = field(init=False)
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _making: dict[str, Lock] = field(default_factory=dict)
    _keeping: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self.jobs = Jobs(doing(self), lambda job: write(self.database, job), remembered(self.database))
        self.hooks = Sender(self.database, self.settings.open_webhooks)

    def start(self) -> None:
        """What goes on beside the requests: sending what is still to be sent."""
        self.hooks.start()

    def close(self) -> None:
        """Ends jobs, webhooks and the process that codes; what was begun goes on when it is asked for again."""
        self.ending.set()
        self.jobs.close()
        self.hooks.close()
        self.worker.close()
        self.exports.close()

    def kept(self, name: str, make: Callable[[], Any], patient: bool = False) -> Any:
        """What `make` gives, made once until something is written, however many ask at once; of the latest `KEPT` names.

        `patient`: what took longer than `LONG` to make is kept `PATIENCE` times as long whatever is written, as a server that reads news
        all day would do nothing else but learn from it; and it may take as long as it takes. Raises a Problem (503) where another makes it and
        is not ready within `overdue.LIMIT`.
        """
        with self._keeping:
            making = self._making.setdefault(name, Lock())
        if not making.acquire(timeout=LIMIT):
            raise Problem(503, "what this is made of is still being learnt. Ask again in some seconds.", {"Retry-After": str(COME_AGAIN)})
        try:
            changes, began = self.database.changes, monotonic()
            found = self._kept.get(name)
            if found is not None and (found.changes == changes or (patient and began < found.until)):
                return found.made
            with unlimited() if patient else nullcontext():
                made = make()
            took = monotonic() - began
            self._keep(name, _Kept(changes, made, monotonic() + PATIENCE * took if took > LONG else began))
            if took > LONG:
                gc.freeze()  # what is large is not looked through for cycles again and again, while others wait for an answer
            return made
        finally:
            if name not in self._kept:
                self._making.pop(name, None)
            making.release()

    def _keep(self, name: str, found: _Kept) -> None:
        with self._keeping:
            self._kept.pop(name, None)
            self._kept[name] = found
            while len(self._kept) > KEPT:
                oldest = next(iter(self._kept))
                del self._kept[oldest]
                self._making.pop(oldest, None)

    def own_token(self, secret: str) -> Token | None:
        """The server's own token, where the secret is its."""
        if hmac.compare_digest(secret.encode(), self.secret.encode()):
            return Token("own", "this server", SCOPES, now(), None, None)
        return None


async def state_of(request: Request) -> State:
    """The state of the app that a request is for. It waits for nothing, and so needs no thread."""
    found: State = request.app.state.riftline
    return found


Held = Annotated[State, Depends(state_of)]
