"""What a running server holds: its settings, its database, and what it remembers between requests."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request

from riftline.api.access import Failures
from riftline.api.database import Database
from riftline.api.metrics import Metrics
from riftline.store.database import now
from riftline.store.tokens import SCOPES, Token

KEPT = 200
"""Answers that are kept until something is written."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a server was started."""

    loopback: bool = True
    """Whether it is bound to an address of the own machine only."""
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

    _kept: dict[str, tuple[int, Any]] = field(default_factory=dict)

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
