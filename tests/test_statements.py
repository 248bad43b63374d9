import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.extraction.statements import find_statements
from riftline.records import Actor, Article, Mention, Span, Statement
from riftline.text.parse import Parsed, parse

PIECES = ["“", "”", '"', "he said", "according to", "that", "Norland", ",", ".", ":", "\n", "claims", "quoted", "citing", "the truce"]


def said(text: str) -> tuple[Statement, ...]:
    return find_statements(parse(Article("a", text)), ())


def brief(text: str) -> list[tuple[str, str, str]]:
    return [(s.speaker.name, s.kind, s.text) for s in said(text)]


def mention(parsed: Parsed, words: str, code: str, kind: str = "name", country: str | None = None) -> Mention:
    start = parsed.article.text.index(words)
    span = parsed.doc.char_span(start, start + len(words))
    actor = Actor(code, words, words, country)
    return Mention(Span(start, start + len(words), words), span.root.i, span.start, span.end - 1, (actor,), kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“The road is open,” said Jonas Lind, head of the Transport Board in Oslo.",
            [("Jonas Lind, head of the Transport Board in Oslo", "direct", "The road is open")],
            id="inverted",
        ),
        pytest.param("The envoy told reporters: “There is no deal.”", [("The envoy", "direct", "There is no deal.")], id="before, colon"),
        pytest.param(
            "“We signed,” Marta Ruiz said. “We will not sign twice.”",
            [("Marta Ruiz", "direct", "We signed"), ("Marta Ruiz", "direct", "We will not sign twice")],
            id="goes on in the next sentence",
        ),
        pytest.param(
            "The guards saw nothing, the ministry said.",
            [("the ministry", "indirect", "The guards saw nothing")],
            id="at the end of the sentence",
        ),
        pytest.param(
            "The guards, the ministry said, saw nothing.",
            [("the ministry", "indirect", "The guards saw nothing")],
            id="in the middle, without the aside's words",
        ),
        pytest.param(
            "The minister said on Monday that the port would close.",
            [("The minister", "indirect", "the port would close")],
            id="a day before that",
        ),
        pytest.param("The minister said the port would close.", [("The minister", "indirect", "the port would close")], id="no that"),
        pytest.param(
            "The minister's claim that France armed the rebels angered Paris.",
            [("The minister's", "indirect", "France armed the rebels")],
            id="cue noun",
        ),
        pytest.param(
            "According to the harbour office, two ships left the bay.",
            [("the harbour office", "indirect", "two ships left the bay")],
            id="according to",
        ),
        pytest.param("Talks failed, says Norland", [("Norland", "indirect", "Talks failed")], id="headline with a speaker"),
        pytest.param("Norland warns of new attacks", [], id="headline that tells an act"),
        pytest.param("The ships left the bay at dawn and sailed north.", [], id="nobody speaks"),
        pytest.param("I believe that the bridge will hold.", [], id="the writer's own view"),
        pytest.param("The president did not say when the talks would start.", [], id="not said"),
        pytest.param("She believes that the truce will hold.", [("She", "indirect", "the truce will hold")], id="belief"),
    ],
)
def test_who_said_what(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert brief(text) == expected


def test_a_quotation_over_paragraphs_has_one_speaker() -> None:
    assert brief("“We begin today.\n\n“We end tomorrow,” said Ana Berg.") == [
        ("Ana Berg", "direct", "We begin today"),
        ("Ana Berg", "direct", "We end tomorrow"),
    ]


def test_a_participle_brings_the_next_statement_of_the_same_speaker() -> None:
    found = brief("The king said the talks had failed, adding that he would try again.")
    assert ("The king", "indirect", "the talks had failed") in found
    assert ("The king", "indirect", "he would try again") in found


@pytest.mark.parametrize(
    ("text", "speaker", "via", "content"),
    [
        ("The border is shut, the governor said, according to the Norland news agency.", "the governor", "the Norland news agency", "shut"),
        ("“It was bad,” Reuters quoted the minister as saying.", "the minister", "Reuters", "It was bad"),
        ("The army has left, Reuters reported, citing the defence ministry.", "the defence ministry", "Reuters", "The army has left"),
    ],
    ids=["according to an agency", "quoted as saying", "citing"],
)
def test_the_speaker_is_whose_words_they_are_and_via_who_passed_them_on(text: str, speaker: str, via: str, content: str) -> None:
    (statement,) = said(text)
    assert (statement.speaker.name, statement.via) == (speaker, via)
    assert content in statement.text


@pytest.mark.parametrize("speaker", ["officials", "a palace official", "two sources", "local media", "western diplomats"])
def test_unnamed_speakers_are_anonymous(speaker: str) -> None:
    (statement,) = said(f"The talks had failed, {speaker} said.")
    assert statement.speaker.anonymous
    assert statement.speaker.code == ""


def test_a_spokesman_of_a_named_office_is_not_anonymous() -> None:
    (statement,) = said("The talks had failed, a Foreign Ministry spokesman said.")
    assert not statement.speaker.anonymous


def test_the_speaker_comes_from_the_mention_at_the_head() -> None:
    parsed = parse(Article("a", "Ana Berg said that Norland had lost."))
    found = find_statements(parsed, (mention(parsed, "Ana Berg", "SWE", "person"), mention(parsed, "Norland", "NLD")))
    assert [s.speaker.code for s in found] == ["SWE"]


def test_an_anonymous_official_has_the_country_of_the_words() -> None:
    parsed = parse(Article("a", "The talks failed, a senior Swedish official said. The official saw no way out, the person said."))
    found = find_statements(parsed, (mention(parsed, "Swedish", "SWE"),))
    assert found[0].speaker.code == "SWE"
    assert found[0].speaker.anonymous
    assert found[-1].speaker.code == "SWE", "“the person” is the official spoken of"


def test_a_pronoun_speaks_for_the_mention_it_resolves_to() -> None:
    parsed = parse(Article("a", "Ana Berg arrived. “We won,” he said."))
    he = mention(parsed, "he", "NOR", "pronoun")
    (statement,) = find_statements(parsed, (he,))
    assert statement.speaker.code == "NOR"


def test_spans_are_exact() -> None:
    text = "“The road is open,” said Jonas Lind. The guards saw nothing, the ministry said."
    for s in said(text):
        for span in (s.content, s.cue, s.source, *s.evidence):
            assert span is not None
            assert text[span.start : span.end] == span.text


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14))
def test_no_text_breaks_it_and_spans_stay_inside(pieces: list[str]) -> None:
    text = " ".join(pieces).strip() or "x"
    for s in said(text):
        assert 0 <= s.content.start < s.content.end <= len(text)
        assert text[s.content.start : s.content.end] == s.content.text
