"""CAMEO codes of events and actors: that they lead back, and where they do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from example_events import ARMENIA, KARABAKH, RUSSIA, UN, row
from riftline.export import cameo
from riftline.ontology import MODES_OF, PLOVER_TYPES
from riftline.tables import rows

CODES = {each["code"]: each for each in rows("plover/cameo")}
PAIRS = [(kind, mode) for kind in PLOVER_TYPES for mode in MODES_OF[kind]]

OTHER_TYPE = {("RETREAT", "resign"): "CONCEDE", ("SANCTION", "convict"): "ACCUSE"}
"""What CAMEO counts elsewhere: a resignation as a change of leadership, a conviction as finding guilty."""

OTHER_MODE = {
    ("CONSULT", "multilateral"): "", ("REQUEST", "yield"): "change", ("ACCUSE", ""): "disapprove", ("ACCUSE", "allege"): "disapprove",
    ("REJECT", "yield"): "change", ("THREATEN", "arrest"): "", ("PROTEST", "strike"): "boycott", ("MOBILIZE", "weapons"): "",
    ("MOBILIZE", "militia"): "", ("COERCE", "censor"): "restrict", ("COERCE", "withhold"): "", ("COERCE", "misinformation"): "",
    ("COERCE", "cyber"): "", ("ASSAULT", "primitive"): "", ("ASSAULT", "drone"): "aerial", ("ASSAULT", "crowd-control"): "",
}  # fmt: skip
"""Modes that no code has, or none that fits every event of the mode."""


def coded(kind: str, mode: str, **more: object) -> str:
    code = cameo.code_of(row(type=kind, mode=mode or None, **({"contexts": []} | more)))
    assert code is not None
    return code


@pytest.mark.parametrize(("kind", "mode"), PAIRS)
def test_every_type_and_mode_leads_back_but_for_those_named(kind: str, mode: str) -> None:
    back = CODES[coded(kind, mode)]
    expected = OTHER_TYPE.get((kind, mode), kind)
    assert back["type"] == expected
    if expected == kind:
        assert back["mode"] == OTHER_MODE.get((kind, mode), mode)


def test_the_exceptions_are_exceptions() -> None:
    assert not OTHER_TYPE.keys() & OTHER_MODE.keys()
    assert OTHER_TYPE.keys() | OTHER_MODE.keys() <= set(PAIRS)
    assert all(OTHER_MODE[kind, mode] != mode for kind, mode in OTHER_MODE)


def test_contexts_choose_a_closer_code_of_the_same_type() -> None:
    table = rows("plover/to_cameo")
    contexts = {each["context"] for each in rows("plover/contexts")}
    plain = {(each["type"], each["mode"]): each["code"] for each in table if not each["context"] and not each["status"]}
    assert set(plain) == set(PAIRS)
    for each in table:
        assert each["code"] in CODES
        pair = each["type"], each["mode"]
        if each["context"] and not each["status"]:
            back = CODES[each["code"]]
            assert back["type"] == each["type"], each
            assert back["mode"] == each["mode"] or pair in OTHER_MODE or back["mode"] == CODES[plain[pair]]["mode"], each
            assert each["context"] in contexts | {"humanitarian", "pro_democracy", "pro_autocracy"}
    assert coded("AID", "", contexts=["diplomatic", "military"]) == "072"
    assert coded("ASSAULT", "drone", contexts=["military"]) == "195"
    assert coded("REQUEST", "yield", contexts=["peacekeeping"]) == "1056"


@pytest.mark.shared
def test_the_map_of_2021_itself_leads_back() -> None:
    path = Path(__file__).resolve().parents[2] / "shared" / "data" / "plover" / "CAMEO2PLOVER-2021.txt"
    if not path.exists():
        pytest.skip("needs ../shared")
    types = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        code, _, rest = line.partition(":")
        if code.isdigit() and "," in rest:
            types[code] = rest.split(",")[0].strip()
    wrong = [pair for pair in PAIRS if pair not in OTHER_TYPE and types[coded(*pair)] != pair[0]]
    assert wrong == []


def test_plans_have_codes_of_intent_and_other_types_none() -> None:
    assert coded("CONSULT", "visit", status="planned") == "036"
    assert coded("AID", "", status="planned", contexts=["humanitarian"]) == "0333"
    assert cameo.code_of(row(type="ASSAULT", mode=None, status="planned")) is None
    assert cameo.unfit(row(type="ASSAULT", mode=None, status="planned")) == "planned, with no CAMEO code for the intent"
    assert all(CODES[each["code"]]["type"] == "AGREE" for each in rows("plover/to_cameo") if each["status"])


def test_what_came_with_a_code_keeps_it() -> None:
    imported = {"origin": "gdelt", "origin_code": "010", "type": None, "mode": None}
    assert cameo.code_of(row(**imported)) == "010"
    assert cameo.code_of(row(**imported | {"origin_code": "1459"})) == "1459"
    assert (cameo.name_of("1459"), cameo.goldstein("1459")) == ("Protest violently, riot", -7.5)
    assert cameo.code_of(row(origin="ged", origin_code="1", type="ASSAULT", mode=None)) == "190"
    assert cameo.code_of(row(origin="acled", origin_code="Battles", type=None)) is None
    assert cameo.unfit(row(origin="acled", origin_code="Battles", type=None)) == "without a type"


def test_days_that_are_no_days() -> None:
    first = date(2019, 1, 1)
    assert cameo.unfit(row(first_day=None, last_day=None)) == "without a day"
    assert cameo.unfit(row(first_day=first, last_day=date(2019, 12, 31))) == "told to longer than a month"
    month = row(first_day=first, last_day=date(2019, 1, 31))
    assert cameo.unfit(month) is None
    assert cameo.roughly(month) == ("of more than one day stand under their first day",)
    assert cameo.roughly(row(status="negated")) == ("negated stand there as if they had happened",)


def test_quads_by_the_root() -> None:
    assert [cameo.quad_class(code) for code in ("010", "057", "060", "0874", "090", "1385", "141", "2042")] == [1, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize(
    ("about", "code"),
    [
        (ARMENIA, ("ARMGOV", "ARM", "", ("GOV",))),
        (RUSSIA | {"sectors": ["GOV", "MIL", "SPY", "COP"]}, ("RUSGOVMILSPY", "RUS", "", ("GOV", "MIL", "SPY"))),
        (KARABAKH, ("AZEGOV", "AZE", "", ("GOV",))),
        (UN, ("IGOUNO", "", "UNO", ("IGO",))),
        (UN | {"sectors": ["IGO", "MIL"]}, ("IGOUNOMIL", "", "UNO", ("IGO", "MIL"))),
        (ARMENIA | {"code": "ROU", "country": "ROU", "sectors": []}, ("ROM", "ROM", "", ())),
        ({"code": "CSTO", "name": "CSTO", "text": "", "country": None, "sectors": ["IGO"]}, ("IGO", "", "", ("IGO",))),
        ({"code": "", "name": "", "text": "they", "country": None, "sectors": ["SOC"]}, ("", "", "", ())),
        (None, ("", "", "", ())),
    ],
)
def test_actors(about: dict[str, object] | None, code: tuple[object, ...]) -> None:
    assert cameo.actor_code(row(about), "source") == code


def test_a_group_is_written_only_where_it_means_the_whole() -> None:
    assert [cameo.group_of(code) for code in ("EU", "UN", "AU", "KRG", "KRD", "PSE", "ALQAEDA", None)] == ["EEC", "UNO", "OAU", "", "", "", "ALQ", ""]
    back = {each["cameo"]: each["code"] for each in rows("actors/cameo_groups")}
    assert all(back[cameo.group_of(code)] == code for code in back.values() if cameo.group_of(code))
    countries = {each["cameo"]: each["code"] for each in rows("actors/cameo_countries")}
    assert all(countries[each["cameo"]] == each["code"] for each in rows("actors/to_cameo_countries"))
    roles = {each["cameo"]: each["sectors"] for each in rows("actors/cameo_roles")}
    assert all(roles[each["cameo"]] == each["sector"] for each in rows("actors/to_sectors") if each["cameo"])
