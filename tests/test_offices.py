from __future__ import annotations

import csv
import gzip
import os
import re
import runpy
import subprocess
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ACTORS = ROOT / "src" / "riftline" / "data" / "actors"
OFFICES = ACTORS / "offices.tsv"
TOPUP = ACTORS / "offices_topup.tsv"
SCRIPT = ROOT / "tools" / "make_offices.py"
DATA = Path(os.environ.get("RIFTLINE_DATA") or ROOT.parent / "shared" / "data")
COLUMNS = ["person", "aliases", "code", "sector", "office", "start", "end", "source"]
SECTORS = {"GOV", "MIL", "LEG", "JUD", "IGO"}
ORGANISATIONS = set(
    "EU UN NATO AU OSCE CSTO CIS EAEU SCO COE OIC LAS GCC OPEC ASEAN ECOWAS IGAD OAS COMMONWEALTH IMF WB WTO WHO IAEA OPCW OECD "
    "ICC ICJ ECB ICRC IFRC INTERPOL IOC FIFA".split()
)
# Offices that several persons hold at a time.
MANY_SEATS = re.compile(
    r"spokesperson|deputy|vice |adviser|envoy|special|member of|minister of state|opposition|first vice|co-chair|"
    r"ambassador to the US$|war cabinet|assistant|under-secretary"
)
ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        assert reader.fieldnames == COLUMNS
        return list(reader)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return read(OFFICES)


@pytest.fixture(scope="module")
def topup() -> list[dict[str, str]]:
    return read(TOPUP)


def first(day: str) -> date:
    year, month, number = [*day.split("-"), "1", "1"][:3]
    return date(int(year), int(month), int(number))


def last(day: str) -> date:
    if not day:
        return date.max
    parts = [int(part) for part in day.split("-")]
    if len(parts) == 3:
        return date(*parts)
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)


def held(rows: list[dict[str, str]], person: str, day: str) -> set[tuple[str, str]]:
    """The offices of a person, by any of his spellings, on a day."""
    when = first(day)
    return {
        (row["code"], row["office"])
        for row in rows
        if person in {row["person"], *row["aliases"].split("|")} and first(row["start"]) <= when <= last(row["end"])
    }


@pytest.mark.parametrize("path", [OFFICES, TOPUP], ids=["offices", "topup"])
def test_rows_are_well_formed(path: Path) -> None:
    for number, row in enumerate(read(path), 2):
        where = f"{path.name}:{number}: {row}"
        assert None not in {*row, *row.values()}, where
        assert all(row[column].strip() for column in ("person", "office", "source")), where
        assert all(value == value.strip() for value in row.values()), where
        assert row["aliases"] == "" or all(row["aliases"].split("|")), where
        assert row["person"] not in row["aliases"].split("|"), where
        assert row["sector"] in SECTORS, where
        assert re.fullmatch(r"[A-Z]{3}", row["code"]) or row["code"] in ORGANISATIONS, where
        assert (row["sector"] == "IGO") <= (row["code"] in ORGANISATIONS), where
        assert ISO_DATE.fullmatch(row["start"]), where
        assert not row["end"] or ISO_DATE.fullmatch(row["end"]), where
        assert first(row["start"]) <= last(row["end"]), where
        assert row["end"] or re.search(r"known to 20\d\d-\d\d", row["source"]), where


def test_order_size_and_no_row_twice(rows: list[dict[str, str]], topup: list[dict[str, str]]) -> None:
    keys = [(row["code"], row["office"], row["start"], row["person"]) for row in rows]
    assert keys == sorted(keys)
    assert len(keys) == len(set(keys))
    assert OFFICES.stat().st_size < 1_500_000
    assert len(rows) > 5000
    assert len(topup) >= 700
    states = {row["code"] for row in topup} - ORGANISATIONS
    assert len(states) >= 80
    assert len({row["office"] for row in topup if row["sector"] == "IGO"}) >= 30


def test_single_seats_have_one_open_term(rows: list[dict[str, str]]) -> None:
    open_terms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        if not row["end"] and not MANY_SEATS.search(row["office"]):
            open_terms[row["code"], row["office"]].append(row["person"])
    assert {seat: who for seat, who in open_terms.items() if len(who) > 1} == {}


def test_top_up_is_in_the_table(rows: list[dict[str, str]], topup: list[dict[str, str]]) -> None:
    there = {(row["person"], row["code"], row["office"], row["start"]) for row in rows}
    assert {(row["person"], row["code"], row["office"], row["start"]) for row in topup} <= there


@pytest.mark.parametrize(
    ("person", "code", "office", "start", "end"),
    [
        ("Boris Johnson", "GBR", "foreign secretary", "2016-07-13", "2018-07-09"),
        ("Boris Johnson", "GBR", "prime minister", "2019-07-24", "2022-09-06"),
        ("Nikol Pashinyan", "ARM", "prime minister", "2018-05-08", None),
        ("Bashar al-Assad", "SYR", "president", "2000-07-17", "2024-12-08"),
        ("Angela Merkel", "DEU", "chancellor", "2005-11-22", "2021-12-08"),
        ("Hillary Clinton", "USA", "secretary of state", "2009-01-21", "2013-02-01"),
        ("Jens Stoltenberg", "NATO", "NATO secretary general", "2014-10-01", "2024-10-01"),
        ("Samvel Shahramanyan", "NKR", "president", "2023-09-10", "2024-01-01"),
    ],
)
def test_terms(rows: list[dict[str, str]], person: str, code: str, office: str, start: str, end: str | None) -> None:
    terms = [row for row in rows if (row["person"], row["code"], row["office"]) == (person, code, office)]
    assert [row["start"] for row in terms] == [start]
    if end is not None:
        assert terms[0]["end"] == end


@pytest.mark.parametrize(
    ("person", "day", "office"),
    [
        ("Vladimir Putin", "2010-06-01", ("RUS", "prime minister")),
        ("Dmitri Medvedev", "2010-06-01", ("RUS", "president")),
        ("Recep Tayyip Erdoğan", "2010-06-01", ("TUR", "prime minister")),
        ("Recep Tayyip Erdogan", "2015-06-01", ("TUR", "president")),
        ("Sergei Shoigu", "2024-05-01", ("RUS", "defence minister")),
        ("Sergey Shoygu", "2024-06-01", ("RUS", "secretary of the Security Council")),
        ("Alyaksandr Lukashenka", "2020-08-09", ("BLR", "president")),
        ("Volodymyr Zelenskyy", "2022-02-24", ("UKR", "president")),
        ("Mohammad bin Salman", "2018-10-02", ("SAU", "crown prince")),
        ("Ilham Aliev", "2023-09-19", ("AZE", "president")),
        ("Ararat Mirzoyan", "2023-09-19", ("ARM", "foreign minister")),
        ("Ban Ki-moon", "2010-01-01", ("UN", "UN secretary-general")),
        ("Maria Zakharova", "2022-02-24", ("RUS", "foreign ministry spokesperson")),
        ("Donald Trump", "2018-06-12", ("USA", "president")),
        ("Donald Trump", "2025-02-28", ("USA", "president")),
        ("Ahmed al-Sharaa", "2025-05-14", ("SYR", "president")),
        ("Mohammed bin Salman", "2023-01-01", ("SAU", "prime minister")),
        ("S. Jaishankar", "2023-01-01", ("IND", "external affairs minister")),
    ],
)
def test_who_held_what(rows: list[dict[str, str]], person: str, day: str, office: tuple[str, str]) -> None:
    assert office in held(rows, person, day)


@pytest.mark.parametrize(
    ("person", "day", "office"),
    [
        ("Bashar al-Assad", "2025-01-01", ("SYR", "president")),
        ("Boris Johnson", "2025-01-01", ("GBR", "prime minister")),
        ("Sergei Shoigu", "2024-06-01", ("RUS", "defence minister")),
        ("Donald Trump", "2022-01-01", ("USA", "president")),
        ("Vladimir Putin", "2010-06-01", ("RUS", "president")),
        ("Arayik Harutyunyan", "2023-09-19", ("NKR", "president")),
    ],
)
def test_who_no_longer_held_what(rows: list[dict[str, str]], person: str, day: str, office: tuple[str, str]) -> None:
    assert office not in held(rows, person, day)


def test_plain_spelling_for_every_name_with_diacritics(rows: list[dict[str, str]]) -> None:
    for row in rows:
        names = [row["person"], *row["aliases"].split("|")]
        assert any(name.isascii() for name in names), row


def test_script_makes_the_committed_file(tmp_path: Path) -> None:
    if not (DATA / "office_holders" / "office_holders.csv").exists() or not (DATA / "reign_leaders").exists():
        pytest.skip("the data folder is not here")
    made = tmp_path / "offices.tsv"
    subprocess.run([sys.executable, str(SCRIPT), "--data", str(DATA), "--out", str(made)], check=True, capture_output=True)
    assert made.read_bytes() == OFFICES.read_bytes()


def test_script_makes_the_committed_officials(tmp_path: Path) -> None:
    if not (DATA / "office_holders" / "office_holders.csv").exists():
        pytest.skip("the data folder is not here")
    made = tmp_path / "officials.tsv.gz"
    script = ROOT / "tools" / "make_officials.py"
    subprocess.run([sys.executable, str(script), "--data", str(DATA), "--out", str(made)], check=True, capture_output=True)
    assert gzip.decompress(made.read_bytes()) == gzip.decompress((ACTORS / "officials.tsv.gz").read_bytes())


def test_officials_are_well_formed() -> None:
    head, *lines = gzip.decompress((ACTORS / "officials.tsv.gz").read_bytes()).decode("utf-8").splitlines()
    assert head.split("\t") == ["person", "code", "sector", "office", "start", "end"]
    assert len(lines) > 15_000
    for line in lines:
        person, code, sector, office, start, end = line.split("\t")
        assert " " in person, line
        assert office, line
        assert re.fullmatch(r"[A-Z]{3}", code), line
        assert sector in SECTORS | {"ELI", "OPP", "SPY", "COP"}, line
        assert ISO_DATE.fullmatch(start), line
        assert ISO_DATE.fullmatch(end), line
        assert first(start) <= last(end), line


@pytest.mark.parametrize(
    ("start", "end", "apart"),
    [("2012-01", "2010-12", False), ("2012-12", "2010-12", True), ("2012-11", "2010-12", False), ("2012", "2010", False), ("2013", "2010", True)],
)
def test_terms_are_apart_by_two_years_in_months(start: str, end: str, apart: bool) -> None:
    assert runpy.run_path(str(ROOT / "tools" / "make_officials.py"))["later"](start, end) is apart
