"""How well each feed is: when it last answered and brought something, and whether it has gone silent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from riftline.feeds.state import TRIES
from riftline.store.queries import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DEFAULT = timedelta(days=3)
"""After so long without a new item a feed is silent whose rhythm is not known."""
FEWEST_GAPS = 5
WINDOW = timedelta(days=60)
"""How far back from its last item a feed's rhythm is told."""
TIMES = 2
"""A feed is silent when nothing new has come for so many times its longest gap: week-ends and holidays are in that."""
SHORTEST, LONGEST = timedelta(days=1), timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Silence:
    """How long a feed may be quiet, why so long, and since when it has been quiet for longer; moments are UTC."""

    after: timedelta
    reason: str
    since: datetime | None
    """The moment of its last item, or of its enrolment where it had none; None where it is not silent."""


@dataclass(frozen=True, slots=True)
class Health:
    """What is told of one feed; moments are UTC."""

    url: str
    name: str | None
    publisher: str | None
    watched: bool
    last_checked: datetime | None
    last_success: datetime | None
    last_item: datetime | None
    items: dict[str, int]
    """How many items by outcome: waiting, stored, same, skipped, failed, given up."""
    errors_in_a_row: int
    last_error: str | None
    last_error_at: datetime | None
    fault: str | None
    moved_to: str | None
    gone: datetime | None
    not_before: datetime | None
    silence: Silence

    @property
    def waiting(self) -> int:
        """How many items are still to be had."""
        return self.items.get("waiting", 0) + self.items.get("failed", 0)


def healths(connection: DuckDBPyConnection) -> list[Health]:
    """The health of every feed that was ever watched, by name."""
    counted: dict[str, Counter[str]] = {}
    query = f"""
        SELECT feed, CASE WHEN outcome = 'failed' AND tries >= {TRIES} THEN 'given up' ELSE outcome END AS outcome, count(*) AS n
        FROM feed_items GROUP BY ALL
    """
    for row in rows(connection, query):
        counted.setdefault(row["feed"], Counter())[row["outcome"]] = row["n"]
    found = list(rows(connection, "SELECT * REPLACE (coalesce(name, title) AS name) FROM feeds ORDER BY NOT watched, lower(coalesce(name, title, url)), url"))
    plain = [name for name in Health.__dataclass_fields__ if name not in ("items", "silence")]
    return [
        Health(**{name: row[name] for name in plain}, items=dict(counted.get(row["url"], {})), silence=_silence(connection, row))
        for row in found
    ]  # fmt: skip


def silence(connection: DuckDBPyConnection, url: str) -> Silence:
    """Whether a feed is silent, as of its last poll: one that was not asked cannot be. The database remembers what came out."""
    found = _silence(connection, next(rows(connection, "SELECT * FROM feeds WHERE url = ?", [url])))
    connection.execute("UPDATE feeds SET silent_since = ? WHERE url = ?", [found.since, url])
    return found


def _silence(connection: DuckDBPyConnection, feed: dict[str, Any]) -> Silence:
    if feed["silent_after"]:
        after = timedelta(seconds=feed["silent_after"])
        reason = f"the list of feeds allows {spell(after)}"
    else:
        after, reason = _rhythm(_moments(connection, feed["url"], feed["last_item"]))
    last = feed["last_item"] or feed["added"]
    silent = feed["watched"] and not feed["gone"] and feed["last_checked"] is not None and feed["last_checked"] - last > after
    return Silence(after, reason, last if silent else None)


def _moments(connection: DuckDBPyConnection, url: str, last: datetime | None) -> list[datetime]:
    if last is None:
        return []
    query = "SELECT DISTINCT appeared FROM feed_items WHERE feed = ? AND appeared >= ? ORDER BY appeared"
    return [row["appeared"] for row in rows(connection, query, [url, last - WINDOW])]


def _rhythm(moments: list[datetime]) -> tuple[timedelta, str]:
    """How long a feed may be quiet by the gaps between its items, and why so long."""
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    if len(gaps) < FEWEST_GAPS:
        return DEFAULT, f"{spell(DEFAULT)} are allowed until its rhythm is known"
    longest = max(gaps)
    return min(max(TIMES * longest, SHORTEST), LONGEST), f"it was never quiet for longer than {spell(longest)} before"


def spell(length: timedelta) -> str:
    """A length of time for a person: "3 days", "5 hours", "1 minute"."""
    seconds = length.total_seconds()
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * size or unit == "minute":
            n = round(seconds / size)
            return f"{n} {unit}{'' if n == 1 else 's'}"
    raise AssertionError("a minute is the least unit")
