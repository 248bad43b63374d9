from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_data import imported, one, side, table, write
from riftline.readers.acled import party


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    event = one(tmp_path, "acled")
    assert (event["id"], event["origin"], event["origin_code"]) == ("acled-SDN901", "acled", "Battles/Armed clash")
    assert (event["type"], event["mode"], event["contexts"]) == ("ASSAULT", "firearms", ["military"])
    assert side(event, "source") == ("SDN", "Military Forces of Sudan (2019-)", "SDN", ["MIL"])
    assert side(event, "target") == ("SDN", "Unidentified Armed Group (Sudan)", "SDN", ["UAF"])
    assert event["figures"] == [{"what": "killed", "low": 3, "high": 3, "text": "3 fatalities"}]
    assert event["evidence"] == 'On 4 May, soldiers and gunmen fought, and "many" fled.'
    assert [event[key] for key in ("place", "admin1", "country", "precision")] == ["Omdurman", "Khartoum", "SDN", "city"]
    assert (event["publisher"], event["published"]) == ("The Strelsau Courier", date(2023, 5, 10))
    assert "tells no direction between its two actors" in event["reason"]


@pytest.mark.parametrize(
    ("precision", "expected", "reason"),
    [
        ("1", (date(2023, 5, 4), date(2023, 5, 4)), None),
        ("2", (date(2023, 5, 1), date(2023, 5, 7)), "ACLED knows the week only"),
        ("3", (date(2023, 5, 1), date(2023, 5, 31)), "ACLED knows the month only"),
    ],
)
def test_days_are_as_exact_as_acled_knows(tmp_path: Path, precision: str, expected: tuple[date, date], reason: str | None) -> None:
    event = one(tmp_path, "acled", {"time_precision": precision})
    assert ((event["first_day"], event["last_day"]), event["date_reason"]) == (expected, reason)


@pytest.mark.parametrize(("near", "expected"), [("1", "city"), ("2", "region"), ("3", "admin1"), ("", None)])
def test_places_are_as_exact_as_acled_knows(tmp_path: Path, near: str, expected: str | None) -> None:
    assert one(tmp_path, "acled", {"geo_precision": near})["precision"] == expected


def test_a_mark_at_the_beginning_and_semicolons_and_days_in_words(tmp_path: Path) -> None:
    changes = {"event_date": "04 May 2023", "notes": "Two lines;\nboth of them"}, {"event_id_cnty": "b", "event_date": "5 May 2023"}
    text = "\ufeff" + table("acled", *changes, delimiter=";")
    report, events = imported(tmp_path / "db", write(tmp_path / "a.csv", text))
    assert (report.format, report.read, report.refused) == ("acled", 2, 0)
    assert [event["first_day"] for event in events] == [date(2023, 5, 4), date(2023, 5, 5)]
    assert events[0]["evidence"] == "Two lines;\nboth of them"


@pytest.mark.parametrize(
    ("kind", "sub", "expected"),
    [
        ("Protests", "Peaceful protest", ("PROTEST", "demo")),
        ("Riots", "Mob violence", ("ASSAULT", "beat")),
        ("Strategic developments", "Agreement", ("AGREE", None)),
        ("Strategic developments", "Arrests", ("COERCE", "arrest")),
        ("Strategic developments", "Other", (None, None)),
        ("Strategic developments", "Something new", (None, None)),
        ("Explosions/Remote violence", "Something new", ("ASSAULT", "explosives")),
        ("Riots/Protests", "", ("PROTEST", None)),
        ("Weddings", "Big", (None, None)),
    ],
)
def test_event_types_are_mapped_by_our_own_map(tmp_path: Path, kind: str, sub: str, expected: tuple[Any, ...]) -> None:
    event = one(tmp_path, "acled", {"event_type": kind, "sub_event_type": sub})
    assert (event["type"], event["mode"]) == expected


@pytest.mark.parametrize(
    ("name", "inter", "expected"),
    [
        ("Military Forces of Sudan (2019-)", "1", ("SDN", "SDN", ["MIL"])),
        ("Police Forces of France (2017-) Gendarmerie", "State forces", ("FRA", "FRA", ["COP"])),
        ("Government of Ethiopia (2018-)", "1", ("ETH", "ETH", ["GOV"])),
        ("Protesters (France)", "6", ("FRA", "FRA", ["CVL"])),
        ("Rioters (India)", "Rioters", ("IND", "IND", ["CVL"])),
        ("Civilians (Democratic Republic of Congo)", "7", ("COD", "COD", ["CVL"])),
        ("Unidentified Armed Group (Mali)", "3", ("MLI", "MLI", ["UAF"])),
        ("Islamic State", "2", ("ISIS", None, ["REB"])),
        ("A Group That No Table Knows", "Rebel group", ("", None, ["REB"])),
        ("", "", (None, None, None)),
    ],
)
def test_actors_are_read_from_their_names(name: str, inter: str, expected: tuple[Any, ...]) -> None:
    found = party(name, inter)
    if name == "Islamic State":
        assert (found.code, found.sectors) == (expected[0], expected[2])
    else:
        assert tuple(found) == expected


def test_kinds_of_actors_are_numbers_or_words(tmp_path: Path) -> None:
    words = one(tmp_path, "acled", {"inter1": "Rebel group", "actor1": "Some Group"})
    numbers = one(tmp_path, "acled", {"inter1": "2", "actor1": "Some Group"})
    assert side(words, "source") == side(numbers, "source") == ("", "Some Group", None, ["REB"])


def test_nobody_on_the_other_side_and_nobody_killed(tmp_path: Path) -> None:
    event = one(tmp_path, "acled", {"actor2": "", "inter2": "0", "fatalities": "0"})
    assert (side(event, "target"), event["figures"]) == ((None, None, None, None), None)


def test_the_later_release_of_a_row_stands_whichever_is_loaded_first(tmp_path: Path) -> None:
    old = write(tmp_path / "old.csv", table("acled", {"fatalities": "3"}))
    new = write(tmp_path / "new.csv", table("acled", {"fatalities": "5", "timestamp": "1693676800"}))
    for order in ((old, new), (new, old), (old, new, old)):
        db = tmp_path / f"{'-'.join(Path(path).stem for path in order)}.duckdb"
        for path in order:
            report, (event,) = imported(db, path)
        assert event["figures"][0]["low"] == 5
        assert report.differing == 1
