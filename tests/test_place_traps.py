"""Names that a gazetteer by itself takes for the wrong place, in sentences of our own."""

from __future__ import annotations

import pytest

from riftline.extraction.dates import find_dates
from riftline.extraction.gazetteer import km
from riftline.extraction.places import find_places
from riftline.records import Article, PlaceMention
from riftline.text.parse import parse

# Points of the places meant, from maps.
ALABAMA = (32.75, -86.75)
GEORGIA, GEORGIA_STATE = (42.0, 43.5), (32.75, -83.5)
LONG_BEACH, LONG_BEACH_NY, LONG_BEACH_MS = (33.77, -118.19), (40.59, -73.66), (30.35, -89.15)


def mention(text: str, name: str) -> PlaceMention:
    parsed = parse(Article("a", text))
    found = [m for m in find_places(parsed, find_dates(parsed)) if m.span.text == name]
    assert found, f"{name} is not taken for a place"
    return found[0]


def check(text: str, name: str, country: str, precision: str, point: tuple[float, float], within: float) -> None:
    said = mention(text, name)
    assert said.place is not None, said.reason
    assert (said.place.country, said.place.precision) == (country, precision), said.reason
    assert km((said.place.lat, said.place.lon), point) <= within


@pytest.mark.parametrize(
    ("text", "name", "country", "precision", "point"),
    [
        ("Georgia accused Russia of moving the fence.", "Georgia", "GEO", "country", GEORGIA),
        ("Georgian troops entered South Ossetia, and Georgia blamed Moscow.", "Georgia", "GEO", "country", GEORGIA),
        ("Protesters fought with police in Tbilisi, the capital of Georgia.", "Georgia", "GEO", "country", GEORGIA),
        ("The United States and Georgia signed a charter.", "Georgia", "GEO", "country", GEORGIA),
        ("The US sent arms to Georgia, and America promised more to Georgia.", "Georgia", "GEO", "country", GEORGIA),
        ("Troops entered Georgia on Friday, Washington said.", "Georgia", "GEO", "country", GEORGIA),
        ("Ukraine, Georgia and Moldova want to join, a senator from Arizona said.", "Georgia", "GEO", "country", GEORGIA),
        ("Voters in Georgia and Alabama went to the polls.", "Georgia", "USA", "admin1", GEORGIA_STATE),
        ("Voters in Georgia and Alabama went to the polls.", "Alabama", "USA", "admin1", ALABAMA),
        ("He won Georgia, Florida and Texas, and lost Ohio.", "Georgia", "USA", "admin1", GEORGIA_STATE),
        ("A court in Savannah, Georgia, jailed two men.", "Georgia", "USA", "admin1", GEORGIA_STATE),
        ("Lawmakers in Atlanta passed the bill; Georgia will now enforce it.", "Georgia", "USA", "admin1", GEORGIA_STATE),
    ],
)
def test_georgia_is_a_state_of_its_own_or_one_of_the_united_states(text: str, name: str, country: str, precision: str, point: tuple[float, float]) -> None:
    check(text, name, country, precision, point, 50)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("Police shot a man in Long Beach on Monday.", LONG_BEACH),
        ("Dockers struck in Long Beach, California.", LONG_BEACH),
        ("Dockers walked out at the ports of Los Angeles and Long Beach.", LONG_BEACH),
        ("A storm hit Long Beach, New York, and other towns on Long Island.", LONG_BEACH_NY),
        ("Roads in Long Beach were closed after the storm had hit Long Island and New York.", LONG_BEACH_NY),
        ("A flood in Oyster Bay and Long Beach reached Brooklyn.", LONG_BEACH_NY),
        ("Residents of Long Beach, Mississippi, were sent to Gulfport.", LONG_BEACH_MS),
    ],
)
def test_long_beach_is_the_large_one_unless_its_company_says_otherwise(text: str, point: tuple[float, float]) -> None:
    check(text, "Long Beach", "USA", "city", point, 20)
