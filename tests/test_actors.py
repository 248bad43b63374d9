from datetime import date

import pytest

from riftline.extraction.actors import find_actors
from riftline.extraction.places import find_places
from riftline.extraction.roles import role_sector
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


def actor_at(text: str, words: str, day: date | None = date(2023, 8, 10)) -> tuple[str, str | None, tuple[str, ...]]:
    found = find_actors(parse(Article("a", text, published=day)))
    best = max((m for m in found if words in m.span.text), key=lambda m: -len(m.span.text))
    return best.actors[0].code, best.actors[0].country, best.actors[0].sectors


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("Justice Minister Ada Quill said that Peru would hold its vote in May.", "Quill", "PER"),
        ("Senior Polish and Czech officials met.", "officials", "POL"),
        ("An anti-Syria lawyer from Lebanon was shot.", "lawyer", "LBN"),
        ("Ethnic Russian teachers in Latvia went on strike.", "teachers", "LVA"),
        ("Ethnic Hungarians in Romania want schools of their own.", "Hungarians", "ROU"),
        ("Refugees fleeing the war in Sudan reached the border.", "Refugees", "SDN"),
        ("Militants loyal to Iraq’s former ruler fired on the convoy.", "Militants", "IRQ"),
        ("Turkish Kurd refugees crossed the river.", "refugees", "TUR"),
    ],
)
def test_the_text_tells_the_state(text: str, words: str, code: str) -> None:
    assert actor_at(text, words)[0] == code


@pytest.mark.parametrize(
    ("text", "words", "day", "code", "sector"),
    [
        ("Ousted President Mohamed Morsi appeared in court.", "Morsi", date(2013, 1, 10), "EGY", "ELI"),
        ("Former Socialist justice minister Ada Quill of Peru resigned.", "Quill", None, "PER", "ELI"),
        ("The ousted president of Peru fled.", "president", None, "PER", "ELI"),
        ("President Putin called the French leader.", "Putin", None, "RUS", "GOV"),
        ("Nigerian President Olusegun Obasanjo left for Accra.", "Obasanjo", None, "NGA", "GOV"),
        ("Hosni Mubarak spoke in Cairo.", "Mubarak", date(2009, 6, 4), "EGY", "GOV"),
        ("Hosni Mubarak spoke in Cairo.", "Mubarak", date(2012, 6, 4), "EGY", "ELI"),
        ("U.N. Secretary-General Kofi Annan called for calm.", "Annan", date(2003, 6, 4), "UN", "IGO"),
        ("Gen. Ada Quill of the Peruvian army was promoted.", "Quill", None, "PER", "MIL"),
        ("Poland’s Defence Ministry denied it.", "Ministry", None, "POL", "GOV"),
    ],
)
def test_office_and_title_tell_the_sector(text: str, words: str, day: date | None, code: str, sector: str) -> None:
    found = actor_at(text, words, day)
    assert found[0] == code
    assert sector in found[2]


def test_an_organisation_has_no_state() -> None:
    assert actor_at("U.N. Secretary-General Kofi Annan called for calm.", "Annan", date(2003, 6, 4))[1] is None


def test_the_acted_on_is_not_the_state_of_the_actor() -> None:
    assert actor_at("Justice Minister Ada Quill met a French delegation.", "Quill")[0] == ""


def test_a_short_name_given_in_the_text_is_known_from_there_on() -> None:
    found = mentions("The Peruvian Union of Miners (PUM) met on Friday. Later PUM called a strike.")
    assert [m.actors[0].code for m in found if m.span.text == "PUM" and m.span.start > 40] == ["PER"]


def test_a_bank_in_a_name_of_a_place_is_no_company() -> None:
    parsed = parse(Article("a", "Troops stayed in the West Bank on Friday."))
    found = find_actors(parsed, find_places(parsed))
    assert all("BUS" not in a.sectors for m in found for a in m.actors)


def test_a_town_stands_for_its_people() -> None:
    parsed = parse(Article("a", "Artillery shelled Kharkiv on Friday."))
    found = find_actors(parsed, find_places(parsed))
    assert [(a.code, a.sectors) for m in found if m.span.text == "Kharkiv" for a in m.actors] == [("UKR", ("CVL",))]


@pytest.mark.parametrize(
    ("text", "words", "codes"),
    [
        ("Kenya closed the border. Its foreign ministry told Uganda's envoy so.", "Its foreign ministry", ["KEN"]),
        ("Uganda's army crossed into Kenya on Monday. Kenya warned its neighbour.", "its neighbour", ["UGA"]),
        ("Peru's president, Dina Boluarte, spoke in Lima. She then called her Chilean counterpart.", "her Chilean counterpart", ["CHL"]),
        ("Morocco and Algeria quarrelled. Algeria said the kingdom had spied on it.", "the kingdom", ["MAR"]),
        ("The European Union met Serbia's envoys. Serbia said the bloc was slow.", "the bloc", ["EU"]),
        ("India and Pakistan traded fire. China urged both sides to stop.", "both sides", ["IND", "PAK"]),
        ("North Korea fired at South Korea. Japan asked what the North wanted.", "the North", ["PRK"]),
        ("France met Turkey's envoy and called on Ankara to open its border.", "its", ["TUR"]),
        ("Joe Biden called Emmanuel Macron and assured him of help.", "him", ["FRA"]),
    ],
)
def test_descriptions_lead_to_whom_they_mean(text: str, words: str, codes: list[str]) -> None:
    assert sorted(code_of(mentions(text), words)) == codes


def test_a_name_joined_by_a_hyphen_is_whole() -> None:
    assert code_of(mentions("The envoy met Tsai Ing-wen in Taipei.", date(2022, 8, 10)), "Ing-wen") == ["TWN"]


def test_the_speaker_is_known_before_we_and_our() -> None:
    found = mentions("China sent ships around Taiwan. “Our neighbour provokes us,” Taiwan’s premier said.")
    assert code_of(found, "Our neighbour") == ["CHN"]
    assert code_of(found, "us") == ["TWN"]


def test_a_person_without_a_state_takes_that_of_the_passage() -> None:
    found = mentions("Peru expelled two diplomats on Monday. “We had no choice,” Foreign Minister Zoran Petrak told reporters. Petrak left.")
    assert [a.code for m in found if "Petrak" in m.span.text for a in m.actors] == ["PER", "PER"]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Bolivia’s Defense Department denied it.", "Department", ("BOL", "BOL", ("GOV", "MIL"))),  # not the one of the United States
        ("The minister spoke in Mexico’s Senate.", "Senate", ("MEX", "MEX", ("LEG",))),
        ("The Jordanian Red Crescent sent tents.", "Red Crescent", ("JOR", "JOR", ("NGO",))),
        ("Kaduna State police closed the road.", "police", ("NGA", "NGA", ("COP",))),
        ("Gujarat traders closed their shops.", "traders", ("IND", "IND", ("BUS",))),
        ("It was about Queensland Ambulance Service.", "Queensland Ambulance", ("AUS", "AUS", ("HLH",))),
        ("It was about Kenyan immigration inspectors.", "inspectors", ("KEN", "KEN", ("COP",))),
    ],
)
def test_institutions_provinces_and_towns_have_a_state(text: str, words: str, expected: tuple[str, str, tuple[str, ...]]) -> None:
    assert actor_at(text, words) == expected


def test_the_mayor_of_a_town_is_of_its_state() -> None:
    parsed = parse(Article("a", "It was about the mayor of Medellin.", published=date(2023, 8, 10)))
    assert code_of(list(find_actors(parsed, find_places(parsed))), "mayor") == ["COL"]


@pytest.mark.parametrize(
    ("phrase", "sectors"),
    [
        ("the farmers’ leaders", ("AGR",)),
        ("two rival gang alliances", ("CRM",)),
        ("a nurses’ association", ("HLH",)),
        ("a Buddhist community leader", ("REL",)),
        ("Catholic organisations", ("REL",)),
        ("the student group", ("EDU",)),
        ("a drug ring", ("CRM",)),
        ("a village self-defence force", ("PRM",)),
        ("its military leader", ("MIL",)),
        ("flight attendants", ("LAB",)),
        ("beekeepers", ("AGR",)),
        ("netizens", ("CVL",)),
    ],
)
def test_groups_are_of_the_kind_of_their_members(phrase: str, sectors: tuple[str, ...]) -> None:
    assert actor_at(f"It was about {phrase}.", phrase.split()[-1])[2] == sectors


def test_who_bears_a_kings_whole_name_and_more_is_somebody_else() -> None:
    assert actor_at("Juan Carlos of Spain arrived.", "Juan Carlos", date(2010, 5, 1))[0] == "ESP"
    assert actor_at("It was about Juan Carlos Pinzada.", "Juan Carlos", date(2010, 5, 1))[0] != "ESP"


def test_lesser_officials_are_known_by_their_full_name() -> None:
    assert actor_at("Marcelo Queiroga met nurses.", "Queiroga", date(2021, 5, 1)) == ("BRA", "BRA", ("GOV",))
    assert actor_at("Marcelo Queiroga met nurses.", "Queiroga", date(2024, 5, 1)) == ("BRA", "BRA", ("ELI",))
    assert actor_at("Deb Haaland spoke.", "Haaland", date(2022, 5, 1)) == ("USA", "USA", ("GOV",))
    assert not any(a.code for m in mentions("Haaland spoke.", date(2022, 5, 1)) for a in m.actors)  # a surname alone may be anybody's
    assert not any(a.code for m in mentions("Deb Haaland spoke.", date(2036, 5, 1)) for a in m.actors)  # too long ago: somebody else


def role_of(text: str, word: str) -> tuple[str, ...]:
    return role_sector(next(token for token in parse(Article("a", text)).doc if token.text == word))


@pytest.mark.parametrize(
    ("text", "word", "sectors"),
    [
        ("The judge weighed a self-defence claim on Monday.", "claim", ()),
        ("Lawmakers passed a self-defense law on Monday.", "law", ()),
        ("A village self-defence force held the bridge.", "force", ("PRM",)),
        ("The self defence units held the bridge.", "units", ("PRM",)),
        ("The anti-war protesters held the bridge.", "protesters", ("CVL",)),
    ],
)
def test_only_what_the_table_joins_to_self_defence_is_a_militia(text: str, word: str, sectors: tuple[str, ...]) -> None:
    assert role_of(text, word) == sectors


def test_each_branch_of_japans_forces_is_japans() -> None:
    assert actor_at("The Air Self-Defense Force scrambled two jets.", "Self-Defense")[::2] == ("JPN", ("MIL",))


@pytest.mark.parametrize(
    ("text", "word", "sectors"),
    [
        ("Ada Baker of Kenya spoke.", "Baker", ()),
        ("A bomb hit Temple Street in Hong Kong.", "Temple", ()),
        ("A bomb hit Regent Street in London.", "Regent", ()),
        ("The Dallas Cowboys lost.", "Cowboys", ()),
        ("A Kenyan baker spoke.", "baker", ("LAB",)),
        ("Chinese Tourists Killed in Laos", "Tourists", ("CVL",)),
        ("The Pope spoke in Rome.", "Pope", ("REL",)),
        ("Archbishop Ada Quill of Lima spoke.", "Archbishop", ("REL",)),
    ],
)
def test_a_name_is_no_role(text: str, word: str, sectors: tuple[str, ...]) -> None:
    assert role_of(text, word) == sectors


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Reading teachers went on strike.", "teachers"),
        ("Nice people left early.", "people"),
        ("Van drivers went on strike.", "drivers"),
        ("Santos' aides left early.", "aides"),
    ],
)
def test_a_word_that_is_a_town_somewhere_is_nobodys_state(text: str, word: str) -> None:
    assert not [a.code for m in mentions(text) for a in m.actors if word in m.span.text and a.code]


def test_the_word_for_a_division_makes_it_one() -> None:
    assert actor_at("Van Province police closed the road.", "police")[0] == "TUR"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Lebanese Red Cross sent tents.", {"Red Cross": ["LBN"]}),
        ("The Peruvian and Bolivian Senate voted.", {"Senate": ["BOL", "PER"]}),
    ],
)
def test_adjectives_before_a_body_are_no_actors_of_their_own(text: str, expected: dict[str, list[str]]) -> None:
    assert {m.span.text: [a.code for a in m.actors] for m in mentions(text)} == expected


def test_a_states_own_security_council_is_not_the_uns_and_gives_its_name_to_nobody() -> None:
    text = "Ana Petrosyan, the secretary of Armenia's Security Council, announced a truce. Thousands of opposition supporters rallied in Yerevan."
    found = {m.span.text: m.actors[0] for m in find_actors(parse(Article("a", text))) if m.actors}
    council, supporters = found["Security Council"], found["opposition supporters"]
    assert (council.code, council.name, council.sectors) == ("ARM", "Armenia: Security Council", ("GOV",))
    assert (supporters.code, supporters.name) == ("ARM", "Armenia: supporters")
