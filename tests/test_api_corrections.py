"""Corrections over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api_server import FIRST, SECOND, served, token
from riftline.api.state import State
from riftline.store.writer import event_ids

Served = tuple[State, TestClient]
ONE, TWO = event_ids(FIRST)[0], event_ids(SECOND)[0]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, FIRST, SECOND) as found:
        yield found


def test_a_field_is_corrected_shown_and_taken_back(server: Served) -> None:
    state, client = server
    writes = token(state, "write")
    made = client.post("/api/v1/corrections", json={"event": ONE, "field": "type", "value": "COERCE", "note": "a raid"}, headers=writes)
    assert made.status_code == 201
    assert (made.json()["old"], made.json()["value"]) == ("ASSAULT", "COERCE")
    assert made.json()["by"] not in (None, "own")
    assert client.get(f"/api/v1/events/{ONE}").json()["type"] == "COERCE"
    assert [each["field"] for each in client.get(f"/api/v1/stories/{ONE}").json()["corrected"]] == ["type"]
    assert len(client.get("/api/v1/corrections").json()["items"]) == 1
    number = made.json()["id"]
    assert client.delete(f"/api/v1/corrections/{number}", headers=writes).status_code == 204
    assert client.get(f"/api/v1/events/{ONE}").json()["type"] == "ASSAULT"
    assert client.delete(f"/api/v1/corrections/{number}", headers=writes).status_code == 404


def test_no_event_and_values_that_make_no_sense(server: Served) -> None:
    state, client = server
    writes = token(state, "write")
    assert client.post("/api/v1/corrections", json={"event": ONE, "field": "type", "value": "WAR"}, headers=writes).status_code == 422
    unknown = client.post("/api/v1/corrections", json={"event": ONE, "field": "target", "value": "QQQ"}, headers=writes)
    assert unknown.status_code == 422
    assert unknown.json()["detail"].startswith("target: 'QQQ' is neither a code nor a name of a known actor; GET /api/v1/actors")
    assert client.post("/api/v1/corrections", json={"event": "zz", "field": "none"}, headers=writes).status_code == 404
    assert client.post("/api/v1/corrections", json={"event": ONE, "field": "hue"}, headers=writes).status_code == 422
    assert client.post("/api/v1/corrections", json={"event": ONE, "field": "none"}, headers=writes).status_code == 201
    gone = client.get(f"/api/v1/stories/{ONE}")
    assert gone.status_code == 404
    assert "corrected to be no event" in gone.json()["detail"]


def test_split_and_merge(server: Served) -> None:
    state, client = server
    writes = token(state, "write")
    events = [each["id"] for each in client.get("/api/v1/events").json()["items"]]
    if len(events) == 2:
        client.post("/api/v1/corrections/merge", json={"events": events}, headers=writes)
    apart = client.post("/api/v1/corrections/split", json={"report": TWO}, headers=writes)
    assert sorted(apart.json()["events"]) == sorted([ONE, TWO])
    together = client.post("/api/v1/corrections/merge", json={"events": [ONE, TWO]}, headers=writes)
    assert together.json() == {"events": [ONE], "followed": []}
    assert client.post("/api/v1/corrections/merge", json={"events": [ONE, TWO]}, headers=writes).status_code == 404
