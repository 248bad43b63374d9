from datetime import date
from pathlib import Path
from typing import Any

import pytest
from evaluation.data import DATA

from event_data import imported, one, side, table, write
from riftline.readers.icews import party, sectors


def test_a_row_becomes_an_event_with_all_that_icews_tells(tmp_path: Path) -> None:
    event = one(tmp_path, "icews")
    assert (event["id"], event["origin"], event["origin_id"], event["origin_code"]) == ("icews-901-20210504", "icews", "901", "042")
    assert (event["type"], event["mode"], event["contexts"], event["intensity"]) == ("CONSULT", "visit", [], 1.9)
    assert side(event, "source") == ("FRA", "Government (Ruritania)", "FRA", ["GOV"])
    assert side(event, "target") == ("TUR", "Citizen (Turkey)", "TUR", ["CVL"])
    assert (event["first_day"], event["last_day"], event["published"]) == (date(2021, 5, 4), date(2021, 5, 4), None)
    assert [event[key] for key in ("place", "admin1", "country", "lat", "lon", "precision")] == ["Ankara", "Ankara Province", "TUR", 39.92, 32.85, "city"]
    assert (event["publisher"], event["evidence"], event["status"]) == ("The Strelsau Courier", "Make a visit", "happened")
    assert (event["reports"], event["sources"], event["confidence"], event["credibility"], event["figures"]) == (1, 1, None, None, None)
    assert event["reason"] == "Imported from ICEWS; CAMEO 042 is CONSULT by PLOVER's map of 2021."


def test_codes_are_text_so_an_appeal_is_no_mass_violence(tmp_path: Path) -> None:
    event = one(tmp_path, "icews", {"cameo_code": "020"})
    assert (event["origin_code"], event["type"], event["contexts"]) == ("020", None, [])
    assert event["reason"] == "Imported from ICEWS; CAMEO 020 has no PLOVER type."


def test_the_key_is_the_id_with_its_day(tmp_path: Path) -> None:
    path = write(tmp_path / "days.tab", table("icews", {}, {"event_date": "2021-05-05"}))
    report, events = imported(tmp_path / "db", path)
    assert (report.imported, report.repeated) == (2, 0)
    assert [event["id"] for event in events] == ["icews-901-20210504", "icews-901-20210505"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"city": ""}, ("Ankara Province", "Ankara Province", "admin1")),
        ({"city": "", "province": ""}, ("Turkey", None, "country")),
        ({"city": "", "province": "", "country": ""}, (None, None, None)),
    ],
)
def test_places_are_as_exact_as_what_is_filled(tmp_path: Path, cells: dict[str, Any], expected: tuple[Any, ...]) -> None:
    event = one(tmp_path, "icews", cells)
    assert (event["place"], event["admin1"], event["precision"]) == expected


def test_quotation_marks_are_text(tmp_path: Path) -> None:
    assert one(tmp_path, "icews", {"source_name": 'The "Old" Guard'})["source_name"] == 'The "Old" Guard'


def test_an_empty_side_is_nobody(tmp_path: Path) -> None:
    event = one(tmp_path, "icews", {"target_name": "", "target_sectors": "", "target_country": ""})
    assert side(event, "target") == (None, None, None, None)


def test_a_file_with_quoted_cells_is_read_too(tmp_path: Path) -> None:
    lines = table("icews", {}).splitlines()
    quoted = "\n".join("\t".join(f'"{cell}"' for cell in line.split("\t")) for line in lines)
    _, (event,) = imported(tmp_path / "db", write(tmp_path / "q.tab", quoted))
    assert (event["id"], event["place"]) == ("icews-901-20210504", "Ankara")


@pytest.mark.parametrize(
    ("name", "country", "expected"),
    [
        ("United Nations", "", ("UN", None, ["IGO"])),
        ("Citizen (Palestinian Territory, Occupied)", "Occupied Palestinian Territory", ("PSE", "PSE", [])),
        ("the former Yugoslav Republic of Macedonia", "the former Yugoslav Republic of Macedonia", ("MKD", "MKD", [])),
        ("Combatant (Taliban)", "Afghanistan", ("AFG", "AFG", ["REB", "GOV"])),
        ("Islamic State of Iraq and the Levant", "Iraq", ("ISIS", "IRQ", ["REB"])),
        ("Vladimir Putin", "Russian Federation", ("RUS", "RUS", [])),
        ("Secretariat (Arab League)", "", ("ARABLEAGUE", None, ["IGO"])),
        ("Africa", "", ("", None, [])),
        ("", "", (None, None, None)),
    ],
)
def test_actors_are_whom_the_tables_know_else_their_state(name: str, country: str, expected: tuple[Any, ...]) -> None:
    found = party(name, country)
    assert (found.code, found.country) == expected[:2]
    assert found.sectors is None if expected[2] is None else set(found.sectors or []) <= set(expected[2])


@pytest.mark.parametrize(
    ("name", "country", "code"),
    [("United Nations", "", "UN"), ("Islamic State of Iraq and the Levant", "Iraq", "ISIS"), ("Ghana", "Ghana", "GHA"), ("Unspecified Actor", "", "")],
)
def test_the_query_finds_what_the_function_finds(tmp_path: Path, name: str, country: str, code: str) -> None:
    event = one(tmp_path, "icews", {"source_name": name, "source_country": country, "source_sectors": ""})
    known = party(name, country)
    assert side(event, "source") == (code, name, known.country, known.sectors)
    assert known.code == code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Government,Military", ["GOV", "MIL"]),
        ("Military,Government", ["GOV", "MIL"]),
        ("Foreign Ministry,Government", ["GOV"]),
        ("Global Defense / Security IGOs,Global,International Government Organization", ["IGO"]),
        ("Elite,Parties,(National) Major Party", ["PTY"]),
        ("Elite", ["ELI"]),
        ("Kurd (Ethnic Group),Sunni", []),
        ("Opposition Major Party (Out Of Government)", ["OPP", "PTY"]),
        ("State-Owned Utilities", ["BUS"]),
        ("", []),
    ],
)
def test_sectors_are_riftlines_in_one_order(cell: str, expected: list[str]) -> None:
    assert sectors(cell) == expected


@pytest.mark.shared
def test_three_real_days_load_in_any_order_and_twice(tmp_path: Path) -> None:
    files = sorted((DATA / "icews" / "raw").glob("*.tab"))
    if not files:
        pytest.skip("no real days here")
    report, first = imported(tmp_path / "one", *files)
    assert (report.imported, report.refused) == (6_760, 0)
    assert [code for code, _, _ in report.unmapped[:2]] == ["010", "020"]
    assert all(code.startswith(("01", "02")) for code, _, _ in report.unmapped)
    assert sum(report.stateless.values()) < 0.02 * 2 * report.read
    for path in reversed(files):
        imported(tmp_path / "other", path)
    again, second = imported(tmp_path / "other", *files)
    assert (again.imported, again.present, again.differing) == (0, 6_760, 0)
    assert second == first
