from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from riftline.text.sentences import sentence_around, sentences


def test_sentence_around_knows_titles_initials_quotes_and_paragraphs() -> None:
    text = "Headline here\n\nGen. J. Smith met U.S. envoys on Sept. 3. “We agree,” he said. “It is done.” They left. "
    text += "“Next?” Ann Lee asked.\n\nEnd."
    for words, sentence in (
        ("met U.S.", "Gen. J. Smith met U.S. envoys on Sept. 3."),
        ("agree", "“We agree,” he said."),
        ("done", "“It is done.”"),
        ("Next", "“Next?” Ann Lee asked."),
        ("Headline", "Headline here"),
        ("End", "End."),
    ):
        at = text.index(words)
        assert sentence_around(text, at, at + len(words)).text == sentence


@given(st.text(alphabet="Ab. “”!\n", max_size=80), st.data())
def test_sentence_around_holds_what_it_was_asked_for(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = sentence_around(text, start, end)
    assert span.text == text[span.start : span.end]
    if "\n" not in text[start:end] and text[start:end].strip():
        inner = text[start:end]
        assert inner.strip() in span.text or inner.rstrip("”\"’' ") in span.text


def test_evidence_that_ends_with_its_quotation_mark_does_not_bring_the_next_sentence() -> None:
    text = "“It is done.” They left."
    assert sentence_around(text, 0, text.index(" They")).text == "“It is done.”"


def test_sentences_of_a_text() -> None:
    text = "Headline here\n\n Gen. Smith met U.S. envoys on Sept. 3. “We agree,” he said. (They left.) “Next?” Ann Lee asked.\nEnd"
    found = list(sentences(text))
    assert [span.text for span in found] == [
        "Headline here", "Gen. Smith met U.S. envoys on Sept. 3.", "“We agree,” he said.", "(They left.)", "“Next?” Ann Lee asked.", "End",
    ]  # fmt: skip
    assert all(text[span.start : span.end] == span.text for span in found)


@given(st.text(alphabet="Ab. “”!\n\r\x0b", max_size=80))
def test_sentences_are_in_order_and_leave_no_word_out(text: str) -> None:
    found = list(sentences(text))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(text[span.start : span.end] == span.text != "" for span in found)
    assert "".join("".join(span.text for span in found).split()) == "".join(text.split())
