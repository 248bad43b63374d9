"""GET /api/v1/feeds: the health of the feeds."""

from __future__ import annotations

from pathlib import Path

from starlette.testclient import TestClient

from riftline.api.app import create
from riftline.api.database import owned
from riftline.api.state import State
from riftline.feeds.plan import Feed, Plan, Settings
from riftline.feeds.state import enrol


def test_each_feed_says_how_it_is(tmp_path: Path) -> None:
    with owned(str(tmp_path / "t.duckdb")) as database:
        client = TestClient(create(State(database)), base_url="http://127.0.0.1", client=("127.0.0.1", 1))
        assert client.get("/api/v1/feeds").json() == {"items": []}
        with database.writing() as connection:
            enrol(connection, Plan("feeds.toml", Settings(), (Feed("https://example.org/rss.xml", "Herald"),)))
        (found,) = client.get("/api/v1/feeds").json()["items"]
    assert (found["name"], found["watched"], found["last_success"], found["silence"]["since"]) == ("Herald", True, None, None)
    assert found["state"] == "not asked yet"
