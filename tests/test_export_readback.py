"""Each format read back by a reader that is not ours, or checked against its columns; whatever the news puts into a field."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import geojson as reader
import pyarrow.parquet as pq
import pytest
from followthemoney import model
from hypothesis import given, settings
from hypothesis import strategies as st

from example_events import ARMENIA, KARABAKH, NOWHERE, RUSSIA, UN, YEREVAN, Row, database, row, rows, written
from riftline.export import acled, ftm, gdelt, geojson, icews, parquet, plover, polecat, table
from riftline.export.base import Format
from riftline.export.formats import FORMATS, get_format
from riftline.store.filters import Filters

TABBED = (polecat.FORMAT, icews.FORMAT, gdelt.FORMAT)


def text(form: Format, found: Sequence[Row]) -> str:
    """The export of those rows that fit, without a database; nothing has evidence with offsets."""
    assert form.lines
    return "".join(form.lines(each | {"spans": []} for each in found if form.unfit(each) is None))


def fitting(form: Format, found: Sequence[Row]) -> list[Row]:
    return [each for each in found if form.unfit(each) is None]


many = st.lists(rows(), max_size=5)
quickly = settings(max_examples=60, deadline=None)


@pytest.mark.parametrize("form", TABBED, ids=lambda form: form.name)
@quickly
@given(found=many)
def test_tab_separated_tables_have_their_columns(form: Format, found: list[Row]) -> None:
    lines = text(form, found).split("\n")
    assert lines.pop() == ""
    if form is not gdelt.FORMAT:
        assert tuple(lines.pop(0).split("\t")) == form.columns
    cells = [line.split("\t") for line in lines]
    assert [len(each) for each in cells] == [len(form.columns)] * len(fitting(form, found))
    assert not {char for line in lines for char in line.replace("\t", "")} & set(map(chr, (*range(32), 127, 0x85, 0x2028, 0x2029)))


@pytest.mark.parametrize("form", [table.FORMAT, acled.FORMAT], ids=lambda form: form.name)
@quickly
@given(found=many)
def test_csv_has_its_columns_and_no_formulas(form: Format, found: list[Row]) -> None:
    back = list(csv.reader(io.StringIO(text(form, found), newline="")))
    assert tuple(back[0]) == form.columns
    assert {len(each) for each in back} == {len(form.columns)}
    assert len(back) - 1 == len(fitting(form, found))
    numbers = {form.columns.index(name) for name in form.columns if name in ("lat", "lon", "latitude", "longitude")}
    assert not [cell for each in back for i, cell in enumerate(each) if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and cell and i not in numbers]


@quickly
@given(found=many)
def test_geojson_is_valid(found: list[Row]) -> None:
    collection = reader.loads(text(geojson.FORMAT, found))
    assert collection.is_valid, collection.errors()
    assert [feature["id"] for feature in collection["features"]] == [each["id"] for each in found]
    for feature, each in zip(collection["features"], found, strict=True):
        assert tuple(feature["properties"]) == geojson.COLUMNS
        point = feature["geometry"]
        assert (point is None) == (each["lat"] is None)
        assert point is None or point["coordinates"] == [each["lon"], each["lat"]]  # GeoJSON has longitude first


@quickly
@given(found=many)
def test_followthemoney_knows_the_entities(found: list[Row]) -> None:
    entities = [json.loads(line) for line in text(ftm.FORMAT, found).splitlines()]
    seen: set[str] = set()
    for entity in entities:
        assert set(entity) == {"id", "schema", "properties"}
        model.get(entity["schema"]).validate(entity)  # type: ignore[union-attr]
        proxy = model.get_proxy(entity, cleaned=False)
        for name, values in entity["properties"].items():
            assert proxy.get(name), (entity["schema"], name, values)  # nothing that FollowTheMoney's own types throw away
        assert set(proxy.get("involved", quiet=True)) <= seen
        assert proxy.id not in seen or proxy.schema.name == "Event"
        seen.add(str(proxy.id))
    assert sum(entity["schema"] == "Event" for entity in entities) == len(found)


@quickly
@given(found=many)
def test_plover_records_have_plovers_fields(found: list[Row]) -> None:
    lines = text(plover.FORMAT, found).split("\n")[:-1]
    records = [json.loads(line, parse_constant=pytest.fail) for line in lines]
    assert [record["id"] for record in records] == [each["id"] for each in fitting(plover.FORMAT, found)]
    for record in records:
        assert {"id", "has_event", "date", "actor", "event"} <= set(record) <= set(plover.COLUMNS)
        assert date.fromisoformat(record["date"]) <= date.fromisoformat(record.get("enddate", record["date"]))
        assert record["quad_code"] in (1, 2, 3, 4)
        assert all(set(entity) <= {"code", "sector", "entity_text", "identifier_text", "office", "riftline"} for entity in record["actor"])


def test_polecat_cell_by_cell() -> None:
    told = row(ARMENIA | {"sectors": ["MED", "OPP"]}, UN, contexts=["military"], status="planned", last_day=date(2023, 9, 25))
    back = next(csv.DictReader(io.StringIO(text(polecat.FORMAT, [told])), delimiter="\t", quoting=csv.QUOTE_NONE))
    assert {name: cell for name, cell in back.items() if cell} == {
        "Event ID": "3fa4c10b2d", "Event Date": "2023-09-21", "Event Type": "ACCUSE", "Event Mode": "disapprove", "Intensity": "-3", "Quad Code": "3",
        "Contexts": "military;hypothetical", "Actor Name": "Armenia", "Actor Country": "ARM", "Actor COW": "371", "Primary Actor Sector": "JRN",
        "Actor Sectors": "JRN;OPP", "Actor Name Raw": "Yerevan", "Recipient Name": "United Nations", "Recipient Country": "UNO",
        "Recipient Name Raw": "the UN", "Placename": "Yerevan", "City": "Yerevan", "Province": "Yerevan", "Country": "Armenia", "Latitude": "40.1811",
        "Longitude": "44.5136", "GeoNames ID": "616052", "Feature Type": "PPL", "Source": "The Post", "Publication Date": "2023-09-22",
        "Language": "English", "Version": back["Version"],
    }  # fmt: skip
    assert back["Version"].startswith("riftline ")


def test_plover_field_by_field() -> None:
    figures = [{"what": "killed", "low": low, "high": 9, "text": "some"} for low in (2, 6)]
    spans = [{"text": "Karabakh’s leaders", "start": 5, "end": 23, "sentence": 2}]
    told = row(KARABAKH, None, type="ASSAULT", mode=None, figures=figures, attribution_code="ARM", attribution_name="Armenia", attribution_anonymous=False)
    record = plover.record(told | {"spans": [spans[0] | {"stored": datetime(2024, 1, 2, 3)}]})
    assert record["actor"] == [
        {
            "code": "AZE", "sector": "GOVPRE", "entity_text": "Stepanakert", "identifier_text": "Nagorno-Karabakh",
            "riftline": {"code": "NKR", "country": "AZE", "sectors": ["GOV"]},
        }
    ]  # fmt: skip
    assert "recipient" not in record
    assert record["size"] == {"dead": 6}
    assert record["text_info"] == {"sequence": 2, "start": 5, "end": 23}
    assert record["event_text"] == ["Karabakh’s leaders"]
    assert (record["coded_date"], record["event_scale"], record["quad_code"]) == ("2024-01-02", -9.0, 4)
    assert record["attribution"] == {"code": "ARM", "name": "Armenia", "anonymous": False}
    assert record["event_loc"] | {"x": 0} == {
        "resolved_place": "Yerevan", "geonameid": 616052, "lat": 40.1811, "lon": 44.5136, "city": "Yerevan", "province": "Yerevan", "country": "Armenia",
        "country_code": "ARM", "resolution": 4, "precision": "city", "x": 0,
    }  # fmt: skip


def test_icews_cell_by_cell() -> None:
    told = row(RUSSIA, KARABAKH, type="ASSAULT", mode="firearms") | {"spans": [{"sentence": 3}]}
    assert icews.cells(told) == [
        0x3FA4C10B2D, date(2023, 9, 21), "Russia: army", "Military", "Russia", "Fight with small arms and light weapons", "193", "-10", "Nagorno-Karabakh",
        "Government", "Azerbaijan", None, 3, "The Post", "Yerevan", None, "Yerevan", "Armenia", 40.1811, 44.5136,
    ]  # fmt: skip


def test_gdelt_cell_by_cell() -> None:
    told = row(RUSSIA, UN, type="ASSAULT", mode="firearms", reports=5, sources=2) | {"spans": [{"lead": True}]}
    back = dict(zip(gdelt.COLUMNS, gdelt.cells(told), strict=True))
    assert {name: cell for name, cell in back.items() if cell not in (None, "")} == {
        "GLOBALEVENTID": 0x3FA4C10B2D, "SQLDATE": "20230921", "MonthYear": "202309", "Year": "2023", "FractionDate": "2023.7973",
        "Actor1Code": "RUSMIL", "Actor1Name": "RUSSIA: ARMY", "Actor1CountryCode": "RUS", "Actor1Type1Code": "MIL",
        "Actor2Code": "IGOUNO", "Actor2Name": "UNITED NATIONS", "Actor2KnownGroupCode": "UNO", "Actor2Type1Code": "IGO",
        "IsRootEvent": 1, "EventCode": "193", "EventBaseCode": "193", "EventRootCode": "19", "QuadClass": 4, "GoldsteinScale": "-10",
        "NumMentions": 5, "NumSources": 2, "NumArticles": 5, "Actor1Geo_Type": 0, "Actor2Geo_Type": 0, "ActionGeo_Type": 4,
        "ActionGeo_FullName": "Yerevan, Yerevan, Armenia", "ActionGeo_CountryCode": "AM", "ActionGeo_ADM1Code": "AM", "ActionGeo_Lat": 40.1811,
        "ActionGeo_Long": 44.5136, "DATEADDED": "20230922000000", "SOURCEURL": "https://www.example.org/a",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("where", "kind", "name", "code"),
    [
        (NOWHERE, 0, None, None),
        (YEREVAN | {"precision": "country", "place": "Armenia", "admin1": None}, 1, "Armenia", "AM"),
        (YEREVAN | {"precision": "admin1", "place": "Kotayk", "admin1": "Kotayk"}, 5, "Kotayk, Armenia", "AM"),
        (YEREVAN | {"precision": "region", "place": "Sahel", "admin1": None, "country": None}, 5, "Sahel", ""),
        (YEREVAN | {"country": "USA", "place": "Fresno", "admin1": "California"}, 3, "Fresno, California, United States", "US"),
        (YEREVAN | {"country": "USA", "place": "Texas", "admin1": "Texas", "precision": "admin1"}, 2, "Texas, United States", "US"),
        (YEREVAN | {"country": "PSE", "place": "Ramallah", "admin1": "West Bank"}, 4, "Ramallah, West Bank, Palestine", "WE"),
        (YEREVAN | {"country": "XKX", "place": "Pristina", "admin1": None}, 4, "Pristina, Kosovo", "KV"),
    ],
)
def test_places_in_gdelt(where: Row, kind: int, name: str | None, code: str | None) -> None:
    back = dict(zip(gdelt.COLUMNS, gdelt.cells(row(where=where) | {"spans": []}), strict=True))
    assert (back["ActionGeo_Type"], back["ActionGeo_FullName"], back["ActionGeo_CountryCode"]) == (kind, name, code)


def test_fraction_of_the_year() -> None:
    assert [gdelt.fraction(day) for day in (date(2024, 1, 1), date(2024, 12, 30))] == ["2024.0849", "2025.0685"]


CIVILIANS: Row = {"code": "RUS", "name": "Russia: villagers", "text": "villagers", "country": "RUS", "sectors": ["CVL"]}


def acled_row(**more: Any) -> dict[str, Any]:
    return dict(zip(acled.COLUMNS, acled.cells(row(**({"contexts": []} | more))), strict=True))


def test_acled_cell_by_cell() -> None:
    killed = [{"what": "killed", "low": 13, "high": 15, "text": "13 to 15"}]
    back = acled_row(source=ARMENIA, target=RUSSIA, type="ASSAULT", mode="heavy-weapons", figures=killed, evidence="=Shells fell")
    assert {name: cell for name, cell in back.items() if cell not in (None, "")} == {
        "event_id_cnty": f"ARM{0x3FA4C10B2D}", "event_date": "2023-09-21", "year": 2023, "time_precision": 1, "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence", "sub_event_type": "Shelling/artillery/missile attack", "actor1": "Military Forces of Armenia",
        "inter1": "State forces", "actor2": "Military Forces of Russia", "assoc_actor_2": "Russia: army", "inter2": "State forces",
        "interaction": "State forces-State forces", "iso": "51", "region": "Caucasus and Central Asia", "country": "Armenia", "admin1": "Yerevan",
        "location": "Yerevan", "latitude": 40.1811, "longitude": 44.5136, "geo_precision": 1, "source": "The Post", "notes": "'=Shells fell",
        "fatalities": 13, "timestamp": 1695340800,
    }  # fmt: skip


def test_what_acled_records_and_what_not() -> None:
    at_civilians = acled_row(target=CIVILIANS, type="ASSAULT", mode=None)
    assert (at_civilians["event_type"], at_civilians["civilian_targeting"]) == ("Violence against civilians", "Civilian targeting")
    assert (at_civilians["actor2"], at_civilians["interaction"]) == ("Civilians (Russia)", "State forces-Civilians")
    march = acled_row(source=CIVILIANS, target=None, type="PROTEST", mode="demo")
    assert (march["event_type"], march["actor1"], march["interaction"]) == ("Protests", "Protesters (Russia)", "Protesters only")
    assert acled_row(type="COERCE", mode="seize", contexts=["territory"])["sub_event_type"] == "Non-violent transfer of territory"
    assert acled_row(type="AGREE", mode=None, contexts=["legal", "peacekeeping"])["sub_event_type"] == "Agreement"
    assert acled.unfit(row(type="CONSULT", mode=None)) == "of kinds that ACLED does not record"
    assert acled.unfit(row(type=None, mode=None)) == "of kinds that ACLED does not record"
    precisions = [acled.time_precision(row(last_day=date(2023, 9, day))) for day in (21, 22, 27, 28, 30)]
    assert precisions == [1, 2, 2, 3, 3]


def test_events_in_followthemoney() -> None:
    told = row(status="planned", type="CONSULT", mode="visit", origin_code=None, reports=3, sources=2, attribution_name="Kremlin", attribution_code="RUS")
    event = ftm.event(told, ["a", "b"])
    assert event["properties"] | {"x": 0} == {
        "name": ["Armenia is to meet Russia: army"], "involved": ["a", "b"], "date": ["2023-09-21"], "location": ["Yerevan, Armenia"], "country": ["am"],
        "summary": ["Armenia criticised Russia"], "notes": ["Vouched for by Kremlin.", "3 reports, of them 2 independent."],
        "keywords": ["CONSULT", "visit", "status: planned", "military"], "recordId": ["3fa4c10b2d"], "sourceUrl": ["https://www.example.org/a"],
        "publisher": ["The Post"], "x": 0,
    }  # fmt: skip
    kinds = {
        "Armenia": "PublicBody", "Alexei Navalny": "Person", "Pentagon": "PublicBody", "Armenia: ministers": "LegalEntity", "someone": "LegalEntity",
    }  # fmt: skip
    assert {name: (ftm.actor(row(ARMENIA | {"name": name}), "source") or {})["schema"] for name in kinds} == kinds
    assert (ftm.actor(row(UN), "source") or {})["schema"] == "Organization"
    assert ftm.actor(row(None), "source") is None
    statement = row(origin="icews", origin_code="010", type=None, mode=None, target=None)
    assert ftm.title(statement) == "Armenia: Make statement"


def test_parquet_keeps_types(tmp_path: Path) -> None:
    killed = [{"what": "killed", "low": 1, "high": 3, "text": "one to three"}]
    made = [row(), row(None, UN, NOWHERE, id="ff", first_day=None, last_day=None, contexts=[], figures=killed, confidence=None)]
    content, query = written(parquet.FORMAT, database(tmp_path / "a.duckdb", made))
    back = pq.read_table(io.BytesIO(content))
    assert back.to_pylist() == made
    kinds = {name: str(back.schema.field(name).type) for name in ("first_day", "lat", "geonames_id", "contexts", "confidence", "reports")}
    assert kinds == {
        "first_day": "date32[day]", "lat": "double", "geonames_id": "int64", "contexts": "list<element: string>", "confidence": "double", "reports": "int32",
    }  # fmt: skip
    assert query.written["events"] == 2
    some, query = written(parquet.FORMAT, tmp_path / "a.duckdb", Filters(limit=1))
    assert (pq.read_table(io.BytesIO(some)).num_rows, query.written["events"]) == (1, 1)
    none, _ = written(parquet.FORMAT, tmp_path / "a.duckdb", Filters(actor="'; DROP"))
    assert pq.read_table(io.BytesIO(none)).num_rows == 0


def test_nothing_to_export_is_still_a_file_of_the_format(tmp_path: Path) -> None:
    path = database(tmp_path / "empty.duckdb")
    empty = {form.name: written(form, path)[0].decode("utf-8", "replace") for form in FORMATS if form.lines}
    assert reader.loads(empty["geojson"]).is_valid
    assert empty["gdelt"] == empty["plover"] == empty["ftm"] == ""
    assert all(empty[name].count("\n") == 1 for name in ("polecat", "icews", "acled", "csv"))


def test_formats_by_name() -> None:
    assert [len({form.name for form in FORMATS}), get_format("GDELT").name] == [len(FORMATS), "gdelt"]
    assert [len(get_format(name).columns) for name in ("polecat", "gdelt", "icews", "acled")] == [40, 61, 20, 31]
    with pytest.raises(Exception, match="'xml' is no export format; there are polecat, plover"):
        get_format("xml")


def test_somebody_of_an_organisation_is_named_by_it() -> None:
    bloc = {"code": "ECOWAS", "name": "Economic Community of West African States: bloc", "text": "the bloc", "country": None, "sectors": ["IGO"]}
    told = row(bloc, ARMENIA | {"name": "Armenia: ministers"}, type="ASSAULT", mode=None, contexts=[])
    back = dict(zip(polecat.COLUMNS, polecat.cells(told), strict=True))
    assert (back["Actor Name"], back["Actor Title"], back["Actor Country"]) == ("Economic Community of West African States", "bloc", "IGO")
    assert (back["Recipient Name"], back["Recipient Title"], back["Recipient Country"]) == ("Armenia: ministers", "", "ARM")
    assert plover.record(told | {"spans": []})["actor"][0]["office"] == "bloc"
    assert icews.cells(told | {"spans": []})[2] == "bloc (Economic Community of West African States)"
    named = dict(zip(acled.COLUMNS, acled.cells(told), strict=True))
    assert (named["actor1"], named["assoc_actor_1"]) == ("Economic Community of West African States", bloc["name"])
    activist = row(ARMENIA | {"name": "A", "sectors": ["OPP", "NGO"]}, where=YEREVAN | {"precision": "country", "place": "Republic of Armenia", "admin1": None})
    assert [polecat.cells(activist)[i] for i in (8, 11)] == ["ARM", "OPP;NGO"]
    assert icews.cells(activist | {"spans": []})[17] == "Republic of Armenia"
    nameless = row(ARMENIA | {"name": "\r\n", "text": None}, {"code": "", "name": "", "text": "", "country": None, "sectors": []})
    assert [polecat.cells(nameless)[i] for i in (7, 15)] == ["Armenia", "unnamed"]
