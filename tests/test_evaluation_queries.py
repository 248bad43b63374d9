"""The evaluation of the API's questions beside SQL over a small store: `python -m evaluation.queries` has ten million events."""

import json
from pathlib import Path

import pytest
from evaluation.desk_store import lines, make, write
from evaluation.queries import days_of, main
from evaluation.queries_asked import QUESTIONS, compare, drawn
from evaluation.queries_drawn import Store, looked_at
from evaluation.queries_growth import growth

from riftline.store.database import opened

EVENTS = 3_000


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("queries") / "q.duckdb"
    took = make(path, EVENTS, 60, last_days=7)
    assert set(took) == {"write", "load", "signals"}
    return path


def test_api_and_sql_say_the_same_of_every_kind(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--db", str(db), "--each", "3", "--alone"]) == 0  # it ends with an error where they do not
    found = json.loads(capsys.readouterr().out)
    assert (found["what"], found["events"], found["each"]) == ("queries", EVENTS, 3)
    assert set(found["by"]) == {question.name for question in QUESTIONS}
    for each in found["by"].values():
        assert 0 < each["api"][0] <= each["api"][1]
        assert 0 < each["sql"][0] <= each["sql"][1]
        assert each["first_ms"] > 0
    assert found["worst_ratio"] == max(each["ratio"] for each in found["by"].values()) == found["by"][found["worst"]]["ratio"]
    assert found["mb"] > 0


def test_other_answers_are_noticed(db: Path) -> None:
    with opened(str(db)) as connection:
        store = looked_at(connection)
        question = next(each for each in QUESTIONS if each.name == "event")
        one, other = drawn(question, store, 2, 0)
        rows = question.run(connection, one)
        compare(question, one, json.dumps({"id": one["id"]}).encode(), rows)
        with pytest.raises(SystemExit, match="the API says"):
            compare(question, one, json.dumps({"id": other["id"]}).encode(), rows)


def test_what_is_drawn_is_of_the_seed_and_not_asked_twice(db: Path) -> None:
    with opened(str(db)) as connection:
        store = looked_at(connection)
    assert isinstance(store, Store)
    for question in QUESTIONS:
        values = drawn(question, store, 5, 1)
        assert values == drawn(question, store, 5, 1)
        assert len({question.asked(each) for each in values}) == len(values) > 3


def test_a_store_that_grows(db: Path, tmp_path: Path) -> None:
    small = tmp_path / "small.duckdb"
    make(small, EVENTS // 10, 60, last_days=0)
    before = db.read_bytes()
    found = growth(db, small, tmp_path)
    assert list(found) == ["import of the next day", "import of an earlier day", "article"]
    assert all(min(each["ms"]) > 0 for each in found.values())
    assert db.read_bytes() == before


def test_the_files_are_the_same_rows_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = write(tmp_path, 50, 20)[0].read_text(encoding="utf-8").splitlines()
    monkeypatch.setattr("evaluation.desk_store.PART", 20)
    parts = [path.read_text(encoding="utf-8").splitlines() for path in write(tmp_path, 50, 20)]
    assert [len(part) for part in parts] == [21, 21, 11]
    assert [whole[0], *(line for part in parts for line in part[1:])] == whole
    assert [line.rstrip("\n") for line in lines(50, 20)] == whole[1:]
    assert (days_of(1_000_000), days_of(10_000_000), days_of(3_000)) == (730, 7_300, 60)
