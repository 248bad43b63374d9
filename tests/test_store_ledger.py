"""The ledgers are what a recount from nothing gives, whatever comes, changes, is put together, taken apart, imported or imported again."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from event_data import table, write
from example_reports import LATER, OTHER, RAID, raid
from riftline.errors import StoreError
from riftline.ontology import PLOVER_TYPES, SCORE_OF
from riftline.readers.importing import Settings, load
from riftline.records import Coding
from riftline.store.database import opened
from riftline.store.ledger import cells, recount
from riftline.stories.correcting import merge, split
from riftline.stories.keeping import keep

HOME = raid("h", "Riot police of Ruritania beat students in Strelsau on Sunday.", day=date(2024, 5, 5))
HOME = replace(HOME, events=tuple(replace(event, type="COERCE", source=replace(event.target, sectors=("COP",))) for event in HOME.events))  # type: ignore[type-var]
ARTICLES = (
    raid("a"),
    raid("b", LATER, "Borduria Today", date(2024, 5, 8), 14),
    raid("c", RAID + " The market opens again tomorrow.", "The Lower Quill Echo", date(2024, 5, 8)),
    raid("d", OTHER, "The Tarn Herald", killed=3, place="High Tarn"),
    raid("e", "Borduria denied that its men had raided the market in Lower Quill on Monday.", "Borduria Today", status="negated"),
    raid("f", "RETRACTION: " + RAID, published=date(2024, 5, 9)),
    raid("a", LATER, published=date(2024, 5, 7), day=date(2024, 5, 7)),
    raid("d", OTHER, "The Tarn Herald", day=None),
    raid("g", OTHER.replace("Monday", "a day last year"), day=date(2023, 2, 3)),
    HOME,
)
ROWS = [
    [{"event_id": "1"}, {"event_id": "2", "event_date": "2021-05-05", "cameo_code": "190", "intensity": "-10"}, {"event_id": "3", "province": ""}],
    [{"event_id": "1", "cameo_code": "190", "intensity": "-10"}, {"event_id": "4", "event_date": "2021-06-05", "source_country": "Turkey"}],
    [{"event_id": "1", "intensity": "2.3"}, {"event_id": "1", "target_country": "France"}, {"event_id": "3", "city": "", "country": "France"}],
]


def kept(at: int) -> Callable[[DuckDBPyConnection, Path], None]:
    return lambda connection, _: keep(connection, ARTICLES[at])


def loaded(at: int, again: bool) -> Callable[[DuckDBPyConnection, Path], None]:
    def work(connection: DuckDBPyConnection, folder: Path) -> None:
        path = write(folder / f"{at}.tab", table("icews", *ROWS[at]))
        load(connection, [path], Settings("icews", replace=again), lambda name: None, lambda problem: None)

    return work


def corrected(one: int, other: int, apart: bool) -> Callable[[DuckDBPyConnection, Path], None]:
    def work(connection: DuckDBPyConnection, _: Path) -> None:
        ids = [row[0] for row in connection.execute("SELECT id FROM reports ORDER BY id").fetchall()]
        if len(ids) > 1:
            with suppress(StoreError):
                split(connection, ids[one % len(ids)]) if apart else merge(connection, [ids[one % len(ids)], ids[other % len(ids)]])

    return work


STEPS = st.one_of(
    st.builds(kept, st.integers(0, len(ARTICLES) - 1)),
    st.builds(kept, st.integers(0, len(ARTICLES) - 1)),
    st.builds(loaded, st.integers(0, len(ROWS) - 1), st.booleans()),
    st.builds(corrected, st.integers(0, 9), st.integers(0, 9), st.booleans()),
)


def ledger(connection: DuckDBPyConnection, table: str = "ledger") -> list[tuple[object, ...]]:
    return connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall()


@given(st.lists(STEPS, min_size=1, max_size=9))
@settings(max_examples=12, deadline=None)
def test_the_ledger_is_what_a_recount_gives(steps: list[Callable[[DuckDBPyConnection, Path], None]]) -> None:
    with tempfile.TemporaryDirectory() as name, opened(f"{name}/t.duckdb", write=True) as connection:
        for step in steps:
            step(connection, Path(name))
            assert ledger(connection) == ledger(connection, "ledger_of('acts')")


def test_what_counts_where(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        for coding in (ARTICLES[0], ARTICLES[1], ARTICLES[3], HOME):
            keep(connection, coding)
        found = connection.execute(
            "SELECT kind, scope, source, target, day, known, type, mode, events, intensity, reports, sources FROM ledger ORDER BY ALL"
        ).fetchall()
    raids = (date(2024, 5, 6), date(2024, 5, 7), "ASSAULT", "firearms", 2, -18.0, 3, 3)
    beaten = (date(2024, 5, 5), date(2024, 5, 7), "COERCE", "firearms", 1, -7.0, 1, 1)
    assert found == [
        ("dyad", "", "BOR", "RUR", *raids),
        ("place", "RUR", "", "", *beaten),
        ("place", "RUR", "", "", *raids),
        ("sector", "RUR", "COP", "CVL", *beaten),
    ]


def test_days_that_are_not_known_and_acts_that_did_not_happen_do_not_count(tmp_path: Path) -> None:
    def lasting(coding: Coding, days: int) -> Coding:
        (event,) = coding.events
        assert event.date
        return replace(coding, events=(replace(event, date=replace(event.date, end=event.date.start + timedelta(days=days))),))

    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        for coding in (raid("x", status="planned"), raid("x", day=None), lasting(raid("x"), 7)):
            keep(connection, coding)
            assert ledger(connection) == []
        keep(connection, lasting(raid("x"), 6))
        assert [row[-1] for row in ledger(connection)] == [[connection.execute("SELECT id FROM reports WHERE article = 'x'").fetchall()[0][0]]] * 2


def test_regions_go_by_their_name_and_divisions_by_theirs(tmp_path: Path) -> None:
    same = {"status": "happened", "country": "AZE", "first_day": date(2023, 9, 19), "last_day": date(2023, 9, 19), "reports": 1, "sources": 1}
    rows = [
        same | {"place": "Nagorno-Karabakh", "precision": "region"},
        same | {"place": "Baku", "precision": "city", "admin1": "Bakı"},
        same | {"place": "Stepanakert", "precision": "city"},
    ]
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        assert {cell[2] for cell in cells(connection, rows)} == {"Nagorno-Karabakh", "Bakı", ""}


def test_a_cell_without_an_event_goes(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        keep(connection, ARTICLES[0])
        row = connection.execute("SELECT kind, scope, source, target, day FROM ledger").fetchall()
        connection.execute("DELETE FROM events")
        recount(connection, row)
        assert ledger(connection) == []


def test_the_scores_are_those_of_the_ontology(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        connection.execute(
            "CREATE TABLE scored AS SELECT * REPLACE (unnest(?) AS type, 'happened' AS status, DATE '2024-01-01' AS first_day, "
            "DATE '2024-01-01' AS last_day, 'AAA' AS source_code, 'BBB' AS target_code) FROM (SELECT NULL) LEFT JOIN events ON false",
            [list(PLOVER_TYPES)],
        )
        assert dict(connection.execute("SELECT type, intensity FROM acts_of('scored')").fetchall()) == SCORE_OF
