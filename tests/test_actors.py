from datetime import date

import pytest

from riftline.extraction.actors import find_actors
from riftline.records import Article, Mention
from riftline.text.parse import parse


def mentions(text: str, day: date = date(2023, 8, 10)) -> list[Mention]:
    return list(find_actors(parse(Article("a", text, published=day))))


def code_of(found: list[Mention], words: str) -> list[str]:
    for mention in found:
        if words in mention.span.text:
            return [actor.code for actor in mention.actors]
    raise AssertionError(f"no mention of {words!r} among {[m.span.text for m in found]}")


def test_offsets_are_exact() -> None:
    text = "Kenyan President William Ruto met Ethiopia’s prime minister in Nairobi on Monday."
    for mention in mentions(text):
        assert text[mention.span.start : mention.span.end] == mention.span.text


def test_persons_have_the_office_of_the_day() -> None:
    found = mentions("Emmanuel Macron called Volodymyr Zelensky on Tuesday. Macron promised help.")
    assert code_of(found, "Emmanuel Macron") == ["FRA"]
    assert code_of(found, "Zelensky") == ["UKR"]
    assert [m.actors[0].code for m in found if m.span.text == "Macron"] == ["FRA"]


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("Officials from Baku and Tbilisi met on Friday.", "Officials", ["AZE", "GEO"]),
        ("Protesters in Nairobi burned tyres.", "Protesters", ["KEN"]),
        ("Peru’s ambassador was summoned.", "ambassador", ["PER"]),
        ("The Defence Ministry in Warsaw denied the report.", "Ministry", ["POL"]),
        ("Zoran Petrak, Croatia’s chief negotiator, left the room.", "Petrak", ["HRV"]),
    ],
)
def test_role_nouns_belong_to_a_state(text: str, words: str, codes: list[str]) -> None:
    assert code_of(mentions(text), words) == codes


def test_backing_is_not_acting() -> None:
    found = mentions("US-backed rebels shelled a village.")
    assert not any(m.span.text == "US" for m in found)


def test_pronouns_and_descriptions_lead_back() -> None:
    first = "Polish Prime Minister Mateusz Morawiecki met Viktor Orbán in Prague. He accused the Hungarian leader of delay."
    found = mentions(f"{first} The two leaders agreed to talk again.")
    assert code_of(found, "He") == ["POL"]
    assert code_of(found, "the Hungarian leader") == ["HUN"]
    assert sorted(code_of(found, "The two leaders")) == ["HUN", "POL"]
