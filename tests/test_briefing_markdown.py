import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from example_briefing import HOSTILE, fill
from riftline.briefing.gather import briefing
from riftline.briefing.markdown import markdown, marked, plain
from riftline.briefing.model import Briefing
from riftline.briefing.phrasing import link
from riftline.store.database import opened
from riftline.store.filters import Filters

READER = MarkdownIt("commonmark", {"html": False}).enable("table").enable("strikethrough")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Briefing:
    with opened(str(tmp_path_factory.mktemp("md") / "t.duckdb"), write=True) as connection:
        fill(connection)
        made = briefing(connection, Filters(involving="RUR"))
    assert made
    return made


class Words(HTMLParser):
    """The text of HTML, and its tags."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))


def test_every_part_is_there_and_in_order(found: Briefing) -> None:
    titles = re.findall(r"(?m)^## (.*)$", markdown(found))
    assert titles == [
        "Summary", "Timeline", "Counts by type and direction", "Counts by partner", "Who vouches", "Differing accounts", "Agenda", "What binds them",
        "Told as history", "Less than half sure", "Sources", "Notes",
    ]  # fmt: skip


def test_each_footnote_is_defined_once_and_used(found: Briefing) -> None:
    text = markdown(found)
    defined = re.findall(r"(?m)^\[\^(\d+)\]: ", text)
    used = re.findall(r"\[\^(\d+)\](?!:)", text)
    assert defined == [str(note.number) for note in found.notes]
    assert set(used) == set(defined)


def test_a_footnote_has_the_sentence_its_evidence_and_where_it_stands(found: Briefing) -> None:
    line = next(line for line in markdown(found).splitlines() if line.startswith("[^") and "Bordurian shells" in line)
    assert "**Bordurian shells killed 13 soldiers** near Strelsau on Monday, a Ruritanian official said. – The Strelsau Post, " in line
    assert re.search(r", 8 May 2024; characters \d+ to \d+ of rur-1\.$", line)


def test_what_stands_in_articles_does_no_harm(found: Briefing) -> None:
    read = Words(READER.render(markdown(found)))
    assert {tag for tag, _ in read.tags} <= {"h1", "h2", "h3", "ul", "li", "p", "strong", "a", "table", "thead", "tbody", "tr", "th", "td"}
    assert {attributes["href"] for tag, attributes in read.tags if tag == "a"} == {"https://example.org/a%20b?x=%3C1%3E&y=2"}
    assert HOSTILE in read.text
    assert "Borduria <Today>" in read.text


def test_tables_are_tables(found: Briefing) -> None:
    read = Words(READER.render(markdown(found)))
    assert [tag for tag, _ in read.tags].count("table") == len(found.tables)
    assert [tag for tag, _ in read.tags].count("th") == sum(len(table.columns) for table in found.tables)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=c&d=%20", "https://example.org/a?b=c&d=%20"),
        (" http://example.org/ü>) ", "http://example.org/%C3%BC%3E%29"),
        ("javascript:alert(1)", None),
        ("JAVASCRIPT://x/%0aalert(1)", None),
        ("https:", None),
        ("http://[", None),
        ("file:///etc/passwd", None),
        ("", None),
        (None, None),
    ],
)
def test_addresses_are_links_only_where_they_are_of_the_web(url: str | None, safe: str | None) -> None:
    assert link(url) == safe


SIGNS = st.text(alphabet="ab1 \\`*_[](){}<>#+-.!|~&$^:;\"'“”’\n\t", max_size=40)


@given(SIGNS)
def test_any_text_is_only_text(text: str) -> None:
    read = Words(READER.render(f"- x {plain(text)}"))
    assert {tag for tag, _ in read.tags} <= {"ul", "li"}
    assert read.text.strip("\n") == f"x {' '.join(text.split())}".strip()


@given(SIGNS, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=3))
def test_marked_text_is_the_same_text_and_its_marks_are_strong(text: str, spans: list[tuple[int, int]]) -> None:
    text = " ".join(text.split())
    marks = sorted((min(a, b, len(text)), min(max(a, b), len(text))) for a, b in spans)
    read = Words(READER.render(f"- x {marked(text, marks)}"))
    assert {tag for tag, _ in read.tags} <= {"ul", "li", "strong"}
    assert read.text.strip("\n") == f"x {text}".strip()
