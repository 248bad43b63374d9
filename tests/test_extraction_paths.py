"""Paths through the parse."""

from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Token

from riftline.extraction.paths import Paths
from riftline.text.parse import pipeline

WORDS = "Russia and Armenia accused the army of Georgia , which was shelled by troops who fled to Baku in May , of helping rebels . He said".split()


def above(token: Token) -> list[int]:
    return [token.i, *(a.i for a in token.ancestors)]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=25), st.data())
def test_a_path_goes_up_to_the_lowest_common_ancestor_and_down(words: list[str], data: st.DataObject) -> None:
    doc = pipeline()(" ".join(words))
    one, other = (doc[data.draw(st.integers(0, len(doc) - 1))] for _ in range(2))
    up, down = Paths(doc).between(one.i, other.i)
    common = next((i for i in above(one) if i in above(other)), None)
    if common is None:  # of two sentences
        assert (len(up), len(down), down[0]) == (len(above(one)) - 1, len(above(other)), "dep")
    else:
        assert (len(up), len(down)) == (above(one).index(common), above(other).index(common))
    expected = [doc[i].dep_ for i in above(one)[: len(up)]] + [doc[i].dep_ for i in above(other)[: len(down) - (common is None)]][::-1]
    assert [label.removeprefix("v") if label == "vconj" else label for label in [*up, *(down[1:] if common is None else down)]] == expected


def test_what_is_conjoined_to_a_verb_is_told_from_what_is_to_a_noun() -> None:
    doc = pipeline()("Russia and Armenia met and agreed.")
    paths = Paths(doc)
    assert paths.between(3, 2) == ([], ["nsubj", "conj"])
    assert paths.between(3, 5)[1] == ["vconj"]
    assert paths.conjoined(0) == (2,)


def test_a_path_goes_up_to_the_common_head_and_down() -> None:
    doc = pipeline()("Chile wants to thank Peru.")
    assert Paths(doc).between(3, 0) == (["xcomp"], ["nsubj"])
    assert Paths(doc).between(3, 4) == ([], ["dobj"])


def test_sides_of_a_passive() -> None:
    doc = pipeline()("The village was shelled by Azerbaijan.")
    paths, act = Paths(doc), doc[3]
    assert paths.passive(act)
    agent, done_to = paths.side(act, doc[5]), paths.side(act, doc[1])
    assert agent.source < done_to.source
    assert done_to.target < agent.target
    assert (agent.below, done_to.below) == ("agent", "nsubjpass")
    assert paths.side(act, doc[5]) is agent
