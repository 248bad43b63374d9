"""What is to be watched, and how: a plan of feeds, wherever it was written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from riftline.sources.base import MEGABYTE
from riftline.version import version

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed to watch. Times are in seconds."""

    url: str
    """As written, with a name and password in it where the server wants them; `shown` leaves these out."""
    name: str | None = None
    publisher: str | None = None
    """The masthead that is stored with its articles, whatever their pages say."""
    every: float = 30 * MINUTE
    silent_after: float | None = None
    """Without a new item for so long it is called silent; None: worked out from its own rhythm."""
    full_text: bool = False
    """The feed itself carries the articles."""
    robots: bool = True
    """Whether robots.txt is obeyed; off where the publisher has allowed the reading."""

    @property
    def key(self) -> str:
        """What the database knows the feed by."""
        return shown(self.url)


@dataclass(frozen=True, slots=True)
class Settings:
    """How all feeds are asked. Times are in seconds."""

    user_agent: str = ""
    delay: float = 1.0
    """Least time between two requests to one host."""
    timeout: float = 20.0
    """Longest wait for a server to say something."""
    deadline: float = 60.0
    """Longest time for a whole answer, however steadily it drips."""
    max_bytes: int = 10 * MEGABYTE
    allow_private: bool = False
    """Whether addresses of this machine and of private networks may be asked."""
    attempts: int = 3
    """How often a request is tried within one poll."""
    backoff: float = 2.0
    """The wait before the second attempt; it doubles with each."""
    patience: float = 60.0
    """The longest Retry-After that is waited for within a poll."""
    hosts_at_once: int = 6

    @property
    def agent(self) -> str:
        """The User-Agent header."""
        return self.user_agent or f"riftline/{version()} (news reader)"


@dataclass(frozen=True, slots=True)
class Plan:
    """A list of feeds and how they are asked."""

    path: str
    settings: Settings
    feeds: tuple[Feed, ...]


def shown(url: str) -> str:
    """The address without name and password."""
    return re.sub(r"\A(\s*[\w+.-]+://)[^/?#]*@", r"\1", url)


def host(url: str) -> str:
    """The host of an address, in lower case: what politeness is owed to."""
    return (urlsplit(url).hostname or "").lower()


def is_address(url: str) -> bool:
    """Whether it is a web address that can be asked for."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and len(url.split()) == 1
    except ValueError:  # a port that is no number, half an IPv6 address
        return False
