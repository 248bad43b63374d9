import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from example_briefing import HOSTILE, fill
from riftline.briefing.gather import briefing
from riftline.briefing.html import marked, page, text
from riftline.briefing.model import Bar, Briefing
from riftline.briefing.svg import bar, chart
from riftline.store.database import opened
from riftline.store.filters import Filters

VOID = {"meta"}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    with opened(str(tmp_path_factory.mktemp("html") / "t.duckdb"), write=True) as connection:
        fill(connection)
        made = briefing(connection, Filters(involving="RUR"))
    assert made
    return made


@pytest.fixture(scope="module")
def tree(found: Briefing) -> html.HtmlElement:
    return html.document_fromstring(page(found))


def test_every_tag_is_closed_and_in_its_place(found: Briefing) -> None:
    made = re.sub(r"<meta [^>]*>", "", page(found)).removeprefix("<!DOCTYPE html>")
    etree.fromstring(made)  # as XML, which forgives nothing


def test_the_page_needs_and_runs_nothing(tree: html.HtmlElement) -> None:
    assert not tree.xpath("//script | //link | //img | //iframe | //object | //embed | //form | //base | //*[@onclick] | //*[@style]")
    assert not [name for node in tree.iter() for name in node.attrib if name.startswith("on") or name == "src"]
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert "url(" not in tree.xpath("string(//style)")
    assert "@import" not in tree.xpath("string(//style)")


def test_notes_lead_to_their_sentences_and_back(tree: html.HtmlElement, found: Briefing) -> None:
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    inner = [href for href in tree.xpath("//a/@href") if href.startswith("#")]
    assert {href.removeprefix("#") for href in inner} <= set(ids)
    for note in found.notes:
        references = tree.xpath(f"//sup/a[@href='#n{note.number}']/@id")
        back = tree.xpath(f"//li[@id='n{note.number}']//a[@class='back']/@href")
        assert references
        assert [f"#{name}" for name in references] == back


def test_evidence_is_marked_in_its_sentence(tree: html.HtmlElement, found: Briefing) -> None:
    note = next(note for note in found.notes if "Bordurian shells" in note.text)
    assert tree.xpath(f"//li[@id='n{note.number}']//mark/text()") == ["Bordurian shells killed 13 soldiers"]


def test_what_stands_in_articles_does_no_harm(tree: html.HtmlElement) -> None:
    assert HOSTILE in tree.text_content()
    outer = {href for href in tree.xpath("//a/@href") if not href.startswith("#")}
    assert outer == {"https://example.org/a%20b?x=%3C1%3E&y=2"}


def test_tables_and_their_bars(tree: html.HtmlElement, found: Briefing) -> None:
    assert len(tree.xpath("//table")) == len(found.tables)
    counted = [cell for table in found.tables for (_, cells), tone in zip(table.rows, table.tones) if tone for cell in cells if cell]
    assert len(tree.xpath("//td/svg")) == len(counted)


def test_the_chart_has_a_bar_for_each_stretch_and_its_figures_in_words() -> None:
    made = chart((Bar("1 May 2024 to 7 May 2024", 2, 0), Bar("8 May 2024 to 14 May 2024", 0, 4)))
    figure = html.fragment_fromstring(made.strip())
    assert figure.xpath("//*[local-name()='title']/text()") == [
        "1 May 2024 to 7 May 2024: 2 of cooperation, 0 of conflict",
        "8 May 2024 to 14 May 2024: 0 of cooperation, 4 of conflict",
    ]
    heights = [float(value) for value in figure.xpath("//rect/@height")]
    assert heights == [33.0, 0.0, 0.0, 66.0]
    assert chart(()) == bar(0, 3, "conflict") == ""


@given(st.text(alphabet="ab <>&\"'\n", max_size=30))
def test_any_text_is_only_text(words: str) -> None:
    node = html.fragment_fromstring(f'<p title="{text(words)}">x{text(words)}{marked(words, [(1, 3)])}</p>')
    assert node.get("title") == " ".join(words.split())
    assert {child.tag for child in node.iter()} <= {"p", "mark"}
