"""Articles that are sent: coded here, or coded and stored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api_server import Inline, served, token, told
from example_reports import RAID
from riftline.api.state import State
from riftline.api.worker import Late, Worker
from riftline.errors import InputError, RiftlineError
from riftline.records import Article

Served = tuple[State, TestClient]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr("riftline.pipeline._coder", lambda: told)
    with served(tmp_path) as found:
        yield found


def test_code_gives_the_record_and_stores_nothing(server: Served) -> None:
    _, client = server
    made = client.post("/api/v1/code", json={"text": RAID, "published": "2024-05-07", "publisher": "The Wend Post"})
    assert made.status_code == 200
    assert [event["type"] for event in made.json()["events"]] == ["ASSAULT"]
    assert client.get("/api/v1/articles").json()["items"] == []
    assert client.post("/api/v1/code", json={"text": RAID}, headers={"Origin": "https://evil.example"}).status_code == 403


def test_what_cannot_be_coded_is_said(server: Served) -> None:
    _, client = server
    french = "Le président de la République a déclaré mardi que la frontière serait fermée dès la semaine prochaine aux camions."
    assert "French" in client.post("/api/v1/code", json={"text": french}).json()["detail"]
    assert client.post("/api/v1/code", json={"text": french}).status_code == 422
    assert client.post("/api/v1/code", json={"text": RAID, "published": "soonish"}).status_code == 422
    assert client.post("/api/v1/code", json={"text": RAID, "colour": "red"}).status_code == 422
    assert client.post("/api/v1/code", json={}).status_code == 422


def test_an_article_is_stored_once(server: Served) -> None:
    state, client = server
    writes = token(state, "write")
    body = {"text": RAID, "url": "https://wend.example/1", "published": "2024-05-07"}
    first = client.post("/api/v1/articles", json=body, headers=writes)
    assert first.status_code == 201
    assert client.get(first.headers["Location"]).json()["events"][0]["id"] == first.json()["events"][0]["id"]
    again = client.post("/api/v1/articles", json=body, headers=writes)
    assert again.status_code == 200
    assert again.json()["events"] == first.json()["events"]
    changed = client.post("/api/v1/articles", json=body | {"text": f"{RAID} More follows."}, headers=writes)
    assert changed.status_code == 201
    assert len(client.get("/api/v1/articles").json()["items"]) == 1
    assert len(client.get("/api/v1/events").json()["items"]) == 1


def test_a_coder_that_takes_too_long_is_503(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(*_: object, **__: object) -> None:
        raise Late("too long.")

    monkeypatch.setattr(Inline, "call", late)
    assert server[1].post("/api/v1/code", json={"text": RAID}).status_code == 503


def test_no_more_requests_than_a_few_wait_for_the_coder(server: Served) -> None:
    state, client = server
    for _ in range(8):
        state.coding.acquire()
    assert client.post("/api/v1/code", json={"text": RAID}).status_code == 503
    state.coding.release()
    assert client.post("/api/v1/code", json={"text": RAID}).status_code == 200


def nap(seconds: float) -> str:
    import time

    time.sleep(seconds)
    return "awake"


def refuse(kind: str) -> None:
    raise InputError("n", "broken.") if kind == "input" else ValueError(kind)


def die() -> None:
    import os

    os._exit(3)


def test_the_worker_works_in_another_process_and_survives_what_goes_wrong_there() -> None:
    import os

    worker = Worker()
    try:
        first = worker.call(os.getpid)
        assert first != os.getpid()
        assert worker.call(os.getpid) == first
        with pytest.raises(InputError, match="n: broken"):
            worker.call(refuse, "input")
        with pytest.raises(RiftlineError, match="ValueError: other"):
            worker.call(refuse, "other")
        with pytest.raises(Late, match="within 0 seconds"):
            worker.call(nap, 30.0, timeout=0.3)
        assert worker.call(nap, 0.0) == "awake"
        with pytest.raises(RiftlineError, match="ended by itself"):
            worker.call(die)
        assert worker.call(os.getpid) not in (first, os.getpid())
        coding = worker.code(Article("x", "Russia accused Ukraine on Monday of shelling a power station."))
        assert [event.type for event in coding.events][:1] == ["ACCUSE"]
    finally:
        worker.close()
