"""What is done at a host, away from the database: a feed is asked, and its items' pages. What comes of it is handed on as values."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from riftline.errors import InputError
from riftline.feeds.documents import Document, parse
from riftline.feeds.fetching import FEEDS, Answer, Fetcher, FetchError
from riftline.feeds.hosts import Stopped
from riftline.feeds.plan import Feed, host
from riftline.feeds.robots import Robots
from riftline.feeds.state import Item, State
from riftline.store.database import now

FAILURES_TO_LEAVE = 3
"""After so many pages in a row that a host could not give, its others wait for the next poll."""

READABLE = ("html", "xml", "text/")


@dataclass(frozen=True, slots=True)
class Polled:
    """A feed's answer, with its document where it has changed."""

    feed: Feed
    answer: Answer
    document: Document | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A feed that could not be had or read."""

    feed: Feed
    problem: InputError


@dataclass(frozen=True, slots=True)
class Page:
    """What an item's address has answered with; neither where the feed carries the text and its page was not asked for."""

    feed: Feed
    item: Item
    answer: Answer | None = None
    problem: FetchError | None = None


def poll(fetcher: Fetcher, robots: Robots, feed: Feed, state: State) -> Iterator[Polled | Unanswered]:
    """Asks a feed for what is new since it was last asked; one value comes out."""
    address = _with_login(state.moved_to, feed.url) if state.moved_to else feed.url
    # A server that says "unchanged" for ever is not believed for ever: a silent feed is asked for the whole once a day.
    daily = state.silent_since and state.last_checked and state.last_checked.date() < now().date()
    etag, modified = (None, None) if daily or state.errors_in_a_row else (state.etag, state.modified)
    try:
        answer = fetcher.get(address, FEEDS, etag, modified, _allowed(robots, feed))
        yield Polled(feed, answer, None if answer.unchanged else parse(answer.body, answer.url, answer.charset))
    except InputError as problem:
        yield Unanswered(feed, problem)
    except Stopped:
        raise
    except Exception as problem:
        yield Unanswered(feed, fault(feed.key, problem))


def pages(fetcher: Fetcher, robots: Robots, feed: Feed, items: Sequence[Item]) -> Iterator[Page]:
    """Asks for the items' pages, one after another; those that a failing host would not give are left out."""
    failures = 0
    for item in items:
        if item.link is None or (feed.full_text and item.content):
            yield Page(feed, item)
            continue
        try:
            page = Page(feed, item, fetcher.get(item.link, allowed=_allowed(robots, feed), refuse=_unreadable))
            failures = 0
        except FetchError as problem:
            if problem.wait and problem.status == 429:
                return  # the host asks for silence; no fault of the item's
            page = Page(feed, item, problem=problem)
            failures = failures + 1 if problem.again else 0
        except Stopped:
            raise
        except Exception as problem:
            page = Page(feed, item, problem=fault(item.link, problem))
        yield page
        if failures >= FAILURES_TO_LEAVE:
            return


def fault(origin: str, problem: Exception) -> FetchError:
    """What is said of an error that nobody has foreseen: in the libraries that read what strangers write, or in ours. It costs no other item."""
    if os.environ.get("RIFTLINE_DEBUG"):
        raise problem
    what = f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__
    return FetchError(origin, f"it could not be read ({what}). This is a fault in Riftline; RIFTLINE_DEBUG=1 shows where.", never=True)


def _allowed(robots: Robots, feed: Feed) -> Callable[[str], None]:
    return robots.check if feed.robots else lambda url: None


def _unreadable(kind: str) -> str | None:
    return f"it is no web page ({kind})." if kind and not any(part in kind for part in READABLE) else None


def _with_login(address: str, url: str) -> str:
    """The address that a feed has moved to, with the feed's name and password where the host is still the same."""
    login, at, _ = urlsplit(url).netloc.rpartition("@")
    if not at or host(address) != host(url) or urlsplit(address).scheme != urlsplit(url).scheme:
        return address
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=f"{login}@{parts.netloc}"))
