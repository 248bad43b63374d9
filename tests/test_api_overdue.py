"""A question to the database that takes too long is broken off, whoever asks; what has no limit is not."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import duckdb
import httpx2
import pytest
from fastapi import FastAPI

from riftline.api import overdue
from riftline.api.database import Database, owned
from riftline.api.problems import install
from riftline.api.queueing import Queued

LONG = "SELECT count(*) FROM range(100000) a, range(100000) b WHERE (a.range * b.range) % 7 = 3"
"""Minutes, if it is let."""
SHORT = "SELECT count(*) FROM range(100) a, range(100) b WHERE (a.range * b.range) % 7 = 3"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overdue, "LIMIT", 0.2)
    monkeypatch.setattr(overdue, "LOOK", 0.05)


def asked(database: Database, query: str) -> int:
    with database.reading() as connection:
        found = connection.execute(query).fetchone()
    assert found
    return int(found[0])


@pytest.mark.usefixtures("quick")
def test_what_takes_too_long_ends_and_others_do_not(tmp_path: Path) -> None:
    with owned(str(tmp_path / "o.duckdb")) as database:
        began = time.monotonic()
        with overdue.limited(), pytest.raises(duckdb.InterruptException):
            asked(database, LONG)
        assert time.monotonic() - began < 10
        with overdue.limited():
            assert asked(database, SHORT) > 0
            with database.reading() as connection:
                time.sleep(0.4)  # it is told to end while nothing is asked
                with pytest.raises(duckdb.InterruptException):
                    connection.execute(LONG)
        assert asked(database, SHORT) > 0


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("lifting", ["context", "for good"])
def test_what_has_no_limit_takes_as_long_as_it_takes(tmp_path: Path, lifting: str) -> None:
    with owned(str(tmp_path / "o.duckdb")) as database, overdue.limited():
        if lifting == "for good":
            overdue.lift()
            with database.reading() as connection:
                time.sleep(0.4)
                assert connection.execute(SHORT).fetchone()
        else:
            with overdue.unlimited(), database.reading() as connection:
                time.sleep(0.4)
                assert connection.execute(SHORT).fetchone()


@pytest.mark.usefixtures("quick")
def test_who_asked_is_told_to_ask_for_less(tmp_path: Path) -> None:
    async def tried(database: Database) -> httpx2.Response:
        app = FastAPI()
        install(app)
        app.get("/api/long")(lambda: asked(database, LONG))
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(Queued(app, "/api")), base_url="http://x") as client:
            return await client.get("/api/long")

    with owned(str(tmp_path / "o.duckdb")) as database:
        answer = asyncio.run(tried(database))
    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert "Ask for less" in answer.json()["detail"]
