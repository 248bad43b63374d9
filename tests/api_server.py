"""A server over a small store, for tests of what changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from example_reports import LATER, raid
from riftline.api.app import create
from riftline.api.database import owned
from riftline.api.state import Settings, State
from riftline.api.worker import Worker
from riftline.records import Article, Coding
from riftline.store import tokens
from riftline.stories.keeping import keep

FIRST = raid("a")
SECOND = raid("b", LATER, "Borduria Today", killed=14)


class Inline(Worker):
    """Codes in the test's own process; `coder` takes the model's place."""

    def call(self, work: Callable[..., Any], *values: Any, timeout: float = 0) -> Any:
        """The work, done here."""
        return work(*values)


def told(article: Article) -> Coding:
    """The coding of whatever text: one raid."""
    made = raid(article.id, article.text, article.publisher or "The Wend Post")
    return Coding(article, made.events)


@contextmanager
def served(folder: Path, *codings: Coding, **settings: bool) -> Iterator[tuple[State, TestClient]]:
    """A server's state and a client of it that has no token; `state.secret` is the server's own."""
    with owned(str(folder / "s.duckdb")) as database:
        with database.writing() as connection:
            for coding in codings:
                keep(connection, coding)
        state = State(database, Settings(**settings), worker=Inline())
        try:
            yield state, TestClient(create(state), base_url="http://127.0.0.1", client=("127.0.0.1", 5000), raise_server_exceptions=False)
        finally:
            state.close()


def token(state: State, scope: tokens.Scope) -> dict[str, str]:
    """The header of a token that has a scope."""
    with state.database.writing() as connection:
        return bearer(tokens.create(connection, scope, [scope])[1])


def bearer(secret: str) -> dict[str, str]:
    """The header of a secret."""
    return {"Authorization": f"Bearer {secret}"}
