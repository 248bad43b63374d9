"""The tables of commitments and rivalries, and who is bound to whom on a day by them."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.relations import commitments
from riftline.relations.commitments import Bond, Commitments, Rivalry, between, bonds, bundled, kinds, rivalry, rivals
from riftline.relations.periods import first, last
from riftline.tables import parts, rows

TABLES = ("pacts", "rivalries", "members", "organisations")
STATES = {row["code"] for row in rows("actors/states")}
CODES = (
    STATES
    | {row["code"] for row in rows("actors/organisations")}
    | {row[column] for row in rows("actors/forces") for column in ("code", "force")}
    | {row["code"] for row in rows("commitments/organisations") if row["name"]}
)
DAYS = st.dates(date(1950, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("table", TABLES)
def test_dates_are_dates_and_in_order(table: str) -> None:
    for row in rows(f"commitments/{table}"):
        start, end = first(row["from"]), last(row["to"])
        assert start, row
        assert end is None or start <= end, row
        assert start < date(2027, 1, 1)
        for cell in parts(row.get("suspended", "")):
            out, _, back = cell.partition("/")
            assert start <= (first(out) or start) <= (last(back) or date.max), row


def test_there_are_enough_rows() -> None:
    assert len(rows("commitments/pacts")) >= 300
    assert len(rows("commitments/members")) >= 500
    assert len(rows("commitments/rivalries")) >= 120


@pytest.mark.parametrize("table", ["pacts", "rivalries"])
def test_parties_and_kinds_are_known_and_every_row_names_its_source(table: str) -> None:
    wanted = "rivalry" if table == "rivalries" else "bond"
    for row in rows(f"commitments/{table}"):
        named = parts(row["parties"])
        assert len(named) == len(set(named)) >= 2, row
        assert set(named) <= CODES, set(named) - CODES
        assert kinds()[row["kind"]]["of"] == wanted, row
        assert row["source"], row
        assert row["treaty" if table == "pacts" else "over"], row
    if table == "rivalries":
        assert all(len(parts(row["parties"])) == 2 for row in rows("commitments/rivalries"))


def test_members_and_organisations_fit_each_other() -> None:
    known = {row["code"] for row in rows("commitments/organisations")}
    assert {row["organisation"] for row in rows("commitments/members")} == known <= CODES
    for row in rows("commitments/members"):
        assert row["state"] in STATES | {"ESH"}
        assert row["source"]
    for row in rows("commitments/organisations"):
        assert kinds()[row["kind"]]["of"] == "bond"
        assert row["source"]
        if row["told"]:  # where articles are read, days are compared as text
            assert all(len(m["to"]) in (0, 10) for m in rows("commitments/members") if m["organisation"] == row["code"])


def test_an_organisation_binds_to_one_thing_a_day() -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for row in rows("commitments/organisations"):
        spans.setdefault(row["code"], []).append((first(row["from"]) or date.min, last(row["to"]) or date.max))
    for code, each in spans.items():
        for (_, end), (start, _) in pairwise(sorted(each)):
            assert end + timedelta(1) == start, code


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("pacts", ("id",)),
        ("rivalries", ("id",)),
        ("pacts", ("parties", "kind", "treaty", "from")),
        ("rivalries", ("parties", "kind", "over")),
        ("members", ("state", "organisation", "from")),
        ("organisations", ("code", "from")),
    ],
)
def test_nothing_stands_twice(table: str, columns: tuple[str, ...]) -> None:
    seen = Counter(tuple(frozenset(parts(row[column])) if column == "parties" else row[column] for column in columns) for row in rows(f"commitments/{table}"))
    assert not [key for key, count in seen.items() if count > 1]


def test_spells_of_one_membership_follow_each_other() -> None:
    spells: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for row in rows("commitments/members"):
        spells.setdefault((row["state"], row["organisation"]), []).append((first(row["from"]) or date.min, last(row["to"]) or date.max))
    for key, each in spells.items():
        assert all(one[1] < other[0] for one, other in pairwise(sorted(each))), key


def test_ids_are_unique_across_bonds_and_rivalries() -> None:
    every = [each.id for each in (*bundled().all_bonds, *bundled().all_rivalries)]
    assert len(every) == len(set(every))


def test_kinds_of_bonds_cover_what_articles_may_tell() -> None:
    told = {row["kind"] for table in ("nouns", "qualifiers", "verbs", "backing") for row in rows(f"commitments/{table}")} - {"", "broken off"}
    assert told <= set(kinds())
    for row in rows("commitments/kinds"):
        assert row["binds"] in ("defence", "security", "restraint", "politics", "nothing")
        assert set(parts(row["covers"])) <= set(kinds()) - {row["kind"]}


@pytest.mark.parametrize(
    ("a", "b", "on", "expected"),
    [
        ("ARM", "RUS", date(2023, 9, 18), {"rus-arm-1997", "CSTO:ARM+RUS"}),
        ("RUS", "ARM", date(2023, 9, 18), {"rus-arm-1997", "CSTO:ARM+RUS"}),
        ("USA", "TUR", date(2018, 1, 20), {"NATO:TUR+USA"}),
        ("TUR", "AZE", date(2022, 1, 1), {"tur-aze-2010", "tur-aze-2021"}),
        ("AZE", "RUS", date(1998, 1, 1), {"CSTO:AZE+RUS"}),
        ("UZB", "RUS", date(2010, 1, 1), {"CSTO:RUS+UZB-2", "rus-uzb-2005"}),
        ("AUS", "USA", date(2022, 1, 1), {"anzus-aus-usa"}),
        ("NZL", "USA", date(1990, 1, 1), set()),
        ("MLI", "BFA", date(2024, 1, 1), {"AES:BFA+MLI"}),
        ("FRA", "MLI", date(2023, 1, 1), set()),
        ("IND", "PAK", date(2020, 1, 1), set()),
        ("ARM", "ARM", date(2020, 1, 1), set()),
    ],
)
def test_who_is_bound_to_defend_whom(a: str, b: str, on: date, expected: set[str]) -> None:
    assert {bond.id for bond in between(a, b, on) if bond.defence and bond.status == "in force"} == expected


@pytest.mark.parametrize(
    ("a", "b", "before", "after"),
    [
        ("UZB", "CSTO", date(2012, 12, 19), date(2012, 12, 20)),
        ("MLI", "ECOWAS", date(2025, 1, 29), date(2025, 1, 30)),
        ("GBR", "EU", date(2020, 1, 31), date(2020, 2, 1)),
        ("QAT", "OPEC", date(2018, 12, 31), date(2019, 1, 1)),
        ("MLI", "FRA", date(2022, 5, 2), date(2022, 8, 16)),
        ("GEO", "CSTO", date(1999, 4, 2), date(1999, 4, 3)),
    ],
)
def test_what_has_ended_binds_no_more(a: str, b: str, before: date, after: date) -> None:
    assert between(a, b, before)
    assert not between(a, b, after)


def test_a_suspended_member_is_a_member_that_is_suspended() -> None:
    def status(on: date) -> set[str]:
        return {bond.status for bond in between("SYR", "ARABLEAGUE", on)}

    assert [status(date(year, 6, 1)) for year in (2010, 2015, 2024)] == [{"in force"}, {"suspended"}, {"in force"}]
    assert {bond.status for bond in between("SYR", "JOR", date(2015, 6, 1)) if bond.through == "ARABLEAGUE"} == {"suspended"}
    assert not bundled().bound("SYR", "JOR", date(2015, 6, 1), ("defence",))
    assert bundled().bound("SYR", "JOR", date(2024, 6, 1), ("defence",))


def test_what_an_organisation_binds_to_may_change() -> None:
    found = {on: {(bond.kind, bond.binds) for bond in between("AUT", "FIN", on) if bond.through == "EU"} for on in (date(2005, 1, 1), date(2015, 1, 1))}
    assert list(found.values()) == [{("membership", "politics")}, {("mutual defence", "defence")}]


def test_a_membership_binds_to_what_its_organisation_does() -> None:
    (bond,) = [bond for bond in between("ARM", "CSTO", date(2023, 9, 1)) if bond.kind == "membership"]
    assert (bond.id, bond.through, bond.defence) == ("CSTO:ARM", "CSTO", True)


def test_rivals_of_an_actor_on_a_day() -> None:
    assert "AZE" in rivals("ARM", date(2023, 9, 18))
    assert "RUS" not in rivals("ARM", date(2023, 9, 18))
    assert [each.id for each in rivalry("QAT", "SAU", date(2019, 1, 1))] == ["qat-sau"]
    assert not rivalry("QAT", "SAU", date(2022, 1, 1))
    assert rivalry("SAU", "QAT", date(2019, 1, 1)) == rivalry("QAT", "SAU", date(2019, 1, 1))


@given(st.sampled_from(sorted({party for bond in bundled().all_bonds for party in bond.parties})), st.data(), DAYS)
def test_a_pair_is_bound_alike_from_either_side_and_only_within_the_dates(a: str, data: st.DataObject, on: date) -> None:
    b = data.draw(st.sampled_from(sorted({party for bond in bonds(on, a) for party in bond.parties} | {"RUS"})))
    found = between(a, b, on)
    assert found == between(b, a, on)
    for bond in found:
        assert {a, b} <= set(bond.parties)
        assert bond.holds(on)
        assert (bond.start or on) <= on <= (bond.end or on)


@given(DAYS, st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(("NATO", "CSTO")), DAYS, st.integers(0, 9000)), max_size=8))
def test_members_are_bound_through_an_organisation_exactly_while_both_belong(on: date, spells: list[tuple[str, str, date, int]]) -> None:
    made = [
        Bond(f"{i}", "membership", (state, body), "", start, start + timedelta(days), "", through=body) for i, (state, body, start, days) in enumerate(spells)
    ]
    known = Commitments(made, ())
    for a, b in combinations("ABC", 2):
        joined = {bond.through for bond in known.between(a, b, on)}
        for body, since in (("NATO", date(1949, 8, 24)), ("CSTO", date(1994, 4, 20))):
            both = all(any(bond.parties == (state, body) and bond.holds(on) for bond in made) for state in (a, b))
            assert (body in joined) == (both and on >= since)


def test_thousands_of_dyads_are_looked_up_in_a_moment() -> None:
    known = Commitments(bundled().all_bonds, bundled().all_rivalries)
    states = sorted(STATES)[:60]
    begun = time.perf_counter()
    for on in (date(2000, 1, 1), date(2010, 1, 1), date(2020, 1, 1)):
        for a, b in combinations(states, 2):
            known.between(a, b, on)
            known.rivalry(a, b, on)
    assert time.perf_counter() - begun < 2


def test_the_functions_of_the_module_ask_the_tables() -> None:
    on = date(2020, 1, 1)
    assert commitments.bonds(on, "JPN") == bundled().bonds(on, "JPN")
    assert {bond.kind for bond in bonds(on, "JPN", ("mutual defence",))} == {"mutual defence"}
    known = Commitments([], [Rivalry("x", "war", ("A", "B"), "land", None, None, "")])
    assert known.rivals("A", on).keys() == {"B"}
