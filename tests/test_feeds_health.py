from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from riftline.feeds.health import healths, silence, spell
from riftline.feeds.plan import Feed, Plan, Settings
from riftline.feeds.state import enrol
from riftline.store.database import opened

FEED = Feed("https://example.org/rss.xml", "Herald")
DAY = timedelta(days=1)
NOW = datetime(2026, 11, 20, 12)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        enrol(connection, Plan("feeds.toml", Settings(), (FEED,)))
        yield connection


def put(connection: duckdb.DuckDBPyConnection, *ages: timedelta, **columns: Any) -> None:
    """Items that appeared so long ago, and the feed as last asked now."""
    for n, age in enumerate(ages):
        connection.execute(
            "INSERT INTO feed_items (feed, identity, first_seen, position, appeared, outcome, tries) VALUES (?, ?, ?, ?, ?, 'stored', 1)",
            [FEED.key, str(n), NOW, n, NOW - age],
        )
    columns = {"last_checked": NOW, "last_success": NOW, "added": NOW - 100 * DAY, "last_item": NOW - min(ages) if ages else None} | columns
    connection.execute(f"UPDATE feeds SET {', '.join(f'{name} = ?' for name in columns)}", list(columns.values()))


@pytest.mark.parametrize(
    ("ages", "silent", "reason"),
    [
        ([2 * DAY], False, "3 days are allowed until its rhythm is known"),
        ([4 * DAY], True, "3 days are allowed until its rhythm is known"),
        ([n * DAY for n in range(5, 15)], True, "it was never quiet for longer than 24 hours before"),
        ([1.9 * DAY, *(n * DAY for n in range(3, 15))], False, "it was never quiet for longer than 26 hours before"),
        # hourly, but never at a week-end: the long gap is part of its rhythm
        ([2.5 * DAY + n * DAY / 24 for n in range(24)] + [5 * DAY + n * DAY / 24 for n in range(24)], False, "quiet for longer than 37 hours"),
        ([1.5 * DAY + n * DAY / 24 for n in range(48)], True, "quiet for longer than 60 minutes before"),  # a day at least, all the same
        ([0.9 * DAY + n * DAY / 24 for n in range(48)], False, "quiet for longer than 60 minutes before"),
        ([35 * DAY, 40 * DAY, 60 * DAY, 70 * DAY, 80 * DAY, 90 * DAY], True, "quiet for longer than 20 days"),  # thirty days at most
        # what lies two months before the last item does not count any more
        ([5 * DAY, *(n * DAY for n in range(6, 12)), 100 * DAY], True, "quiet for longer than 24 hours"),
        ([5 * DAY] * 20, True, "3 days are allowed"),  # all of one moment: no rhythm in that
    ],
)  # fmt: skip
def test_silence_by_the_rhythm(connection: duckdb.DuckDBPyConnection, ages: list[timedelta], silent: bool, reason: str) -> None:
    put(connection, *ages)
    found = silence(connection, FEED.key)
    assert reason in found.reason
    assert found.since == (NOW - min(ages) if silent else None)
    (health,) = healths(connection)
    assert health.silence == found
    assert health.items == {"stored": len(ages)}


def test_the_list_says_how_long_a_feed_may_be_quiet(connection: duckdb.DuckDBPyConnection) -> None:
    put(connection, *(n * DAY for n in range(5, 15)), silent_after=7 * 86400)
    assert silence(connection, FEED.key).since is None
    put(connection, silent_after=4 * 86400, last_item=NOW - 5 * DAY)
    found = silence(connection, FEED.key)
    assert (found.since, found.reason) == (NOW - 5 * DAY, "the list of feeds allows 4 days")
    assert connection.execute("SELECT silent_since FROM feeds").fetchone() == (NOW - 5 * DAY,)


def test_a_feed_that_never_had_an_item_is_silent_since_it_was_enrolled(connection: duckdb.DuckDBPyConnection) -> None:
    put(connection, added=NOW - 4 * DAY)
    assert silence(connection, FEED.key).since == NOW - 4 * DAY
    put(connection, added=NOW - 2 * DAY)
    assert silence(connection, FEED.key).since is None


@pytest.mark.parametrize("columns", [{"last_checked": None}, {"gone": NOW}, {"watched": False}, {"last_checked": NOW - 9 * DAY}])
def test_a_feed_that_is_not_asked_is_not_silent(connection: duckdb.DuckDBPyConnection, columns: dict[str, Any]) -> None:
    put(connection, 10 * DAY, **columns)
    assert silence(connection, FEED.key).since is None


def test_items_are_counted_by_what_became_of_them(connection: duckdb.DuckDBPyConnection) -> None:
    put(connection, *[DAY] * 6)
    for n, (outcome, tries) in enumerate([("waiting", 0), ("failed", 1), ("failed", 4), ("skipped", 1), ("same", 1)]):
        connection.execute("UPDATE feed_items SET outcome = ?, tries = ? WHERE identity = ?", [outcome, tries, str(n)])
    (health,) = healths(connection)
    assert health.items == {"waiting": 1, "failed": 1, "given up": 1, "skipped": 1, "same": 1, "stored": 1}
    assert health.waiting == 2


def test_feeds_by_name_those_no_longer_watched_last(connection: duckdb.DuckDBPyConnection) -> None:
    feeds = tuple(Feed(f"https://{name}.org/", name if name != "b" else None) for name in "cab")
    enrol(connection, Plan("feeds.toml", Settings(), feeds))
    connection.execute("UPDATE feeds SET title = 'B itself' WHERE url = 'https://b.org/'")
    assert [(health.name, health.watched) for health in healths(connection)] == [("a", True), ("B itself", True), ("c", True), ("Herald", False)]


@pytest.mark.parametrize(
    ("length", "words"),
    [(3 * DAY, "3 days"), (DAY, "24 hours"), (1.4 * DAY, "34 hours"), (DAY / 24, "60 minutes"), (2 * DAY / 24, "2 hours"), (timedelta(seconds=40), "1 minute")],
)
def test_lengths_of_time_for_a_person(length: timedelta, words: str) -> None:
    assert spell(length) == words
