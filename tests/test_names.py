from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.extraction.names import find_names


def codes(text: str) -> list[str]:
    return [name.entries[0].code for name in find_names(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. and Britain", ["USA", "GBR"]),
        ("Nigerien and Nigerian soldiers", ["NER", "NGA"]),
        ("South Korea and North Korea", ["KOR", "PRK"]),
        ("the Kremlin and the White House", ["RUS", "USA"]),
        ("Nagorno-Karabakh’s Defense Army", ["NKR"]),
        ("Houthi fighters and the Islamic State", ["YEM", "ISIS"]),
        ("the Collective Security Treaty Organization", ["CSTO"]),
        ("Tokyo ratified the Rome Statute after the Vienna talks", ["JPN"]),
        ("Rome says that Vienna, where talks went on, objects", ["ITA", "AUT"]),
    ],
)
def test_names_of_states_and_bodies(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_matching_is_by_words_and_case() -> None:
    assert codes("a turkey and some china on the table") == []
    assert codes("Chadwick met Jordanna") == []


def test_the_longest_name_wins() -> None:
    (name,) = find_names("the United Nations Security Council")[:1]
    assert name.text == "United Nations Security Council"


@given(st.text(max_size=200))
def test_any_text_gives_exact_ordered_spans(text: str) -> None:
    names = find_names(text)
    assert all(text[n.start : n.end] == n.text for n in names)
    assert all(a.end <= b.start for a, b in pairwise(names))


@pytest.mark.parametrize(
    "text",
    [
        "A Boeing 777 and an Airbus were shot down over the sea.",
        "The Texas Rangers won again.",
        "The chief of Northern Command spoke.",
        "Officers of the Policia Nacional and the Gendarmerie Nationale met.",
        "A white Toyota pickup hit a Tesla outside a McDonald's.",
        "The Peoples Democratic Party met in West Point.",
        "The Federal Protective Service and the Central Security Forces closed the street.",
        "Article 19 of the constitution forbids it.",
    ],
)
def test_what_several_bear_is_nobodys_name(text: str) -> None:
    assert not [name.text for name in find_names(text) if name.entries[0].kind in ("body", "organisation", "force")]


def test_the_state_before_it_makes_it_one() -> None:
    found = {name.text: name.entries[0].code for name in find_names("Russia's Federal Protective Service wrote to U.S. Northern Command.")}
    assert found == {"Russia's Federal Protective Service": "RUS", "U.S. Northern Command": "USA"}
