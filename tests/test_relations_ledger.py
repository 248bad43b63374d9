"""What is asked of the ledgers: by day, week, month or window, with the events behind each count."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from riftline.relations.ledger import beginning, counted, dyad, following, last_day, latest, periods, place, sectors, stored, whole
from riftline.relations.overview import overview, record
from riftline.relations.sparkline import sparkline
from riftline.store.database import insert, opened

KEYS = (
    "id", "origin", "type", "mode", "contexts", "source_code", "source_name", "source_country", "source_sectors", "target_code", "target_name",
    "target_country", "target_sectors", "first_day", "last_day", "published", "country", "admin1", "status", "evidence", "reports", "sources",
)  # fmt: skip


def act(id: str, source: str, target: str, kind: str | None, day: date, **more: Any) -> dict[str, Any]:
    sides = {f"{side}_{key}": code for side, code in (("source", source), ("target", target)) for key in ("code", "name", "country")}
    plain = {"origin": "icews", "contexts": [], "published": day, "status": "happened", "reports": 1, "sources": 1, "evidence": "Criticize or denounce"}
    return plain | sides | {"id": id, "type": kind, "first_day": day, "last_day": day} | more


MONDAY = date(2024, 1, 1)
ACTS = [
    act("e1", "ARM", "RUS", "ACCUSE", MONDAY, mode="disapprove", reports=3, sources=2),
    act("e2", "ARM", "RUS", "ACCUSE", MONDAY + timedelta(6), mode="disapprove"),
    act("e3", "ARM", "RUS", "CONSULT", MONDAY + timedelta(6), published=MONDAY + timedelta(9)),
    act("e4", "RUS", "ARM", "AID", MONDAY + timedelta(35), origin="gdelt"),
    act("e5", "RUS", "ARM", None, MONDAY + timedelta(35)),
    act("e6", "AZE", "ARM", "ASSAULT", MONDAY + timedelta(15), country="ARM", admin1="Syunik"),
    act("e7", "ARM", "ARM", "PROTEST", MONDAY + timedelta(16), source_sectors=["CVL"], target_sectors=["GOV"], country="ARM", admin1="Erevan"),
    act("e8", "ARM", "RUS", "AGREE", MONDAY, status="planned"),
]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as made:
        insert(made, "events", ([each.get(key) for key in KEYS] for each in ACTS), KEYS)
        made.execute("INSERT INTO ledger FROM ledger_of('acts')")
        yield made


def test_periods_of_both_directions(connection: DuckDBPyConnection) -> None:
    first, last = periods(connection, "RUS", "ARM")
    assert (first.source, first.start, first.end) == ("ARM", MONDAY, date(2024, 1, 7))
    assert [(count.type, count.mode, count.events, count.reports, count.sources, count.ids) for count in first.counts] == [
        ("ACCUSE", "disapprove", 2, 4, 3, ("e1", "e2")), ("CONSULT", "", 1, 1, 1, ("e3",)),
    ]  # fmt: skip
    assert (first.events, first.friction, first.cooperation, first.intensity, first.reports, first.sources) == (3, 2, 1, -3.5, 5, 4)
    assert first.share == pytest.approx(2 / 3)
    assert (last.source, last.start, last.events, last.friction, last.cooperation) == ("RUS", date(2024, 2, 5), 2, 0, 1)


def test_windows_days_months_and_origins(connection: DuckDBPyConnection) -> None:
    assert [period.start for period in periods(connection, "ARM", "RUS", by="day")] == [MONDAY, date(2024, 1, 7), date(2024, 2, 5)]
    assert [(period.start, period.end) for period in periods(connection, "ARM", "RUS", by="month")] == [
        (MONDAY, date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 2, 29)),
    ]  # fmt: skip
    (whole,) = periods(connection, "ARM", "RUS", by="all", since=date(2024, 1, 2), until=date(2024, 1, 31))
    assert (whole.start, whole.end, whole.ids) == (date(2024, 1, 2), date(2024, 1, 31), ("e2", "e3"))
    assert [period.ids for period in counted(connection, dyad("ARM", "RUS", origins=["gdelt"]))] == [("e4",)]
    assert [period.ids for period in periods(connection, "ARM", "RUS", as_of=date(2024, 1, 8))] == [("e1", "e2")]
    both = dyad("ARM", "RUS", as_of=date(2024, 1, 8), origins=["icews"])
    assert [period.ids for period in counted(connection, both)] == [("e1", "e2")]


def test_places_and_sectors(connection: DuckDBPyConnection) -> None:
    assert {period.source: period.ids for period in counted(connection, place("ARM"))} == {"Syunik": ("e6",), "Erevan": ("e7",)}
    assert [period.ids for period in counted(connection, place("ARM", "syunik"))] == [("e6",)]
    assert [(period.source, period.target, period.ids) for period in counted(connection, sectors("ARM"))] == [("CVL", "GOV", ("e7",))]
    assert counted(connection, sectors("RUS")) == []


def test_what_the_store_has_at_all_and_the_last_acts(connection: DuckDBPyConnection) -> None:
    asked = dyad("ARM", "RUS")
    assert stored(connection, asked, "week") == {MONDAY: 3, date(2024, 1, 15): 1, date(2024, 2, 5): 2}
    assert [item["event"] for item in latest(connection, asked, 2)] == ["e4", "e5"]
    assert [item["event"] for item in latest(connection, dyad("ARM", "RUS", as_of=date(2024, 1, 8), origins=["icews"]), 5)] == ["e2", "e1"]


def test_the_record_tells_nothing_known_from_nothing_done(connection: DuckDBPyConnection) -> None:
    made = record(overview(connection, dyad("ARM", "RUS", until=date(2024, 2, 11))))
    forth, back = made["directions"]
    assert (forth["source"], forth["events"], back["source"], back["cooperation"]) == ("ARM", 3, "RUS", 1)
    assert [(period["start"], period["stored"], period["events"]) for period in forth["periods"]] == [
        ("2024-01-01", 3, 3), ("2024-01-08", 0, None), ("2024-01-15", 1, 0), ("2024-01-22", 0, None), ("2024-01-29", 0, None), ("2024-02-05", 2, 0),
    ]  # fmt: skip
    assert sum(period["events"] or 0 for period in forth["periods"]) == forth["events"]
    assert {(each["type"], each["quad"]) for each in back["types"]} == {("AID", "material cooperation"), (None, None)}
    assert {bond["kind"] for bond in made["commitments"]} >= {"mutual defence"}
    assert made["commitments_on"] == "2024-02-11"
    assert (made["acts"][-1]["event"], made["acts"][-1]["evidence_is"]) == ("e1", "label")


def test_where_there_is_nothing_it_says_what_there_is_near(connection: DuckDBPyConnection) -> None:
    def notes(*asked: Any, **more: Any) -> str:
        made = overview(connection, dyad(*asked, **more))
        assert made.empty
        return " ".join(made.notes)

    assert "ARM (Armenia) has most to do with RUS (5 events)" in notes("ARM", "BRA")
    assert "BRA (Brazil) is on neither side" in notes("ARM", "BRA")
    assert "AMR is no code or name that Riftline knows; near to it: ARM" in notes("AMR", "RUS")
    assert "from 2024-01-01 to 2024-02-05" in notes("ARM", "RUS", since=date(2025, 1, 1))
    connection.execute("DELETE FROM ledger")
    connection.execute("DELETE FROM events WHERE id <> 'e8'")
    assert "Not counted, since only what happened on a known day is: 1 planned." in notes("RUS", "ARM")


def test_periods_follow_each_other() -> None:
    assert [following(beginning(date(2023, 12, 31), by), by) for by in ("day", "week", "month")] == [date(2024, 1, 1)] * 3
    assert (last_day(date(2024, 2, 1), "month"), beginning(date(2024, 2, 29), "month")) == (date(2024, 2, 29), date(2024, 2, 1))


def test_bars_tell_nothing_known_from_nothing_done() -> None:
    assert sparkline([None, 0, 1, 4, 8], 8) == "?·▁▄█"
    assert sparkline([0], 0) == "·"
    assert sparkline([1, 1000], 1000) == "▁█"


def test_the_whole_of_the_weeks_is_what_is_counted_for_all(connection: DuckDBPyConnection) -> None:
    for asked in (dyad("ARM", "RUS"), place("ARM"), sectors("ARM"), dyad("ARM", "RUS", since=date(2024, 1, 3))):
        assert whole(asked, counted(connection, asked, "week")) == counted(connection, asked)


def test_without_ids_the_counts_are_the_same(connection: DuckDBPyConnection) -> None:
    asked = dyad("ARM", "RUS")
    bare = counted(connection, asked, ids=False)
    assert [(period.events, period.intensity, period.ids) for period in bare] == [(each.events, each.intensity, ()) for each in counted(connection, asked)]


def test_without_ids_or_types_the_record_is_the_same_but_for_them(connection: DuckDBPyConnection) -> None:
    asked = dyad("ARM", "RUS")
    whole, few = record(overview(connection, asked)), record(overview(connection, asked, ids=False, types=False), ids=False, types=False)
    periods = [period for way in whole["directions"] for period in way["periods"]]
    assert any(period["ids"] and period["types"] for period in periods)
    for period in periods:
        del period["ids"], period["types"]
    assert few == whole
