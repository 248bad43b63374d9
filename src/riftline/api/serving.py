"""Running the app: the socket, the server's loop, and its end."""

from __future__ import annotations

import gc
import signal
import socket
import sys
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from riftline.api.app import create
from riftline.api.waiting import Patient

if TYPE_CHECKING:
    from riftline.api.state import State

PATIENCE = 10
"""Seconds that open answers have to end in when the server stops."""
SWITCH = 0.0005
"""Seconds after which a thread leaves the interpreter to others (Python's own: 0.005): a page's questions are answered beside each other."""


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises OSError where the address is taken or not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named, as asyncio else lets small answers wait for 40 ms (Nagle)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(2048)
    except OSError:
        listening.close()
        raise
    return listening


class _Server(uvicorn.Server):
    """Tells the state that the end has come, before open answers are waited for."""

    def __init__(self, config: uvicorn.Config, state: State) -> None:
        super().__init__(config)
        self._state = state

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Takes the signal that ends it; unlike uvicorn's own it is not raised again at the end, where there is still something to close."""
        self._state.ending.set()
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True


def run(state: State, listening: socket.socket) -> None:
    """Serves until it is told to end."""
    settings = uvicorn.Config(
        create(state), log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=PATIENCE,
        http=Patient, ws="none",
    )  # fmt: skip
    state.start()
    sys.setswitchinterval(SWITCH)
    gc.freeze()  # what is there by now stays: it is not looked through for cycles while somebody waits
    try:
        _Server(settings, state).run(sockets=[listening])
    finally:
        state.close()
