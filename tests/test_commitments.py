"""Standing obligations, construction by construction."""

from datetime import date

import pytest

from riftline.extraction.actors import find_actors
from riftline.extraction.commitments import STATUSES, find_commitments
from riftline.extraction.parties import is_member, members
from riftline.records import Article
from riftline.tables import rows
from riftline.text.parse import parse


def read(text, day=date(2019, 5, 2)):
    parsed = parse(Article("a", text, published=day))
    return parsed, find_commitments(parsed, find_actors(parsed))


def pairs(text, day=date(2019, 5, 2)):
    return {(c.kind, frozenset(c.parties)) for c in read(text, day)[1]}


@pytest.mark.parametrize(
    ("text", "kind", "parties"),
    [
        ("Greece and Egypt share a mutual-defense pact.", "mutual defence", {"GRC", "EGY"}),
        ("India signed a defence treaty with France last year.", "mutual defence", {"IND", "FRA"}),
        ("Guards watched over the truce between Eritrea and Ethiopia.", "truce", {"ERI", "ETH"}),
        ("The Saudi-Egyptian alliance has lasted for years.", "alliance", {"SAU", "EGY"}),
        ("Japan is a close ally of Australia.", "alliance", {"JPN", "AUS"}),
        ("Norway, a NATO member, closed its airspace.", "membership", {"NOR", "NATO"}),
        ("Some 300 Italian soldiers in Lebanon guard the road.", "deployment", {"ITA", "LBN"}),
        ("Kenyan peacekeepers in Somalia came under fire.", "peacekeeping", {"KEN", "SOM"}),
        ("Iran-backed Iraqi militias fired rockets.", "support for rebels", {"IRN", "IRQ"}),
        ("The UN-led peace talks on Yemen resumed. Yemen is weary of war. Aid has not reached Yemen.", "mediation", {"UN", "YEM"}),
        ("The truce between Chad and Libya, the declaration that Guyana and Suriname signed in May, held.", "accord", {"GUY", "SUR"}),
        ("Russia guards Armenia’s border with Iran.", "deployment", {"RUS", "ARM"}),
        ("Peru withdrew its ambassador and its 300 soldiers from Haiti.", "deployment", {"PER", "HTI"}),
        ("Uganda sent 40 military observers to Burundi.", "deployment", {"UGA", "BDI"}),
        ("Kyrgyzstan hosts a Russian base.", "basing", {"RUS", "KGZ"}),
        ("Kenya sold drones to Ghana last year.", "arms supply", {"KEN", "GHA"}),
        ("Peru has ordered missiles from Israel.", "arms supply", {"ISR", "PER"}),
        ("The United States resumed its military aid to Egypt.", "aid", {"USA", "EGY"}),
        ("Mali announced its exit from ECOWAS.", "membership", {"MLI", "ECOWAS"}),
        ("ECOWAS suspended Mali.", "membership", {"MLI", "ECOWAS"}),
        ("Kuwait hosted the Eritrean and Ethiopian foreign ministers.", "mediation", {"KWT", "ERI", "ETH"}),
        ("Norway’s attempt to broker a Colombian peace deal went on.", "mediation", {"NOR", "COL"}),
    ],
)
def test_each_construction_is_read(text, kind, parties):
    assert (kind, frozenset(parties)) in pairs(text)


@pytest.mark.parametrize(
    "text",
    [
        "France criticised Spain and Portugal over fishing.",
        "The ministers of Brazil and Chile met in Lima.",
        "Kenya has no defence pact with Uganda.",
        "Poland wants a treaty with Sweden.",
        "British-funded newspapers in Ghana printed the story.",
        "Kenya did not sell drones to Ghana.",
        "France and the European Union suspended their talks with Chad.",
        "Peru bought apples from Chile.",
        "A truce took effect at noon, Norway told Sweden.",
    ],
)
def test_states_in_one_sentence_owe_each_other_nothing(text):
    assert pairs(text) == set()


def test_a_membership_is_read_off_leaving_or_staying_only_where_the_table_knows_it():
    text = "Britain will leave the European Union in the spring."
    assert ("membership", frozenset({"GBR", "EU"})) in pairs(text, date(2016, 4, 1))
    assert pairs(text, date(2022, 4, 1)) == set()


def test_the_same_obligation_told_twice_is_one_with_both_places():
    _, found = read("Japan is a close ally of Australia. The weather was fine. Australia praised its ally Japan.")
    (alliance,) = [c for c in found if c.kind == "alliance"]
    assert len(alliance.evidence) == 2


def test_a_broken_pact_says_so():
    _, found = read("Greece has suspended its defence pact with Egypt.")
    assert [c.status for c in found] == ["broken off"]


def test_evidence_is_the_text_itself():
    parsed, found = read("Greece and Egypt have a defence pact. Some 300 Italian soldiers in Lebanon guard the road.")
    assert len(found) == 2
    for commitment in found:
        assert commitment.status in STATUSES
        for span in commitment.evidence:
            assert parsed.article.text[span.start : span.end] == span.text


def test_no_article_is_too_short():
    assert read("Hm.")[1] == ()


def test_membership_table():
    assert is_member("TUR", "NATO", date(2018, 1, 1))
    assert not is_member("FIN", "NATO", date(2018, 1, 1))
    bodies = {r["code"] for r in rows("actors/organisations")}
    states = {r["code"] for r in rows("actors/states")}
    for state, organisation, start, end in members():
        assert state in states, state
        assert organisation in bodies, organisation
        assert not start or not end or date.fromisoformat(start) < date.fromisoformat(end)
