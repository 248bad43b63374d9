"""Connections that go to public addresses only, and that end when an answer takes too long.

The name of a host is resolved here, each address is checked, and the connection goes to the address that was checked: a name
that is public when it is looked up and private when it is used, or a redirect to a machine of the network at home, leads nowhere.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache
from typing import Any

import httpcore2
import httpx2

from riftline.errors import RiftlineError
from riftline.feeds.plan import Settings

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that has been given to anybody
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
_ISATAP = 0x5EFE  # RFC 5214: the third 32 bits, but for one of them; the last are an IPv4 address
# Public by their numbers (here or to some Pythons), and yet inside: Azure's and Oracle's services for their machines; relays of 6to4, nobody's any more;
# documentation.
_SERVICES = tuple(map(ipaddress.ip_network, ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))
_ENDS: ContextVar[float] = ContextVar("ends")


class PrivateAddress(RiftlineError):
    """A host whose addresses are all of this machine or of a private network."""


class TooSlow(RiftlineError):
    """An answer that was not whole when its time was over."""


def public(address: str) -> bool:
    """Whether an IP address is one of the open internet's: not of this machine, a private network, a link, a cloud's own services, or many hosts at once."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return _open(found)
    if found not in _UNICAST and found not in _NAT64:
        return False  # IPv4 in one of its disguises, what was site-local, and what nobody has been given
    return (found in _NAT64 or _open(found)) and all(map(_open, _inside(found)))


def _open(address: Address) -> bool:
    return address.is_global and not address.is_multicast and not any(address in each for each in _SERVICES)


def _inside(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 one leads to, whichever way: a tunnel's ends are checked as well."""
    low = int(address) & 0xFFFFFFFF
    if address in _NAT64 or (int(address) >> 32) & 0xFDFFFFFF == _ISATAP:
        yield ipaddress.IPv4Address(low)
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Whatever is read or written inside, by this thread, has to be done in so many seconds; else TooSlow is raised."""
    token = _ENDS.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ENDS.reset(token)


@contextmanager
def _timed(timeout: float | None) -> Iterator[float | None]:
    """The timeout, cut to what is left of the time. Raises TooSlow where that is over, before or inside."""
    ends = _ENDS.get(None)
    left = None if ends is None else ends - time.monotonic()
    if left is None or (timeout is not None and timeout < left):
        yield timeout
        return
    if left <= 0:
        raise TooSlow("the answer took too long.")
    try:
        yield left
    except (httpcore2.ReadTimeout, httpcore2.WriteTimeout, httpcore2.ConnectTimeout) as problem:
        raise TooSlow("the answer took too long.") from problem


class _Stream(httpcore2.NetworkStream):
    """A connection whose waits end with the time that `within` gives."""

    def __init__(self, inner: httpcore2.NetworkStream) -> None:
        self.inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        with _timed(timeout) as left:
            return self.inner.read(max_bytes, left)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        with _timed(timeout) as left:
            self.inner.write(buffer, left)

    def close(self) -> None:
        self.inner.close()

    def start_tls(self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None) -> httpcore2.NetworkStream:
        with _timed(timeout) as left:
            return _Stream(self.inner.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


class Connections(httpcore2.NetworkBackend):
    """Makes the connections of a client, and can cut them all."""

    def __init__(self, allow_private: bool = False) -> None:
        self._allow_private = allow_private
        self._inner = httpcore2.SyncBackend()
        self._lock = threading.Lock()
        self._open: list[socket.socket] = []

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:  # fmt: skip
        """A connection to the first address of the host that may be asked and answers. Raises PrivateAddress where none may."""
        problem: Exception = httpcore2.ConnectError(f"no address is known for {host}")
        for address in self._addresses(host, port):
            try:
                with _timed(timeout) as left:
                    made = self._inner.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as found:
                problem = found
                continue
            with self._lock:
                self._open = [old for old in self._open if old.fileno() >= 0]
                self._open.append(made.get_extra_info("socket"))
            return _Stream(made)
        raise problem

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as problem:
            raise httpcore2.ConnectError(f"no host of the name {host} is known ({problem})") from problem
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        if self._allow_private:
            return addresses
        if not (allowed := [address for address in addresses if public(address)]):
            raise PrivateAddress(
                f"{host} is an address of this machine or of a private network ({addresses[0]}), which a feed may not lead to; "
                "allow_private = true under [watch] allows it."
            )
        return allowed

    def cut(self) -> None:
        """Ends every connection that is open, so that whoever waits for one goes on at once."""
        with self._lock:
            for found in self._open:
                with suppress(OSError):
                    found.shutdown(socket.SHUT_RDWR)
            self._open.clear()


@cache
def _certificates() -> ssl.SSLContext:
    """Whom we trust; read once, for it takes as long as some answers do."""
    return httpx2.create_ssl_context()


class _Transport(httpx2.HTTPTransport):
    """httpx2's own transport, on connections of ours."""

    def __init__(self, connections: Connections) -> None:
        context = _certificates()
        super().__init__(verify=context)
        # httpx2 has no argument for it; a test holds that private addresses stay refused.
        self._pool = httpcore2.ConnectionPool(ssl_context=context, max_connections=None, keepalive_expiry=15.0, network_backend=connections)


def client(settings: Settings, connections: Connections) -> httpx2.Client:
    """A client that asks as the settings say, follows no redirect by itself and knows no proxy: one would connect in our place."""
    headers = {"User-Agent": settings.agent, "Accept-Language": "en, *;q=0.5", "Accept-Encoding": "gzip, deflate"}
    return httpx2.Client(transport=_Transport(connections), headers=headers, timeout=settings.timeout, follow_redirects=False)
