import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.extraction.quotations import Inside, find_quotations


def inner(text: str) -> list[str]:
    return [text[q.start : q.end] for q in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        pytest.param("“We go,” he said.", ["We go,"], id="typographic"),
        pytest.param('"We go," he said, "and soon."', ["We go,", "and soon."], id="typewriter, twice"),
        pytest.param("''We go,'' he said.", ["We go,"], id="doubled single"),
        pytest.param("The deal was ‘not dead’ yet.", ["not dead"], id="single"),
        pytest.param("It's the ministers' plan, isn't it?", [], id="apostrophes"),
        pytest.param("‘It’s the allies’ plan,’ she said.", ["It’s the allies’ plan,"], id="apostrophes within single marks"),
        pytest.param("“He said ‘never’ twice,” she said.", ["He said ‘never’ twice,"], id="nested"),
        pytest.param("“We go.\n\n“We stay,” she said.", ["We go.", "We stay,"], id="over paragraphs"),
        pytest.param("“We go. “We stay,” she said.", ["We go.", "We stay,"], id="paragraphs run together"),
        pytest.param("He added “Fully agreed. The envoy said: “We stay.”", ["Fully agreed.", "We stay."], id="never closed, then another"),
        pytest.param("“We go, the envoy said. Nothing moved.", [], id="never closed"),
        pytest.param('The pipe is 12" wide and 30" long.', [], id="inches"),
    ],
)
def test_what_stands_in_quotation_marks(text: str, quoted: list[str]) -> None:
    assert inner(text) == quoted


def test_a_quotation_over_paragraphs_is_marked_as_going_on() -> None:
    first, second = find_quotations("“We go.\n\n“We stay,” she said.")
    assert (first.continues, second.continues) == (False, True)


@given(st.text(alphabet="ab .,\n“”\"'‘’:!", max_size=80))
def test_quotations_lie_in_the_text_in_order_and_apart(text: str) -> None:
    found = find_quotations(text)
    last = 0
    for q in found:
        assert last <= q.outer_start < q.start <= q.end <= q.outer_end <= len(text)
        last = q.outer_end


def test_inside_finds_the_quotation_around_a_character() -> None:
    text = "He said “no” and “never” again."
    inside = Inside(text, find_quotations(text))
    around = [inside.at(text.index(word)) for word in ("He", "no", "and", "ever")]
    assert [text[q.start : q.end] if q else None for q in around] == [None, "no", None, "never"]
    assert inside.share(8, 12) == 1.0
    assert inside.share(0, 4) == 0.0
