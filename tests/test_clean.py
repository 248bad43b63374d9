import csv
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.records import Article
from riftline.tables import rows
from riftline.text.boilerplate import cut
from riftline.text.clean import clean

BODY = "The prime minister of Latvia met her Estonian colleague in Valga on Tuesday."
MORE = "They signed a treaty on rail tolls, and called on Lithuania to join it before the summer."


def cleaned(*paragraphs: str, title: str | None = None) -> list[str]:
    return clean(Article("a", "\n\n".join(paragraphs), title)).text.split("\n\n")


@pytest.mark.parametrize("row", rows("boilerplate"), ids=lambda row: f"{row['what']}-{row['example'][:30]}")
def test_every_pattern_of_the_table_takes_out_its_example(row: dict[str, str]) -> None:
    position = 9 if row["scope"] in ("line", "end") else 0
    done = cut(row["example"], position, 10)
    left = {"line": "", "head line": "", "end": "The talks ended."}.get(row["scope"])
    assert done.removed
    assert done.kept == left if left is not None else done.kept.startswith(("The ministers met", "Ministers meet"))


def test_the_table_is_well_formed() -> None:
    with (files("riftline") / "data" / "boilerplate.tsv").open(encoding="utf-8") as stream:
        assert {len(row) for row in csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)} == {4}


@pytest.mark.parametrize(
    "sentence",
    [
        "By Tuesday Latvia had withdrawn its envoy from Minsk.",
        "NATO — The alliance sent two ships to the gulf.",
        "Share prices fell after the United States struck the port.",
        "Watch officers fired on the boat, killing three fishermen.",
        "Related parties in Iran were sanctioned by the European Union.",
        "Follow-up talks between Oman and Yemen ended without a deal.",
        "Updated rules let Poland expel 30 Belarusian diplomats.",
        "Sign language interpreters of the ministry joined the talks in Doha.",
        "Copyright law divides them: France accused the firm of theft.",
        "Photographs by the army show that Sudan bombed the bridge.",
        "Get out of Lebanon, the minister told the militia.",
        "RUSSIA ATTACKS UKRAINE: Missiles hit Kyiv.",
        "The United States (US) and Iran agreed to talk.",
        "Reporting by state television of a coup was denied by Gabon.",
        "The correspondent of Reuters was arrested by Belarus.",
        "More from France is expected: it will send 20 tanks to Moldova.",
        "Read the riot act by Serbia, Kosovo gave way.",
    ],
)  # fmt: skip
def test_sentences_of_the_story_stay(sentence: str) -> None:
    assert cleaned(sentence, BODY, MORE, sentence + " Again.")[0] == sentence
    assert cleaned(BODY, MORE, sentence)[-1] == sentence


def test_slug_dateline_byline_and_footer_go_and_are_kept_aside() -> None:
    article = clean(
        Article(
            "a",
            "Rail pact signed in Valga\n\nBy Anna Kalnina and Peter Ozols\n\nWed 8 May 2024 14.05 BST\n\n"
            f"VALGA, Latvia, May 8 (Reuters) - {BODY}\n\nREAD MORE: What the rail pact says\n\n{MORE}\n\n"
            "(Reporting by Anna Kalnina; Editing by Peter Ozols)\n\n©2024 Example Press L.P.",
        )
    )
    assert article.text == f"Rail pact signed in Valga\n\n{BODY}\n\n{MORE}"
    assert "VALGA, Latvia, May 8 (Reuters) -" in article.removed
    assert "©2024 Example Press L.P." in article.removed
    assert len(article.removed) == 6


def test_credit_at_the_end_of_a_text_without_paragraphs_goes() -> None:
    text = f"{BODY} {MORE} “It took years,” she said. Additional reporting: Anna Kalnina"
    assert clean(Article("a", text)).text == f"{BODY} {MORE} “It took years,” she said."


def test_long_paragraph_is_never_taken_out_whole() -> None:
    text = "Related: " + " ".join([BODY] * 9)
    assert clean(Article("a", text)).text == text


def test_deck_headline_and_pull_quote_are_printed_once() -> None:
    head = "Rail pact signed in Valga at last"
    assert cleaned(head, BODY, f"(Bloomberg) — {BODY}", MORE) == [head, BODY, MORE]
    assert cleaned(head, "Rail Pact Signed in Valga at Last.", BODY) == [head, BODY]
    assert cleaned(head, "The prime minister of Latvia met her Estonian…", BODY, MORE, BODY) == [head, BODY, MORE]


def test_title_goes_into_the_text_only_where_the_text_lacks_it() -> None:
    assert cleaned(BODY, MORE, title="Rail pact signed in Valga")[0] == "Rail pact signed in Valga"
    assert cleaned("Rail pact signed in Valga.", BODY, title="Rail pact signed in Valga") == ["Rail pact signed in Valga.", BODY]
    article = clean(Article("a", BODY, "Rail pact signed - The Coast Post", publisher="Coast Post"))
    assert (article.title, article.text) == ("Rail pact signed", f"Rail pact signed\n\n{BODY}")


@given(st.text(max_size=400))
def test_cleaning_is_done_once_and_loses_no_text_unsaid(text: str) -> None:
    once = clean(Article("a", text))
    assert once.text == once.text.strip()
    assert "\n\n\n" not in once.text
    assert clean(once).text.split() == once.text.split() or clean(once).removed
