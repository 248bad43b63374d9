"""Names that a gazetteer by itself takes for the wrong place, in sentences of our own."""

from __future__ import annotations

import pytest

from riftline.extraction.dates import find_dates
from riftline.extraction.gazetteer import key_of, km, lookup
from riftline.extraction.places import find_places
from riftline.records import Article, PlaceMention
from riftline.text.parse import parse

# Points of the places meant, from maps.
ALABAMA = (32.75, -86.75)
GORIS, GORI = (39.51, 46.34), (41.98, 44.11)
DONETSK, DONETSK_RUSSIA = (48.0, 37.8), (48.34, 39.95)
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
        ("A judge in the state of Georgia freed him.", "state of Georgia", "USA", "admin1", GEORGIA_STATE),
        ("The mayor of the Georgia town of Dublin resigned.", "Georgia", "USA", "admin1", GEORGIA_STATE),
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


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("Azerbaijani shells hit the Armenian town of Goris on Tuesday.", GORIS),
        ("Refugees from Nagorno-Karabakh reached Goris by bus.", GORIS),
        ("Goris was shelled overnight, officials in Yerevan said.", GORIS),
        ("They returned to Goris.", GORIS),
        ("Artillery pounded Goris and Kapan.", GORIS),
        ("Russian bombs fell on Gori in August, Georgia said.", GORI),
    ],
)
def test_goris_is_not_gori(text: str, point: tuple[float, float]) -> None:
    name, country = ("Goris", "ARM") if point == GORIS else ("Gori", "GEO")
    check(text, name, country, "city", point, 10)


@pytest.mark.parametrize(
    ("text", "name", "country", "precision", "point"),
    [
        ("A shell killed two people in Donetsk.", "Donetsk", "UKR", "city", DONETSK),
        ("Separatists shelled the airport at Donetsk.", "Donetsk", "UKR", "city", DONETSK),
        ("Russian troops entered Donetsk.", "Donetsk", "UKR", "city", DONETSK),
        ("A shell fell on Donetsk, Russian officials said.", "Donetsk", "UKR", "city", DONETSK),
        ("Russia-backed separatists in Donetsk released three prisoners.", "Donetsk", "UKR", "city", DONETSK),
        ("A shell fell on the Ukrainian city of Donetsk, Russia said.", "Donetsk", "UKR", "city", DONETSK),
        ("A shell fell on the Russian border town of Donetsk.", "Donetsk", "RUS", "city", DONETSK_RUSSIA),
        ("A shell from Ukraine landed in the Russian town of Donetsk.", "Donetsk", "RUS", "city", DONETSK_RUSSIA),
        ("A shell fell on Donetsk in the Rostov region, Russian officials said.", "Donetsk", "RUS", "city", DONETSK_RUSSIA),
        ("Fighting went on in the Donetsk region.", "Donetsk region", "UKR", "admin1", DONETSK),
        ("Two men died in the Donetsk People's Republic.", "Donetsk People's Republic", "UKR", "region", DONETSK),
    ],
)
def test_donetsk_is_in_ukraine_unless_said_otherwise(text: str, name: str, country: str, precision: str, point: tuple[float, float]) -> None:
    check(text, name, country, precision, point, 30)


@pytest.mark.parametrize(
    ("text", "name", "country", "point"),
    [
        ("China fired missiles into the sea.", "China", "CHN", (35.0, 105.0)),
        ("The talks between China and Vietnam failed.", "China", "CHN", (35.0, 105.0)),
        ("The USA bombed targets in Yemen.", "USA", "USA", (39.8, -98.5)),
        ("A ship sailed from the USA to China.", "USA", "USA", (39.8, -98.5)),
        ("He fled to the US last year.", "US", "USA", (39.8, -98.5)),
        ("He fled to the U.S. last year.", "U.S.", "USA", (39.8, -98.5)),
    ],
)
def test_states_that_towns_are_named_like(text: str, name: str, country: str, point: tuple[float, float]) -> None:
    check(text, name, country, "country", point, 50)


@pytest.mark.parametrize(
    ("text", "name", "country", "point"),
    [
        ("Police in China, Texas, arrested a man.", "China", "USA", (30.05, -94.34)),
        ("Police in the Texas town of China arrested a man.", "China", "USA", (30.05, -94.34)),
        ("An earthquake struck Usa, in the Japanese prefecture of Oita.", "Usa", "JPN", (33.53, 131.35)),
        ("American tourists were robbed in Athens.", "Athens", "GRC", (37.98, 23.73)),
        ("American soldiers died in Tripoli, the US said.", "Tripoli", "LBY", (32.89, 13.18)),
        ("Canadian officials met their guests in London.", "London", "GBR", (51.51, -0.13)),
        ("A police chief in London, Ontario, resigned.", "London", "CAN", (42.98, -81.25)),
    ],
)
def test_towns_that_share_a_name(text: str, name: str, country: str, point: tuple[float, float]) -> None:
    check(text, name, country, "city", point, 20)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Troops entered Stepanakert on Thursday.", "Stepanakert"),
        ("Azerbaijani troops raised their flag over Khankendi.", "Khankendi"),
        ("Troops entered Xankendi.", "Xankendi"),
        ("Stepanakert, which Azerbaijan calls Khankendi, lost its power supply.", "Stepanakert"),
        ("Stepanakert, which Azerbaijan calls Khankendi, lost its power supply.", "Khankendi"),
    ],
)
def test_two_names_of_one_town(text: str, name: str) -> None:
    check(text, name, "AZE", "city", (39.82, 46.75), 10)


@pytest.mark.parametrize(
    ("text", "name", "country", "precision", "point"),
    [
        ("Drones struck an airfield in Crimea.", "Crimea", "UKR", "region", (45.3, 34.4)),
        ("Russian troops moved into Abkhazia.", "Abkhazia", "GEO", "region", (43.0, 41.0)),
        ("Two men were shot in Sukhumi, the capital of Abkhazia.", "Abkhazia", "GEO", "region", (43.0, 41.0)),
        ("Georgian police arrested a man near South Ossetia.", "South Ossetia", "GEO", "region", (42.35, 44.0)),
        ("Polisario fighters attacked an outpost in Western Sahara.", "Western Sahara", "ESH", "region", (24.5, -13.0)),
        ("A rocket landed in the Golan Heights.", "Golan Heights", "SYR", "region", (33.0, 35.8)),
        ("Israeli jets hit targets in the Golan.", "Golan", "SYR", "region", (33.0, 35.8)),
        ("The two armies exchanged fire across Kashmir.", "Kashmir", "IND", "region", (34.5, 76.0)),
        ("Gunmen attacked a bus in Kashmir, and police in Srinagar closed roads.", "Kashmir", "IND", "region", (34.5, 76.0)),
        ("Police in Indian-administered Kashmir arrested a man.", "Indian-administered Kashmir", "IND", "region", (33.9, 76.0)),
        ("Protesters in Pakistan-administered Kashmir burned tyres.", "Pakistan-administered Kashmir", "PAK", "region", (34.2, 73.7)),
        ("A curfew was imposed in Jammu and Kashmir.", "Jammu and Kashmir", "IND", "region", (33.9, 76.0)),
        ("Armenian separatists surrendered in Nagorno-Karabakh.", "Nagorno-Karabakh", "AZE", "region", (39.8, 46.75)),
        ("Fighting broke out in Karabakh.", "Karabakh", "AZE", "region", (39.8, 46.75)),
        ("Serbia put troops on alert at the border with Kosovo.", "Kosovo", "XKX", "country", (42.6, 21.0)),
        ("A policeman was shot in northern Kosovo.", "northern Kosovo", "XKX", "region", (42.9, 20.9)),
        ("Explosions were heard in Transnistria.", "Transnistria", "MDA", "region", (47.2, 29.4)),
        ("Protesters marched in Taiwan.", "Taiwan", "TWN", "country", (24.0, 121.0)),
        ("Settlers attacked a village in the occupied West Bank.", "West Bank", "PSE", "region", (32.0, 35.25)),
        ("Israel bombed Gaza on Saturday.", "Gaza", "PSE", "region", (31.4, 34.35)),
        ("Rockets were fired from the Gaza Strip.", "Gaza Strip", "PSE", "region", (31.4, 34.35)),
    ],
)
def test_disputed_lands_have_a_place_that_says_so(text: str, name: str, country: str, precision: str, point: tuple[float, float]) -> None:
    check(text, name, country, precision, point, 30)
    assert "disputed" in mention(text, name).reason


def test_what_is_not_disputed_is_not_said_to_be() -> None:
    for text, name in (("Rain fell in Ukraine.", "Ukraine"), ("Rain fell in Siberia.", "Siberia"), ("Rain fell in Cashmere, Washington.", "Cashmere")):
        assert "disputed" not in mention(text, name).reason


def test_a_disputed_region_is_one_place_in_both_tables() -> None:
    for name in ("Abkhazia", "Crimea", "Jammu and Kashmir", "West Bank"):
        found = lookup(key_of(name))
        assert [entry.disputed for entry in found if entry.kind in ("region", "admin1")] == [True], name
        assert found[0].geonames_id
