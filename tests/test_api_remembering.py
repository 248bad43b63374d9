"""Jobs after a restart: ended ones stay readable, what the server's end has cut off says what to do, the oldest are forgotten."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api_process import RIFTLINE, ask, begun, serving
from api_server import FIRST, bearer, served
from example_reports import RAID
from riftline.api.asked import Signals
from riftline.api.jobs import Job
from riftline.api.state import State
from riftline.store import jobs as store
from riftline.store.database import now, opened

pytestmark = pytest.mark.slow


def ended(client: TestClient, state: State) -> dict[str, Any]:
    """A job of signals, once it has ended."""
    made = client.post("/api/v1/jobs", json={"kind": "signals", "tell": True}, headers=bearer(state.secret)).json()
    ends = time.monotonic() + 30
    while not (job := client.get(f"/api/v1/jobs/{made['id']}").json())["ended"]:
        assert time.monotonic() < ends
        time.sleep(0.02)
    found: dict[str, Any] = job
    return found


def test_a_job_that_has_ended_is_read_from_the_next_server_as_from_its_own(tmp_path: Path) -> None:
    with served(tmp_path, FIRST) as (state, client):
        before = ended(client, state)
    with served(tmp_path) as (state, client):
        after = client.get(f"/api/v1/jobs/{before['id']}").json()
        before["result"].pop("signals")  # the signals themselves are in the store
        assert after == before
        assert [each["id"] for each in client.get("/api/v1/jobs").json()["items"]] == [before["id"]]
        events = client.get(f"/api/v1/jobs/{before['id']}/events").text
        assert events.rstrip().splitlines()[-2] == "event: end"
        assert json.loads(events.rstrip().splitlines()[-1].removeprefix("data: "))["state"] == "done"


def test_a_job_that_was_waiting_when_the_server_was_killed_is_interrupted(tmp_path: Path) -> None:
    with served(tmp_path) as (state, client):
        job = Job("signals", Signals(kind="signals"))
        job.on_change = lambda: state.jobs._write(job)
        job.say("looking.")
        job.note()  # and nobody ends it
    for _ in range(2):
        with served(tmp_path) as (_, client):
            found = client.get(f"/api/v1/jobs/{job.id}").json()
            assert (found["state"], found["exit"]) == ("interrupted", 130)
            assert found["told"] == [
                "looking.", "the server ended before this did: begin it again, or leave it to the next ingest, which has signals looked for.",
            ]  # fmt: skip
            assert client.delete(f"/api/v1/jobs/{job.id}", headers=bearer("x")).status_code == 401


def test_only_the_latest_are_remembered(tmp_path: Path) -> None:
    with opened(str(tmp_path / "s.duckdb"), write=True) as connection:
        moment = now()
        for n in range(store.KEPT + 3):
            at = moment - timedelta(minutes=n)
            store.save(connection, store.Row(f"j{n}", "signals", "done", None, at, at, at, 0, {"kind": "signals"}, None, None, []))
    with served(tmp_path) as (_, client):
        found = [each["id"] for each in client.get("/api/v1/jobs").json()["items"]]
    assert found == [f"j{n}" for n in range(store.KEPT)]


def test_a_database_that_cannot_be_written_does_not_end_a_job(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path, FIRST) as (state, client):
        with state.database.noting() as connection:
            connection.execute("DROP TABLE jobs")
        assert ended(client, state)["state"] == "done"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_an_ingest_that_the_servers_end_cuts_off_says_so_and_goes_on_when_it_is_begun_again(tmp_path: Path, how: signal.Signals) -> None:
    n = 40
    lines = (json.dumps({"id": f"n{i}", "text": f"{RAID} Item {i}.", "published": "2024-05-07"}) + "\n" for i in range(n))
    (tmp_path / "many.jsonl").write_text("".join(lines))
    wanted = {"kind": "ingest", "paths": [str(tmp_path / "many.jsonl")]}
    server = begun(tmp_path)
    try:
        job = ask(tmp_path, "POST", "/jobs", json=wanted).json()["id"]
        ends = time.monotonic() + 60
        while (ask(tmp_path, "GET", f"/jobs/{job}").json()["progress"] or {"done": 0})["done"] < 3:
            assert time.monotonic() < ends
            time.sleep(0.02)
    finally:
        server.send_signal(how)
        server.communicate(timeout=60)
    with serving(tmp_path):
        found = ask(tmp_path, "GET", f"/jobs/{job}").json()
        assert (found["state"], found["exit"]) == ("interrupted", 130)
        assert "the same ingest again skips what is stored" in found["told"][-1]
        stored = ask(tmp_path, "GET", "/info").json()["articles"]
        assert 0 < stored < n
        done = subprocess.run([*RIFTLINE, "ingest", "many.jsonl"], cwd=tmp_path, capture_output=True, text=True, timeout=180, check=True)
        assert f"{n - stored} articles stored, {stored} there already" in done.stdout
        assert ask(tmp_path, "GET", "/info").json()["articles"] == n
