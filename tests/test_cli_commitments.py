"""`riftline commitments`: with and without a database."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from example_breaches import telling
from riftline.cli import app
from riftline.store.database import opened
from riftline.stories.keeping import keep

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *args: CliRunner().invoke(app, ["commitments", *args], catch_exceptions=False)


@pytest.fixture
def filled(tmp_path: Path) -> str:
    path = str(tmp_path / "n.duckdb")
    skipped = ("REJECT", "assist", "ARM", "CSTO", "Armenia skipped the drills of the CSTO.")
    quit_ = ("SANCTION", "withdraw", "MLI", "ECOWAS", "Mali quit the bloc.")
    with opened(path, write=True) as connection:
        keep(connection, telling("a1", date(2023, 9, 4), skipped, commitments=(("basing", ("RUS", "ARM"), "in force"),)))
        keep(connection, telling("a2", date(2023, 9, 30), ("REJECT", "assist", "CSTO", "AZE", "The alliance refused to send troops.")))
        keep(connection, telling("a3", date(2024, 1, 28), quit_, commitments=(("arms supply", ("KEN", "MLI"), "in force"),)))
    return path


def test_the_tables_are_listed_without_a_database(run: Run) -> None:
    done = run("ARM", "--on", "2023-09-18")
    assert done.exit_code == 0
    for words in ("rus-arm-1997", "mutual defence", "Russia (RUS)", "CSTO:ARM", "1994-04-20", "arm-aze", "Nagorno-Karabakh and the border"):
        assert words in done.stdout
    assert run("AES", "--on", "2020-01-01").stdout == "Nothing is known on Wed 1 January 2020.\n"


def test_names_and_codes_mean_the_same(run: Run) -> None:
    asked = ("--on", "2023-09-18", "--format", "json")
    assert run("Armenia", "--with", "Russian Federation", *asked).stdout == run("arm", "--with", "RUS", *asked).stdout


def test_what_binds_two_includes_what_binds_them_through_an_organisation(run: Run) -> None:
    found = json.loads(run("ARM", "--with", "RUS", "--on", "2023-09-18", "--format", "json").stdout)
    assert [(bond["id"], bond["through"]) for bond in found["bonds"] if bond["kind"] == "mutual defence"] == [
        ("rus-arm-1997", None),
        ("CSTO:ARM+RUS", "CSTO"),
    ]
    assert found["on"] == "2023-09-18"


def test_kinds_and_rivalries_are_chosen(run: Run) -> None:
    found = json.loads(run("JPN", "--kind", "Mutual Defence", "--on", "2020-01-01", "--format", "json").stdout)
    assert [bond["id"] for bond in found["bonds"]] == ["usa-jpn-1960"]
    found = json.loads(run("CHN", "--rivalries", "--on", "2020-01-01", "--format", "json").stdout)
    assert not found["bonds"]
    assert {"chn-twn", "chn-ind", "chn-jpn"} <= {each["id"] for each in found["rivalries"]}
    assert "usa-phl-1951" in run("--kind", "mutual defence", "--on", "2000-01-01").stdout


def test_breaches_stand_with_what_they_touch(run: Run, filled: str) -> None:
    found = json.loads(run("ARM", "--with", "RUS", "--on", "2023-10-05", "--db", filled, "--format", "json").stdout)
    broken = {bond["id"]: [each["kind"] for each in bond["breaches"]] for bond in found["bonds"] if bond["breaches"]}
    assert broken == {"CSTO:ARM+RUS": ["exercise refused", "help refused"]}
    (base,) = [bond for bond in found["bonds"] if bond["id"] == "rus-arm-1995"]
    assert base["articles"] == ["a1"]
    table = run("ARM", "--breaches", "--on", "2023-10-05", "--db", filled).stdout
    assert "“Armenia skipped the drills of the CSTO.” (a1)" in table
    assert "Gyumri" not in table


def test_as_of_a_day_later_articles_are_not_known(run: Run, filled: str) -> None:
    found = json.loads(run("ARM", "--as-of", "2023-09-18", "--db", filled, "--format", "json").stdout)
    assert (found["on"], found["as_of"]) == ("2023-09-18", "2023-09-18")
    assert [each["article"] for bond in found["bonds"] for each in bond["breaches"]] == ["a1"]
    assert not json.loads(run("ARM", "--as-of", "2023-09-03", "--db", filled, "--breaches", "--format", "json").stdout)["breaches_of_what_binds_no_more"]


def test_breaches_of_what_has_ended_are_told_apart(run: Run, filled: str) -> None:
    done = run("MLI", "--on", "2025-06-01", "--db", filled)
    assert "Breaches of what binds no more:" in done.stdout
    assert "“Mali quit the bloc.” (a3)" in done.stdout.split("no more:")[1]
    assert "1 article" in done.stdout, "what an article alone tells is marked"


def test_csv_has_a_row_for_each_bond_breach_and_rivalry(run: Run, filled: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("ARM", "--on", "2023-10-05", "--db", filled, "--format", "csv").stdout)))
    assert {row["what"] for row in rows} == {"bond", "breach", "rivalry"}
    (first, *_) = [row for row in rows if row["what"] == "breach"]
    assert (first["id"], first["parties"], first["sentence"]) == ("CSTO:ARM", "ARM|CSTO", "Armenia skipped the drills of the CSTO.")
    assert rows[rows.index(first) - 1]["id"] == "CSTO:ARM"


def test_own_commitments_are_added_and_taken_away(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_text("id,parties,kind,treaty,from,to,source,note\nours,GEO|KEN,alliance,Pact of Mombasa,2020,,Our desk,\n")
    assert run("--add", "ours.csv").stdout == "riftline.duckdb: 1 added, 0 replaced.\n"
    assert run("--add", "ours.csv").stdout == "riftline.duckdb: 0 added, 1 replaced.\n"
    shown = run("GEO", "--with", "KEN", "--on", "2021-01-01").stdout
    assert "Pact of Mombasa (Our desk)" in shown
    assert "you" in shown
    assert run("--remove", "ours").stdout == "riftline.duckdb: ours is taken away.\n"
    assert "Pact of Mombasa" not in run("GEO", "--with", "KEN", "--on", "2021-01-01").stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("Ruritania",), "WHO: 'Ruritania' is no code or state"),
        (("ARM", "--with", "nobody"), "--with: 'nobody' is no code or state"),
        (("ARM", "--on", "soon"), "--on: 'soon' is no date"),
        (("ARM", "--kind", "friendship"), "--kind: 'friendship' is not one of"),
        (("ARM", "--format", "xml"), "--format: 'xml' is not one of"),
        (("ARM", "--db", "gone.duckdb"), "there is no database gone.duckdb"),
        (("--add", "gone.csv"), "gone.csv: cannot be read"),
        (("--add", "a.csv", "--remove", "x"), "--add and --remove: give one of them."),
        (("--remove", "x"), "there is no database riftline.duckdb"),
    ],
)
def test_bad_input_says_what_was_wrong(run: Run, args: tuple[str, ...], message: str) -> None:
    done = run(*args)
    assert done.exit_code == 2
    assert message in done.stderr
    assert not Path("riftline.duckdb").exists()


def test_help_has_examples(run: Run) -> None:
    assert "riftline commitments Armenia --with Russia" in run("--help").stdout
