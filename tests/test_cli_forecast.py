import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from outlook_streams import on, stored, world
from riftline.cli import app
from riftline.store.database import insert, opened

ACTS = [("ARM", "AZE", on(day), "ACCUSE") for day in range(0, 200, 6)] + [("AZE", "ARM", on(day), "ASSAULT") for day in range(150, 200, 5)]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = stored(tmp_path_factory.mktemp("forecast") / "t.duckdb", [*world(200), *ACTS])
    day = on(199)
    with opened(path, write=True) as connection:
        names = ("id", "digest", "title", "publisher", "published", "text", "coding", "riftline", "stored")
        insert(connection, "articles", [(f"a{i}", f"d{i}", "Talks", "The Post", day + timedelta(days=i), "", "", "1", "2024-01-01") for i in (0, 1)], names)
        agenda = [("a0", 0, "Talks in Geneva", day + timedelta(days=5), ["ARM", "AZE"]), ("a1", 0, "Told too late", day + timedelta(days=5), ["ARM", "AZE"])]
        agenda += [("a0", 1, "Too far away", day + timedelta(days=29), ["ARM", "AZE"]), ("a0", 2, "Of others", day + timedelta(days=5), ["ARM", "RUS"])]
        insert(
            connection,
            "agenda",
            [(*each[:3], each[3], each[3], each[4]) for each in agenda],
            ("article", "position", "what", "first_day", "last_day", "actors"),
        )
    return path


def ran(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["forecast", *words])
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize(("words", "expected"), [((), "riftline forecast ARM AZE"), (("acts",), "base rate"), (("backtest",), "Brier"), (("bench",), "MRR")])
def test_help_says_how(words: tuple[str, ...], expected: str) -> None:
    assert expected in " ".join(ran(*words, "--help").split())


def test_json_has_chances_reasons_acts_and_what_is_announced(db: str) -> None:
    found = json.loads(ran("ARM", "AZE", "--db", db, "--format", "json", "--top", "100"))
    assert found["as_of"] == str(on(199))
    rows = {(row["source"], row["target"], row["type"]): row for row in found["outlook"]}
    accuse = rows["ARM", "AZE", "ACCUSE"]
    assert accuse["week"]["probability"] > 0.5 > rows["ARM", "AZE", "AID"]["week"]["probability"]
    assert accuse["week"]["base_rate"] > 0.8
    assert accuse["acts"][0]["known"] == str(on(198))
    assert accuse["acts"][0]["text"].startswith("ARM and AZE: ACCUSE")
    assert all(act["known"] <= found["as_of"] for row in found["outlook"] for act in row["acts"])
    assert [item["what"] for item in found["agenda"]] == ["Talks in Geneva"]


def test_as_of_hides_what_came_later(db: str) -> None:
    found = json.loads(ran("ARM", "AZE", "--db", db, "--format", "json", "--as-of", str(on(140)), "--top", "100"))
    rows = {(row["source"], row["target"], row["type"]): row for row in found["outlook"]}
    assert rows["AZE", "ARM", "ASSAULT"]["days"] == 0
    assert rows["AZE", "ARM", "ASSAULT"]["week"]["probability"] < 0.2
    assert all(act["known"] <= str(on(140)) for row in found["outlook"] for act in row["acts"])
    assert found["agenda"] == []


def test_states_may_be_named(db: str) -> None:
    assert json.loads(ran("Armenia", "aze", "--db", db, "--format", "json"))["actors"] == ["ARM", "AZE"]


def test_csv_has_a_line_a_row(db: str) -> None:
    rows = list(csv.DictReader(io.StringIO(ran("--db", db, "--format", "csv", "--top", "7", "--horizon", "week"))))
    assert len(rows) == 7
    assert [float(row["week_probability"]) for row in rows] == sorted((float(row["week_probability"]) for row in rows), reverse=True)
    assert "month_probability" not in rows[0]


def test_types_are_chosen(db: str) -> None:
    rows = json.loads(ran("AZE", "ARM", "--db", db, "--type", "ASSAULT,any-friction", "--format", "json"))["outlook"]
    assert {row["type"] for row in rows} == {"ASSAULT", "any friction"}


def test_the_table_is_for_reading(db: str) -> None:
    said = ran("ARM", "AZE", "--db", db)
    assert "What comes next with Armenia and Azerbaijan, as known on" in said
    assert "past weeks" in said
    assert "Talks in Geneva (The Post" in said
    assert "Told too late" not in said


def test_unknown_actors_are_refused_and_near_ones_named(db: str) -> None:
    assert "A12 is no code or name that Riftline knows; near to it: A11" in ran("A12", "ARM", "--db", db, code=2)
    assert "Write a code (ARM) or a state's name (Armenia)" in ran("Xyz", "--db", db, code=2)
    assert "near to it: Armenia (ARM)" in ran("Armenai", "--db", db, code=2)


def test_two_between_whom_there_is_nothing_get_no_figures_but_a_reason(db: str) -> None:
    why = "No act between Tuvalu (TUV) and Armenia (ARM) was known by 2024-07-18, so there is nothing to forecast from."
    said = ran("Tuvalu", "ARM", "--db", db)
    assert why in said
    assert "Armenia (ARM) has most to do with AZE" in said
    assert "%" not in said
    found = json.loads(ran("TUV", "ARM", "--db", db, "--format", "json"))
    assert found["outlook"] == []
    assert found["remark"].startswith(why)
    csv_ = CliRunner().invoke(app, ["forecast", "TUV", "ARM", "--db", db, "--format", "csv"])
    assert csv_.stdout == "source,target,type\n"
    assert why in csv_.stderr


def test_before_the_first_act_of_two_its_day_is_said(tmp_path: Path) -> None:
    path = stored(tmp_path / "t.duckdb", [("RUS", "UKR", on(0), "AID"), ("ARM", "AZE", on(10), "ACCUSE")])
    assert f"The first became known on {on(10)}." in ran("ARM", "AZE", "--db", path, "--as-of", str(on(5)))
    assert f"the first act of {path} became known on {on(0)}" in " ".join(ran("ARM", "AZE", "--db", path, "--as-of", "2023-12-31", code=2).split())


def test_a_day_long_after_the_store_ends_is_said(db: str) -> None:
    assert "The store knows nothing after 2024-07-18: the 100 days since" in ran("ARM", "AZE", "--db", db, "--as-of", str(on(299)))
    assert "The store knows nothing after" not in ran("ARM", "AZE", "--db", db, "--as-of", str(on(202)))


def test_no_lift_is_no_absence(db: str) -> None:
    said = ran("ARM", "AZE", "--db", db, "--by", "lift", "--type", "AID")
    assert "None of these acts is given 10 % or more" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ARM", "ARM"), "are the same"),
        (("--horizon", "year"), "is not one of week, month, both"),
        (("--type", "WAR"), "is not one of"),
        (("--by", "luck"), "is not one of"),
        (("--top", "0"), "at least 1"),
        (("--as-of", "1990-01-01"), "nothing was known"),
        (("backtest", "--from", "2024-05-01", "--to", "2024-02-01"), "is after --to"),
        (("backtest", "--to", "2024-01-20"), "back-test needs"),
    ],
)
def test_bad_input_is_refused(db: str, words: tuple[str, ...], said: str) -> None:
    assert said in ran(*words, "--db", db, code=2)


def test_a_store_without_acts_is_refused(tmp_path: Path) -> None:
    assert "holds no act" in ran("--db", stored(tmp_path / "t.duckdb", []), code=2)


def test_the_backtest_prints_scores_and_draws(db: str, tmp_path: Path) -> None:
    said = ran("backtest", "--db", db, "--plot", str(tmp_path / "r.svg"))
    assert "Brier" in said
    assert "week (7 days)" in said
    assert "<svg" in (tmp_path / "r.svg").read_text(encoding="utf-8")
    found = CliRunner().invoke(app, ["forecast", "backtest", "--db", db, "--format", "json"]).stdout
    whole = json.loads(found)["week"][0]
    assert whole["outcome"] == "all types"
    assert set(whole["scores"]) == {"climatology", "rates", "full"}


def test_a_plot_that_cannot_be_written_is_said(db: str, tmp_path: Path) -> None:
    assert "cannot be written" in ran("backtest", "--db", db, "--plot", str(tmp_path / "none" / "r.svg"), code=2)
