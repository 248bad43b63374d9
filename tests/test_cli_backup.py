"""The commands that keep a database safe, alone and by way of a server that holds it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import Result
from starlette.testclient import TestClient
from typer.testing import CliRunner

from api_server import FIRST, SECOND, bearer, served, token
from riftline.api.state import State
from riftline.cli import app
from riftline.cli.handing import Server
from riftline.store.database import opened
from riftline.store.serving import Running
from riftline.stories.keeping import keep


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    with opened("riftline.duckdb", write=True) as connection:
        keep(connection, FIRST)
        keep(connection, SECOND)
    return tmp_path


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[State, TestClient]]:
    """A server that holds s.duckdb, and to which commands hand their work."""
    monkeypatch.chdir(tmp_path)
    with served(tmp_path, FIRST, SECOND) as (state, client):
        client.headers.update(bearer(state.secret))
        theirs = Server(Running("http://127.0.0.1", state.secret, 1), client)  # type: ignore[arg-type]
        monkeypatch.setattr("riftline.cli.handing.server_of", lambda db: theirs)
        yield state, client


def test_saved_forgotten_and_brought_back(here: Path) -> None:
    assert run("backup", "saved").stdout.endswith(" MB, 2 articles and 1 event.\n")
    refused = run("backup", "saved")
    assert (refused.exit_code, "--force" in refused.stderr) == (2, True)
    assert run("check").stdout.endswith("nothing is wrong.\n")
    gone = run("forget", "b").stdout
    assert "forgotten b; with it went 1 report, 0 events, 0 signals." in gone
    assert "riftline compact" in gone
    assert "1 article and 1 event." in run("compact").stdout
    assert run("forget", "b").exit_code == 2
    done = run("restore", "saved").stdout
    assert "restored from saved, 2 articles and 1 event." in done
    assert "riftline.duckdb.before-" in done
    assert run("forget", "a", "b").stdout.startswith("riftline.duckdb: forgotten a, b; with them went 2 reports, 1 event")


def test_what_is_wrong_is_listed_and_the_exit_code_says_so(here: Path) -> None:
    with duckdb.connect("riftline.duckdb") as connection:
        connection.execute("DELETE FROM articles WHERE id = 'a'")
    done = run("check")
    assert done.exit_code == 1
    assert "1 × rows of reports whose article is not in articles: a" in done.stdout
    assert "riftline restore BACKUP --db riftline.duckdb" in done.stdout
    found = json.loads(run("check", "--format", "json").stdout)
    assert found["rows"]["articles"] == 1
    assert {each["table"] for each in found["findings"]} >= {"reports", "sentences"}
    missing = run("check", "--db", "none.duckdb")
    assert (missing.exit_code, missing.stdout) == (2, "")


@pytest.mark.parametrize("command", ["backup", "restore", "check", "compact", "forget"])
def test_help_has_examples(command: str) -> None:
    assert f"riftline {command}" in run(command, "--help").stdout


def test_a_server_does_it_in_the_commands_place(server: tuple[State, TestClient], tmp_path: Path) -> None:
    _, client = server
    assert run("check", "--db", "s.duckdb").stdout.endswith("nothing is wrong.\n")
    assert "2 articles and 1 event." in run("backup", "saved", "--db", "s.duckdb").stdout
    assert "--force" in run("backup", "saved", "--db", "s.duckdb").stderr
    assert "forgotten b" in run("forget", "b", "--db", "s.duckdb").stdout
    assert "no article has" in run("forget", "b", "--db", "s.duckdb").stderr
    assert [each["id"] for each in client.get("/api/v1/articles").json()["items"]] == ["a"]  # at once, also to those who asked before
    assert "1 article and 1 event." in run("backup", "later", "--db", "s.duckdb").stdout
    with opened("saved") as old, opened("later") as new:
        count = "SELECT count(*) FROM articles"
        assert (old.execute(count).fetchall(), new.execute(count).fetchall()) == ([(2,)], [(1,)])


def test_only_an_administrator_may(server: tuple[State, TestClient]) -> None:
    state, client = server
    writer: Any = token(state, "write")
    for method, path, body in (("POST", "backup", {"to": "/x"}), ("GET", "check", None), ("POST", "forget", {"articles": ["a"]})):
        assert client.request(method, f"/api/v1/maintenance/{path}", json=body, headers=writer).status_code == 403
    for to in ("relative", "/nowhere/at/all"):
        assert client.post("/api/v1/maintenance/backup", json={"to": to}).status_code == 422
