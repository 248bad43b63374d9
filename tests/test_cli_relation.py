import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from example_reports import LATER, OTHER, raid
from riftline.cli import app
from riftline.store.database import opened
from riftline.stories.keeping import keep


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("relation") / "t.duckdb")
    with opened(path, write=True) as connection:
        for coding in (raid("a"), raid("b", LATER, "Borduria Today", date(2024, 5, 20), 14), raid("d", OTHER, "The Tarn Herald", killed=3, place="High Tarn")):
            keep(connection, coding)
    return path


def ran(db: str, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["relation", *words, "--db", db])
    assert done.exit_code == code, done.output
    return done.output


def test_both_directions_types_course_and_last_acts(db: str) -> None:
    said = ran(db, "BOR", "RUR")
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert "BOR → RUR 2 2 0 100 % -18.0 3 3" in lines
    assert "RUR → BOR 0 0 0 – +0.0 0 0" in lines
    assert "ASSAULT 2 · firearms 2" in lines
    assert "2024-05-06 cooperation ·" in lines
    assert "friction █" in lines
    assert "none that the tables know" in lines
    assert any("Borduria → traders" in line for line in lines)
    assert any("Bordurian gunmen also raided" in line and "The Tarn Herald" in line for line in lines)


def test_as_of_a_day_before_the_second_report(db: str) -> None:
    then = json.loads(ran(db, "BOR", "RUR", "--as-of", "2024-05-19", "--format", "json"))
    now = json.loads(ran(db, "BOR", "RUR", "--format", "json"))
    assert (then["directions"][0]["reports"], now["directions"][0]["reports"]) == (2, 3)
    assert {act["evidence_is"] for act in then["acts"]} == {"sentence"}
    assert then["directions"][0]["periods"][0]["ids"] == now["directions"][0]["periods"][0]["ids"]


def test_csv_has_a_row_for_each_period_and_type(db: str) -> None:
    (row,) = csv.DictReader(io.StringIO(ran(db, "BOR", "RUR", "--by", "month", "--format", "csv")))
    assert (row["start"], row["end"], row["source"], row["type"], row["quad"], row["events"]) == (
        "2024-05-01", "2024-05-31", "BOR", "ASSAULT", "material conflict", "2",
    )  # fmt: skip
    assert len(row["ids"].split()) == 2


def test_places_and_sectors(db: str) -> None:
    assert "(no division told)" in ran(db, "--place", "RUR")
    assert "The store has nothing that passed between the sectors of RUR" in ran(db, "--sectors", "RUR")


def test_nothing_between_the_two_is_said_and_no_data_too(db: str, tmp_path: Path) -> None:
    said = ran(db, "BOR", "armenia")
    assert "Nothing between the two is stored; of others there are 2 events." in said
    assert "ARM (Armenia) is on neither side of any event that the store counts." in said
    with opened(str(tmp_path / "empty.duckdb"), write=True):
        pass
    assert "No data" in ran(str(tmp_path / "empty.duckdb"), "ARM", "RUS")


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ((), "say whose relation it is"),
        (("ARM",), "a relation has two sides"),
        (("ARM", "Armenia"), "are both ARM"),
        (("ARM", "RUS", "--place", "AZE"), "say whose relation it is"),
        (("ARM", "RUS", "--by", "year"), "not one of day, week, month"),
        (("ARM", "RUS", "--from", "2024-02-01", "--to", "2024-01-01"), "is after"),
        (("ARM", "RUS", "--as-of", "soon"), "is no date"),
        (("ARM", "RUS", "--last", "-1"), "must not be negative"),
    ],
)
def test_what_makes_no_sense_is_refused(db: str, words: tuple[str, ...], why: str) -> None:
    assert why in ran(db, *words, code=2)
