import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from example_reports import COPY, DENIED, FIRST, MENDED, OTHER, RAID, SECOND, TOWN, raid
from riftline.cli import app
from riftline.errors import StoreError
from riftline.records import Actor, Coding
from riftline.store.database import opened
from riftline.stories.correcting import merge, split
from riftline.stories.dossier import dossier
from riftline.stories.keeping import keep

pytestmark = pytest.mark.slow

ALL = (FIRST, SECOND, COPY, TOWN, DENIED, MENDED)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        yield connection


def kept(connection: DuckDBPyConnection, *codings: Coding) -> None:
    for coding in codings:
        keep(connection, coding)


def state(connection: DuckDBPyConnection) -> list[tuple[object, ...]]:
    """All that stories keep, in an order of its own."""
    tables = {
        "events": "SELECT * FROM events ORDER BY id",
        "reports": "SELECT id, event, round(likeness, 9), joined FROM reports ORDER BY id",
        "copies": "SELECT * FROM copies ORDER BY article",
        "revisions": "SELECT * FROM revisions ORDER BY article",
        "links": "SELECT one, other, round(odds, 9) FROM links ORDER BY one, other",
    }
    return [(name, *row) for name, query in tables.items() for row in connection.execute(query).fetchall()]


def test_one_event_of_several_reports(db: DuckDBPyConnection) -> None:
    kept(db, *ALL[:4])
    rows = db.execute("SELECT article, reports, sources, credibility, figures, published FROM events ORDER BY article").fetchall()
    assert [(row[0], row[1], row[2]) for row in rows] == [("a", 3, 2), ("d", 1, 1)]
    assert (rows[0][3], rows[1][3]) == (1, 2)
    assert [(figure["low"], figure["high"]) for figure in rows[0][4]] == [(12, 14)]
    assert rows[0][5] == date(2024, 5, 7)
    assert db.execute("SELECT article, original FROM copies").fetchall() == [("c", "a")]


def test_a_denial_is_kept_beside_what_it_denies_and_a_correction_takes_the_place_of_what_it_corrects(db: DuckDBPyConnection) -> None:
    kept(db, FIRST, SECOND, DENIED, MENDED)
    event = db.execute("SELECT id, status, credibility, figures FROM events WHERE article = 'a'").fetchone()
    assert event is not None
    assert (event[1], event[2]) == ("happened", 3)
    found = dossier(db, event[0])
    assert found is not None
    assert {item.row["article"]: item.superseded for item in found.reports} == {"a": "correction", "b": None, "e": None, "f": None}
    assert found.revisions["a"][:2] == ("f", "correction")
    assert [(figure["low"], figure["high"]) for figure in event[3]] == [(11, 14)]
    said = {item.what: dict(item.versions) for item in found.differences}
    assert set(said["killed"]) == {"11", "12", "14"}
    assert set(said["status"]) == {"happened", "negated"}


def test_an_event_counts_no_report_that_its_article_tells_no_longer(db: DuckDBPyConnection) -> None:
    kept(db, FIRST, SECOND, Coding(SECOND.document))
    assert db.execute("SELECT article, reports, sources FROM events").fetchall() == [("a", 1, 1)]
    assert db.execute("SELECT DISTINCT reports FROM ledger").fetchall() == [(1,)]


def afresh(folder: Path, codings: Sequence[Coding]) -> list[tuple[object, ...]]:
    """The state of a new database that holds the codings."""
    path = folder / "fresh.duckdb"
    path.unlink(missing_ok=True)
    with opened(str(path), write=True) as connection:
        kept(connection, *codings)
        return state(connection)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[object, ...]]:
    """The state where each has come once, in order."""
    return afresh(tmp_path_factory.mktemp("once"), ALL)


@pytest.fixture
def crowded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """The same where two reports are a crowd already."""
    monkeypatch.setattr("riftline.stories.clustering.MOST", 2)
    return afresh(tmp_path, ALL)


@given(st.permutations(ALL), st.sets(st.integers(0, 5), max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_arrival_changes_nothing_and_neither_does_loading_again(
    once: list[tuple[object, ...]], tmp_path: Path, order: list[Coding], again: set[int]
) -> None:
    assert afresh(tmp_path, [*order, *(ALL[i] for i in again)]) == once


@given(st.permutations(ALL), st.integers(2, 6), st.sets(st.integers(0, 5), max_size=3))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_many_at_once_come_to_what_one_after_another_does(
    once: list[tuple[object, ...]], tmp_path: Path, order: list[Coding], size: int, again: set[int]
) -> None:
    path = tmp_path / "at-once.duckdb"
    path.unlink(missing_ok=True)
    with opened(str(path), write=True) as connection:
        for at in range(0, len(order), size):
            keep(connection, *order[at : at + size])
        keep(connection, *(ALL[i] for i in again))
        assert state(connection) == once


def test_an_article_that_changes_leaves_nothing_of_its_old_self(db: DuckDBPyConnection) -> None:
    kept(db, *ALL)
    changed = replace(TOWN, document=replace(TOWN.document, id="a", published=FIRST.document.published))
    kept(db, changed)
    with_changed = state(db)
    for table in ("articles", "reports", "events", "evidence", "figures", "links", "copies", "revisions", "signatures", "duplicates"):
        db.execute(f"DELETE FROM {table}")
    kept(db, changed, *ALL[1:])
    assert state(db) == with_changed


@given(st.permutations(ALL), st.sets(st.integers(0, 5), max_size=2))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nor_in_a_crowd(crowded: list[tuple[object, ...]], tmp_path: Path, order: list[Coding], again: set[int]) -> None:
    assert afresh(tmp_path, [*order, *(ALL[i] for i in again)]) == crowded


def test_corrections_by_hand_are_remembered(db: DuckDBPyConnection) -> None:
    kept(db, FIRST, SECOND, TOWN)
    a, b, d = (db.execute("SELECT id FROM reports WHERE article = ?", [name]).fetchall()[0][0] for name in "abd")

    def events() -> dict[str, str]:
        return dict(db.execute("SELECT article, event FROM reports ORDER BY article").fetchall())

    assert events() == {"a": a, "b": a, "d": d}
    assert split(db, b[:6]).events == (b, a)
    kept(db, FIRST, SECOND, COPY)
    assert events() == {"a": a, "b": b, "c": a, "d": d}
    assert merge(db, [d, b]).events[0] in (b, d)
    kept(db, SECOND, TOWN)
    assert events()["b"] == events()["d"] != a
    assert merge(db, [a, b]).events == (a,)
    assert set(events().values()) == {a}
    assert next(row[0] for row in db.execute("SELECT joined FROM reports WHERE article = 'd'").fetchall()).startswith("Put together by hand.")
    split(db, d)
    assert merge(db, [a, d]).events == (a,)
    assert set(events().values()) == {a}
    for wanted, message in (("zz", "no report has an id"), ("", "begins several ids")):
        with pytest.raises(StoreError, match=message):
            split(db, wanted)
    with pytest.raises(StoreError, match="one event already"):
        merge(db, [a, b])


def test_a_correction_follows_its_report_when_the_text_moves(db: DuckDBPyConnection) -> None:
    kept(db, FIRST, TOWN)
    a, d = (db.execute("SELECT id FROM reports WHERE article = ?", [name]).fetchall()[0][0] for name in "ad")
    merge(db, [a, d])
    text = "UPDATED. " + OTHER
    span = replace(TOWN.events[0].evidence[0], start=9, end=len(text))
    kept(db, Coding(replace(TOWN.document, text=text), (replace(TOWN.events[0], evidence=(span,)),)))
    assert len(db.execute("SELECT DISTINCT event FROM reports").fetchall()) == 1


def test_a_retraction_leaves_an_event_that_nobody_stands_by(db: DuckDBPyConnection) -> None:
    taken_back = raid("r", "RETRACTION: " + RAID, published=date(2024, 5, 9))
    later = raid("x", "Rain fell on the Wend.", published=date(2024, 6, 20), place="High Tarn", day=date(2024, 6, 19))
    kept(db, FIRST, COPY, taken_back, later)
    assert db.execute("SELECT earlier, article, kind FROM revisions").fetchall() == [("a", "r", "retraction")]
    assert db.execute("SELECT reports, credibility FROM events WHERE article = 'a'").fetchall() == [(3, 5)]


def test_a_round_up_makes_no_copies_of_what_it_reprints(db: DuckDBPyConnection) -> None:
    round_up = raid("z", RAID + " " + OTHER, "The Weekly", date(2024, 5, 9))
    kept(db, FIRST, TOWN, round_up)
    assert db.execute("SELECT article FROM copies").fetchall() == [("z",)]


def test_either_side_of_a_meeting_is_counted_where_the_surest_report_has_it(db: DuckDBPyConnection) -> None:
    met = replace(FIRST.events[0], type="CONSULT", mode="visit")
    turned = replace(met, source=met.target, target=met.source, confidence=0.5)
    kept(db, replace(FIRST, events=(met,)), replace(SECOND, events=(turned,)))
    assert db.execute("SELECT source_code, target_code, reports FROM events").fetchall() == [("BOR", "RUR", 2)]


def test_an_only_report_cannot_be_taken_out(db: DuckDBPyConnection) -> None:
    kept(db, TOWN)
    report = db.execute("SELECT id FROM reports").fetchall()[0][0]
    with pytest.raises(StoreError, match="only report"):
        split(db, report)


def test_show_merge_split_and_sources_on_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with opened("riftline.duckdb", write=True) as connection:
        kept(connection, *ALL)
        a, d = (connection.execute("SELECT id FROM reports WHERE article = ?", [name]).fetchall()[0][0] for name in "ad")

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, list(words), catch_exceptions=False)
        return f"{done.stdout}{done.stderr}"

    shown = " ".join(run("show", a).split())
    for words in ("WHAT REPORTS SAY DIFFERENTLY", "Copies article a:", "Corrected by article f:", "possibly true", "killed: 12", "[1] The Wend Post"):
        assert words in shown, words
    assert "The Lower Quill Echo" in shown
    found = json.loads(run("show", a, "--format", "json"))
    assert (len(found["told_by"]), found["reports"], found["credibility"]) == (5, 5, 3)
    assert "WHO VOUCHES" not in shown
    assert "EVIDENCE" in run("show", a, "--report")
    assert "EVIDENCE" in run("show", d)
    assert [json.loads(line)["article"]["id"] for line in run("events", "--min-sources", "2", "--format", "jsonl").splitlines()] == ["a"]
    assert run("split", a[:5]).startswith("Two events now")
    assert run("merge", a, d).startswith("One event now")
    assert "The Wend Post: B, usually reliable." in run("sources", "the wend post", "--grade", "b", "--note", "own men")
    table = run("sources")
    assert "B usually reliable (own men)" in " ".join(table.split())
    assert "Near to it: The Wend Post" in run("sources", "The Wend Pist", "--grade", "A")
    assert "no grade now" in run("sources", "The Wend Post", "--grade", "none")
    assert [row["grade"] for row in json.loads(run("sources", "--format", "json"))] == [None] * 4
    assert "--grade" in run("sources", "The Wend Post")


def test_links_are_the_same_whichever_article_comes_first(db: DuckDBPyConnection) -> None:
    other = Actor("FRA", "France", "gunmen", "FRA"), Actor("ESP", "Spain", "traders", "ESP")
    strangers = replace(SECOND.events[0], id="e2", source=other[0], target=other[1], evidence=(replace(SECOND.events[0].evidence[0], start=4),))
    both = replace(SECOND, events=(*SECOND.events, strangers))
    kept(db, FIRST, both)
    one_way = db.execute("SELECT * FROM links ORDER BY ALL").fetchall()
    kept(db, FIRST)
    assert db.execute("SELECT * FROM links ORDER BY ALL").fetchall() == one_way != []
