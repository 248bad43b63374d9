"""Counts by place and week, and accounts that differ, straight from a store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from duckdb import DuckDBPyConnection

from example_breaches import telling
from riftline.records import Account, Version
from riftline.relations.accounts import accounts
from riftline.relations.places import counted_places, places, states, timeline, without_place
from riftline.store.database import insert, opened
from riftline.store.filters import Filters
from riftline.stories.keeping import keep

KEYS = (
    "id", "origin", "type", "contexts", "source_code", "target_code", "first_day", "last_day", "place", "lat", "lon", "country", "admin1", "precision",
    "status", "reports", "sources",
)  # fmt: skip


def act(id: str, kind: str | None, day: date | None, place: tuple[Any, ...] = (None,) * 6, status: str = "happened") -> tuple[Any, ...]:
    return (id, "icews", kind, [], "ARM", "RUS", day, day, *place, status, 1, 1)


YEREVAN = ("Yerevan", 40.18, 44.51, "ARM", "Erevan", "city")
ARMENIA = ("Armenia", 40.2, 45.0, "ARM", "", "country")
ACTS = [
    act("e1", "ACCUSE", date(2024, 1, 1), YEREVAN),
    act("e2", "CONSULT", date(2024, 1, 7), YEREVAN),
    act("e3", "ASSAULT", date(2024, 1, 8), ARMENIA),
    act("e4", None, date(2024, 1, 22)),
    act("e5", "THREATEN", None, ARMENIA, "possible"),
]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(tmp_path / "riftline.duckdb", write=True) as found:
        insert(found, "events", ACTS, KEYS)
        yield found


def test_places_are_counted_by_precision(connection: DuckDBPyConnection) -> None:
    first, second = places(counted_places(connection, Filters(status=("happened",))))
    assert (first["place"], first["precision"], first["events"], first["friction"], first["cooperation"]) == ("Yerevan", "city", 2, 1, 1)
    assert (first["numeric"], first["first"], first["last"]) == ("051", "2024-01-01", "2024-01-07")
    assert (second["place"], second["admin1"], second["precision"], second["events"]) == ("Armenia", None, "country", 1)
    every = counted_places(connection, Filters())
    assert without_place(every) == 1
    assert without_place(every, until=date(2024, 1, 21)) == 0


def test_places_pass_the_filters(connection: DuckDBPyConnection) -> None:
    assert [each["events"] for each in places(counted_places(connection, Filters()), date(2024, 1, 5), date(2024, 1, 7))] == [1]
    assert [each["place"] for each in places(counted_places(connection, Filters(types=("THREATEN",))))] == ["Armenia"]
    assert len(places(counted_places(connection, Filters()), limit=1)) == 1


def test_the_timeline_leaves_out_weeks_of_which_nothing_is_known(connection: DuckDBPyConnection) -> None:
    weeks = timeline(connection, Filters(types=("ACCUSE", "CONSULT", "ASSAULT")))
    assert [(week["start"], week["stored"], week["events"], week["placed"]) for week in weeks] == [
        ("2024-01-01", 2, 2, 2), ("2024-01-08", 1, 1, 1), ("2024-01-22", 1, 0, 0),
    ]  # fmt: skip
    assert weeks[0]["end"] == "2024-01-07"
    assert [week["start"] for week in timeline(connection, Filters(since=date(2024, 1, 8)))] == ["2024-01-08", "2024-01-22"]


def test_states_have_middles() -> None:
    found = {each["code"]: each for each in states()}
    assert found["ARM"]["numeric"] == "051"
    assert [found[code]["disputed"] for code in ("TWN", "FRA")] == [True, False]
    assert all(-90 <= each["lat"] <= 90 and -180 <= each["lon"] <= 180 for each in found.values())


def test_no_accounts_where_there_is_no_article(connection: DuckDBPyConnection) -> None:
    assert accounts(connection, "ARM", "RUS") == []


def test_accounts_give_both_versions_with_their_words(connection: DuckDBPyConnection) -> None:
    sentences = ("Armenia said that Azerbaijan had opened fire.", "Azerbaijan denied it.")
    coding = telling("clash", date(2024, 1, 2), ("ACCUSE", "", "ARM", "AZE", sentences[0]), ("REJECT", "", "AZE", "ARM", sentences[1]))
    spans = [coding.events[n].evidence[0] for n in (0, 1)]
    versions = (Version("ARM", "Azerbaijan had opened fire", spans[0]), Version("AZE", "it", spans[1]))
    keep(connection, replace(coding, accounts=(Account("e1", ("ARM", "AZE"), versions),)))
    (found,) = accounts(connection, "AZE", "ARM")
    assert found["article"] == {"id": "clash", "title": None, "publisher": "The clash Post", "url": None, "published": "2024-01-02"}
    assert [(each["name"], each["evidence"][0]["text"]) for each in found["versions"]] == [("Armenia", sentences[0]), ("Azerbaijan", sentences[1])]
    assert connection.execute("SELECT source_code FROM events WHERE id = ?", [found["event"]]).fetchone() == ("ARM",)
    assert accounts(connection, "ARM", "RUS") == []
