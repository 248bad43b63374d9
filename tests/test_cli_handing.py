"""Every command while `riftline serve` holds the database: it is handed over, reads a copy, or says who holds the file."""

from __future__ import annotations

import json
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer

from api_process import RIFTLINE, ask, found, run, serving
from api_server import FIRST, SECOND
from event_data import table
from example_reports import RAID
from riftline.cli import app
from riftline.records import Coding
from riftline.store.database import opened
from riftline.stories.keeping import keep

OURS = "id,parties,kind,treaty,from,to,source,note\nour-pact,ARM|FRA,mutual defence,,2023-09,,,seen\n"
COPY, HANDED, ITSELF, REFUSED = "note: read from a copy", "handed to the server", "", "held by riftline serve"

# command, its words, exit code, what standard error has, what standard output has; in order, for each changes what the next finds
TABLE: tuple[tuple[str, str, int, str, str], ...] = (
    ("code", "r.txt", 0, ITSELF, "raided"),
    ("label", "marked.jsonl", 0, ITSELF, "confidence"),
    ("ingest", "n.jsonl", 0, HANDED, "1 article stored"),
    ("watch", "feeds.toml --once", 2, HANDED, "0 of 1 poll went well"),
    ("import", "events.tab --as icews", 0, HANDED, "imported as icews"),
    ("signals", "", 0, HANDED, "No signal"),
    ("merge", "zz yy", 2, "no report has an id", ""),
    ("split", "zz", 2, "no report has an id", ""),
    ("sources", "'The Wend Post' --grade B --note own", 0, ITSELF, "The Wend Post: B"),
    ("sources", "'The Wend Pest' --grade B", 2, "Near to it: The Wend Post", ""),
    ("sources", "", 0, COPY, "(own)"),
    ("sources", "'The Wend Post' --grade none", 0, ITSELF, "no grade now"),
    ("commitments", "--add ours.csv", 0, ITSELF, "1 added, 0 replaced"),
    ("commitments", "--add ours.csv", 0, ITSELF, "0 added, 1 replaced"),
    ("commitments", "FRA --with ARM --on 2024-01-01", 0, COPY, "our-pact"),
    ("commitments", "--remove our-pact", 0, ITSELF, "taken away"),
    ("commitments", "--remove our-pact", 2, "no added commitment", ""),
    ("corrections", "", 0, COPY, "corrected"),
    ("corrections", "--format jsonl", 0, COPY, ""),
    ("events", "", 0, COPY, "ASSAULT"),
    ("export", "--to csv", 0, COPY, "ASSAULT"),
    ("show", "EVENT", 0, COPY, "ASSAULT"),
    ("explain", "EVENT", 2, "codes no such event", ""),
    ("brief", "--since 2020-01-01", 0, COPY, "raid"),
    ("relation", "ARM RUS", 0, COPY, ""),
    ("search", "raid", 0, COPY, "raid"),
    ("feeds", "", 0, COPY, "riftline: note|127.0.0.1:9"),
    ("info", "", 0, COPY, "articles"),
    ("forecast", "ARM AZE", 0, COPY, ""),
    ("forecast backtest", "", 0, COPY, ""),
    ("backup", "saved.duckdb", 0, ITSELF, "saved.duckdb"),
    ("check", "", 0, ITSELF, ""),
    ("compact", "", 2, REFUSED, ""),
    ("restore", "saved.duckdb", 2, REFUSED, ""),
    ("forget", "nothing", 2, "no article has the id", ""),
    ("forget", "ARTICLE", 0, ITSELF, "with it went 1 report"),
    ("token create", "--name desk --scope read", 0, ITSELF, "rl_"),
    ("token list", "", 0, ITSELF, "desk"),
    ("token revoke", "zz", 2, "no token zz", ""),
    ("serve", "--port 0", 2, REFUSED, ""),
)
NO_DATABASE = {"forecast bench", "stories"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with what the commands read, and a server that holds its riftline.duckdb."""
    made = tmp_path_factory.mktemp("held")
    (made / "r.txt").write_text(RAID)
    (made / "n.jsonl").write_text(json.dumps({"id": "n", "text": "Russia accused Ukraine on Monday of shelling a power station."}) + "\n")
    (made / "marked.jsonl").write_text(json.dumps({"marked_sentence": "<s>Russia</s> <a>accused</a> <t>Ukraine</t> of it."}) + "\n")
    (made / "events.tab").write_text(table("icews", {}))
    (made / "ours.csv").write_text(OURS)
    (made / "feeds.toml").write_text('[watch]\nattempts = 1\n\n[[feed]]\nurl = "http://127.0.0.1:9/rss.xml"\n')
    with opened(str(made / "riftline.duckdb"), write=True) as connection:
        for coding in (FIRST, SECOND):
            assert isinstance(coding, Coding)
            keep(connection, coding)
    with serving(made):
        event = ask(made, "GET", "/events").json()["items"][0]["id"]
        (made / "event").write_text(event)
        assert ask(made, "POST", "/corrections", json={"event": event, "field": "place", "value": "Goris, Armenia", "note": "corrected"}).status_code == 201
        yield made


def commands() -> set[str]:
    """All of them by name, those of groups with their group's."""
    top = typer.main.get_command(app)
    found = set[str]()
    for name, each in top.commands.items():  # type: ignore[attr-defined]
        inner = getattr(each, "commands", None)
        found |= {f"{name} {one}" if one != "acts" else name for one in inner} if inner else {name}  # forecast ARM is forecast acts ARM
    return found


def test_the_table_has_every_command() -> None:
    assert {name for name, *_ in TABLE} | NO_DATABASE == commands()


@pytest.mark.parametrize(("name", "words", "code", "said", "shown"), TABLE, ids=[f"{name} {words}".strip() for name, words, *_ in TABLE])
def test_a_command_while_a_server_holds_the_database(folder: Path, name: str, words: str, code: int, said: str, shown: str) -> None:
    import shlex

    ids = {"EVENT": (folder / "event").read_text(), "ARTICLE": FIRST.document.id}
    given = [ids.get(word, word) for word in shlex.split(words)]
    done = run(folder, *name.split(), *given)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert any(each in done.stdout for each in shown.split("|")), done.stdout
    assert "Traceback" not in done.stderr
    assert not list(folder.glob(".riftline-copy-*"))


def test_a_copy_has_all_that_was_stored_and_is_its_users_alone(folder: Path, tmp_path: Path) -> None:
    answer = ask(folder, "POST", "/copies", json={"path": str(tmp_path / "copy.duckdb")})
    assert answer.status_code == 201, answer.text
    assert stat.S_IMODE((tmp_path / "copy.duckdb").stat().st_mode) == 0o600  # it has what the database has: hashes, webhooks' secrets
    with opened(str(tmp_path / "copy.duckdb")) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchall()[0][0] == ask(folder, "GET", "/info").json()["articles"]
    again = ask(folder, "POST", "/copies", json={"path": str(tmp_path / "copy.duckdb")})
    assert "there already" in again.json()["detail"]
    nowhere = ask(folder, "POST", "/copies", json={"path": str(tmp_path / "none" / "copy.duckdb")})
    assert "cannot be written" in nowhere.json()["detail"]
    assert ask(folder, "POST", "/copies", json={"path": "copy.duckdb"}).status_code == 422
    assert run(folder, "events").returncode == 0  # and the server still holds the file
    held = subprocess.run([*RIFTLINE, "serve", "--port", "0"], cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    assert f"process {found(folder).pid}" in held.stderr


def test_without_room_for_a_copy_that_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from riftline.cli import reading
    from riftline.errors import StoreError

    monkeypatch.setattr(reading.shutil, "disk_usage", lambda path: SimpleNamespace(free=10))
    with pytest.raises(StoreError, match="there is no room"), reading.readable(str(folder / "riftline.duckdb")):
        pass
