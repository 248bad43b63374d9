"""What a running server holds: its settings, its database, and what it remembers between requests."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Event
from typing import Annotated, Any

from fastapi import Depends, Request

from riftline.api.access import Failures
from riftline.api.database import Database
from riftline.api.hooks import Sender
from riftline.api.jobs import Jobs
from riftline.api.metrics import Metrics
from riftline.api.remembering import remembered, write
from riftline.api.work import doing
from riftline.api.worker import Worker
from riftline.store.database import now
from riftline.store.tokens import SCOPES, Token

WAITING = 8
"""Requests that may wait for the coder at once: each holds a thread that others could be answered by."""
KEPT = 200
"""Answers that are kept until something is written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server was started."""

    loopback: bool = True
    """Whether it is bound to an address of the own machine only, and nothing passes on to it what others ask."""
    names: tuple[str, ...] = ()
    """The names by which others reach it; none: any, where it is not `loopback`."""
    open_webhooks: bool = False
    """Whether webhooks may go to addresses inside the own network."""


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
    jobs: Jobs = field(init=False)
    hooks: Sender = field(init=False)
    _kept: dict[str, tuple[int, Any]] = field(default_factory=dict)

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

    def kept(self, name: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once until something is written; of the latest `KEPT` names."""
        changes = self.database.changes
        found = self._kept.get(name)
        if found is None or found[0] != changes:
            found = changes, make()
            self._kept.pop(name, None)
            while len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[name] = found
        return found[1]

    def own_token(self, secret: str) -> Token | None:
        """The server's own token, where the secret is its."""
        if hmac.compare_digest(secret.encode(), self.secret.encode()):
            return Token("own", "this server", SCOPES, now(), None, None)
        return None


def state_of(request: Request) -> State:
    """The state of the app that a request is for."""
    found: State = request.app.state.riftline
    return found


Held = Annotated[State, Depends(state_of)]
