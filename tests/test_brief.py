import io
import re

import pytest
from rich.console import Console

from example_coding import coding
from riftline.brief import brief
from riftline.records import Article, Coding


def printed(*codings: Coding, width: int = 100, terminal: bool = False) -> str:
    out = io.StringIO()
    colours = "standard" if terminal else None
    brief(codings, Console(file=out, width=width, force_terminal=terminal, color_system=colours, highlight=False))
    return out.getvalue()


def test_piped_it_is_plain_with_every_part_in_order() -> None:
    text = printed(coding())
    assert "\x1b" not in text
    parts = ["WHAT HAPPENED", "Mon 6 May 2024", "Tue 7 May 2024", "Thu 9 May 2024", "No day given", "WHAT BINDS THEM",
             "WHERE ACCOUNTS DIFFER", "WHAT IS DUE NEXT", "WHO SAYS WHAT", "WHO VOUCHES FOR IT"]  # fmt: skip
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)
    assert "according to Ruritanian official (RUR, unnamed) · 13 killed · in Strelsau" in text
    assert "> _Bordurian shells killed 13 soldiers_ near Strelsau" in text
    assert "BOR and RUR: mutual defence, in force" in text
    assert "through the Syldavian News Agency" in text
    assert "Borduria (BOR) did not attack Ruritania (RUR)" in text


def test_events_of_one_sentence_share_a_line_and_a_quotation() -> None:
    text = printed(coding())
    assert text.count("France and Spain criticised Rudolf Elphberg (RUR)") == 1
    assert text.count("The move was _condemned by France, Spain_ and Gen. Tapioca’s government.") == 1


def test_on_a_terminal_evidence_is_underlined() -> None:
    text = printed(coding(), terminal=True)
    assert re.search(r"\x1b\[[\d;]*4m[^\x1b]*threatened on Tuesday to close the border", text)
    assert "_threatened" not in text


@pytest.mark.parametrize("width", [24, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = printed(coding(), coding("b", title="A " + "very " * 30 + "long title"), width=width).splitlines()
    assert max(map(len, lines)) <= max(width, 30)
    assert any("[2]" in line for line in lines)


def test_article_without_anything_says_so_and_markup_in_the_news_is_text() -> None:
    empty = Coding(Article("x", "Nothing [bold]here[/bold].", "A [red]title[/red]", published_reason="No day is written in it."))
    text = printed(empty)
    assert "A [red]title[/red]" in text
    assert "no publication date" in text
    assert "No day is written in it." in text
    assert "Nothing was found" in text
