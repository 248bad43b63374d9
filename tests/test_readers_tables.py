"""The tables by which other people's event data are read keep their shape and name only what there is."""

import pytest

from riftline.ontology import MODES_OF, PLOVER_TYPES
from riftline.tables import parts, rows

CONTEXTS = {row["context"] for row in rows("plover/contexts")} | {"pro_democracy", "pro_autocracy", "human_security", "humanitarian"}
SECTORS = {row["code"] for row in rows("actors/sectors")}
STATES = {row["code"] for row in rows("actors/states")}
CODES = STATES | {row["code"] for table in ("organisations", "forces") for row in rows(f"actors/{table}")}


@pytest.mark.parametrize(("table", "key"), [("plover/cameo", "code"), ("plover/acled", "event_type,sub_event_type"), ("plover/ged", "code")])
def test_maps_to_plover_name_types_modes_and_contexts_that_there_are(table: str, key: str) -> None:
    keys = [tuple(row[part] for part in key.split(",")) for row in rows(table)]
    assert len(keys) == len(set(keys))
    for row in rows(table):
        assert row["type"] in ("", *PLOVER_TYPES), row
        assert row["mode"] in MODES_OF.get(row["type"], ("",)), row
        assert set(parts(row["contexts"])) <= CONTEXTS, row


def test_cameo_has_its_codes_with_names_and_scores() -> None:
    found = {row["code"]: row for row in rows("plover/cameo")}
    assert len(found) == 313
    assert {code[:2] for code in found} == {f"{root:02}" for root in range(1, 21)}
    assert all(row["name"] and -10 <= float(row["goldstein"]) <= 10 for row in found.values())


@pytest.mark.parametrize(
    ("table", "key", "codes"),
    [
        ("actors/cameo_countries", "cameo", STATES),
        ("actors/cameo_groups", "cameo", CODES),
        ("actors/plover_entities", "plover", CODES),
        ("actors/cow", "code", STATES),
    ],
)
def test_codes_lead_to_codes_of_ours(table: str, key: str, codes: set[str]) -> None:
    keys = [row[key] for row in rows(table)]
    assert len(keys) == len(set(keys))
    assert {row["code"] for row in rows(table)} <= codes | {""}


@pytest.mark.parametrize("scheme", ["cow", "gw"])
def test_a_number_is_one_state(scheme: str) -> None:
    numbers = [number for row in rows("actors/cow") for number in parts(row[scheme])]
    assert len(numbers) == len(set(numbers))
    assert all(2 <= int(number) <= 990 for number in numbers)


def test_fips_leads_to_iso() -> None:
    found = {row["fips"]: row["code"] for row in rows("places/fips")}
    assert len(found) == len(rows("places/fips"))
    assert all(len(fips) == 2 and len(code) in (0, 3) for fips, code in found.items())
    # the traps: FIPS and ISO give the same letters to others
    assert [found[fips] for fips in ("AU", "AS", "CH", "CI", "GM", "SP", "UP", "IZ", "NI", "NG", "RP")] == [
        "AUT", "AUS", "CHN", "CHL", "DEU", "ESP", "UKR", "IRQ", "NGA", "NER", "PHL",
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["cameo_roles", "cameo_groups", "plover_entities", "icews_sectors", "generic_roles", "acled_inter", "names_elsewhere"])
def test_sectors_are_ours(table: str) -> None:
    assert {sector for row in rows(f"actors/{table}") for sector in parts(row["sectors"])} <= SECTORS


def test_names_elsewhere_lead_to_codes_of_ours_once_each() -> None:
    found = rows("actors/names_elsewhere")
    keys = [(row["name"], scheme.strip()) for row in found for scheme in row["used_by"].split(",")]
    assert len(keys) == len(set(keys))
    assert {row["code"] for row in found} <= CODES
    assert {row["country"] for row in found} <= STATES | {"", "ESH"}
    assert {scheme for _, scheme in keys} == {"ICEWS", "ACLED", "UCDP"}


