from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_data import POLECAT, header, imported, one, side, table, write
from riftline.readers.layout import columns
from riftline.readers.polecat import party, sectors


def test_a_row_becomes_an_event(tmp_path: Path) -> None:
    event = one(tmp_path, "polecat")
    assert (event["id"], event["origin"], event["origin_id"]) == ("polecat-20210504-77_CONSULT_0", "polecat", "20210504-77_CONSULT_0")
    assert (event["type"], event["mode"], event["contexts"], event["intensity"]) == ("CONSULT", "visit", ["diplomatic", "military"], 2.5)
    assert event["origin_code"] == "CONSULT"
    assert side(event, "source") == ("FRA", "Emmanuel Macron", "FRA", ["GOV", "PTY"])
    assert event["source_text"] == "Macron"
    assert side(event, "target") == (None, None, None, None)  # POLECAT writes None
    assert event["target_text"] is None
    assert (event["first_day"], event["published"], event["publisher"]) == (date(2021, 5, 4), date(2021, 5, 5), "The Strelsau Courier")
    assert [event[key] for key in ("place", "admin1", "country", "precision", "geonames_id")] == ["Kigali", "Kigali", "RWA", "city", 202061]
    assert event["evidence"] is None
    assert event["reason"] == "Imported from POLECAT, which is coded in PLOVER."


def test_intensity_has_two_names(tmp_path: Path) -> None:
    text = table("polecat", {}).replace("\tIntensity\t", "\tEvent Intensity\t", 1)
    _, (event,) = imported(tmp_path / "db", write(tmp_path / "p.txt", text))
    assert event["intensity"] == 2.5


def test_a_type_that_plover_has_not_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "p.txt", table("polecat", {"event_type": "DEMAND"}))
    report, (event,) = imported(tmp_path / "db", path)
    assert (event["type"], event["origin_code"], report.unmapped) == (None, "DEMAND", [("DEMAND", "", 1)])


def test_a_header_with_columns_that_were_taken_out(tmp_path: Path) -> None:
    names = header("polecat")
    head = "\t".join([*names[:2], "Headline", "Event Text", *names[2:]])
    body = table("polecat", {}, head=False)
    _, (event,) = imported(tmp_path / "db", write(tmp_path / "p.txt", f"{head}\n{body}"))
    assert (event["type"], event["country"]) == ("CONSULT", "RWA")


def test_empty_cells_behind_the_last(tmp_path: Path) -> None:
    text = "\n".join(f"{line}\t\t" for line in table("polecat", {}).splitlines())
    report, (event,) = imported(tmp_path / "db", write(tmp_path / "p.txt", text))
    assert (report.refused, event["type"]) == (0, "CONSULT")
    bare = "\n".join([table("polecat").strip(), *(f"{line}\t\t" for line in table("polecat", {"event_id": "x"}, head=False).splitlines())])
    report, events = imported(tmp_path / "db", write(tmp_path / "b.txt", bare))
    assert (report.imported, report.refused, len(events)) == (1, 0, 2)


def test_columns_in_another_order_and_some_left_out(tmp_path: Path) -> None:
    keep = ["Event Type", "Actor Country", "Event ID", "Event Date", "Actor Name", "Recipient Name"]
    names = {row: column.name for row, column in zip(header("polecat"), columns("polecat"), strict=True)}
    text = "\n".join(["\t".join(keep), "\t".join(POLECAT[names[name]] for name in keep)])
    _, (event,) = imported(tmp_path / "db", write(tmp_path / "p.txt", text))
    assert (event["type"], event["place"], event["publisher"], event["contexts"]) == ("CONSULT", None, None, [])
    assert side(event, "source") == ("FRA", "Emmanuel Macron", "FRA", [])


@pytest.mark.parametrize(
    ("name", "country", "cow", "expected"),
    [
        ("Jean Dupont", "France", "None", ("FRA", "FRA")),
        ("Angela Merkel", "None", "260", ("DEU", "DEU")),
        ("Angela Merkel", "None", "255", ("DEU", "DEU")),
        ("Two presidents", "USA; GBR", "2; 200", ("USA", "USA")),
        ("Security Council", "UNO", "None", ("UN", None)),
        ("NATO", "IGO", "None", ("NATO", None)),
        ("A club of states", "IGO", "None", ("", None)),
        ("Hashim Thaçi", "KOS", "None", ("XKX", "XKX")),
        ("Somebody", "None", "None", ("", None)),
    ],
)
def test_countries_are_codes_or_names_or_numbers(name: str, country: str, cow: str, expected: tuple[Any, ...]) -> None:
    found = party(name, country, cow, [])
    assert (found.code, found.country) == expected


def test_plovers_journalists_and_doctors_have_other_codes_here() -> None:
    assert sectors("JRN", "MED; CVL, None") == ["MED", "HLH", "CVL"]


def test_a_raw_name_stands_in_for_one_that_was_not_resolved(tmp_path: Path) -> None:
    event = one(tmp_path, "polecat", {"actor_name": "None", "actor_name_raw": "the generals", "actor_country": "Mali", "actor_cow": "432"})
    assert side(event, "source") == ("MLI", "the generals", "MLI", ["GOV", "PTY"])
