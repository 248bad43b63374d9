import gzip
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from riftline.errors import InputError, NotAnArticle
from riftline.sources.base import Found, Loaded, Raw
from riftline.sources.files import articles, read

HTML = "text/html; charset=utf-8"


def page(number: int, dated: bool = True) -> str:
    day = '<meta property="article:published_time" content="2024-05-08T10:00:00Z">' if dated else ""
    return f"""<!doctype html><html lang="en"><head><title>Ferry talks end | Coast Post</title>{day}
    <meta property="og:site_name" content="Coast Post"><link rel="canonical" href="https://coast.example/"></head>
    <body><nav>Home Sport Weather</nav><article><h1>Ferry talks end</h1>
    <p>Norway’s transport minister met her Danish counterpart in Aarhus on Tuesday to end dispute {number} over ferries.</p>
    <p>Both sides called the meeting useful, and agreed to meet again in June to sign a treaty on tolls.</p></article></body></html>"""


class Crawl:
    """A WARC file as a crawler of news writes it."""

    def __init__(self, packed: bool = True) -> None:
        self.file = io.BytesIO()
        self.writer = WARCWriter(self.file, gzip=packed)
        self.put(lambda writer: writer.create_warcinfo_record("n.warc", {"software": "a test"}))

    def put(self, made: Callable[[WARCWriter], Any]) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # the writer leaves its scratch files to the collector
            self.writer.write_record(made(self.writer))

    def response(self, url: str, body: bytes, status: str = "200 OK", **headers: str) -> None:
        named = [(name.replace("_", "-"), value) for name, value in headers.items()]
        answer = StatusAndHeaders(status, named, protocol="HTTP/1.1")
        more = {"WARC-Date": "2024-05-09T06:00:00Z"}
        self.put(lambda writer: writer.create_warc_record(url, "response", io.BytesIO(body), http_headers=answer, warc_headers_dict=more))

    def request(self, url: str) -> None:
        asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "coast.example")], is_http_request=True)
        self.put(lambda writer: writer.create_warc_record(url, "request", io.BytesIO(), http_headers=asked))

    @property
    def data(self) -> bytes:
        return self.file.getvalue()


def crawl(packed: bool = True) -> Crawl:
    made = Crawl(packed)
    for number in range(1, 4):
        made.request(f"https://www.coast.example/{number}")
        made.response(f"https://www.coast.example/{number}", page(number).encode(), Content_Type=HTML)
    return made


def said(found: list[Found]) -> list[str]:
    return [item.article.url or "" if isinstance(item, Loaded) else f"! {item}" for item in found]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", ["n.warc.gz", "n.warc", "noname"])
def test_an_article_a_page(packed: bool, name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(crawl(packed).data)
    found = list(articles([str(tmp_path / name)]))
    assert said(found) == [f"https://www.coast.example/{number}" for number in (1, 2, 3)]
    assert isinstance(found[1], Loaded)
    article = found[1].article
    assert (str(article.published), article.publisher, article.origin) == ("2024-05-08", "Coast Post", f"{tmp_path / name}, record 5")
    assert "dispute 2" in article.text
    assert "Weather" not in article.text
    assert found[1].notes == ()


def test_pages_in_chunks_packed_and_in_another_encoding() -> None:
    made = Crawl()
    packed = gzip.compress(page(1).encode())
    chunks = b"%x\r\n" % 100 + packed[:100] + b"\r\n" + b"%x\r\n" % (len(packed) - 100) + packed[100:] + b"\r\n0\r\n\r\n"
    made.response("https://coast.example/1", chunks, Content_Type="text/html", Content_Encoding="gzip", Transfer_Encoding="chunked")
    made.response("https://coast.example/2", page(2).encode("cp1252"), Content_Type="Text/HTML; Charset=windows-1252")
    made.response("https://coast.example/3", page(3).encode(), Content_Type="application/xhtml+xml")
    made.response("https://coast.example/4", page(4).encode())
    found = list(read(Raw.of("x", made.data)))
    assert said(found) == [f"https://coast.example/{number}" for number in (1, 2, 3, 4)]
    assert all("Norway’s" in item.article.text for item in found if isinstance(item, Loaded))


def test_a_page_without_a_date_has_none_although_its_fetching_is_known() -> None:
    made = Crawl()
    made.response("https://coast.example/1", page(1, dated=False).encode(), Content_Type=HTML)
    (found,) = read(Raw.of("x", made.data))
    assert isinstance(found, Loaded)
    assert found.article.published is None
    assert "fetched on 2024-05-09" in found.notes[0]


def test_a_page_without_a_publisher_is_its_hosts() -> None:
    made = Crawl()
    bare = page(1).replace('<meta property="og:site_name" content="Coast Post">', "").replace(" | Coast Post", "").replace("canonical", "other")
    made.response("https://www.harbour.example/1", bare.encode(), Content_Type=HTML)
    (found,) = read(Raw.of("x", made.data))
    assert isinstance(found, Loaded)
    assert found.article.publisher == "harbour.example"


def test_what_holds_no_article_is_passed_over_and_counted() -> None:
    made = crawl()
    made.response("https://coast.example/404", page(9).encode(), "404 Not Found", Content_Type=HTML)
    made.response("https://coast.example/301", b"", "301 Moved", Content_Type=HTML, Location="/")
    made.response("https://coast.example/a.png", b"\x89PNG", Content_Type="image/png")
    made.response("https://coast.example/b", b"\x01\x02\x03" * 99, Content_Type=HTML, Content_Encoding="br")
    made.response("https://coast.example/c", b"{}")
    made.put(lambda writer: writer.create_revisit_record("https://coast.example/r", "sha1:AA", "https://coast.example/1", "2024-05-08T00:00:00Z"))
    made.put(lambda writer: writer.create_warc_record("dns:coast.example", "response", io.BytesIO(b"1.2.3.4"), warc_content_type="text/dns"))
    made.put(lambda writer: writer.create_warc_record("urn:x", "metadata", io.BytesIO(b"a: b"), warc_content_type="application/warc-fields"))
    raw = Raw.of("x", made.data)
    assert len(list(read(raw))) == 3
    assert raw.passed == {
        "pages with status 404": 1, "pages with status 301": 1, "records that are no HTML": 2, "pages compressed as br": 1, "revisit records": 1,
        "responses that are no web pages": 1,
    }  # fmt: skip


def test_a_page_without_an_article_is_an_error_that_names_it_and_the_next_is_read() -> None:
    made = Crawl()
    made.response("https://coast.example/menu", b"<html><body><nav>Home</nav></body></html>", Content_Type=HTML)
    made.response("https://coast.example/pdf", b"%PDF-1.7 and so on", Content_Type=HTML)
    made.response("https://coast.example/long", page(1).encode() + b" " * 5000, Content_Type=HTML)
    made.response("https://coast.example/2", page(2).encode(), Content_Type=HTML)
    found = list(read(Raw.of("x", made.data, limit=3000)))
    assert [type(item) for item in found] == [NotAnArticle, NotAnArticle, InputError, Loaded]
    assert "x, record 2 (https://coast.example/menu): no article" in str(found[0])
    assert "a PDF file" in str(found[1])
    assert "record 4: more than 0.003 MB" in str(found[2])


def _cut(data: bytes) -> bytes:
    return data[:-300]


def _lost_head(data: bytes) -> bytes:
    return data.replace(b"WARC/1.0", b"XXXX/1.0").replace(b"XXXX", b"WARC", 4)  # the fifth record and those behind it have no beginning


def _no_length(data: bytes) -> bytes:
    head, _, tail = data.rpartition(b"Content-Length:")
    return head + b"Content-Lost:" + tail


@pytest.mark.parametrize(
    ("broken", "packed", "good", "words"),
    [
        (_cut, False, 2, "record 7: the file is cut off in the middle of this record"),
        (_cut, True, 2, "the gzip data are cut off"),
        (_lost_head, False, 1, "after record 4: what follows is no record"),
        (_no_length, False, 2, "record 7: the record's head is damaged"),
        (lambda data: data + b"nonsense\r\nmore\r\n", False, 3, "what follows is no record"),
    ],
)
def test_damage_costs_what_it_hit_and_is_told(broken: Callable[[bytes], bytes], packed: bool, good: int, words: str, tmp_path: Path) -> None:
    (tmp_path / "n.warc").write_bytes(broken(crawl(packed).data))
    found = list(articles([str(tmp_path / "n.warc")]))
    assert len([item for item in found if isinstance(item, Loaded)]) == good
    assert len(found) == good + 1
    assert words in str(found[-1])


def test_a_run_goes_on_at_a_record() -> None:
    data = crawl().data
    raw = Raw.of("x", data)
    assert [raw.at for _ in read(raw)] == [3, 5, 7]
    for start, left in ((0, 3), (2, 3), (3, 2), (4, 2), (7, 0)):
        raw = Raw.of("x", data)
        raw.start = start
        assert len(list(read(raw))) == left


def test_an_empty_file_that_was_to_be_a_crawl() -> None:
    assert [str(item) for item in read(Raw.of("x.warc", b""), "warc")] == ["x.warc: the file is empty."]
    assert not list(read(Raw.of("x.warc", Crawl().data)))
    (found,) = read(Raw.of("x.warc", b"This is no crawl.\n"), "warc")
    assert "no record" in str(found)
