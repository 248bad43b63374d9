from __future__ import annotations

import time
from collections import Counter

import pytest

from riftline.extraction.company import Named, company_of
from riftline.extraction.dates import find_dates
from riftline.extraction.gazetteer import key_of, lookup
from riftline.extraction.localities import is_division
from riftline.extraction.place_spans import _runs
from riftline.extraction.places import find_places, resolve_toponyms
from riftline.records import Article, Place, PlaceMention
from riftline.text.parse import parse


def mentions(text: str) -> dict[str, PlaceMention]:
    parsed = parse(Article("a", text))
    found = find_places(parsed, find_dates(parsed))
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found)
    return {m.span.text: m for m in found}


def place(text: str, name: str) -> Place:
    found = mentions(text)[name].place
    assert found is not None
    return found


def test_a_name_means_the_place_that_the_company_suggests() -> None:
    assert place("Shells fell on Donetsk, in eastern Ukraine, and on Mariupol.", "Donetsk").country == "UKR"
    assert place("Troops in Goris, in southern Armenia, were shelled.", "Goris").country == "ARM"
    assert place("India and Pakistan traded fire in Kashmir.", "Kashmir").precision == "region"
    assert place("Russian troops moved into Georgia and towards Tbilisi.", "Georgia").country == "GEO"
    assert place("He won Georgia, Florida and Texas, and lost Ohio.", "Georgia").admin1 == "Georgia"
    assert place("The court sits in Paris, Texas.", "Paris").admin1 == "Texas"
    assert place("The two presidents met in Paris.", "Paris").country == "FRA"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Paris Hilton spoke to the press.", "Paris"),
        ("The Bank of China lent the money.", "China"),
        ("Reading the letter, he was nice about it in March.", "Reading"),
        ("The soldiers may march in May.", "May"),
    ],
)
def test_what_is_no_place(text: str, name: str) -> None:
    assert name not in mentions(text)


def test_a_capital_that_acts_is_a_government() -> None:
    found = mentions("Washington imposed sanctions. Talks with Ankara failed. A bomb exploded in Ankara.")
    assert found["Washington"].place is None
    assert "government" in found["Washington"].reason
    assert place("A bomb exploded in Ankara.", "Ankara").country == "TUR"


def test_a_side_of_a_state_is_a_point_on_that_side() -> None:
    north, whole = place("Fighting spread in northern Syria.", "northern Syria"), place("Fighting spread in Syria.", "Syria")
    assert north.lat > whole.lat
    assert north.precision == "region"
    assert whole.precision == "country"


def test_towns_that_the_parse_takes_for_people() -> None:
    text = "The militia seized Tel Rifaat. Her wish was to visit Kyiv. They fled to the capital, Stepanakert."
    assert {"Tel Rifaat", "Kyiv", "Stepanakert"} <= set(mentions(text))


def test_given_toponyms() -> None:
    text = "Syrian and Turkish troops met near Manbij and Nosuchplacexyz."
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("Syrian", "Manbij", "Nosuchplacexyz")]
    syria, manbij, nothing = resolve_toponyms(text, spans)
    assert syria is not None
    assert syria.country == "SYR"
    assert manbij is not None
    assert (manbij.country, manbij.geonames_id) == ("SYR", 167357) or abs(manbij.lat - 36.53) < 0.1
    assert nothing is None


def test_keys() -> None:
    assert key_of("Al-Bāb") == key_of("al Bab")
    assert key_of("St. Petersburg") == key_of("Saint Petersburg")
    assert lookup("no such place at all") == ()
    assert {e.country for e in lookup(key_of("Khankendi"))} == {"AZE"}


def test_every_key_of_the_small_tables_can_be_looked_up() -> None:
    for name in ("United States", "U.S.", "Nagorno-Karabakh", "Artsakh", "Crimea", "Gaza", "Strait of Hormuz", "Côte d'Ivoire", "Türkiye"):
        assert lookup(key_of(name)), name


def test_lookup_is_quick() -> None:
    lookup("warm")
    start = time.perf_counter()
    for number in range(2_000):
        lookup(f"town {number}")
    assert time.perf_counter() - start < 1.0


@pytest.mark.parametrize("verb", ["claimed", "confirmed", "added", "said", "claims"])
def test_who_says_so_is_not_where_the_place_lies(verb: str) -> None:
    assert place(f"A shell fell on Donetsk, Russia {verb}.", "Donetsk").country == "UKR"
    assert place(f"In Donetsk, Russia {verb} that it had lost nobody.", "Donetsk").country == "UKR"


def test_where_the_place_lies_may_stand_before_a_verb() -> None:
    assert place("Officials in Paris, Texas confirmed that the road was shut.", "Paris").admin1 == "Texas"


def test_the_company_of_a_name_is_the_company_of_the_others() -> None:
    names = [Named(text, entries=lookup(key_of(text))) for text in ("Texas", "Dallas", "Kharkiv", "Poltava", "Chernihiv")]
    for named in names:
        named.chosen, named.margin = named.entries[0], 4.0
    heads = [(named, [named] * n) for n, named in enumerate(names, 1)]
    spoken = Counter({"UKR": 3, "USA": 1})
    for i, named in enumerate(names):
        without, alone = company_of(heads, spoken).context(key_of(named.text)), company_of(heads[:i] + heads[i + 1 :], spoken).whole
        for other in names:
            assert without.share(other.entries[0]) == pytest.approx(alone.share(other.entries[0]))


def test_who_holds_a_land_is_part_of_its_name_only_by_a_hyphen() -> None:
    assert "Indian-administered Kashmir" in mentions("Two men were shot in Indian-administered Kashmir.")
    held = [list(_runs(parse(Article("a", text)).doc)) for text in ("Rebels from Kharkiv held Poltava.", "In Iran-held Basra it rained.")]
    assert held == [[(0, 0), (2, 2), (4, 4)], [(0, 4)]]


def test_the_word_for_a_division_is_one_list() -> None:
    assert "Kherson district" in mentions("Shells fell in Kherson district on Monday.")
    assert is_division(parse(Article("a", "Kano canton")).doc[1])
    assert place("Shells fell on Goris, in the Armenian canton of Goris.", "Goris").country == "ARM"
