"""The whole coder with the shipped model, on sentences that leave no doubt."""

from datetime import date

import pytest

from riftline.extraction.coder import code
from riftline.records import Article, Coding


def coded(text: str, day: date | None = date(2023, 8, 10)) -> Coding:
    return code(Article("a", text, published=day))


def triples(text: str) -> set[tuple[str, str, str]]:
    return {(e.type, e.source.code if e.source else "", e.target.code if e.target else "") for e in coded(text).events}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile accused Peru on Tuesday of violating its airspace.", ("ACCUSE", "CHL", "PER")),
        ("Russian forces shelled the Ukrainian city of Kharkiv overnight, killing three people.", ("ASSAULT", "RUS", "UKR")),
        ("Kenya’s foreign minister met his Ugandan counterpart in Kampala on Monday.", ("CONSULT", "KEN", "UGA")),
        ("The United States imposed sanctions on Iran on Friday.", ("SANCTION", "USA", "IRN")),
        ("Germany sent medical supplies to Moldova on Wednesday.", ("AID", "DEU", "MDA")),
        ("Japan called on North Korea to halt its missile tests.", ("REQUEST", "JPN", "PRK")),
    ],
)
def test_plain_acts(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(text)


def test_evidence_is_exact_and_every_field_has_a_reason() -> None:
    text = "Chile accused Peru on Tuesday of violating its airspace.\n\nPeru denied the claim, its foreign ministry said."
    coding = coded(text)
    assert coding.events
    for event in coding.events:
        assert event.reason
        assert event.date_reason
        assert event.place_reason
        assert event.evidence
        assert all(text[s.start : s.end] == s.text for s in event.evidence)


@pytest.mark.parametrize(
    "text",
    [
        "France beat Morocco 2-0 on Wednesday to reach the World Cup final, with Hernandez scoring after five minutes.",
        "Shares in the Swedish retailer rose 4 percent after it reported higher sales in Germany and Poland.",
    ],
)
def test_sport_and_business_are_no_events(text: str) -> None:
    assert triples(text) == set()


def test_an_empty_text_gives_nothing() -> None:
    assert coded("Nothing much.").events == ()
