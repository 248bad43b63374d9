"""Jobs: begun over HTTP, one after the other, told of, cancelled."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api_server import FIRST, bearer, served, token, told
from event_data import table
from example_breaches import telling
from example_reports import LATER, RAID
from riftline.api.asked import Signals
from riftline.api.jobs import Job, Jobs
from riftline.api.state import State
from riftline.errors import RiftlineError
from riftline.records import Article, Coding
from riftline.stories.keeping import keep

Served = tuple[State, TestClient]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    monkeypatch.setattr("riftline.pipeline._coder", lambda: told)
    with served(tmp_path, FIRST) as found:
        yield found


def ended(client: TestClient, made: Any) -> dict[str, Any]:
    """The job once it has ended."""
    assert made.status_code == 202, made.text
    ends = time.monotonic() + 60
    while time.monotonic() < ends:
        job: dict[str, Any] = client.get(f"/api/v1/jobs/{made.json()['id']}").json()
        if job["ended"]:
            return job
        time.sleep(0.05)
    raise AssertionError("the job has not ended")


def articles(path: Path, n: int = 3) -> str:
    path.write_text("".join(json.dumps({"id": f"n{i}", "text": f"{RAID} Item {i}.", "published": "2024-05-07"}) + "\n" for i in range(n)))
    return str(path)


def begin(client: TestClient, state: State, **options: Any) -> Any:
    return client.post("/api/v1/jobs", json=options, headers=bearer(state.secret))


def test_an_ingest_and_the_signals_that_follow_it(server: Served, tmp_path: Path) -> None:
    state, client = server
    job = ended(client, begin(client, state, kind="ingest", paths=[articles(tmp_path / "n.jsonl")], shown="s.duckdb"))
    assert (job["state"], job["exit"], job["result"]["new"]) == ("done", 0, 3)
    assert job["told"] == ["s.duckdb: 3 articles stored, with 3 reports."]
    assert job["progress"]["done"] == 3
    assert len(client.get("/api/v1/articles").json()["items"]) == 4
    found = client.get("/api/v1/jobs").json()["items"]
    assert [each["kind"] for each in found] == ["signals", "ingest"]
    again = ended(client, begin(client, state, kind="ingest", paths=[str(tmp_path / "n.jsonl")], shown="s.duckdb"))
    assert again["told"][-1] == "s.duckdb: 0 articles stored, 3 there already."
    assert client.get("/api/v1/jobs").json()["items"][0]["kind"] == "ingest"


def test_bad_articles_end_it_with_the_commands_exit_code(server: Served, tmp_path: Path) -> None:
    state, client = server
    (tmp_path / "bad.jsonl").write_text('{"tex\n')
    job = ended(client, begin(client, state, kind="ingest", paths=[str(tmp_path / "bad.jsonl")]))
    assert (job["state"], job["exit"]) == ("done", 2)
    assert "not valid JSON" in job["told"][0]


def test_paths_are_absolute_and_for_administrators(server: Served, tmp_path: Path) -> None:
    state, client = server
    wanted = {"kind": "ingest", "paths": [articles(tmp_path / "n.jsonl")]}
    assert client.post("/api/v1/jobs", json=wanted, headers=token(state, "write")).status_code == 403
    ended(client, client.post("/api/v1/jobs", json=wanted, headers=token(state, "admin")))
    assert begin(client, state, kind="ingest", paths=["n.jsonl"]).status_code == 422
    assert begin(client, state, kind="watch", feeds="feeds.toml").status_code == 422
    assert begin(client, state, kind="export", to="csv", out="e.csv").status_code == 422
    assert begin(client, state, kind="riot").status_code == 422
    ended(client, client.post("/api/v1/jobs", json={"kind": "signals"}, headers=token(state, "write")))


def test_an_import(server: Served, tmp_path: Path) -> None:
    state, client = server
    path = tmp_path / "events.tab"
    path.write_text(table("icews", {}))
    job = ended(client, begin(client, state, kind="import", paths=[str(path)], shown="s.duckdb"))
    assert (job["state"], job["exit"]) == ("done", 0)
    assert "imported as icews" in " ".join(job["told"])
    assert job["result"]["imports"][0]["format"] == "icews"
    quiet = ended(client, begin(client, state, kind="import", paths=[str(tmp_path / "none.tab")], quiet=True))
    assert quiet["exit"] == 2


def test_an_export_without_a_path_is_fetched_from_the_server(server: Served) -> None:
    state, client = server
    begun = client.post("/api/v1/jobs", json={"kind": "export", "to": "csv", "filters": {"type": ["ASSAULT"]}}, headers=token(state, "write"))
    assert begun.status_code == 202
    job = ended(client, begun)
    assert job["state"] == "done"
    found = client.get(job["result"]["file"])
    assert found.status_code == 200
    assert found.headers["content-disposition"] == f'attachment; filename="riftline-{job["id"]}.csv"'
    lines = found.text.splitlines()
    assert len(lines) == 1 + job["result"]["written"]["events"] > 1
    folder = state.exports.file(job["id"])
    assert folder
    state.exports.close()
    assert not folder.parent.exists()
    gone = client.get(job["result"]["file"])
    assert gone.status_code == 404
    assert "for as long as the server runs" in gone.json()["detail"]


def test_an_export(server: Served, tmp_path: Path) -> None:
    state, client = server
    out = tmp_path / "e.csv"
    job = ended(client, begin(client, state, kind="export", to="csv", out=str(out), filters={"type": ["ASSAULT"], "since": "2024-01-01"}))
    assert (job["state"], job["result"]["written"]["events"]) == ("done", 1)
    assert len(out.read_text().splitlines()) == 2
    assert begin(client, state, kind="export", to="pdf", out=str(out)).status_code == 422
    assert begin(client, state, kind="export", to="csv", out=str(out), filters={"type": ["WAR"]}).status_code == 422
    assert begin(client, state, kind="export", to="csv", out=str(out), filters={"colour": "red"}).status_code == 422
    over = ended(client, begin(client, state, kind="export", to="csv", out=state.database.path))
    assert over["state"] == "failed"
    assert client.get("/healthz").status_code == 200


def test_signals_tell_what_they_found_where_that_is_asked(server: Served) -> None:
    state, client = server
    job = ended(client, begin(client, state, kind="signals", tell=True))
    assert job["result"]["signals"] == []
    assert ended(client, begin(client, state, kind="signals", kinds=["storm"]))["state"] == "failed"


def test_signals_are_looked_for_and_stored_as_far_as_something_is_new(server: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    state, client = server
    monkeypatch.setattr("riftline.signals.memory.fixed", lambda kind: 0.2)

    def keep_acts(article: str, day: date, number: int) -> None:
        acts = [("ASSAULT", "", "FRA", "GBR", f"France shelled the {article} village {each} times.") for each in range(number)]
        with state.database.writing() as connection:
            keep(connection, telling(article, day, *acts))

    def looked(**options: Any) -> tuple[int, int, int]:
        result = ended(client, begin(client, state, kind="signals", **options))["result"]
        return result["found"], result["stored"], state.signals.computed

    for article, day in (("first", date(2024, 5, 20)), ("second", date(2024, 7, 20))):
        keep_acts(article, day, 3)
    found, stored, days = looked()
    assert found == stored > 0
    assert days == 75
    assert looked() == (found, 0, 0)
    assert looked(as_of="2024-06-01")[1:] == (0, 0)
    keep_acts("third", date(2024, 7, 21), 1)
    again, _, days = looked()
    assert again >= found
    assert days <= 2
    keep_acts("secret", date(2024, 7, 22), 4)
    looked()
    client.post("/api/v1/maintenance/forget", json={"articles": ["secret", "second"]}, headers=bearer(state.secret))
    assert "second village" not in repr(state.signals.signals)
    assert looked()[0] < again
    assert looked() == (len(state.signals.signals), 0, 0)


def test_its_events_come_as_they_are_and_again_from_where_they_were_left(server: Served, tmp_path: Path) -> None:
    state, client = server
    job = ended(client, begin(client, state, kind="ingest", paths=[articles(tmp_path / "n.jsonl")]))
    whole = client.get(f"/api/v1/jobs/{job['id']}/events")
    assert whole.headers["content-type"].startswith("text/event-stream")
    events = [dict(line.split(": ", 1) for line in block.splitlines()) for block in whole.text.strip().split("\n\n")]
    assert [each["event"] for each in events] == ["progress", "output", "end"]
    assert json.loads(events[-1]["data"])["state"] == "done"
    rest = client.get(f"/api/v1/jobs/{job['id']}/events", headers={"Last-Event-ID": events[0]["id"]})
    assert rest.text.count("event:") == 2
    assert client.get(f"/api/v1/jobs/{job['id']}/events", headers={"Last-Event-ID": events[-1]["id"]}).text == ""
    assert client.get("/api/v1/jobs/none/events").status_code == 404


def test_a_job_is_cancelled_after_the_article_at_hand_and_goes_on_there(server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state, client = server
    begun, go = threading.Event(), threading.Event()

    def slow(article: Article) -> Coding:
        begun.set()
        go.wait(30)
        return told(article)

    monkeypatch.setattr("riftline.pipeline._coder", lambda: slow)
    wanted = {"kind": "ingest", "paths": [articles(tmp_path / "n.jsonl")]}
    made = begin(client, state, **wanted)
    waiting = begin(client, state, kind="signals")
    assert begun.wait(30)
    assert client.get(f"/api/v1/jobs/{made.json()['id']}").json()["state"] == "running"
    # Readers do not wait for it.
    assert len(client.get("/api/v1/articles").json()["items"]) == 1
    own = bearer(state.secret)
    assert client.delete(f"/api/v1/jobs/{waiting.json()['id']}", headers=own).json()["state"] == "cancelled"
    assert client.delete(f"/api/v1/jobs/{made.json()['id']}", headers=own).status_code == 202
    go.set()
    job = ended(client, made)
    assert (job["state"], job["exit"], job["result"]["new"]) == ("cancelled", 130, 1)
    assert "goes on from there" in " ".join(job["told"])
    assert ended(client, begin(client, state, **wanted))["result"] == {"same": 1, "new": 2, "events": 2} | {"bad": 0}


def test_articles_are_stored_while_a_job_runs(server: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state, client = server
    begun, go = threading.Event(), threading.Event()

    def slow(article: Article) -> Coding:
        if article.id.startswith("n"):
            begun.set()
            go.wait(30)
        return told(article)

    monkeypatch.setattr("riftline.pipeline._coder", lambda: slow)
    made = begin(client, state, kind="ingest", paths=[articles(tmp_path / "n.jsonl")])
    assert begun.wait(30)
    sent = client.post("/api/v1/articles", json={"text": LATER, "id": "sent"}, headers=bearer(state.secret))
    assert sent.status_code == 201
    go.set()
    assert ended(client, made)["exit"] == 0


def test_jobs_are_done_in_turn_and_what_fails_says_so() -> None:
    order: list[str | None] = []

    def work(job: Job) -> int:
        order.append(job.by)
        if job.by == "b":
            raise RiftlineError("no such thing.")
        if job.by == "c":
            raise ValueError("unforeseen")
        return 0

    jobs = Jobs(work)
    made = [jobs.submit(Job("signals", Signals(kind="signals"), by)) for by in ("a", "b", "c", "d")]
    ends = time.monotonic() + 10
    while not made[-1].ended and time.monotonic() < ends:
        time.sleep(0.01)
    jobs.close()
    assert order == ["a", "b", "c", "d"]
    assert [(job.state, job.exit) for job in made] == [("done", 0), ("failed", 2), ("failed", 1), ("done", 0)]
    assert "no such thing." in [entry.data.get("text") for entry in made[1].after(0)]
    with pytest.raises(RiftlineError, match="ending"):
        jobs.submit(Job("signals", None))


def test_a_watch_without_end_runs_beside_the_others_until_it_is_cancelled(server: Served, tmp_path: Path) -> None:
    state, client = server
    (tmp_path / "feeds.toml").write_text('[watch]\nattempts = 1\n\n[[feed]]\nurl = "http://127.0.0.1:9/rss.xml"\n')
    made = begin(client, state, kind="watch", feeds=str(tmp_path / "feeds.toml"))
    ends = time.monotonic() + 30
    while not client.get(f"/api/v1/jobs/{made.json()['id']}").json()["told"] and time.monotonic() < ends:
        time.sleep(0.05)
    assert ended(client, begin(client, state, kind="signals"))["state"] == "done"
    running = client.get(f"/api/v1/jobs/{made.json()['id']}").json()
    assert (running["state"], "could not be read" in running["told"][0]) == ("running", True)
    assert client.delete(f"/api/v1/jobs/{made.json()['id']}", headers=bearer(state.secret)).status_code == 202
    job = ended(client, made)
    assert (job["state"], job["exit"]) == ("cancelled", 0)
    assert "0 of 1 poll went well" in job["told"][-1]


def test_a_watch_that_is_asked_once_waits_its_turn(server: Served, tmp_path: Path) -> None:
    state, client = server
    (tmp_path / "feeds.toml").write_text('[[feed]]\nurl = "http://127.0.0.1:9/rss.xml"\n\n[watch]\nattempts = 1\n')
    job = ended(client, begin(client, state, kind="watch", feeds=str(tmp_path / "feeds.toml"), once=True))
    assert (job["state"], job["exit"]) == ("done", 2)
    assert ended(client, begin(client, state, kind="watch", feeds=str(tmp_path / "none.toml"), once=True))["state"] == "failed"
