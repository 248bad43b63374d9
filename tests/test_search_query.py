import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.errors import QueryError
from riftline.search.query import MOST, Query, marks, parse


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ceasefire talks", Query(("ceasefir", "talk"))),
        ('"Prime Minister’s" talks', Query(("talk",), phrases=(" prime minister ",))),
        ("“de facto”", Query((), phrases=(" de facto ",))),
        ("escalat* -Gas -\"red lines\" -pipe*", Query((), (" escalat",), (), ("gas",), (" red lines ", " pipe"))),
        ('"prime minist*"', Query((), phrases=(" prime minist",))),
        ("cease-fire", Query(("ceas", "fire"))),  # a dash within a word leaves nothing out
        ("the talks of the talk", Query(("talk",), common=("the", "of"))),
        ('"unclosed talks', Query(("unclos", "talk"))),
        ("US sanctions", Query(("us", "sanction"))),
    ],
)  # fmt: skip
def test_what_a_query_means(text: str, query: Query) -> None:
    assert parse(text) == query


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no word to look for is given"),
        (" .!* ", "has no word to look for"),
        ("the of", "nearly every sentence has the, of"),
        ("-gas", "only says what is not wanted"),
        (" ".join(f"w{i}" for i in range(MOST + 1)), f"more than {MOST} words"),
    ],
)
def test_a_query_that_asks_for_nothing_is_refused_with_a_reason(text: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        parse(text)


def test_marks_are_the_words_that_were_looked_for() -> None:
    text = "The prime minister’s talks with other ministers: talking, not escalation."
    shown = [text[start:end] for start, end in marks(text, parse('talk "prime minister" escal* -with'))]
    assert shown == ["prime minister’s", "talks", "talking", "escalation"]
    assert marks("", parse("talk")) == ()


@given(st.text(max_size=80))
def test_any_text_is_a_query_or_refused(text: str) -> None:
    try:
        query = parse(text)
    except QueryError:
        return
    assert query.wanted > 0
    assert all(0 <= start < end <= len(text) for start, end in marks(text, query))
