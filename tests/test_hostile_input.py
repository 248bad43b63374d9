"""Inputs made to do harm, against what really reads them. What belongs to one format alone is tested with that format."""

from __future__ import annotations

import ast
import bz2
import csv
import gzip
import io
import json
import lzma
import struct
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import riftline
from event_data import imported, table, write
from example_breaches import telling
from riftline.cli import app
from riftline.errors import InputError, NotAnArticle
from riftline.feeds.config import load
from riftline.feeds.documents import parse
from riftline.pipeline import prepared
from riftline.sources.base import Raw
from riftline.sources.files import articles
from riftline.sources.formats import read
from riftline.store.database import opened
from riftline.stories.keeping import keep

PACKAGE = Path(riftline.__file__).parent
STORY = "Norway’s transport minister met her Danish counterpart in Aarhus on Tuesday to end a dispute over ferries. They agreed to meet again in June."
ESCAPES = "\x1b[2J\x1b]0;owned\x07\x9b31m"
BIDI = "Rus\u202esia\u2066 \u200bFed\U000e0041eration"
FORMULA = '=HYPERLINK("http://x.example")'
DEEP = 100_000
TEN_MEGABYTES = 10_000_000
SECONDS = 5.0
SQL = (
    "' OR 1=1 --",
    "'; DROP TABLE events; --",
    '" OR ""="',
    "x') OR TRUE --",
    "%",
    "_",
    "\\",
    "$1",
    "?",
    "')) UNION SELECT * FROM articles --",
    "\0",
    "*/ /*",
)


def bomb(depth: int = 9) -> str:
    """Entities that stand for ten of one another, and one that stands for a file."""
    told = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "aaaaaaaaaa"}">' for n in range(depth))
    return f'<?xml version="1.0"?><!DOCTYPE x [{told}<!ENTITY file SYSTEM "file:///etc/passwd">]>'


def said(path: Path, **options: Any) -> list[Any]:
    return list(prepared(articles([str(path)], **options)))


def within(work: Callable[[], Any]) -> Any:
    """What comes of it; fails where it takes the processor longer than five seconds."""
    started = time.process_time()
    found = work()
    assert time.process_time() - started < SECONDS
    return found


@pytest.mark.parametrize("entity", ["&e8;", "&file;"])
def test_entities_of_a_list_of_feeds(entity: str, tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_text(f'{bomb()}<opml><body><outline text="{entity}" xmlUrl="https://a.example/rss"/></body></opml>')
    with pytest.raises(InputError, match="not valid OPML"):
        within(lambda: load(str(path)))


@pytest.mark.parametrize("entity", ["&e8;", "&file;"])
def test_entities_of_a_page(entity: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"{bomb()}<html><head><title>T {entity}</title></head><body><article><p>{STORY} {entity}</p><p>{STORY}</p></article></body></html>")
    (found,) = within(lambda: said(path))
    assert len(str(found)) < 10_000
    assert "root:" not in str(found)


PACKED: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "bz2": bz2.compress, "xz": lzma.compress}


@pytest.mark.parametrize("outer", PACKED)
@pytest.mark.parametrize("inner", PACKED)
def test_bombs_within_bombs(inner: str, outer: str) -> None:
    made = PACKED[outer](PACKED[inner](b'{"text": "' + bytes(30_000_000)))
    with pytest.raises(InputError, match="times their size"):
        within(lambda: list(read(Raw.of("x", made, limit=1_000_000), "jsonl")))


def test_bombs_in_archives_of_articles_and_events(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("a.jsonl.gz", gzip.compress(b'{"text": "' + b" " * 80_000_000))
        target.writestr("b.txt", STORY)
    *bad, good = within(lambda: said(path, limit=1_000_000))
    assert "times their size" in str(bad[-1])
    assert good.article.text == STORY
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("events.csv", b" " * 80_000_000)
    with pytest.raises(InputError, match="times its size"):
        within(lambda: imported(tmp_path / "x.duckdb", path))


@pytest.mark.parametrize("name", ["../../evil.txt", "/tmp/evil.txt", "..\\evil.txt", "a/../../evil.txt"])
def test_names_in_archives_lead_nowhere(name: str, tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    news, events = inside / "news.zip", inside / "events.zip"
    for path, text in ((news, STORY), (events, table("icews", {}))):
        with zipfile.ZipFile(path, "w") as target:
            target.writestr(name, text)
    (found,) = articles([str(news)])
    assert isinstance(found, NotAnArticle) or found.article.text == STORY  # type: ignore[union-attr]
    imported(inside / "x.duckdb", events)
    assert {path.name for path in tmp_path.rglob("*")} == {path.name for path in before} | {"news.zip", "events.zip", "x.duckdb"}


def test_a_file_without_a_name_in_an_archive_is_left_out(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Xevil.txt", STORY)
        archive.writestr("good.txt", STORY)
    path = tmp_path / "some.zip"
    path.write_bytes(packed.getvalue().replace(b"Xevil.txt", b"\0evil.txt"))
    (found,) = said(path)
    assert found.article.text == STORY


@pytest.mark.parametrize("name", ["../a.txt", "/etc/passwd", "index.jsonl", "./index.jsonl", "a\0.txt", "\ud800.txt", "", 5, None])
def test_an_index_leads_nowhere_else(name: Any, tmp_path: Path) -> None:
    (tmp_path / "index.jsonl").write_text(json.dumps({"file": name}) + "\n")
    (found,) = articles([str(tmp_path)])
    assert isinstance(found, InputError)


def test_an_index_that_is_not_utf8_or_nested_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    lines = [b'{"file": "a.txt", "title": "caf\xe9"}', b'{"file": ' + b"[" * DEEP, b'{"file": "a.txt", "title": "Talks"}']
    (tmp_path / "index.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\n".join(lines))
    first, second, third = articles([str(tmp_path)])
    assert (first.article.title, third.article.title) == ("caf\ufffd", "Talks")  # type: ignore[union-attr]
    assert "nested too deeply" in str(second)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.jsonl", "[" * DEEP),
        ("a.jsonl", '{"text": ' + "[" * DEEP),
        ("a.json", '{"text": ' * DEEP),
        ("a", '{"text": ' * DEEP),
        ("a", "[" * DEEP),
        ("a.html", f"<html><body>{'<div>' * DEEP}<p>{STORY}"),
        ("a.html", f"<html><body><article>{'<b>' * DEEP}{STORY}"),
        ("a.html", "<!---->" * DEEP),
        ("a", "<!---->" * DEEP),
        ("a", "<!--" * DEEP),
        ("a.md", "> " * DEEP + STORY),
        ("a.md", "[" * DEEP + STORY + "](" * DEEP),
        ("a.csv", "text,id\n" + '"' * DEEP + "\n"),
    ],
)
def test_deep_nesting_of_articles(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert within(lambda: said(path))


def test_deep_nesting_of_feeds_and_events(tmp_path: Path) -> None:
    for text in (
        "<rss><channel>" + "<a>" * DEEP,
        "<rss version='2.0'><channel><item><description>" + "&lt;b&gt;" * DEEP + "</description></item></channel></rss>",
    ):
        try:
            within(lambda text=text: parse(text.encode(), "https://a.example/rss"))
        except InputError:
            continue
    path = tmp_path / "deep.jsonl"
    path.write_text('{"id": "a", "event": "AID", "date": "2023-05-04", "actor": []}\n{"id": ' + "[" * DEEP + "\n")
    report, events = within(lambda: imported(tmp_path / "x.duckdb", path))
    assert (len(events), report.refused) == (1, 1)
    path.write_text('{"id": ' + "[" * DEEP + "\n")
    with pytest.raises(InputError, match="no format"):
        imported(tmp_path / "x.duckdb", path)
    (tmp_path / "feeds.opml").write_text(f"<opml>{'<outline>' * DEEP}")
    with pytest.raises(InputError):
        within(lambda: load(str(tmp_path / "feeds.opml")))


@pytest.mark.parametrize("charset", ["idna", "punycode", "undefined", "unicode_escape", "utf-7", "base64", "no-such", "a" * 500])
def test_a_page_names_no_encoding_that_texts_are_not_written_in(charset: str, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(
        f'<html><head><meta charset="{charset}"></head><body><article><p>{STORY}</p><p>'.encode() + b"\xff\xfe \\ud800 +2AA-</p></article></body></html>"
    )
    (found,) = within(lambda: said(path))
    assert "Aarhus" in found.article.text
    found.article.text.encode("utf-8")


def test_control_characters_halves_and_marks_of_direction_are_not_in_articles(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = {
        "text": f"{STORY} {BIDI}{ESCAPES}\0",
        "title": BIDI,
        "publisher": f"Post{ESCAPES}",
        "url": f"https://a.example/{ESCAPES}\u202e",
        "id": "\u200ba\x1b",
    }
    path.write_text(json.dumps(record)[:-1] + ', "language": "en\\ud800"}\n')
    (found,) = said(path)
    article = found.article
    assert (article.title, article.publisher, article.id) == ("Russia Federation", "Post[2J]0;owned31m", "a")
    for text in (article.text, article.title, article.publisher, article.url, article.language or ""):
        assert not {"\x1b", "\x07", "\x9b", "\0", "\u202e", "\u2066", "\u200b", "\ud800", "\U000e0041"} & set(text)


def test_imported_names_are_what_they_look_like(tmp_path: Path) -> None:
    row = {
        "source_name": BIDI,
        "source_country": "Russian Fed\u200beration",
        "event_text": f"Attack{ESCAPES}",
        "publisher": f"Post\u202e{ESCAPES}",
        "city": "Ank\u200bara",
    }
    _, (event,) = imported(tmp_path / "x.duckdb", write(tmp_path / "x.tab", table("icews", row)))
    assert (event["source_name"], event["source_code"], event["place"]) == ("Russia Federation", "RUS", "Ankara")
    assert event["publisher"] == "Post[2J]0;owned31m"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store as an earlier release may have made it: with what is taken out today."""
    path = str(tmp_path_factory.mktemp("hostile") / "x.duckdb")
    told = telling("evil", date(2023, 7, 2), ("ASSAULT", "", "ARM", "RUS", f"Armenia shelled {BIDI} Russia for it {ESCAPES}."))
    event = told.events[0]
    assert event.source
    named = replace(event, source=replace(event.source, name=f"{FORMULA}{ESCAPES}{BIDI}"))
    with opened(path, write=True) as connection:
        keep(connection, replace(told, document=replace(told.document, title=f"+{ESCAPES}{BIDI}", publisher=f"@{ESCAPES}{BIDI}"), events=(named,)))
        keep(connection, telling("other", date(2023, 7, 3), ("CONSULT", "", "ARM", "RUS", "Armenia met Russia.")))
    return path


def run(*words: str) -> str:
    done = CliRunner().invoke(app, list(words))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.output


def test_nothing_that_steers_a_terminal_is_printed(store: str) -> None:
    event = json.loads(run("events", "--db", store, "--type", "ASSAULT", "--format", "json"))[0]["id"]
    commands = (
        ("events",), ("show", event), ("show", "evil"), ("brief", "--dyad", "ARM-RUS"), ("search", "shelled"), ("search", "--format", "table", "shelled"),
        ("sources",), ("relation", "ARM", "RUS"), ("commitments", "ARM"), ("explain", event), ("events", "--type", ESCAPES), ("show", f"no{ESCAPES}\u202e"),
        ("info",),
    )  # fmt: skip
    for command in commands:
        output = run(command[0], "--db", store, *command[1:])
        assert [sign for sign in ("\x1b", "\x07", "\x9b", "\u202e") if sign in output] == [], command
    assert "\\x1b[2J" in run("show", f"no{ESCAPES}", "--db", store)


def test_errors_show_names_of_files_escaped(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as target:
        target.writestr(f"{ESCAPES}.jsonl", "{}")
    assert "\x1b" not in run("code", str(tmp_path / "x.zip"))
    assert "\x1b" not in run("import", str(tmp_path / "x.zip"), "--db", str(tmp_path / "x.duckdb"))


@pytest.mark.parametrize("form", ["csv", "acled"])
def test_no_cell_of_a_table_is_a_formula(form: str, store: str, tmp_path: Path) -> None:
    out = tmp_path / f"x.{form}"
    run("export", "--to", form, "--out", str(out), "--db", store)
    rows = list(csv.reader(io.StringIO(out.read_text()), delimiter="," if form in ("csv", "acled") else "\t"))
    assert len(rows) > 1
    for cell in (cell for row in rows for cell in row):
        assert cell[:1] not in ("=", "@", "+")
        assert "\x1b" not in cell
        assert cell[:1] != "-" or float(cell) <= 0


def test_every_writer_of_csv_in_the_package_makes_cells_safe() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if any(isinstance(node, ast.Attribute) and ast.unparse(node) in ("csv.writer", "csv.DictWriter") for node in ast.walk(ast.parse(text))):
            assert "safe(" in text or "flat" in text, path


@pytest.mark.parametrize("value", SQL)
def test_sql_is_only_words_in_every_filter(value: str, store: str) -> None:
    names = ("actor", "target", "involving", "country", "place", "origin")
    given = dict.fromkeys(names, value) | {"dyad": f"{value}-{value}"}
    for name in given if "\0" not in value else ():  # which no command line can hold
        output = run("events", "--db", store, f"--{name}={given[name]}", "--format", "json")
        assert output.startswith("riftline:") or json.loads(output) == [], (name, output)
    with riftline.open(store) as opened_store:
        for name in given:
            with suppress(ValueError):  # a dyad that is none
                assert list(opened_store.events(**{name: given[name]})) == [], name  # type: ignore[arg-type]
        for name in ("type", "status"):
            with pytest.raises(ValueError, match="is not one of"):
                opened_store.events(**{name: value})
        assert len(list(opened_store.events())) == 2


def test_sql_is_only_words_in_every_filter_of_the_api(store: str) -> None:
    from starlette.testclient import TestClient

    from riftline.api.app import create
    from riftline.api.database import owned
    from riftline.api.state import State

    with owned(store) as database:
        client = TestClient(create(State(database)), base_url="http://127.0.0.1")
        description = client.get("/api/v1/openapi.json").json()
        paths = {
            path: [each["name"] for each in about["get"].get("parameters", ()) if each["in"] == "query"]
            for path, about in description["paths"].items()
            if "get" in about
        }
        asked = 0
        for path, names in paths.items():
            if "{" not in path and "stream" not in path:
                for name in names:
                    for value in ("' OR 1=1 --", "'; DROP TABLE events; --", "\0"):
                        assert client.get(path, params={name: value}).status_code < 500, (path, name, value)
                        asked += 1
        assert asked > 100
        assert len(client.get("/api/v1/events").json()["items"]) == 2


@pytest.mark.parametrize(("header", "value"), [("Origin", "http://["), ("Host", "["), ("Host", "a]b"), ("Origin", "\xff")])
def test_headers_that_hold_no_address_are_refused(header: str, value: str, store: str) -> None:
    from starlette.testclient import TestClient

    from riftline.api.app import create
    from riftline.api.database import owned
    from riftline.api.state import State

    with owned(store) as database:
        client = TestClient(create(State(database)), base_url="http://127.0.0.1")
        assert client.post("/api/v1/articles", json={"text": "x"}, headers={header: value.encode("latin-1")}).status_code in (400, 401, 403, 421)


MODELS = {".md", ".onnx", ".json", ".npz", ".tsv", ".gz"}


def test_nothing_in_the_package_is_a_pickle() -> None:
    import numpy as np

    for path in PACKAGE.rglob("*"):
        if not path.is_file() or "__pycache__" in path.parts:
            continue
        data = path.read_bytes()
        assert path.suffix not in (".pkl", ".pickle", ".joblib", ".pt", ".pth", ".bin", ".npy", ".dill"), path
        assert not (data[:1] == b"\x80" and data[1:2] in (b"\2", b"\3", b"\4", b"\5")), f"{path} begins as a pickle does"
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as held:
                assert all(held[name].dtype != object for name in held.files)
        if path.parent.name == "models" and path.suffix != ".py":
            assert path.suffix in MODELS, path


def test_no_module_reads_pickles() -> None:
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"pickle", "cPickle", "dill", "joblib", "shelve", "marshal", "torch"}, path
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("np.load", "numpy.load"):
                assert any(each.arg == "allow_pickle" and ast.unparse(each.value) == "False" for each in node.keywords), path


def test_a_zstandard_frame_that_promises_much_takes_no_memory() -> None:
    promise = b"\x28\xb5\x2f\xfd" + bytes([0xE0]) + struct.pack("<Q", 1 << 40) + b"\x01\x00\x00"
    with suppress(InputError):
        assert all(isinstance(found, InputError) for found in within(lambda: list(read(Raw.of("x", promise)))))


@pytest.mark.parametrize("sign", ["a", "(", "漢"])
def test_a_word_of_ten_megabytes_hangs_nothing(sign: str, tmp_path: Path) -> None:
    word = sign * (TEN_MEGABYTES // len(sign.encode()))
    texts = {"txt": word, "jsonl": json.dumps({"text": word}, ensure_ascii=False), "html": f"<article><p>{word}</p></article>"}
    for form, text in texts.items():
        path = tmp_path / f"word.{form}"
        path.write_text(text, encoding="utf-8")
        (found,) = within(lambda path=path: said(path))
        assert isinstance(found, InputError) or sign == "漢"


def test_many_paragraphs_tags_and_columns_take_no_long(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("".join(f"The paragraph of number {n} says so.\n\n" for n in range(40_000)))
    (found,) = within(lambda: said(path))
    assert found.article.text.count("\n\n") == 39_999
    page = tmp_path / "a.html"
    page.write_text("<html><body><article>" + "<p>a b c</p>" * 100_000)
    (refused,) = within(lambda: said(page))
    assert "more than 60,000 tags" in str(refused)
    events = tmp_path / "a.tab"
    events.write_text("1\t20210504" + "\tFRA\t" * 30_000)
    with pytest.raises(InputError, match="no format"):
        within(lambda: imported(tmp_path / "x.duckdb", events))


def test_event_data_that_stop_their_reader_cost_their_file_only(tmp_path: Path) -> None:
    packed = gzip.compress(table("icews", *({"event_id": str(n), "event_text": f"Visit {n * n}"} for n in range(4000))).encode())
    (tmp_path / "broken.gz").write_bytes(packed[:200] + bytes(60) + packed[260:])
    with pytest.raises(InputError, match="cannot be"):
        imported(tmp_path / "x.duckdb", tmp_path / "broken.gz")
    good, other = (write(tmp_path / f"{name}.tab", table("icews", {"event_id": number})) for name, number in (("a", "1"), ("b", "2")))
    failures: list[InputError] = []
    with opened(str(tmp_path / "y.duckdb"), write=True) as connection:
        from riftline.readers.importing import Settings
        from riftline.readers.importing import load as loading

        loading(connection, [good, str(tmp_path / "broken.gz"), other], Settings(), lambda name: None, failures.append)
        assert connection.execute("SELECT count(*) FROM events").fetchone() == (2,)
    assert len(failures) == 1


def test_a_row_of_event_data_with_cells_without_number_is_refused(tmp_path: Path) -> None:
    wide = write(tmp_path / "wide.tab", table("icews", {}, {}) + "x" + "\tz" * 100_000 + "\n")
    with pytest.raises(InputError, match="a row has 100,000 cells or more; the most is 1,000"):
        within(lambda: imported(tmp_path / "x.duckdb", wide))


@pytest.mark.parametrize("day", ["4 May 20000000023 0:0", "9999999999", "Thu, 04 May 99999999999999999999 10:00:00 GMT", "9" * 5000, "\0", "0000-00-00"])
def test_days_that_are_none(day: str) -> None:
    from riftline.sources.published import published_date

    assert published_date(day) is None


def test_keys_with_halves_of_characters_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"\\ud800": "x"}\n' + json.dumps({"text": STORY})[:-1] + ', "pub\\ud800lished": "4 May 2023", "Published\\ud800": "no day"}\n')
    for found in articles([str(path)]):
        if isinstance(found, InputError):
            str(found).encode("utf-8")
        else:
            (found.article.published_reason or "".join(found.notes)).encode("utf-8")


def test_a_sentence_without_an_end_ends() -> None:
    from riftline.text.parse import LONGEST, pipeline

    doc = pipeline()("Armenia accused Azerbaijan on Friday of shelling " * 400)
    assert max(len(sentence) for sentence in doc.sents) <= LONGEST
    (one,) = pipeline()("Armenia accused Azerbaijan, Georgia and Russia on Friday of shelling a village near Goris.").sents
    assert len(one) == 16


def test_a_line_of_event_data_without_an_end_takes_no_memory(tmp_path: Path) -> None:
    good = b'{"id": "%d", "event": "AID", "date": "2023-05-04", "actor": []}\n'
    path = tmp_path / "x.jsonl.gz"
    path.write_bytes(gzip.compress(good % 1 + b'{"id": "' + b"x" * 30_000_000 + b"\n" + good % 2))
    report, events = within(lambda: imported(tmp_path / "x.duckdb", path))
    assert ([event["id"] for event in events], report.refused) == (["plover-1", "plover-2"], 1)


def test_blank_lines_without_number_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n" * 2_000_000 + STORY)
    (found,) = within(lambda: said(path))
    assert found.article.text == STORY


def test_a_feed_that_its_parser_stumbles_over_is_refused() -> None:
    with pytest.raises(InputError, match="markup is broken"):
        parse('<?r?><s n="" xmlns:content="h\u2028\u2028\u2028d/">r><content:d>'.encode(), "https://a.example/rss")
