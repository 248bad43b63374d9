"""A real server on a free port: commands that find the file locked hand it their work; its streams; its end."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api_process import RIFTLINE, ask, run, serving
from event_data import table
from example_reports import LATER, RAID
from riftline.store.serving import Running, announce, place_of, running, withdraw


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with riftline.duckdb and a server that holds it."""
    made = tmp_path_factory.mktemp("served")
    (made / "n.jsonl").write_text(
        "".join(json.dumps({"id": f"n{i}", "text": text, "published": f"2024-05-0{7 + i}"}) + "\n" for i, text in enumerate((RAID, LATER)))
    )
    (made / "bad.jsonl").write_text('{"tex\n')
    (made / "events.tab").write_text(table("icews", {}))
    with serving(made):
        yield made


def test_the_file_that_tells_of_it_is_its_users_alone(folder: Path) -> None:
    path = folder / "riftline.duckdb.server"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert set(json.loads(path.read_text())) == {"url", "token", "pid"}


def test_an_ingest_is_handed_over_with_its_messages_and_exit_code(folder: Path) -> None:
    done = run(folder, "ingest", "n.jsonl", "bad.jsonl")
    assert done.returncode == 2
    assert "riftline.duckdb: 2 articles stored, 1 not usable" in done.stdout
    assert "handed to the server at http://127.0.0.1:" in done.stderr
    assert "not valid JSON" in done.stderr
    again = run(folder, "ingest", "n.jsonl")
    assert (again.returncode, again.stdout) == (0, "riftline.duckdb: 0 articles stored, 2 there already.\n")
    piped = run(folder, "ingest", "-", stdin=json.dumps({"id": "p", "text": "Russia accused Ukraine on Monday of shelling a power station."}))
    assert (piped.returncode, piped.stdout) == (0, "riftline.duckdb: 1 article stored, with 2 reports.\n")


def test_an_import_and_signals_are_handed_over(folder: Path) -> None:
    done = run(folder, "import", "events.tab")
    assert done.returncode == 0, done.stderr
    assert "imported as icews" in done.stdout
    told = run(folder, "import", "events.tab", "--format", "json")
    assert json.loads(told.stdout)["imports"][0]["format"] == "icews"
    piped = run(folder, "import", "-", "--as", "icews", stdin=(folder / "events.tab").read_text())
    assert (piped.returncode, "1 there already" in piped.stdout) == (0, True), piped.stderr
    assert run(folder, "import", "none.tab").returncode == 2
    found = run(folder, "signals", "--format", "json")
    assert (found.returncode, json.loads(found.stdout)) == (0, [])


def test_a_watch_is_handed_over(folder: Path) -> None:
    (folder / "feeds.toml").write_text('[watch]\nattempts = 1\n\n[[feed]]\nurl = "http://127.0.0.1:9/rss.xml"\n')
    done = run(folder, "watch", "feeds.toml", "--once")
    assert done.returncode == 2
    assert "could not be read" in done.stderr
    assert "0 of 1 poll went well" in done.stdout


def test_merge_and_split_are_handed_over(folder: Path) -> None:
    run(folder, "ingest", "n.jsonl")
    done = run(folder, "split", "zz")
    assert (done.returncode, "no report has an id" in done.stderr) == (2, True)
    done = run(folder, "merge", "zz", "yy")
    assert (done.returncode, "no report has an id" in done.stderr) == (2, True)


def test_tokens_are_made_through_it(folder: Path) -> None:
    made = run(folder, "token", "create", "--name", "desk", "--scope", "write", "--days", "2")
    assert made.returncode == 0
    assert made.stdout.startswith("rl_")
    listed = run(folder, "token", "list").stdout
    assert "desk" in listed
    assert made.stdout.strip() not in listed
    identity = next(line.split()[0] for line in listed.splitlines() if "desk" in line)
    assert run(folder, "token", "revoke", identity).returncode == 0
    assert run(folder, "token", "revoke", identity).returncode == 2


def test_a_job_is_followed_as_it_goes_on_and_cancelled(folder: Path) -> None:
    (folder / "many.jsonl").write_text("".join(json.dumps({"id": f"m{i}", "text": f"{RAID} Item {i}."}) + "\n" for i in range(300)))
    job = ask(folder, "POST", "/jobs", json={"kind": "ingest", "paths": [str(folder / "many.jsonl")]}).json()
    server = running(str(folder / "riftline.duckdb"))
    assert server
    kinds: list[str] = []
    with httpx2.stream("GET", f"{server.url}/api/v1/jobs/{job['id']}/events", trust_env=False, timeout=120) as stream:
        for line in stream.iter_lines():
            if line.startswith("event: "):
                kinds.append(line.removeprefix("event: "))
                if kinds == ["progress"]:
                    began = time.monotonic()
                    assert ask(folder, "GET", "/events").is_success
                    assert time.monotonic() - began < 5
                    ask(folder, "DELETE", f"/jobs/{job['id']}")
    assert kinds[0] == "progress"
    assert kinds[-1] == "end"
    assert ask(folder, "GET", f"/jobs/{job['id']}").json()["state"] == "cancelled"


def test_ctrl_c_cancels_what_was_handed_over(folder: Path) -> None:
    (folder / "more.jsonl").write_text("".join(json.dumps({"id": f"o{i}", "text": f"{LATER} Item {i}."}) + "\n" for i in range(300)))
    with subprocess.Popen([*RIFTLINE, "ingest", "more.jsonl"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as command:
        assert command.stderr
        assert "handed to" in command.stderr.readline()
        time.sleep(1)
        command.send_signal(signal.SIGINT)
        out, err = command.communicate(timeout=60)
    assert command.returncode == 130
    assert "goes on from there" in err
    assert "stored" in out


def test_a_file_of_a_server_that_is_gone_says_nothing(tmp_path: Path) -> None:
    db = str(tmp_path / "x.duckdb")
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()
    announce(db, "http://127.0.0.1:1", "rl_x")
    assert running(db) == Running("http://127.0.0.1:1", "rl_x", os.getpid())
    Path(place_of(db)).write_text(json.dumps({"url": "http://127.0.0.1:1", "token": "rl_x", "pid": gone.pid}))
    assert running(db) is None
    withdraw(db)
    assert Path(place_of(db)).exists()  # not this process's
    Path(place_of(db)).write_text("{")
    assert running(db) is None
    announce(db, "http://127.0.0.1:1", "rl_x")
    withdraw(db)
    assert not Path(place_of(db)).exists()


def test_tokens_without_a_server(tmp_path: Path) -> None:
    made = run(tmp_path, "token", "create", "--name", "desk", "--scope", "admin", "--db", "t.duckdb")
    assert (made.returncode, made.stdout[:3]) == (0, "rl_")
    listed = run(tmp_path, "token", "list", "--db", "t.duckdb").stdout
    assert "admin" in listed
    identity = next(line.split()[0] for line in listed.splitlines() if "desk" in line)
    assert run(tmp_path, "token", "revoke", identity, "--db", "t.duckdb").returncode == 0
    assert "revoked" in run(tmp_path, "token", "list", "--db", "t.duckdb").stdout
    assert run(tmp_path, "token", "create", "--name", "x", "--scope", "root", "--db", "t.duckdb").returncode == 2
