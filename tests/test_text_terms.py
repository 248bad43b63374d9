import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.tables import rows
from riftline.text.terms import LONGEST, folded, spaced, words


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The U.S. told us who won.", "us told won"),  # the state, not the pronoun
        ("the WHO said who", "who said"),
        ("Erdoğan’s talks in Łódź and İstanbul", "erdogan talk lodz istanbul"),
        ("S-400s, an Su-35 and flight MH-17", "s400 su35 flight mh17"),
        ("1,500 soldiers’ pay of $5.2bn", "1500 soldier pay 5.2bn"),
        ("cease-fire in Sana'a", "ceas fire sanaa"),
        ("don’t", ""),
        ("x" * 200, "x" * LONGEST),
        ("… — ’ \n", ""),
    ],
)
def test_terms_of_a_text(text: str, terms: str) -> None:
    assert " ".join(word.term for word in words(text) if word.term) == terms


def test_forms_of_one_word_are_one_term() -> None:
    for forms in ("talk talks talked TALKING", "sanction Sanctions sanctioned", "soldier soldiers’ Soldier’s"):
        assert len({word.term for word in words(forms)}) == 1


def test_tables_are_folded_already() -> None:
    common = [row["word"] for row in rows("search/stopwords")]
    assert len(set(common)) == len(common)
    assert all(folded(word) == word for word in common)
    assert all(row["plain"].isascii() and len(row["letter"]) == 1 for row in rows("search/letters"))


@given(st.text(max_size=60))
def test_words_stand_where_they_say_and_what_is_folded_stays_so(text: str) -> None:
    found = list(words(text))
    for word in found:
        assert word.form
        assert " " not in word.form
        assert folded(text[word.start : word.end]) == word.form
    assert spaced(found).split() == [word.form for word in found]
