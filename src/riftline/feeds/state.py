"""What the database remembers of feeds and items: read and written while it is open, nothing is kept in memory between.

Moments are UTC without a zone, as everywhere in the store.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from riftline.feeds.documents import Document
from riftline.feeds.fetching import Answer, FetchError
from riftline.feeds.identity import new_items
from riftline.feeds.plan import Feed, Plan
from riftline.store.database import insert, now
from riftline.store.queries import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from riftline.errors import InputError

Outcome = Literal["stored", "same", "skipped", "failed"]

TRIES = 4
"""How often an item is tried, a poll each, before it is given up."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a feed before it is asked."""

    url: str
    name: str | None
    title: str | None
    """What the feed calls itself."""
    etag: str | None
    modified: str | None
    moved_to: str | None
    gone: datetime | None
    not_before: datetime | None
    last_checked: datetime | None
    last_success: datetime | None
    errors_in_a_row: int
    silent_since: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """An item that waits for its article."""

    feed: str
    identity: str
    link: str | None
    title: str | None
    published: date | None
    content: str | None
    tries: int


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of an item."""

    item: Item
    outcome: Outcome
    reason: str | None = None
    article: str | None = None


def enrol(connection: DuckDBPyConnection, plan: Plan, ask_gone: bool = False) -> None:
    """Makes rows for the feeds of a plan, and marks those that it no longer names. With `ask_gone` no feed counts as gone.

    A feed that stands in the plan under the address to which another has moved is that other: it keeps its items.
    """
    keys = [feed.key for feed in plan.feeds]
    for feed in plan.feeds:
        if not _fetch(connection, "SELECT url FROM feeds WHERE url = ?", feed.key):
            earlier = _fetch(connection, "SELECT url FROM feeds WHERE moved_to = ? AND url NOT IN ?", feed.key, keys)
            if earlier:
                connection.execute("UPDATE feeds SET url = ?, moved_to = NULL WHERE url = ?", [feed.key, earlier[0]])
                connection.execute("UPDATE feed_items SET feed = ? WHERE feed = ?", [feed.key, earlier[0]])
            else:
                connection.execute("INSERT INTO feeds (url, watched, added, errors_in_a_row) VALUES (?, TRUE, ?, 0)", [feed.key, now()])
        connection.execute(
            "UPDATE feeds SET name = ?, publisher = ?, list = ?, watched = TRUE, silent_after = ? WHERE url = ?",
            [feed.name, feed.publisher, os.path.abspath(plan.path), round(feed.silent_after) if feed.silent_after else None, feed.key],
        )
    connection.execute("UPDATE feeds SET watched = FALSE WHERE list = ? AND url NOT IN ?", [os.path.abspath(plan.path), keys])
    if ask_gone:
        connection.execute("UPDATE feeds SET gone = NULL WHERE url IN ?", [keys])


def states(connection: DuckDBPyConnection, plan: Plan) -> dict[str, State]:
    """The state of each feed of the plan."""
    query = f"SELECT {', '.join(State.__dataclass_fields__)} FROM feeds WHERE url IN ?"
    return {row["url"]: State(**row) for row in rows(connection, query, [[feed.key for feed in plan.feeds]])}


def labels(named: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """What to call feeds, by URL: by their name, with the URL where several have one name or it has none."""
    found = dict(named)
    often = Counter(found.values())
    return {url: url if not name else f"{name} ({url})" if often[name] > 1 else name for url, name in found.items()}


def answered(connection: DuckDBPyConnection, feed: Feed, answer: Answer, document: Document | None, moment: datetime) -> int:
    """Writes down a poll that went well; `document` is None where nothing has changed. How many items are new."""
    known = {
        row["identity"]: (row["link"], row["title"])
        for row in rows(connection, "SELECT identity, link, title FROM feed_items WHERE feed = ?", [feed.key])
    }
    last = _fetch(connection, "SELECT last_success FROM feeds WHERE url = ?", feed.key)
    since = last[0] if last else None
    found = new_items(document.entries, known) if document else []
    items: list[list[Any]] = []
    for position, (identity, entry) in enumerate(found):
        # It was not there at the poll before, and is there now: what it is dated decides only between the two.
        appeared = min(max(entry.when or moment, since or datetime.min), moment)
        content = entry.content or (entry.summary if feed.full_text else None)
        items.append([feed.key, identity, entry.link, entry.title, entry.published, content, moment, position, appeared, "waiting", 0])
    columns = ("feed", "identity", "link", "title", "published", "content", "first_seen", "position", "appeared", "outcome", "tries")
    insert(connection, "feed_items", items, columns)
    connection.execute(
        """UPDATE feeds SET last_checked = ?, last_success = ?, errors_in_a_row = 0, not_before = NULL, moved_to = coalesce(?, moved_to),
               last_item = greatest(last_item, ?) WHERE url = ?""",
        [moment, moment, answer.moved, max((item[8] for item in items), default=None), feed.key],
    )
    if document:
        # A broken document may be whole again under the same mark.
        marks = [None, None] if document.fault else [answer.etag, answer.modified]
        connection.execute(
            "UPDATE feeds SET etag = ?, modified = ?, fault = ?, title = coalesce(?, title) WHERE url = ?",
            [*marks, document.fault, document.title, feed.key],
        )
    return len(items)


def failed(connection: DuckDBPyConnection, feed: Feed, problem: InputError, moment: datetime) -> int:
    """Writes down a poll that went wrong; how many have in a row. A feed that had moved is asked at its own address again."""
    wait = problem.wait if isinstance(problem, FetchError) else None
    gone = isinstance(problem, FetchError) and problem.status == 410
    row = connection.execute(
        """UPDATE feeds SET last_checked = ?, errors_in_a_row = errors_in_a_row + 1, last_error = ?, last_error_at = ?, not_before = ?,
               gone = CASE WHEN ? AND moved_to IS NULL THEN ? ELSE gone END, moved_to = NULL
           WHERE url = ? RETURNING errors_in_a_row""",
        [moment, problem.problem, moment, moment + timedelta(seconds=wait) if wait else None, gone, moment, feed.key],
    ).fetchone()
    return int(row[0]) if row else 0


def same(connection: DuckDBPyConnection, feed: Feed) -> int:
    """Settles the items whose link the store has, from this feed, another, or a file; how many these are."""
    open_still = "outcome IN ('waiting', 'failed') AND tries < ?"
    one = _fetch(
        connection,
        f"""UPDATE feed_items SET outcome = 'same', reason = 'Its address is stored already.', content = NULL, article = known.id
            FROM (SELECT url, min(id) AS id FROM articles WHERE url IS NOT NULL GROUP BY url) known
            WHERE feed = ? AND {open_still} AND link = known.url""",
        feed.key, TRIES,
    )  # fmt: skip
    other = _fetch(
        connection,
        f"""UPDATE feed_items SET outcome = 'same', reason = 'Another feed brought it.', content = NULL, article = other.article
            FROM (SELECT link, min(article) AS article FROM feed_items WHERE outcome IN ('stored', 'same') AND feed <> ? GROUP BY link) other
            WHERE feed = ? AND {open_still} AND feed_items.link = other.link""",
        feed.key, feed.key, TRIES,
    )  # fmt: skip
    return sum(row[0] for row in (one, other) if row)


def waiting(connection: DuckDBPyConnection, feed: Feed, limit: int | None = None) -> list[Item]:
    """The items whose articles are still to be had, first seen first, then in the order of the feed."""
    query = f"""
        SELECT {', '.join(Item.__dataclass_fields__)} FROM feed_items WHERE feed = ? AND outcome IN ('waiting', 'failed') AND tries < ?
        ORDER BY tries, first_seen, position LIMIT ?
    """
    return [Item(**row) for row in rows(connection, query, [feed.key, TRIES, limit if limit is not None else 1_000_000])]


def settle(connection: DuckDBPyConnection, settled: Iterable[Settled], moment: datetime) -> None:
    """Writes down what became of items."""
    for done in settled:
        item = done.item
        again = done.outcome == "failed" and item.tries + 1 < TRIES
        connection.execute(
            """UPDATE feed_items SET outcome = ?, reason = ?, tries = tries + 1, tried = ?, article = ?, content = CASE WHEN ? THEN content END
               WHERE feed = ? AND identity = ?""",
            [done.outcome, done.reason, moment, done.article, again, item.feed, item.identity],
        )


def stored_as(connection: DuckDBPyConnection, addresses: Sequence[str]) -> str | None:
    """The id of the article that is stored under one of the addresses, as its URL."""
    row = _fetch(connection, "SELECT min(id) FROM articles WHERE url IN ?", list(addresses))
    return row[0] if row else None


def _fetch(connection: DuckDBPyConnection, query: str, *values: Any) -> tuple[Any, ...] | None:
    return connection.execute(query, list(values)).fetchone()
