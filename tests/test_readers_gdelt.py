from datetime import date
from pathlib import Path
from typing import Any

import pytest

from event_data import imported, one, side, table, write
from riftline.errors import InputError
from riftline.readers.gdelt import party


def test_a_row_of_gdelt_2_becomes_an_event(tmp_path: Path) -> None:
    event = one(tmp_path, "gdelt")
    assert (event["id"], event["origin"], event["origin_id"], event["origin_code"]) == ("gdelt-1234567890", "gdelt", "1234567890", "042")
    assert (event["type"], event["mode"], event["intensity"]) == ("CONSULT", "visit", 1.9)
    assert side(event, "source") == ("FRA", "FRANCE", "FRA", ["GOV"])
    assert side(event, "target") == ("ROU", "ROMANIA", "ROU", [])
    assert (event["first_day"], event["last_day"], event["published"]) == (date(2021, 5, 4), date(2021, 5, 4), date(2021, 5, 5))
    assert [event[key] for key in ("place", "admin1", "country", "lat", "lon", "precision")] == ["Bucharest", "Bucuresti", "ROU", 44.4333, 26.1, "city"]
    assert event["geonames_id"] is None  # GDELT's feature ids are GNS's and GNIS's
    assert (event["url"], event["publisher"]) == ("https://www.courier.example/a/b", "courier.example")
    assert (event["reports"], event["sources"]) == (10, 1)  # its articles; none of them is said to be independent of another
    assert event["reason"] == "Imported from GDELT; CAMEO 042 is CONSULT by PLOVER's map of 2021."


@pytest.mark.parametrize("width", [57, 58])
def test_gdelt_1_has_no_second_divisions_and_had_no_url(tmp_path: Path, width: int) -> None:
    lines = [line.split("\t") for line in table("gdelt1", {}).splitlines()]
    assert len(lines[0]) == 58
    path = write(tmp_path / "20130401.export.CSV", "\n".join("\t".join(line[:width]) for line in lines) + "\n")
    report, (event,) = imported(tmp_path / "db", path)
    assert report.format == "gdelt1"
    assert (event["id"], event["origin"], event["place"], event["published"]) == ("gdelt-1234567890", "gdelt", "Bucharest", date(2021, 5, 5))
    assert event["url"] == ("https://www.courier.example/a/b" if width == 58 else None)


def test_gdelt_1_and_2_are_told_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", table("gdelt1", {}))
    with pytest.raises(InputError, match=r"expected 61 columns, found 58 columns .* Import it with --as gdelt1\."):
        imported(tmp_path / "db", path, format="gdelt")


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("1", "Romania", ("Romania", None, "country")),
        ("2", "Illinois, United States", ("Illinois", "Illinois", "admin1")),
        ("3", "Chicago, Illinois, United States", ("Chicago", "Illinois", "city")),
        ("4", "Vatican, Vatican City", ("Vatican", None, "city")),
        ("5", "Bucuresti, Romania", ("Bucuresti", "Bucuresti", "admin1")),
        ("0", "", (None, None, None)),
    ],
)
def test_places_by_their_type(tmp_path: Path, kind: str, name: str, expected: tuple[Any, ...]) -> None:
    event = one(tmp_path, "gdelt", {"actiongeo_type": kind, "actiongeo_fullname": name})
    assert (event["place"], event["admin1"], event["precision"]) == expected


@pytest.mark.parametrize(
    ("fips", "code"), [("RO", "ROU"), ("RB", "SRB"), ("KV", "XKX"), ("GZ", "PSE"), ("WE", "PSE"), ("OD", "SSD"), ("OS", None), ("ZZ", None), ("", None)]
)
def test_places_are_in_fips(tmp_path: Path, fips: str, code: str | None) -> None:
    assert one(tmp_path, "gdelt", {"actiongeo_countrycode": fips})["country"] == code


@pytest.mark.parametrize(
    ("cell", "code", "country", "sectors"),
    [
        ("USA||GOV|MIL|", "USA", "USA", ["GOV", "MIL"]),
        ("ROM||||", "ROU", "ROU", []),
        ("TMP||||", "TLS", "TLS", []),
        ("WSB||CVL||", "PSE", "PSE", ["CVL"]),
        ("COD||||", "COD", "COD", []),
        ("ZAR||||", "COD", "COD", []),
        ("AFR||||", "", None, []),
        ("EUR||||", "", None, []),
        ("|EEC|IGO||", "EU", None, ["IGO"]),
        ("|UNO|IGO|UNO|", "UN", None, ["IGO"]),
        ("|NAT|IGO|MIL|", "NATO", None, ["IGO", "MIL"]),
        ("LBN|HEZ|REB||", "LBN", "LBN", ["REB"]),
        ("||REB||", "", None, ["REB"]),
        ("QQQ||||", "", None, []),
        ("", None, None, None),
    ],
)
def test_actors_are_in_cameo(cell: str, code: str | None, country: str | None, sectors: list[str] | None) -> None:
    assert tuple(party(cell)) == (code, country, sectors)


def test_who_has_no_name_goes_by_the_code(tmp_path: Path) -> None:
    event = one(tmp_path, "gdelt", {"actor1name": "", "actor2code": "", "actor2name": "", "actor2countrycode": ""})
    assert side(event, "source")[1] == "FRAGOV"
    assert side(event, "target") == (None, None, None, None)


def test_a_source_that_is_no_address_is_a_publisher(tmp_path: Path) -> None:
    event = one(tmp_path, "gdelt", {"sourceurl": "BBC Monitoring", "numarticles": ""})
    assert (event["url"], event["publisher"], event["reports"]) == (None, "BBC Monitoring", 1)


def test_a_file_that_somebody_gave_a_header_is_read_too(tmp_path: Path) -> None:
    report, (event,) = imported(tmp_path / "db", write(tmp_path / "h.tsv", table("gdelt", {}, head=True)), format="gdelt")
    assert (report.read, event["id"]) == (1, "gdelt-1234567890")


def test_lost_zeros_are_given_back_and_said(tmp_path: Path) -> None:
    codes = [{"globaleventid": str(i), "eventcode": code} for i, code in enumerate(("20", "51", "190", "841", "10"))]
    report, events = imported(tmp_path / "db", write(tmp_path / "z.csv", table("gdelt", *codes)))
    assert [(event["origin_code"], event["type"]) for event in events] == [
        ("020", None), ("051", "SUPPORT"), ("190", "ASSAULT"), ("0841", "RETREAT"), ("010", None),
    ]  # fmt: skip
    assert len(report.notes) == 1
    assert "lost their leading zeros" in report.notes[0]
