"""GET /api/v1/agenda: what lies ahead of a day, by default of the store's last."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from riftline.api.app import create
from riftline.api.database import owned
from riftline.api.state import State


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with owned(str(tmp_path / "t.duckdb")) as database:
        with database.writing() as connection:
            for name, published in (("old", "2024-01-01"), ("new", "2024-06-01")):
                connection.execute(
                    "INSERT INTO articles (id, digest, title, published, text, coding, riftline, stored) VALUES ($1, $1, $1, $2, 'x', '{}', '0', '2024-06-02')",
                    [name, published],
                )
            connection.execute(
                """INSERT INTO agenda VALUES ('old', 0, 'talks', '2024-03-01', '2024-03-02', ['ARM', 'RUS']), ('old', 1, 'a vote', NULL, NULL, ['RUS']),
                ('new', 0, 'a summit', '2024-07-01', '2024-07-01', ['USA']), ('old', 2, 'a drill', '2024-06-30', '2024-06-30', ['ARM'])"""
            )
        yield TestClient(create(State(database)), base_url="http://127.0.0.1", client=("127.0.0.1", 1))


def test_what_lies_ahead_of_the_store_s_last_day_the_soonest_first(client: TestClient) -> None:
    found = client.get("/api/v1/agenda").json()
    assert (found["from"], found["total"], [each["what"] for each in found["items"]]) == ("2024-06-01", 2, ["a drill", "a summit"])
    assert found["items"][1] == {
        "what": "a summit", "actors": ["USA"], "article": "new", "title": "new", "publisher": None, "event": None,
        "from": "2024-07-01", "to": "2024-07-01", "published": "2024-06-01",
    }  # fmt: skip


def test_what_was_known_on_a_day(client: TestClient) -> None:
    found = client.get("/api/v1/agenda", params={"from": "2024-02-01", "days": 60, "actor": "Armenia"}).json()
    assert (found["from"], [each["what"] for each in found["items"]]) == ("2024-02-01", ["talks"])


def test_an_empty_store_has_no_last_day(tmp_path: Path) -> None:
    with owned(str(tmp_path / "e.duckdb")) as database:
        client = TestClient(create(State(database)), base_url="http://127.0.0.1", client=("127.0.0.1", 1))
        assert client.get("/api/v1/agenda").json() == {"items": [], "from": None, "total": 0}
        assert client.get("/api/v1/agenda", params={"from": "9999-12-31"}).json()["items"] == []
