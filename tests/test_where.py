from __future__ import annotations

from riftline.extraction.places import find_places
from riftline.extraction.where import place_of
from riftline.records import Article, Place
from riftline.text.parse import parse


def where(text: str, act: str) -> Place | None:
    parsed = parse(Article("a", text))
    token = next(t for t in parsed.doc if t.text == act)
    place, reason = place_of(parsed, find_places(parsed), token.i)
    assert reason
    return place


def name(text: str, act: str) -> str | None:
    found = where(text, act)
    return found.name if found else None


def test_a_preposition_of_place_ties_it_to_the_act() -> None:
    assert name("The ministers met in Geneva.", "met") == "Geneva"
    assert name("A bomb killed nine soldiers near Mosul.", "killed") == "Mosul"
    assert name("The rebels withdrew from Aleppo.", "withdrew") == "Aleppo"


def test_a_state_that_is_a_side_is_no_place() -> None:
    assert where("Russia accused Turkey of lying.", "accused") is None
    assert name("Russia bombed the rebels in Syria.", "bombed") == "Syria"


def test_a_reached_or_attacked_town_is_the_place() -> None:
    assert name("The army captured Mosul.", "captured") == "Mosul"
    assert name("The attack on Aleppo went on.", "attack") == "Aleppo"


def test_a_topic_is_no_place() -> None:
    assert where("The council discussed the situation in Mosul.", "discussed") is None


def test_the_dateline_places_its_own_sentence() -> None:
    assert name("ANKARA, Turkey (Wire) - The president signed the decree.", "signed") == "Ankara"
