from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_data import imported, one, side, table, write
from riftline.readers.ged import party


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    event = one(tmp_path, "ged")
    assert (event["id"], event["origin"], event["origin_code"]) == ("ged-412700", "ged", "1")
    assert (event["type"], event["mode"], event["contexts"]) == ("ASSAULT", None, ["military"])
    assert side(event, "source") == ("SDN", "Government of Sudan", "SDN", ["GOV"])
    assert side(event, "target") == ("SDN", "RSF", "SDN", ["REB"])
    assert (event["first_day"], event["last_day"]) == (date(2023, 5, 3), date(2023, 5, 4))
    assert event["date_reason"] == "UCDP knows the days to that extent only"
    assert event["figures"] == [{"what": "killed", "low": 2, "high": 9, "text": "best estimate 4"}]
    assert [event[key] for key in ("place", "admin1", "country", "precision")] == ["Omdurman town", "Khartoum state", "SDN", "city"]
    assert (event["title"], event["evidence"], event["publisher"]) == ("Fighting goes on", "Fighting goes on", "The Strelsau Courier")


def test_a_candidate_release_without_a_header(tmp_path: Path) -> None:
    path = write(tmp_path / "GEDEvent_v23_01_23_06.csv", table("ged", {}, {"id": "412701"}, head=False))
    report, events = imported(tmp_path / "db", path)
    assert (report.format, len(events), events[0]["type"]) == ("ged", 2, "ASSAULT")


@pytest.mark.parametrize("form", ["2023-05-03", "5/3/2023", "5/3/2023 12:00:00 AM", "2023-05-03 00:00:00"])
def test_days_in_every_form(tmp_path: Path, form: str) -> None:
    event = one(tmp_path, "ged", {"date_start": form, "date_end": form})
    assert (event["first_day"], event["last_day"], event["date_reason"]) == (date(2023, 5, 3), date(2023, 5, 3), None)


@pytest.mark.parametrize(("near", "expected"), [("1", "city"), ("2", "region"), ("4", "admin1"), ("6", "country"), ("7", "region"), ("", None)])
def test_places_are_as_exact_as_ucdp_knows(tmp_path: Path, near: str, expected: str | None) -> None:
    assert one(tmp_path, "ged", {"where_prec": near})["precision"] == expected


def test_one_sided_violence_kills_the_civilians_of_the_place(tmp_path: Path) -> None:
    event = one(tmp_path, "ged", {"type_of_violence": "3", "side_b": "Civilians", "country": "DR Congo (Zaire)"})
    assert (event["mode"], side(event, "target")) == ("targeted", ("COD", "Civilians", "COD", ["CVL"]))


def test_no_figure_where_nobody_is_known_to_have_died(tmp_path: Path) -> None:
    assert one(tmp_path, "ged", {"best": "0", "high": "0", "low": "0"})["figures"] is None


@pytest.mark.parametrize(
    ("name", "number", "expected"),
    [
        ("Government of Russia (Soviet Union)", "365", ("RUS", ["GOV"])),
        ("Government of Yemen (North Yemen)", "", ("YEM", ["GOV"])),
        ("Government of Kingdom of eSwatini (Swaziland)", "", ("SWZ", ["GOV"])),
        ("Government of Macedonia, FYR", "", ("MKD", ["GOV"])),
        ("Government of Germany", "260", ("DEU", ["GOV"])),
        ("Taleban", "", ("AFG", ["REB"])),
        ("IS", "", ("ISIS", ["REB"])),
        ("Some Herders (Kenya)", "", ("KEN", ["REB"])),
        ("A Band of Nobody's", "", ("", [])),
        ("", "", (None, None)),
    ],
)
def test_sides_are_read_from_their_names(name: str, number: str, expected: tuple[Any, ...]) -> None:
    found = party(name, number, "Kenya")
    assert (found.code, found.sectors) == expected
