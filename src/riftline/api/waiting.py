"""Connections that are not waited for without end: a request has to come whole, and an answer has to be taken."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import h11
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from riftline.api.queueing import busy

CONNECTIONS = 512
"""Connections at once; a question that comes over another is answered with 503."""
ARRIVES = 30.0
"""Seconds for a whole request, from the connection or from its first byte."""
TAKEN = 60.0
"""Seconds for which the other side may let an answer wait when no more of it can be sent."""


class Patient(H11Protocol):
    """uvicorn's own, which would leave its place to whoever sends a byte now and then, or reads none."""

    _arriving: asyncio.TimerHandle | None = None
    _leaving: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Waits for a request."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            self.app = _full
        self._arriving = self._in(ARRIVES, transport.abort)

    def data_received(self, data: bytes) -> None:
        """A part of one, or the whole."""
        super().data_received(data)
        if self.conn.their_state not in (h11.IDLE, h11.SEND_BODY):
            self._arrived()
        elif self._arriving is None:
            self._arriving = self._in(ARRIVES, self.transport.abort)

    def pause_writing(self) -> None:
        """The other side takes nothing more for now."""
        super().pause_writing()
        self._leaving = self._leaving or self._in(TAKEN, self.transport.abort)

    def resume_writing(self) -> None:
        """It does again."""
        super().resume_writing()
        self._left()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._arrived()
        self._left()
        super().connection_lost(exc)

    def _arrived(self) -> None:
        if self._arriving is not None:
            self._arriving.cancel()
            self._arriving = None

    def _left(self) -> None:
        if self._leaving is not None:
            self._leaving.cancel()
            self._leaving = None

    def _in(self, seconds: float, do: Callable[[], object]) -> asyncio.TimerHandle:
        return self.loop.call_later(seconds, do)


async def _full(scope: Scope, receive: Receive, send: Send) -> None:
    await busy(f"the server has {CONNECTIONS} connections already. Ask again in some seconds.", scope, receive, send, close=True)
