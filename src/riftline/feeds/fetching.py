"""Asking for a feed or a page: redirects, conditional requests, retries, limits. What comes out is an answer or a FetchError."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx2
import stamina
import stamina.instrumentation

from riftline.errors import InputError
from riftline.feeds.connecting import Connections, PrivateAddress, TooSlow, client, within
from riftline.feeds.hosts import Hosts, LeftAlone
from riftline.feeds.plan import Settings, host, is_address, shown
from riftline.sources.base import MEGABYTE

FEEDS = "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
PAGES = "text/html, application/xhtml+xml, */*;q=0.5"

MOST_HOPS = 10
LONGEST_BACKOFF = 30.0
"""Seconds between two attempts at most, where the server does not say how long to wait."""

LONGEST_SILENCE = 7 * 86400.0
"""Seconds for which a server is left alone at most, whatever it asks for."""

_MOVED, _MOVED_FOR_GOOD = (301, 302, 303, 307, 308), (301, 308)
_SOON_BETTER = (408, 425, 429, 500, 502, 503, 504)
_SAID = {
    401: "it asks for a log-in (401)",
    403: "the server forbids it (403)",
    404: "there is no such page (404)",
    410: "it is gone for good (410)",
    429: "the server was asked too often (429)",
}


class FetchError(InputError):
    """What cannot be had, and why."""

    def __init__(
        self, origin: str, problem: str, status: int | None = None, again: bool = False, never: bool = False, wait: float | None = None
    ) -> None:  # fmt: skip
        super().__init__(origin, problem)
        self.status = status
        self.again = again
        """Whether a second attempt may do better at once: the server or the network is to blame."""
        self.never = never
        """Whether no later attempt will do better either: it is forbidden, or nothing that can be read."""
        self.wait = wait
        """For how many seconds the server asks to be left alone."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server has sent. `body` is empty where `unchanged`."""

    url: str
    """Where it came from in the end, without name and password."""
    moved: str | None
    """The address that the server wants to be asked at from now on; None where the one asked for still holds."""
    unchanged: bool
    body: bytes
    kind: str
    """The media type in lower case; "" where none is said."""
    charset: str | None
    etag: str | None
    modified: str | None


class Fetcher:
    """Asks servers; to be shared by threads."""

    def __init__(self, settings: Settings, hosts: Hosts) -> None:
        stamina.instrumentation.set_on_retry_hooks(())  # it would log each retry; what comes of them is told by us
        self.settings = settings
        self.hosts = hosts
        self._connections = Connections(settings.allow_private)
        self._client = client(settings, self._connections)

    def get(
        self, url: str, accept: str = PAGES, etag: str | None = None, modified: str | None = None,
        allowed: Callable[[str], None] = lambda url: None, refuse: Callable[[str], str | None] = lambda kind: None, attempts: int | None = None,
    ) -> Answer:  # fmt: skip
        """The answer to a GET. Raises FetchError.

        `allowed` is asked before each address, also those that are redirected to, and raises FetchError where it may not be asked for;
        `refuse` says of a media type why its body is not wanted.
        """
        headers = {"Accept": accept} | ({"If-None-Match": etag} if etag else {}) | ({"If-Modified-Since": modified} if modified else {})
        tries = attempts or self.settings.attempts
        backoff = {"wait_initial": self.settings.backoff, "wait_jitter": self.settings.backoff, "wait_max": LONGEST_BACKOFF}
        for attempt in stamina.retry_context(self._worth_another, tries, timeout=None, **backoff):
            with attempt:
                return self._once(url, headers, allowed, refuse)
        raise AssertionError("an attempt returns or raises")

    def _worth_another(self, problem: Exception) -> bool | float:
        """Whether to try again, or after how many seconds."""
        if not isinstance(problem, FetchError) or not problem.again:
            return False
        if problem.wait is None:
            return True
        return problem.wait if problem.wait <= self.settings.patience else False

    def _once(self, url: str, headers: dict[str, str], allowed: Callable[[str], None], refuse: Callable[[str], str | None]) -> Answer:
        moved: str | None = None
        for_good = True
        try:
            request = self._client.build_request("GET", url, headers=headers)
        except (httpx2.InvalidURL, ValueError) as problem:
            raise FetchError(shown(url), f"this is no address that can be asked ({problem}).", never=True) from None
        for _ in range(MOST_HOPS + 1):
            here = str(request.url)
            if not is_address(here):
                raise FetchError(shown(here), "only http and https addresses are asked.", never=True)
            allowed(here)
            answer = self._hop(request, moved, refuse)
            if isinstance(answer, Answer):
                return answer
            for_good = for_good and answer.status_code in _MOVED_FOR_GOOD
            assert answer.next_request is not None  # `_hop` sees to it
            request = answer.next_request
            moved = shown(str(request.url)) if for_good else moved
        raise FetchError(shown(url), f"it leads on and on: more than {MOST_HOPS} redirects.")

    def _hop(self, request: httpx2.Request, moved: str | None, refuse: Callable[[str], str | None]) -> Answer | httpx2.Response:
        """One request: the answer, or a response that leads elsewhere."""
        url, name = shown(str(request.url)), host(str(request.url))
        try:
            with self.hosts.turn(name), within(self.settings.deadline):
                response = self._client.send(request, stream=True)
                try:
                    if response.status_code in _MOVED and response.next_request is not None:
                        return response
                    self._check(response, url, name)
                    kind, charset = _media_type(response.headers.get("content-type", ""))
                    unchanged = response.status_code == 304
                    if not unchanged and (reason := refuse(kind)):
                        raise FetchError(url, reason, never=True)
                    body = b"" if unchanged else b"".join(self._body(response, url))
                    said = response.headers.get("etag"), response.headers.get("last-modified")
                    return Answer(url, moved, unchanged, body, kind, charset, *said)
                finally:
                    response.close()
        except LeftAlone as problem:
            raise FetchError(url, str(problem), 429, wait=problem.seconds) from None
        except PrivateAddress as problem:
            raise FetchError(url, str(problem), never=True) from None
        except TooSlow:
            raise FetchError(url, f"the answer was not whole after {self.settings.deadline:g} seconds.", again=True) from None
        except httpx2.TimeoutException:
            raise FetchError(url, f"the server said nothing for {self.settings.timeout:g} seconds.", again=True) from None
        except httpx2.ConnectError as problem:
            raise FetchError(url, f"the server cannot be reached ({_first_line(problem)}).", again=True) from None
        except httpx2.DecodingError as problem:
            raise FetchError(url, f"its compression is broken ({_first_line(problem)}).") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as problem:
            raise FetchError(url, f"the answer broke off or makes no sense ({_first_line(problem)}).", again=True) from None

    def _check(self, response: httpx2.Response, url: str, name: str) -> None:
        """Raises FetchError for a status that brings nothing."""
        status = response.status_code
        asked = "if-none-match" in response.request.headers or "if-modified-since" in response.request.headers
        if 200 <= status < 300 or (status == 304 and asked):
            return
        wait = retry_after(response.headers.get("retry-after")) if status in (429, 503) else None
        if wait:
            self.hosts.hold(name, wait)
        if 300 <= status < 400:
            said = f"the server answers with status {status}, and nothing to go on with"
        else:
            said = _SAID.get(status, f"the server answers with status {status}")
        later = f", and asks to be left alone for {wait:.0f} seconds" if wait else ""
        raise FetchError(url, f"{said}{later}.", status, status in _SOON_BETTER, wait=wait)

    def _body(self, response: httpx2.Response, url: str) -> Iterator[bytes]:
        size = 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > self.settings.max_bytes:
                raise FetchError(url, f"more than {self.settings.max_bytes / MEGABYTE:g} MB; max_megabytes under [watch] raises the limit.", never=True)
            yield chunk

    def close(self) -> None:
        """Ends all that is under way."""
        self.hosts.end()
        self._connections.cut()
        self._client.close()


def retry_after(value: str | None) -> float | None:
    """The seconds that a Retry-After header asks for, written as seconds or as a date, a week at most; None where it says nothing sensible."""
    if not value:
        return None
    if value.strip().isdecimal():
        return min(float(value.strip()), LONGEST_SILENCE)
    try:
        when = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return min(max((when - datetime.now(UTC)).total_seconds(), 0.0), LONGEST_SILENCE)


def _media_type(value: str) -> tuple[str, str | None]:
    """Type and charset of a Content-Type header."""
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", value, re.I)
    return re.split("[;,]", value, maxsplit=1)[0].strip().lower(), charset[1] if charset else None


def _first_line(problem: Exception) -> str:
    return (str(problem).strip() or type(problem).__name__).splitlines()[0]
