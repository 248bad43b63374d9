from datetime import date

import pytest

from riftline.extraction.actors import find_actors
from riftline.extraction.candidates import Candidate, find_candidates, may_be_act
from riftline.records import Article
from riftline.text.parse import Parsed, parse


def candidates(text: str) -> tuple[Parsed, list[Candidate]]:
    parsed = parse(Article("a", text, published=date(2023, 8, 10)))
    return parsed, find_candidates(parsed, find_actors(parsed))


def triples(text: str) -> set[tuple[str, str, str]]:
    parsed, found = candidates(text)
    code = lambda m: m.actors[0].code if m else ""  # noqa: E731
    return {(parsed.doc[c.act].lemma_, code(c.source), code(c.target)) for c in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chile accused Peru of spying.", ("accuse", "CHL", "PER")),
        ("Peru was accused by Chile of spying.", ("accuse", "CHL", "PER")),
        ("Chile’s criticism of Peru grew louder.", ("criticism", "CHL", "PER")),
        ("The raid on Benin by Togo failed.", ("raid", "TGO", "BEN")),
        ("Officials said Kenya had refused to send troops to Haiti.", ("send", "KEN", "HTI")),
        ("Ghana, accusing Mali of delay, left the room.", ("accuse", "GHA", "MLI")),
        ("Norway, which Iran had warned, closed its embassy.", ("warn", "IRN", "NOR")),
    ],
)
def test_constructions_give_the_right_pair(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in triples(text)


def test_what_is_done_to_a_deed_is_done_to_whose_it_is() -> None:
    found = triples("Brazil met Togo, which had backed Benin’s raid that was condemned by Chile and Peru.")
    assert {("condemn", "CHL", "BEN"), ("condemn", "PER", "BEN")} <= found
    assert {target for act, _, target in found if act == "condemn" and target} == {"BEN"}


def test_all_conjoined_sides_are_tried() -> None:
    found = triples("The raid was condemned by Chile, Peru, Bolivia, Ecuador and Uruguay after Brazil spoke.")
    assert {source for act, source, _ in found if act == "condemn"} >= {"CHL", "PER", "BOL", "ECU", "URY"}


def test_no_list_decides_what_an_act_is() -> None:
    assert ("woo", "CHL", "PER") in triples("Chile wooed Peru with cheap gas.")


@pytest.mark.parametrize(
    "text", ["The court-martial of two officers began.", "The parliamentary inquiry lasted a year.", "The claim of self-defence was heard."]
)
def test_what_names_an_act_is_no_role(text: str) -> None:
    doc = parse(Article("a", text)).doc
    noun = next(token for token in doc if token.dep_ == "nsubj" or token.dep_ == "nsubjpass")
    assert may_be_act(noun)
