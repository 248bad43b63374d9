"""What a host's robots.txt allows, after RFC 9309."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from riftline.feeds.fetching import Fetcher, FetchError
from riftline.feeds.plan import host, shown

KEPT = 24 * 3600.0
"""Seconds that a robots.txt is good for."""
KEPT_BROKEN = 600.0
"""Seconds after which one that could not be had is asked for again."""
LONGEST = 500 * 1024
"""Bytes of it that are read: as many as RFC 9309 asks for at least."""


@dataclass(frozen=True, slots=True)
class _Rules:
    parsed: Protego | None
    problem: str | None
    until: float


class Robots:
    """Asks each host once a day."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher
        self._token = fetcher.settings.agent.split("/")[0].split()[0]
        self._lock = threading.Lock()
        self._rules: dict[str, _Rules] = {}

    def check(self, url: str) -> None:
        """Raises FetchError where the host's robots.txt keeps us from the address, or cannot be had for the host's own fault.

        A host without one (any status from 400 to 499 but 429) allows everything; one that answers with an error allows nothing for now.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        rules = self._of(origin, url)
        if rules.problem:
            raise FetchError(shown(url), f"the host's robots.txt cannot be had, so that nothing is asked of it for now: {rules.problem}")
        if rules.parsed and not rules.parsed.can_fetch(url, self._token):
            problem = "the host's robots.txt forbids it; robots = false at the feed passes over that, where its publisher has allowed you to."
            raise FetchError(shown(url), problem, never=True)

    def _of(self, origin: str, url: str) -> _Rules:
        with self._lock:
            known = self._rules.get(origin)
        if known and known.until > time.monotonic():
            return known
        rules = self._ask(origin)
        if rules.parsed and (pause := rules.parsed.crawl_delay(self._token)):
            self._fetcher.hosts.slow(host(url), pause)
        with self._lock:
            self._rules[origin] = rules
        return rules

    def _ask(self, origin: str) -> _Rules:
        try:
            answer = self._fetcher.get(f"{origin}/robots.txt", "text/plain, */*;q=0.5", attempts=1)
        except FetchError as problem:
            if problem.never:  # the host may not be asked at all, and whoever asks will be told so
                return _Rules(None, None, time.monotonic() + KEPT_BROKEN)
            if problem.status and 400 <= problem.status < 500 and problem.status != 429:
                return _Rules(None, None, time.monotonic() + KEPT)
            return _Rules(None, problem.problem, time.monotonic() + KEPT_BROKEN)
        if answer.kind in ("text/html", "application/xhtml+xml"):  # a page for all that is missing
            return _Rules(None, None, time.monotonic() + KEPT)
        text = answer.body[:LONGEST].decode("utf-8-sig", errors="replace")
        return _Rules(Protego.parse(text), None, time.monotonic() + KEPT)
