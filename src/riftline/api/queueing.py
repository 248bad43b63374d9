"""Questions wait for their turn: few are worked on at once, a bounded number waits, and the rest is told to come again."""

from __future__ import annotations

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from riftline.api.headers import HEADERS
from riftline.api.overdue import lift, limited
from riftline.api.problems import COME_AGAIN, response

AT_ONCE = 8
"""Questions that are worked on at once. More are answered no sooner, as they share the interpreter, and leave less of it to what is being stored."""
WAITING = 256
"""Questions that may wait for their turn."""
PATIENCE = 20.0
"""Seconds that one waits for its turn."""
FULL = f"the server is busy: {WAITING} others wait already. Ask again in some seconds."
LATE = f"the server is busy: this has waited for its turn for {PATIENCE:.0f} seconds. Ask again in some seconds."


async def busy(detail: str, scope: Scope, receive: Receive, send: Send, close: bool = False) -> None:
    """Answers 503 with `Retry-After`, as problem details; `close` ends the connection."""
    headers = HEADERS | {"Cache-Control": "no-store", "Retry-After": str(COME_AGAIN)} | ({"Connection": "close"} if close else {})
    await response(scope["path"], 503, detail, headers)(scope, receive, send)


class Queued:
    """Lets `AT_ONCE` questions (GET, HEAD) under a path in at a time, in the order in which they came. A turn ends when the answer begins: who takes
    it slowly, or follows a job, keeps nobody waiting; what is asked of the database for longer than `overdue.LIMIT` is broken off. What changes
    something needs a token and is not held up by readers."""

    def __init__(self, app: ASGIApp, under: str) -> None:
        self.app, self._under = app, under
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD") or not scope["path"].startswith(self._under):
            await self.app(scope, receive, send)
            return
        if refused := await self._refused():
            await busy(refused, scope, receive, send)
            return
        holds = True

        def over() -> None:
            nonlocal holds
            if holds:
                holds = False
                self._turns.release()

        async def begun(message: Message) -> None:
            over()
            lift()
            await send(message)

        try:
            with limited():
                await self.app(scope, receive, begun)
        finally:
            over()

    async def _refused(self) -> str | None:
        """Waits for a turn; why there is none, None where it has one."""
        if self._turns.locked() and self._waiting >= WAITING:
            return FULL
        self._waiting += 1
        try:
            async with asyncio.timeout(PATIENCE):
                await self._turns.acquire()
        except TimeoutError:
            return LATE
        finally:
            self._waiting -= 1
        return None
