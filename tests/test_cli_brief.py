import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from example_briefing import fill
from riftline.cli import app
from riftline.store.database import opened


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    with opened("riftline.duckdb", write=True) as connection:
        fill(connection)
    return lambda *args: CliRunner().invoke(app, ["brief", *args], catch_exceptions=False)


def test_markdown_html_and_json(run) -> None:  # type: ignore[no-untyped-def]
    assert run("--dyad", "RUR-BOR").stdout.startswith("# RUR and BOR\n\n- Dyad: RUR–BOR\n")
    assert run("--dyad", "RUR-BOR", "--format", "html").stdout.startswith("<!DOCTYPE html>\n")
    record = json.loads(run("--dyad", "RUR-BOR", "--format", "json").stdout)
    assert (record["title"], record["events"], record["scope"]) == ("RUR and BOR", 5, {"Dyad": "RUR–BOR"})
    line = record["timeline"][0]["lines"][1]
    assert (line["type"], line["tone"], line["days"]["start"]) == ("ASSAULT/heavy-weapons", "conflict", "2024-05-06")
    assert {note["number"] for note in record["notes"]} >= set(line["notes"])
    assert record["tables"][0]["rows"][0] == {"name": "threats (THREATEN)", "values": [1, 0]}


def test_into_a_file_whose_ending_says_the_format_and_the_same_each_time(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("--actor", "RUR", "--out", "r.html")
    assert done.stdout == "r.html: a briefing on 9 events from 2 articles.\n"
    first = (tmp_path / "r.html").read_bytes()
    assert first.startswith(b"<!DOCTYPE html>")
    run("--actor", "RUR", "--out", "r.html")
    assert (tmp_path / "r.html").read_bytes() == first
    run("--actor", "RUR", "--out", "r.json")
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["events"] == 9
    run("--actor", "RUR", "--out", "r.txt")
    assert (tmp_path / "r.txt").read_text(encoding="utf-8").startswith("# RUR")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.html", "r.json", "r.txt", "riftline.duckdb"]


def test_filters_narrow_it(run) -> None:  # type: ignore[no-untyped-def]
    assert "tell of" not in run("--place", "Strelsau", "--min-sources", "3").stdout
    assert json.loads(run("--place", "Strelsau", "--min-sources", "2", "--format", "json").stdout)["events"] == 1
    assert json.loads(run("--dyad", "RUR-BOR", "--origin", "icews", "--format", "json").stdout)["events"] == 1
    assert json.loads(run("--actor", "RUR", "--until", "2024-05-06", "--type", "ASSAULT", "--format", "json").stdout)["events"] == 2


def test_where_nothing_passes_it_says_so_and_who_may_have_been_meant(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = run("--actor", "Bordura", "--out", "r.md")
    assert (done.exit_code, done.stdout) == (0, "No event passes.\n")
    assert "no event names 'Bordura'; near it: Borduria" in done.stderr
    assert not (tmp_path / "r.md").exists()
    assert run("--actor", "RUR", "--since", "2030-01-01").stderr == ""
    assert run("--actor", "Bordura", "--format", "json").stdout == "null\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "say what the briefing is about"),
        (("--dyad", "RUR"), "is not two sides"),
        (("--actor", "RUR", "--lines", "0"), "--lines"),
        (("--actor", "RUR", "--format", "pdf"), "is not one of md, html, json"),
        (("--actor", "RUR", "--out", "no/where/r.md"), "no/where/r.md cannot be written: there is no folder no/where"),
        (("--actor", "RUR", "--db", "gone.duckdb"), "there is no database"),
    ],
)
def test_what_cannot_be_is_refused(run, options: tuple[str, ...], message: str) -> None:  # type: ignore[no-untyped-def]
    done = run(*options)
    assert (done.exit_code, done.stdout) == (2, "")
    assert message in done.stderr
