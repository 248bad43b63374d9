import json
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from example_coding import coding
from riftline.cli import app
from riftline.records import Article, Coding
from riftline.store.database import opened
from riftline.stories.keeping import keep


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    with opened("riftline.duckdb", write=True) as connection:
        keep(connection, coding())
        keep(connection, Coding(Article("b1", "The talks ended; nobody shelled anybody.", publisher="Other")))
    return lambda *args, **more: CliRunner().invoke(app, ["search", *args], catch_exceptions=False, **more)


def test_a_table_with_the_words_marked_and_the_events_named(run) -> None:  # type: ignore[no-untyped-def]
    lines = run("shells", "soldiers").stdout.splitlines()
    assert lines[0].split() == ["#", "Date", "Publisher", "Article", "Events", "Sentence"]
    assert lines[1].endswith("Bordurian _shells_ killed 13 _soldiers_ near Strelsau on Monday, a Ruritanian official said.")
    assert "2024-05-08  The Strelsau Post  rur-1" in lines[1]
    told = run("shells", "soldiers", "--events").stdout.splitlines()
    assert "Borduria (BOR) shelled Ruritania (RUR)  Bordurian _shells_" in told[1]
    assert len(told) == 2  # of the other article nothing is evidence


def test_json_tells_where_and_of_which_events(run) -> None:  # type: ignore[no-untyped-def]
    listed = json.loads(run("shells soldiers", "--format", "json").stdout)
    lines = [json.loads(line) for line in run("shells soldiers", "--format", "jsonl").stdout.splitlines()]
    assert listed == lines
    first = listed[0]
    assert (first["rank"], first["all_in"], first["article"]["id"]) == (1, "sentence", "rur-1")
    assert coding().document.text[first["start"] : first["end"]] == first["text"]
    assert [first["text"][start:end] for start, end in first["marks"]] == ["shells", "soldiers"]
    assert [(event["type"], event["status"]) for event in first["events"]] == [("ASSAULT", "happened")]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("the move was", "condemned"), 1),  # of several arguments one with spaces is a phrase
        (("move the was",), 1),
        (("move the was", "nobody"), 0),
        (("talks", "-nobody"), 1),
        (("talks", "-hardly"), 2),  # -h would be help elsewhere
        (('"talks ended"',), 1),
        (("talks", "--publisher", "other"), 1),
        (("talks", "--since", "2024-05-08"), 1),
        (("talks", "--limit", "1"), 1),
    ],
)
def test_queries_of_the_command_line(run, words: tuple[str, ...], found: int) -> None:  # type: ignore[no-untyped-def]
    assert len(run(*words, "--format", "jsonl").stdout.splitlines()) == found


def test_nothing_found_and_nothing_asked(run) -> None:  # type: ignore[no-untyped-def]
    assert run("herrings").stdout == "No sentence matches.\n"
    assert run("herrings", "--format", "json").stdout == "[]\n"
    near = run("shells", "herrings")
    assert (near.exit_code, "no sentence has all of what was looked for" in near.stderr) == (0, True)
    for words, message in (
        (("the",), "nearly every sentence has the"),
        (("talks", "--sinse", "2024"), "there is no option --sinse"),
        (("talks", "--limit", "0"), "--limit"),
        (("talks", "--since", "soon"), "is no date"),
        (("talks", "--db", "gone.duckdb"), "there is no database"),
    ):
        done = run(*words)
        assert (done.exit_code, done.stdout) == (2, "")
        assert message in done.stderr


def test_an_older_database_is_indexed_at_the_first_search(run) -> None:  # type: ignore[no-untyped-def]
    with duckdb.connect("riftline.duckdb") as connection:
        connection.execute("DELETE FROM sentences WHERE article = 'b1'")
    first, again = run("nobody", "--format", "jsonl"), run("nobody", "--format", "jsonl")
    assert "1 text is not in the search index yet" in first.stderr
    assert again.stderr == ""
    assert first.stdout == again.stdout != ""


def test_where_the_index_cannot_be_written_the_rest_is_searched(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    with duckdb.connect("riftline.duckdb") as connection:
        connection.execute("DELETE FROM sentences WHERE article = 'b1'")

    def refused(connection: object) -> None:
        raise duckdb.IOException("Permission denied")

    monkeypatch.setattr("riftline.search.index.complete", refused)
    done = run("talks", "--format", "jsonl")
    assert "no permission" in done.stderr
    assert "They are left out of this search" in done.stderr
    assert [json.loads(line)["article"]["id"] for line in done.stdout.splitlines()] == ["rur-1"]


def test_on_a_terminal_hits_are_told_in_blocks(run) -> None:  # type: ignore[no-untyped-def]
    from rich.console import Console

    from riftline.cli.search import _blocks
    from riftline.search.query import parse
    from riftline.search.ranking import search
    from riftline.store.queries import events_of

    with opened("riftline.duckdb") as connection:
        found = search(connection, parse("shells soldiers"), limit=2)
        told = events_of(connection, {identity for hit in found.hits for identity in hit.events})
    out = Console(width=70, force_terminal=True, no_color=True, record=True)
    _blocks(found, told, out, True)
    text = out.export_text()
    assert "  1  2024-05-08 · The Strelsau Post · rur-1\n" in text
    assert "Borduria (BOR) shelled Ruritania (RUR)" in text
    assert text.endswith("2 sentences match, 1 with all that was looked for.\n")
