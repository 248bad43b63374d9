"""spaCy's pipeline in less time: what it says stays the same."""

import os

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, ORTH, POS, SENT_START, TAG
from spacy.language import Language

from riftline.text import quicker
from riftline.text.parse import DEFAULT_MODEL, pipeline

ALL = [ORTH, TAG, POS, MORPH, LEMMA, DEP, HEAD, ENT_TYPE, ENT_IOB, SENT_START]
WORDS = (
    "Russia accused Armenia of shelling . There is are was 's no talks let us gon na got ta y' all c'm on ai n't meeting meetings better best "
    "left leaves found founded the to that which who , \n lay lies been being having would 'd 40 soldiers said says rose more most well"
).split(" ")


@pytest.fixture(scope="module")
def plain() -> Language:
    nlp = spacy.load(os.environ.get("RIFTLINE_SPACY_MODEL", DEFAULT_MODEL))
    nlp.add_pipe("riftline_paragraphs", first=True)
    return nlp


@given(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join))
def test_the_annotations_are_those_of_the_plain_pipeline(plain: Language, text: str) -> None:
    assert pipeline()(text).to_array(ALL).tolist() == plain(text).to_array(ALL).tolist()


def test_a_rule_for_two_words_is_asked_beside_those_for_one() -> None:
    doc = pipeline()("There is no deal. Let's go. The talks is over.")
    assert [t.pos_ for t in doc if t.text == "is"] == ["VERB", "AUX"]
    assert doc[6].text == "'s"
    assert doc[6].lemma_ == "us"


def test_what_is_kept_is_begun_anew_before_it_grows_large(plain: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quicker, "MOST_KNOWN", 3)
    rules = pipeline().get_pipe("riftline_rules")
    for text in ("Russia accused Armenia.", "Soldiers left."):
        assert pipeline()(text).to_array(ALL).tolist() == plain(text).to_array(ALL).tolist()
        assert len(rules.known) <= 4


def test_rules_of_another_kind_are_left_to_spacy() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.get_pipe("attribute_ruler").add([[{"ENT_TYPE": "GPE"}]], {"POS": "PROPN"})
    quicker.quicken(nlp)
    assert nlp.pipe_names[-3:] == ["attribute_ruler", "lemmatizer", "ner"]
    blank = spacy.blank("en")
    quicker.quicken(blank)
    assert blank.pipe_names == []
