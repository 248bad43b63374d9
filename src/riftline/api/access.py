"""Who may do what: reading needs no token on the own machine, writing always does, and no other site's page makes the browser write.

A token comes as `Authorization: Bearer rl_…`. On addresses other than loopback reading needs one too. A wrong token is answered by 401, and an address
that sends many by 429. A request that changes something and comes from a page of another origin is refused with 403, token or not.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool

from riftline.api.problems import Problem
from riftline.store import tokens
from riftline.store.tokens import Scope, Token

if TYPE_CHECKING:
    from riftline.api.state import State

WRONG, SPAN = 10, 60.0
"""Wrong tokens that one address may send in so many seconds."""
MOST_KNOWN = 10_000
"""Addresses that are remembered: more are not told apart from the oldest."""
SAFE = ("GET", "HEAD", "OPTIONS")

bearer = HTTPBearer(auto_error=False, scheme_name="token", description="A token made by `riftline token create`.")


class Failures:
    """Which wrong tokens each address has sent of late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._times: dict[str, deque[tuple[float, str]]] = {}

    def waits(self, address: str) -> int:
        """Seconds until the address may try again; 0 where it may now."""
        with self._lock:
            times = self._times.get(_asker(address))
            while times and times[0][0] < self._clock() - SPAN:
                times.popleft()
            return int(times[0][0] + SPAN - self._clock()) + 1 if times and len(times) >= WRONG else 0

    def add(self, address: str, secret: str) -> None:
        """A wrong token. The same one again is no guess: a page with a token of yesterday sends it with each of its questions."""
        given = tokens.hashed(secret)
        with self._lock:
            if len(self._times) >= MOST_KNOWN:
                del self._times[next(iter(self._times))]
            times = self._times.setdefault(_asker(address), deque())
            if given not in (each for _, each in times):
                times.append((self._clock(), given))


def _asker(address: str) -> str:
    """Who counts as one: an IPv4 address, a /64 of IPv6, whose holder has all of it."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((int(found), 64), strict=False)) if found.version == 6 else address


def is_loopback(host: str) -> bool:
    """Whether a name or address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def same_origin(request: Request) -> bool:
    """Whether a request comes from the server's own pages, or from no page at all."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    try:
        return origin is None or urlsplit(origin).netloc == request.headers.get("host", "")
    except ValueError:  # brackets that hold no address
        return False


def known_host(request: Request) -> bool:
    """Whether the Host header names this machine where only this machine is served, or one of the server's names where it has some: else a page
    elsewhere could have its own name lead here."""
    state: State = request.app.state.riftline
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
    except ValueError:
        return False
    settings = state.settings
    return host in settings.names or is_loopback(host) or not (settings.loopback or settings.names)


def _token(request: Request, given: HTTPAuthorizationCredentials) -> Token:
    state: State = request.app.state.riftline
    address = request.client.host if request.client else ""
    if wait := state.failures.waits(address):
        raise Problem(429, f"too many wrong tokens from {address}; try again in {wait} seconds.", {"Retry-After": str(wait)})
    match = state.own_token(given.credentials)
    if match is None:
        with state.database.reading() as connection:
            match = tokens.found(connection, given.credentials)
    if match is None:
        state.failures.add(address, given.credentials)
        raise Problem(401, "the token is unknown, expired or revoked; make one with riftline token create.", {"WWW-Authenticate": "Bearer"})
    return match


def needs(scope: Scope) -> Callable[..., Awaitable[Token | None]]:
    """The dependency of a route that needs a scope; a route for reading may be used without a token where the server is on loopback."""

    async def checked(request: Request, given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)] = None) -> Token | None:
        state: State = request.app.state.riftline
        if not known_host(request):
            name = request.headers.get("host", "")
            raise Problem(403, f"this server does not answer to the name {name!r}; riftline serve --name allows one.")
        if request.method not in SAFE and not same_origin(request):
            raise Problem(403, "a page of another origin may not change anything here.")
        token = await run_in_threadpool(_token, request, given) if given else None  # most have none, and are spared the way to another thread
        if token is None:
            if scope == "read" and state.settings.loopback:
                return None
            raise Problem(401, f"this needs a token with the scope {scope}: riftline token create --scope {scope}.", {"WWW-Authenticate": "Bearer"})
        if not token.allows(scope):
            raise Problem(403, f"the token {token.name!r} may not do this: it lacks the scope {scope}.")
        return token

    checked.scope = scope  # type: ignore[attr-defined]  # which tests over the routes ask for
    return checked


reads, writes, administers = needs("read"), needs("write"), needs("admin")
Reads = Annotated[Token | None, Depends(reads)]
Writes = Annotated[Token | None, Depends(writes)]
Administers = Annotated[Token | None, Depends(administers)]
