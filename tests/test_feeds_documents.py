from contextlib import suppress
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feed_site import item, rss
from riftline.errors import InputError
from riftline.feeds.documents import Document, parse

AT = "https://example.org/world/rss.xml"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title type="html">The &amp;amp; Herald</title>
<entry><title>First</title><id>urn:uuid:1</id><link rel="alternate" href="/a/1"/><link rel="enclosure" href="/a.mp3"/>
<published>2023-09-20T23:05:00-05:00</published><updated>2023-09-25T10:00:00Z</updated><summary>Short.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>All of it.</p></div></content></entry>
<entry><title type="text">Second &lt;b&gt;bold&lt;/b&gt;</title><id>2</id><updated>2023-09-26</updated><content type="text">One &lt; two.

Two.</content></entry></feed>"""


def read(*items: str) -> Document:
    return parse(rss(*items), AT)


def test_an_item_of_rss() -> None:
    more = "<description>Short &lt;b&gt;words&lt;/b&gt;.</description><content:encoded><![CDATA[<p>All &amp; more.</p>]]></content:encoded>"
    found = read(item("one", date="Wed, 20 Sep 2023 23:05:00 -0500", more=more))
    assert (found.title, found.fault) == ("Strelsau Herald", None)
    (entry,) = found.entries
    assert (entry.guid, entry.link, entry.title) == ("one", "https://example.org/one.html", "Talks one ended")
    assert (entry.published, entry.when) == (date(2023, 9, 20), datetime(2023, 9, 21, 4, 5))
    assert (entry.content, entry.summary) == ("<p>All &amp; more.</p>", "Short <b>words</b>.")


def test_entries_of_atom() -> None:
    found = parse(ATOM.encode(), AT)
    assert found.title == "The & Herald"
    first, second = found.entries
    assert (first.guid, first.link, first.title, first.published) == ("urn:uuid:1", "https://example.org/a/1", "First", date(2023, 9, 20))
    assert (first.content, first.summary) == ("<p>All of it.</p>", "<p>Short.</p>")
    assert (second.guid, second.link, second.title, second.published) == ("2", None, "Second bold", date(2023, 9, 26))
    assert second.content == "<p>One &lt; two.</p><p>Two.</p>"


def test_rss_of_the_first_kind_and_the_links_before_feedburner() -> None:
    rdf = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><title>R</title></channel>
      <item rdf:about="http://r.org/1"><title>i</title><link>http://counted.example/1</link><feedburner:origLink>http://r.org/1</feedburner:origLink></item></rdf:RDF>"""
    (entry,) = parse(rdf.encode(), AT).entries
    assert (entry.guid, entry.link) == ("http://r.org/1", "http://r.org/1")


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ("//cdn.example.org/a", "https://cdn.example.org/a"),
        ("a b.html", "https://example.org/world/ab.html"),
        ("?p=3", "https://example.org/world/rss.xml?p=3"),
        ("mailto:desk@example.org", None),
        ("javascript:alert(1)", None),
        ("http://[broken/", None),
        ("http://example.org:99999999/", None),
    ],
)
def test_links_are_made_whole_or_left_out(given: str, link: str | None) -> None:
    assert read(item("x", link=given)).entries[0].link == link


def test_an_id_stays_as_it_is_written_wherever_the_feed_is() -> None:
    assert read(item("x", guid="17")).entries[0].guid == parse(rss(item("x", guid="17")), "http://elsewhere.org/").entries[0].guid == "17"


@pytest.mark.parametrize("written", ["soon", "Thu, 01 Jan 1970 00:00:00 GMT", "Wed, 20 Sep 2190 14:05:00 GMT", "0001-01-01", ""])
def test_dates_that_are_none(written: str) -> None:
    entry = read(item("x", date=written)).entries[0]
    assert (entry.published, entry.when) == (None, None)


CAFE = "Café talks — “useful”"


@pytest.mark.parametrize(
    ("encoding", "declared", "said"),
    [
        ("utf-8", "utf-8", "utf-8"),
        ("utf-8", "iso-8859-1", None),  # wrong in the document
        ("utf-8", "utf-8", "iso-8859-1"),  # wrong in the header
        ("utf-8", "us-ascii", "us-ascii"),
        ("utf-8-sig", "utf-8", None),
        ("utf-16", "utf-16", None),
        ("cp1252", "windows-1252", None),
        ("cp1252", "iso-8859-1", None),  # what is called Latin-1 is Windows' in truth
        ("cp1252", "utf-8", "windows-1252"),
        ("cp1252", "utf-8", None),
        ("cp1252", "no-such-encoding", "windows-1252"),
        ("koi8-r", "koi8-r", "utf-8"),
    ],
)
def test_encodings_right_and_wrong(encoding: str, declared: str, said: str | None) -> None:
    title = "Переговоры в Страсбурге закончились ничем" if encoding == "koi8-r" else CAFE
    data = rss(item("x", title=title)).decode().replace('encoding="utf-8"', f'encoding="{declared}"').encode(encoding)
    assert parse(data, AT, said).entries[0].title == title


def test_a_guessed_encoding_is_told() -> None:
    data = rss(item("x", title=CAFE)).decode().encode("cp1252")
    assert "guessed" in (parse(data, AT).fault or "")


def test_broken_xml_gives_what_can_be_read_and_its_fault() -> None:
    found = read(item("a"), "<item><title>A & B &nbsp; C</title><link>/b</link></item>", "<item><title>cut")
    assert [entry.title for entry in found.entries][:2] == ["Talks a ended", "A & B C"]
    assert "broken XML in line 2" in (found.fault or "")
    cut = parse(rss(item("a"), item("b"))[:-60], AT)
    assert [entry.guid for entry in cut.entries][:1] == ["a"]
    assert cut.fault


def test_characters_that_xml_does_not_know_cost_nothing() -> None:
    title = "A\x0b&#1200000;&#x0;&#0;&#55296;&#xD800;&#8;&#99999999999999999999;B &#8212; &#x2014; &#65;"
    found = read(f"<item><title>{title}</title><guid>1</guid></item>")
    assert (found.entries[0].title, found.fault) == ("AB — — A", None)


def test_broken_xml_without_an_item_is_an_error() -> None:
    with pytest.raises(InputError, match=r"broken XML.*no item could be read"):
        parse(rss()[:-20], AT)


def test_a_feed_without_items_is_well() -> None:
    assert read() == Document("Strelsau Herald", (), None)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the answer is empty"),
        (b"  \n ", "the answer is empty"),
        (b"<!doctype html><html><head><title>x</title></head><body><p>hi</body></html>", "this is a web page and no feed"),
        (
            b'<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body></body></html>',
            "it names its feed: https://example.org/feed.xml",
        ),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', "neither RSS nor Atom"),
        (b"%PDF-1.7 \x00\x00", "this is no feed: this is a PDF file"),
        (b"/etc/hostname", "neither RSS nor Atom"),  # no name of a file here
    ],
)
def test_what_is_no_feed_is_told(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse(data, AT)


def test_entities_do_not_explode_nor_bring_files() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">'
    bomb += "".join(f'<!ENTITY e{n} "{"&" + ("b" if n == 0 else f"e{n - 1}") + ";"}{("&" + ("b" if n == 0 else f"e{n - 1}") + ";") * 9}">' for n in range(8))
    bomb += "]><rss version='2.0'><channel><title>x</title><item><title>T &e7; &c;</title><guid>1</guid></item></channel></rss>"
    try:
        found = parse(bomb.encode(), AT)
    except InputError:
        return
    assert len(str(found)) < 10_000
    assert "root:" not in str(found)


GOOD = rss(item("a", date="Wed, 20 Sep 2023 14:05:00 GMT"), item("b", more="<description>x &amp; y</description>"))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.binary(max_size=12))
def test_however_a_feed_is_broken_it_is_read_or_refused(at: int, cut: int, put: bytes) -> None:
    try:
        found = parse(GOOD[:at] + put + GOOD[at + cut :], AT)
    except InputError:
        return
    assert all(entry.link is None or entry.link.startswith("http") for entry in found.entries)
    str(found).encode("utf-8")  # no halves of characters, which no database takes


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=20) | st.from_regex(r"&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,6});", fullmatch=True))
def test_any_words_may_stand_in_a_title(words: str) -> None:
    with suppress(InputError):
        str(read(f"<item><title>{words}</title><link>{words}</link><guid>{words}</guid></item>")).encode("utf-8")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(InputError):
        assert parse(data, AT).entries == () or b"<" in data
