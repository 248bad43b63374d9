"""One watch over three weeks that pass in seconds: the clock is the test's, the site, its answers and the database are real."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from feed_site import Reply, Site, feed, item, page, served
from riftline.feeds.lanes import Lanes
from riftline.feeds.plan import Feed, Plan, Settings
from riftline.feeds.watching import Watch
from riftline.records import Coding
from riftline.store.checking import check
from riftline.store.database import opened

pytestmark = pytest.mark.slow

DAY = 86_400.0
DAYS = 21
START = datetime(2024, 1, 1, 8)
NAMES = ("steady", "failing", "silent", "gone", "moving")
SHOWN = 12
"""Items that a feed shows at a time."""


class Clock:
    """A clock that goes on only when nobody has anything to do; each new morning the site has its new items."""

    def __init__(self, site: Site) -> None:
        self.seconds, self.site, self.day = 0.0, site, -1
        self.watch: Watch | None = None
        self.threads: list[int] = []
        self.files: list[int] = []
        self.advance(0)

    def now(self) -> datetime:
        return (START + timedelta(seconds=self.seconds)).replace(microsecond=0)

    def advance(self, seconds: float) -> None:
        self.seconds += seconds
        while self.day < self.seconds // DAY:
            self.day += 1
            self._morning()

    def _morning(self) -> None:
        for name in NAMES:
            self.site.answers[f"/{name}.xml"] = self._answer(name)
        self.site.answers["/moved.xml"] = self._items("moving")
        self.threads.append(threading.active_count())
        self.files.append(len(os.listdir("/proc/self/fd")))
        if self.day >= DAYS and self.watch:
            self.watch.stop()

    def _answer(self, name: str) -> Reply:
        if name == "failing" and 5 <= self.day < 10:
            return Reply(status=500)
        if name == "gone" and self.day >= 8:
            return Reply(status=410)
        if name == "moving" and self.day >= 4:
            return Reply(status=301, headers={"Location": "/moved.xml"})
        return self._items(name)

    def _items(self, name: str) -> Reply:
        """The newest items; a silent feed has none of days 8 to 14."""
        days = [day for day in range(self.day + 1) if name != "silent" or not 8 <= day < 15][-SHOWN:]
        for day in days:
            self.site.answers[f"/{name}-{day}.html"] = page(f"{name} {day}")
        date = {day: format_datetime(START + timedelta(days=day, hours=-1)) for day in days}
        return feed(*(item(f"{name}-{day}", date=date[day].replace("-0000", "GMT")) for day in reversed(days)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    with served() as site:
        made = Clock(site)
        for module in ("watching", "polling", "state"):
            monkeypatch.setattr(f"riftline.feeds.{module}.now", made.now)
        monkeypatch.setattr("riftline.feeds.watching.time", SimpleNamespace(monotonic=lambda: made.seconds, sleep=time.sleep))
        take = Lanes.take

        def taken(lanes: Lanes[Any], most: int, timeout: float | None) -> list[Any]:
            """Waits for answers as ever; where none is under way, the time until the next feed is due has passed at once."""
            if lanes.busy or timeout is None:
                return take(lanes, most, None)
            made.advance(timeout)
            return []

        monkeypatch.setattr(Lanes, "take", taken)
        yield made


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="no /proc here")
def test_three_weeks_with_feeds_that_come_and_go(clock: Clock, tmp_path: Path) -> None:
    site, db, said = clock.site, str(tmp_path / "t.duckdb"), list[str]()
    feeds = tuple(Feed(f"{site.at}/{name}.xml", name=name, every=DAY) for name in NAMES)
    settings = Settings(delay=0.0001, timeout=5, deadline=10, attempts=1, backoff=0.01, allow_private=True, patience=1)
    clock.watch = Watch(Plan("feeds.toml", settings, feeds), db, said.append, coder=Coding)
    clock.watch.run()

    with opened(db) as connection:
        stored = {row[0] for row in connection.execute("SELECT regexp_extract(url, '/([a-z]+-[0-9]+).html', 1) FROM articles").fetchall()}
        items = connection.execute("SELECT count(*), count(*) FILTER (outcome = 'stored'), count(DISTINCT article) FROM feed_items").fetchall()
        state = {row[0]: row[1:] for row in connection.execute("SELECT name, errors_in_a_row, gone, silent_since, moved_to FROM feeds").fetchall()}
        assert check(connection).findings == []
    wanted = {f"{name}-{day}" for name in NAMES for day in range(DAYS) if not (name == "silent" and 8 <= day < 15) and not (name == "gone" and day >= 8)}
    assert stored >= wanted, sorted(wanted - stored)  # what appeared while a feed failed is had when it is back
    assert items == [(len(stored), len(stored), len(stored))]  # each once
    assert [name for name in NAMES if state[name][1]] == ["gone"]
    assert all(state[name][0] == 0 and state[name][2] is None for name in NAMES if name != "gone")
    assert state["moving"][3] == f"{site.at}/moved.xml"

    def times(words: str) -> int:
        return sum(words in sentence for sentence in said)

    assert times("silent has gone silent") == times("silent is back") == 1
    assert times("gone is not asked any more") == 1
    assert times("moving has moved for good") == 1
    assert 2 <= times("failing could not be read") <= 4  # seldomer and seldomer
    assert len(site.asked("/gone.xml")) == 9
    assert DAYS <= len(site.asked("/steady.xml")) <= DAYS + 1
    assert max(clock.threads[-5:]) <= max(clock.threads[2:9]) + 2
    assert max(clock.files[-5:]) <= max(clock.files[2:9]) + 4
