import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from example_coding import TEXT, coding
from riftline.cli import app
from riftline.records import Article, Coding
from riftline.store.schema import NEWEST
from small_disks import remounted


def fake(article: Article) -> Coding:
    made = coding(article.id, article.text)
    if "Strelsau" not in article.text:
        return Coding(article)
    return Coding(article, made.events, made.statements, made.commitments, made.accounts, made.dates, made.places, made.agenda)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.setattr("riftline.pipeline._coder", lambda: fake)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rur.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "b1", "text": "Other talks ended.", "title": "=Talks"}) + "\n")
    return lambda *args, **more: CliRunner().invoke(app, list(args), catch_exceptions=False, **more)


def test_the_same_article_twice_and_from_two_files_is_one(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "copy.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "copy.jsonl").write_text(json.dumps({"id": "elsewhere", "text": TEXT}))
    first = run("ingest", "rur.txt", "copy.txt", "copy.jsonl", "b.jsonl")
    assert (first.exit_code, first.stdout) == (0, "riftline.duckdb: 2 articles stored, 2 there already, with 6 reports.\n")
    again = run("ingest", "rur.txt", "b.jsonl")
    assert (again.exit_code, again.stdout) == (0, "riftline.duckdb: 0 articles stored, 2 there already.\n")


def test_changed_text_and_corrected_date_replace_and_say_so(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    run("ingest", "rur.txt", "b.jsonl")
    (tmp_path / "b.jsonl").write_text(json.dumps({"id": "b1", "text": "Other talks went on."}))
    done = run("ingest", "b.jsonl")
    assert "the text of b1 has changed; the earlier coding was replaced" in done.stderr
    assert done.stdout == "riftline.duckdb: 0 articles stored, 1 replaced, with 0 reports.\n"
    done = run("ingest", "b.jsonl", "--published", "2024-05-08")
    assert "the date of b1 has changed" in done.stderr
    assert run("ingest", "b.jsonl", "--published", "2024-05-08").stdout.endswith("0 articles stored, 1 there already.\n")
    assert run("ingest", "b.jsonl", "--again").stdout.endswith("0 articles stored, 1 replaced, with 0 reports.\n")


def test_bad_inputs_leave_nothing_in_the_store(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    bad, good = {"id": "x", "text": "Talks ended.", "published": "soon"}, {"id": "y", "text": "Talks in Rome ended."}
    (tmp_path / "bad.jsonl").write_text(f"{json.dumps(bad)}\n{json.dumps(good)}\n")
    done = run("ingest", "gone.txt", "bad.jsonl")
    assert done.exit_code == 2
    assert done.stdout == "riftline.duckdb: 1 article stored, 2 not usable, with 0 reports.\n"
    with duckdb.connect("riftline.duckdb", read_only=True) as connection:
        assert connection.execute("SELECT id FROM articles").fetchall() == [("y",)]


def test_events_in_every_format(run) -> None:  # type: ignore[no-untyped-def]
    run("ingest", "rur.txt")
    table = run("events").stdout
    assert "BOR Borduria" in table
    assert "2024-05-06" in table
    listed = json.loads(run("events", "--format", "json").stdout)
    lines = [json.loads(line) for line in run("events", "--format", "jsonl").stdout.splitlines()]
    assert listed == lines
    assert {"id", "article", "type", "source", "target", "date", "place", "status", "attribution", "evidence"} <= set(listed[0])
    rows = list(csv.DictReader(io.StringIO(run("events", "--format", "csv").stdout)))
    assert [row["id"] for row in rows] == [item["id"] for item in listed]
    some = json.loads(run("events", "--type", "accuse,threaten", "--format", "json").stdout)
    assert [item["type"] for item in some] == ["THREATEN", "ACCUSE", "ACCUSE"]
    assert len(run("events", "--format", "jsonl", "--limit", "2", "--since", "2024-05-06").stdout.splitlines()) == 2
    assert run("events", "--actor", "XYZ").stdout == "No event passes.\n"
    assert "--type: 'WAR' is not one of" in run("events", "--type", "WAR").stderr


def test_csv_cells_are_no_formulas(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    def titled(article: Article) -> Coding:
        return Coding(coding("t", title='=HYPERLINK("http://x")', publisher="@post").document, coding().events)

    monkeypatch.setattr("riftline.pipeline._coder", lambda: titled)
    run("ingest", "rur.txt")
    row = next(iter(csv.DictReader(io.StringIO(run("events", "--format", "csv", "--country", "RUR").stdout))))
    assert (row["title"], row["publisher"], row["lat"]) == ("'=HYPERLINK(\"http://x\")", "'@post", "-48.2")


def test_show_an_event_and_an_article(run) -> None:  # type: ignore[no-untyped-def]
    run("ingest", "rur.txt")
    event = json.loads(run("events", "--country", "RUR", "--format", "json").stdout)[0]
    text = " ".join(run("show", event["id"][:6]).stdout.split())
    assert "Borduria (BOR) shelled Ruritania (RUR)" in text
    assert "_Bordurian shells killed 13 soldiers_ near Strelsau on Monday" in text
    assert "The Monday before publication." in text
    assert "Only one place has this name." in text
    assert "according to Ruritanian official (RUR, unnamed)" in text
    assert "Borduria is the only Borduria here." in text
    article = run("show", event["article"]["id"]).stdout
    assert "WHERE ACCOUNTS DIFFER" in article
    assert event["id"] in article
    assert json.loads(run("show", event["id"], "--format", "json").stdout)["id"] == event["id"]
    assert json.loads(run("show", event["article"]["id"], "--format", "json").stdout)["events"][0]["id"] == "e1"
    missing = run("show", "nothing")
    assert (missing.exit_code, missing.stdout) == (2, "")
    assert "riftline events lists the ids" in missing.stderr


def test_info_with_and_without_a_database(run) -> None:  # type: ignore[no-untyped-def]
    assert "riftline ingest makes it" in run("info").stdout
    run("ingest", "rur.txt", "b.jsonl")
    found = json.loads(run("info", "--format", "json").stdout)
    assert (found["database"]["articles"], found["database"]["events"], found["database"]["schema"]) == (2, 6, NEWEST)
    assert found["riftline"]["duckdb"] == duckdb.__version__
    assert "16 rows" in found["tables"]["plover/types.tsv"]


def test_newer_database_is_refused_by_every_command(run) -> None:  # type: ignore[no-untyped-def]
    run("ingest", "rur.txt")
    with duckdb.connect("riftline.duckdb") as connection:
        connection.execute("INSERT INTO riftline_schema VALUES (99, 'of tomorrow', now()::TIMESTAMP)")
    for args in (("ingest", "b.jsonl"), ("events",), ("show", "x"), ("info",)):
        done = run(*args)
        assert done.exit_code == 2
        assert "made by a newer Riftline" in done.stderr


def test_locked_database_names_the_process(run) -> None:  # type: ignore[no-untyped-def]
    run("ingest", "rur.txt")
    holder = subprocess.Popen(
        [sys.executable, "-c", "import duckdb, sys; c = duckdb.connect('riftline.duckdb'); print('open', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert holder.stdout
        holder.stdout.readline()
        for args in (("ingest", "b.jsonl"), ("events",)):
            done = run(*args)
            assert done.exit_code == 2
            assert f"(process {holder.pid})" in done.stderr
    finally:
        holder.communicate()


def test_full_disk_keeps_what_was_stored_and_goes_on_later(run, tmp_path: Path, small_disk: Path) -> None:  # type: ignore[no-untyped-def]
    remounted(small_disk, "size=3m")
    many = tmp_path / "many.jsonl"
    many.write_text("".join(json.dumps({"id": f"n{n}", "text": f"{n} talks. " + os.urandom(20_000).hex(" ", 8)}) + "\n" for n in range(100)))
    done = run("ingest", str(many), "--db", str(small_disk / "t.duckdb"))
    assert done.exit_code == 2
    assert "the disk is full" in done.stderr
    remounted(small_disk, "size=60m")
    done = run("ingest", str(many), "--db", str(small_disk / "t.duckdb"))
    assert done.exit_code == 0
    assert "there already" in done.stdout
