"""The actor tables in ``riftline/data/actors`` keep their shape and do not contradict themselves."""

import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import pytest

ACTORS = Path(__file__).resolve().parents[1] / "src" / "riftline" / "data" / "actors"

HEADERS = {
    "states": "code name official aliases demonyms people capital capital_aliases seats region",
    "bodies": "name aliases code sector note",
    "organisations": "code name aliases sector parent note",
    "forces": "code force name aliases country sector from to note",
    "agents": "word sector plural note",
    "sectors": "code name meaning plover note",
    "persons": "name aliases code sector role from to note",
}
LEAST = {
    "states": 200,
    "bodies": 200,
    "organisations": 120,
    "forces": 120,
    "agents": 300,
    "sectors": 25,
    "persons": 150,
}
REGIONS = {"Africa", "Americas", "Asia", "Europe", "Middle East", "Oceania"}
NAMING = ("name", "official", "aliases", "demonyms", "people", "capital", "capital_aliases", "seats")
TABLES = sorted(HEADERS)
UN = """
AFG ALB DZA AND AGO ATG ARG ARM AUS AUT AZE BHS BHR BGD BRB BLR BEL BLZ BEN BTN BOL BIH BWA BRA
BRN BGR BFA BDI CPV KHM CMR CAN CAF TCD CHL CHN COL COM COG COD CRI CIV HRV CUB CYP CZE PRK DNK
DJI DMA DOM ECU EGY SLV GNQ ERI EST SWZ ETH FJI FIN FRA GAB GMB GEO DEU GHA GRC GRD GTM GIN GNB
GUY HTI HND HUN ISL IND IDN IRN IRQ IRL ISR ITA JAM JPN JOR KAZ KEN KIR KWT KGZ LAO LVA LBN LSO
LBR LBY LIE LTU LUX MDG MWI MYS MDV MLI MLT MHL MRT MUS MEX FSM MDA MCO MNG MNE MAR MOZ MMR NAM
NRU NPL NLD NZL NIC NER NGA MKD NOR OMN PAK PLW PAN PNG PRY PER PHL POL PRT QAT KOR ROU RUS RWA
KNA LCA VCT WSM SMR STP SAU SEN SRB SYC SLE SGP SVK SVN SLB SOM ZAF SSD ESP LKA SDN SUR SWE CHE
SYR TJK TZA THA TLS TGO TON TTO TUN TUR TKM TUV UGA UKR ARE GBR USA URY UZB VUT VEN VNM YEM ZMB
ZWE
"""
UN_MEMBERS = set(UN.split())


def lines(table):
    return (ACTORS / f"{table}.tsv").read_text(encoding="utf-8").split("\n")


def rows(table):
    head, *body = lines(table)
    names = head.split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in body if line]


def values(cell):
    return [value for value in cell.split("|") if value]


def names_of(row):
    return {value for column in NAMING for value in values(row.get(column, ""))}


@pytest.mark.parametrize("table", TABLES)
def test_header_and_length(table):
    assert lines(table)[0].split("\t") == HEADERS[table].split()
    assert len(rows(table)) >= LEAST[table]


@pytest.mark.parametrize("table", TABLES)
def test_cells_are_clean(table):
    width = len(HEADERS[table].split())
    text = lines(table)
    assert text[-1] == "", "the file ends with a newline"
    for number, line in enumerate(text[:-1], 1):
        where = f"{table}.tsv:{number}"
        cells = line.split("\t")
        assert len(cells) == width, where
        assert unicodedata.normalize("NFC", line) == line, where
        assert [bad for bad in ('"', "\r", "  ") if bad in line] == [], where
        for cell in cells:
            parts = cell.split("|")
            assert all(part == part.strip() for part in parts), where
            assert len(parts) == 1 or all(parts), where
            assert len(parts) == len(set(parts)), where


@pytest.mark.parametrize("table", TABLES)
def test_no_empty_name(table):
    key = "word" if table == "agents" else "name"
    assert [row for row in rows(table) if not row[key]] == []


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("states", ("code",)),
        ("states", ("name",)),
        ("sectors", ("code",)),
        ("agents", ("word",)),
        ("bodies", ("name",)),
        ("organisations", ("name",)),
        ("forces", ("name",)),
        ("persons", ("name", "from")),
    ],
)
def test_keys_are_unique(table, key):
    seen = defaultdict(int)
    for row in rows(table):
        seen[tuple(row[column] for column in key)] += 1
    assert [value for value, count in seen.items() if count > 1] == []


def test_state_codes():
    codes = {row["code"] for row in rows("states")}
    assert [code for code in codes if not re.fullmatch("[A-Z]{3}", code)] == []
    assert UN_MEMBERS - codes == set()
    assert len(UN_MEMBERS) == 193
    assert {"TWN", "XKX", "PSE", "VAT", "HKG", "GRL", "PRI"} <= codes
    assert {row["region"] for row in rows("states")} == REGIONS


def test_no_name_of_two_states():
    owners = defaultdict(set)
    for row in rows("states"):
        for name in names_of(row):
            owners[name].add(row["code"])
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_ambiguous_words_name_no_state():
    named = set().union(*(names_of(row) for row in rows("states")))
    assert named & {"Korea", "Korean", "Tel Aviv", "The Hague", "Victoria", "polish", "us"} == set()
    states = {row["code"]: names_of(row) for row in rows("states")}
    assert "Nigerien" in states["NER"]
    assert "Nigerian" in states["NGA"]
    assert "Guinean" in states["GIN"]
    assert "Bissau-Guinean" in states["GNB"]
    assert "Kremlin" in states["RUS"]
    assert "Kiev" in states["UKR"]


@pytest.mark.parametrize("table", ["bodies", "organisations", "forces", "agents", "persons"])
def test_sectors_are_known(table):
    known = {row["code"] for row in rows("sectors")}
    assert [row for row in rows(table) if not set(row["sector"].split(";")) <= known] == []


def test_codes_are_known():
    states = {row["code"] for row in rows("states")} | {"ESH"}
    own = {row["code"] for table in ("organisations", "forces") for row in rows(table)}
    for row in rows("organisations"):
        assert re.fullmatch("[A-Z][A-Z0-9]+", row["code"]), row
        assert row["code"] not in states or "oalition" in row["name"], row  # a coalition acts as the state that leads it
        assert row["parent"] in own | {""}, row
    for row in rows("forces"):
        assert re.fullmatch("[A-Z][A-Z0-9-]+", row["code"]), row
        assert row["country"] in states | {""}, row
        assert row["code"] not in states or row["code"] == row["country"], row
    for table in ("bodies", "persons"):
        for row in rows(table):
            assert row["code"] in states | own | {""}, row


@pytest.mark.parametrize("table", ["forces", "persons"])
def test_dates(table):
    for row in rows(table):
        for date in (row["from"], row["to"]):
            assert re.fullmatch(r"(\d{4}(-[01]\d(-[0-3]\d)?)?)?", date), row
        if row["from"] and row["to"]:
            size = min(len(row["from"]), len(row["to"]))
            assert row["from"][:size] <= row["to"][:size], row


def test_no_name_of_two_actors():
    owners = defaultdict(set)
    for table in ("states", "organisations", "forces", "bodies", "persons"):
        for row in rows(table):
            for name in names_of(row):
                owners[name].add((table, row["name"]))
    assert {name: who for name, who in owners.items() if len(who) > 1} == {}


def test_no_plural_is_another_word():
    words = {row["word"] for row in rows("agents")}
    assert [row for row in rows("agents") if row["plural"] in words] == []


def test_kinds_have_sectors_and_words_stand_once():
    known = {row["code"] for row in rows("sectors")}
    kinds = rows("kinds")
    assert {row["sector"] for row in kinds} <= known
    words = [word for row in kinds for word in values(row["words"])]
    assert len(words) == len(set(words))
