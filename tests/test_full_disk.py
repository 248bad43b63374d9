"""Disks that are full in the middle of a command: what is said, that what was there is whole, and that the same command goes on once there is room."""

from __future__ import annotations

import json
import time
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from api_server import served, told
from event_data import table, write
from example_reports import LATER, OTHER, RAID, raid
from lakes import news
from lakes import rows as rows_of_lake
from riftline.api.state import State
from riftline.cli import app
from riftline.engines.coding import Code
from riftline.store.copying import summed, tables
from riftline.store.database import opened
from riftline.store.schema import MIGRATIONS
from riftline.stories.keeping import keep
from small_disks import left, remounted

ROOMY = "size=60m"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def full(done: Result, *names: str | Path) -> None:
    """That a command ended with one line, which says what is full and what to do."""
    assert isinstance(done.exception, SystemExit), done.exception  # no other: that would be a traceback
    assert done.exit_code == 2
    line = done.stderr.strip()
    assert "\n" not in line, line
    assert line.startswith("riftline: the disk is full: ")
    assert "free some space" in line.lower()
    assert all(str(name) in line for name in names), line


def events(path: Path, count: int, first: int = 0) -> str:
    """A file of so many events, each with names of its own."""
    numbers = range(first, first + count)
    return write(path, table("icews", *({"event_id": str(n), "source_name": f"Envoy {n * 7919}", "target_name": f"Consul {n * 104729}"} for n in numbers)))


def contents(path: Path) -> dict[str, tuple[int, int]]:
    """Rows of each table and the sum of them."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {name: summed(connection, path.stem, name) for name in tables(connection, path.stem)}


def whole(path: Path) -> None:
    done = run("check", "--db", path)
    assert (done.exit_code, "nothing is wrong" in done.stdout) == (0, True), done.output


@pytest.fixture
def db(small_disk: Path, tmp_path: Path) -> Path:
    """A database on the small disk, with room yet: events, and three articles."""
    remounted(small_disk, ROOMY)
    path = small_disk / "t.duckdb"
    assert run("import", events(tmp_path / "first.tab", 1500), "--db", path).exit_code == 0
    with opened(str(path), write=True) as connection:
        for coding in (raid("a"), raid("b", LATER, "Borduria Today", killed=14), raid("c", OTHER, "The Tarn Herald", killed=3, place="High Tarn")):
            keep(connection, coding)
    return path


def test_an_import_keeps_what_was_there_and_is_done_later(db: Path, tmp_path: Path) -> None:
    before, more = contents(db), events(tmp_path / "more.tab", 5000, 100_000)
    left(db.parent, 100)
    full(run("import", more, "--db", db), db)
    assert contents(db) == before
    whole(db)
    remounted(db.parent, ROOMY)
    assert "5,000 rows imported" in run("import", more, "--db", db).stdout
    whole(db)


def test_an_import_that_finds_no_room_to_unpack_in_says_where(small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(small_disk))
    packed, db = tmp_path / "more.zip", tmp_path / "t.duckdb"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(events(tmp_path / "more.tab", 2000), "more.tab")
    left(small_disk, 200)
    full(run("import", packed, "--db", db), small_disk, "TMPDIR")
    assert list(small_disk.iterdir()) == []
    remounted(small_disk, ROOMY)
    assert "2,000 rows imported" in run("import", packed, "--db", db).stdout


@pytest.mark.parametrize("command", [("info",), ("events", "--limit", "1")])
def test_an_older_database_stays_as_it_was_and_is_brought_forward_later(small_disk: Path, command: tuple[str, ...]) -> None:
    remounted(small_disk, ROOMY)
    db = small_disk / "old.duckdb"
    with duckdb.connect(str(db)) as connection:
        name, script = MIGRATIONS[0]
        connection.execute("CREATE TABLE riftline_schema (number INTEGER, name VARCHAR, ran TIMESTAMP)")
        connection.execute(script)
        connection.execute("INSERT INTO riftline_schema VALUES (1, ?, now()::TIMESTAMP)", [name])
        connection.execute(
            """INSERT INTO events BY NAME SELECT sha256(range::VARCHAR) AS id, 'a' AS article, 1 AS position, 'ACCUSE' AS type, []::VARCHAR[] AS contexts,
            'RUR' AS source_code, 'BOR' AS target_code, DATE '2024-05-06' AS first_day, DATE '2024-05-06' AS last_day, 'happened' AS status,
            0.5 AS confidence, sha256(range::VARCHAR) AS reason FROM range(5_000)"""
        )
    before = contents(db)
    left(small_disk, 50)
    full(run(*command, "--db", db), db)
    assert contents(db) == before
    remounted(small_disk, ROOMY)
    assert run(*command, "--db", db).exit_code == 0
    assert contents(db)["reports"][0] == 5_000


@pytest.mark.parametrize("words", [("compact",), ("restore", "saved"), ("forget", "a", "b")])
def test_what_changes_a_whole_database_changes_nothing_of_it(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("backup", "saved", "--db", db).exit_code == 0
    before = contents(db)
    left(db.parent, 0 if words[0] == "forget" else 300)
    full(run(*words, "--db", db), db)
    assert {path.name for path in db.parent.iterdir()} <= {"t.duckdb", "t.duckdb.wal"}
    assert contents(db) == before
    whole(db)
    remounted(db.parent, ROOMY)
    assert run(*words, "--db", db).exit_code == 0
    whole(db)
    assert contents(db)["articles"][0] == (1 if words[0] == "forget" else 3)


@pytest.mark.parametrize("out", ["out.csv", "out.csv.gz", "out.parquet", "out.geojson"])
def test_an_export_leaves_the_file_that_was_there(db: Path, out: str) -> None:
    place = db.parent / out
    words = ("export", "--to", out.split(".")[1], "--out", place, "--db", db)
    place.write_text("the one of yesterday")
    left(db.parent, 8)
    full(run(*words), place)
    assert place.read_text() == "the one of yesterday"
    assert sorted(path.name for path in db.parent.iterdir()) == sorted((out, "t.duckdb"))
    remounted(db.parent, ROOMY)
    assert run(*words).exit_code == 0
    assert place.stat().st_size > 10_000


def test_a_briefing_leaves_the_file_that_was_there(db: Path) -> None:
    place = db.parent / "brief.html"
    place.write_text("the one of yesterday")
    left(db.parent, 4)
    full(run("brief", "--since", "2020-01-01", "--out", place, "--db", db), place)
    assert place.read_text() == "the one of yesterday"
    remounted(db.parent, ROOMY)
    assert run("brief", "--since", "2020-01-01", "--out", place, "--db", db).exit_code == 0


@pytest.fixture
def lake(small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lake of some articles on the small disk, with room yet; more.jsonl has others."""
    monkeypatch.setattr("riftline.engines.coding.Code", partial(Code, coder="lakes:quick"))
    monkeypatch.chdir(tmp_path)
    remounted(small_disk, ROOMY)
    news(tmp_path / "some.jsonl", 4)
    news(tmp_path / "more.jsonl", 6, words="Borduria accused Ruritania of the shelling of High Tarn.")
    assert ingested("some.jsonl", small_disk / "lake").exit_code == 0
    return small_disk / "lake"


def ingested(path: str, lake: Path, *more: str) -> Result:
    return run("ingest", path, "--out", lake, "--workers", "1", "--batch", "2", *more)


def test_a_lake_keeps_what_was_coded_and_goes_on_later(lake: Path) -> None:
    before = rows_of_lake(str(lake))
    left(lake.parent, 40)
    full(ingested("more.jsonl", lake), lake)
    assert rows_of_lake(str(lake)) == before
    assert not list(lake.rglob("*.tmp"))
    remounted(lake.parent, ROOMY)
    done = ingested("more.jsonl", lake)
    assert (done.exit_code, "6 new in the lake" in done.stdout or "6 articles coded" in done.stdout) == (0, True), done.output
    assert len(rows_of_lake(str(lake))["articles"]) == 10


def test_stories_of_a_lake_are_all_put_together_or_none(lake: Path) -> None:
    before = rows_of_lake(str(lake))
    assert ingested("more.jsonl", lake, "--no-stories").exit_code == 0
    left(lake.parent, 20)
    full(run("stories", "--db", lake), lake)
    assert rows_of_lake(str(lake)) == before
    remounted(lake.parent, ROOMY)
    assert "6 articles put to the others" in run("stories", "--db", lake).stdout
    assert len(rows_of_lake(str(lake))["articles"]) == 10


def test_no_article_is_set_aside_because_temporary_files_have_no_room(lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither those that the process that codes unpacks its model to, nor those that a part is written to first."""
    elsewhere = tmp_path / "lake"
    monkeypatch.setenv("TMPDIR", str(lake.parent))
    monkeypatch.setattr("tempfile.tempdir", str(lake.parent))
    left(lake.parent, 4)
    full(ingested("more.jsonl", elsewhere), lake.parent)
    assert not list(elsewhere.rglob("*.json"))
    monkeypatch.delenv("TMPDIR")
    full(ingested("more.jsonl", elsewhere), lake.parent)
    remounted(lake.parent, ROOMY)
    assert "6 articles coded, with 6 reports" in ingested("more.jsonl", elsewhere).stdout


def test_a_server_says_so_and_goes_on_when_there_is_room(small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riftline.pipeline._coder", lambda: told)
    remounted(small_disk, ROOMY)
    with served(small_disk, raid("a")) as (state, client):
        body = {"id": "b", "published": "2024-05-07", "text": f"{RAID} {' '.join(f'It was the {n}th raid of the year.' for n in range(3000))}"}
        sent = write(tmp_path / "c.jsonl", json.dumps(body | {"id": "c", "text": body["text"].replace("12 traders", "13 traders")}))
        left(small_disk, 8)
        refused = client.post("/api/v1/articles", json=body, headers=own(state))
        assert (refused.status_code, refused.headers["content-type"]) == (507, "application/problem+json")
        assert f"the disk is full: {small_disk / 's.duckdb'} cannot grow" in refused.json()["detail"]
        told_by_job = ended(state, client, sent)
        assert (told_by_job["state"], "the disk is full" in told_by_job["told"][-1]) == ("failed", True)
        assert [item["id"] for item in client.get("/api/v1/articles").json()["items"]] == ["a"]
        remounted(small_disk, ROOMY)
        assert client.post("/api/v1/articles", json=body, headers=own(state)).status_code == 201
        assert ended(state, client, sent)["state"] == "done"
        assert len(client.get("/api/v1/articles").json()["items"]) == 3
    whole(small_disk / "s.duckdb")


def own(state: State) -> dict[str, str]:
    return {"Authorization": f"Bearer {state.secret}"}


def ended(state: State, client: TestClient, path: str) -> dict[str, Any]:
    """A job that ingests a file, once it has come to an end."""
    job = client.post("/api/v1/jobs", json={"kind": "ingest", "paths": [path]}, headers=own(state)).json()
    while not job["ended"]:
        time.sleep(0.05)
        job = client.get(f"/api/v1/jobs/{job['id']}").json()
    return dict(job)
