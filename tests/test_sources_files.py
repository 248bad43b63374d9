import gzip
import io
import json
import os
from pathlib import Path

import pytest

from riftline.errors import InputError
from riftline.sources.base import Found, Loaded, Raw
from riftline.sources.files import articles, read

PAGE = """<!doctype html><html lang="en"><head><title>Ferry talks end | Coast Post</title>
<meta property="article:published_time" content="2024-05-08T10:00:00Z"><meta property="og:site_name" content="Coast Post">
<link rel="canonical" href="https://coast.example/ferry"></head><body><nav>Home Sport Weather</nav><article><h1>Ferry talks end</h1>
<p>Norway’s transport minister met her Danish counterpart in Aarhus on Tuesday to end a dispute over ferries.</p>
<p>Both sides called the meeting useful, and agreed to meet again in June to sign a treaty on tolls.</p></article></body></html>"""


def texts(found: list[Found]) -> list[str]:
    return [item.article.text if isinstance(item, Loaded) else f"! {item}" for item in found]


def one(path: Path) -> Loaded:
    (found,) = articles([str(path)])
    assert isinstance(found, Loaded), found
    return found


def test_plain_text_keeps_its_headline_and_names_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ferry talks end\n\nNorway met Denmark on Tuesday.\n", encoding="utf-8")
    article = one(path).article
    assert (article.title, article.origin, article.published) == ("Ferry talks end", str(path), None)
    assert article.text.startswith("Ferry talks end\n\nNorway")


def test_markdown_loses_its_markup_and_gives_its_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: \"Ferry talks end\"\ndate: 8 May 2024\n---\n# Ferry talks end\n\n**Norway** [met](http://x.example/a_(b)) _Denmark_."
        "\n\n> Snake_case stays.\n\n![a ship](ship.png)\n\n- First item\n",
        encoding="utf-8",
    )  # fmt: skip
    article = one(path).article
    assert (article.title, str(article.published), article.published_from) == ("Ferry talks end", "2024-05-08", "metadata")
    assert article.text.split("\n\n") == ["\nFerry talks end", "\nNorway met Denmark.", "Snake_case stays.", "\n\n\nFirst item\n"] or (
        " ".join(article.text.split()) == "Ferry talks end Norway met Denmark. Snake_case stays. First item"
    )


def test_html_gives_text_title_date_publisher_and_address(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(PAGE, encoding="utf-8")
    article = one(path).article
    assert "met her Danish counterpart in Aarhus" in article.text
    assert "Weather" not in article.text
    assert (str(article.published), article.publisher, article.url) == ("2024-05-08", "Coast Post", "https://coast.example/ferry")
    assert article.title
    assert article.title.startswith("Ferry talks end")


def test_html_without_an_article_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    for page in ("<html><body><nav>Home</nav></body></html>", "<html>", "<p>"):
        path.write_text(page)
        (found,) = articles([str(path)])
        assert "no article was found in this page" in str(found)


def test_json_lines_stream_goes_on_after_every_kind_of_bad_line() -> None:
    lines = [
        json.dumps({"id": 7, "text": "One.", "published": "2024-05-08T23:30:00+09:00", "extra": 1}),
        "",
        '{"text": "cut of',
        json.dumps({"title": "no text"}),
        json.dumps(["a list"]),
        json.dumps({"text": "Two.", "published": "last week"}),
        json.dumps({"text": 5}),
        json.dumps({"text": "  "}),
        json.dumps({"text": "Three \ud800."}),
    ]
    found = list(read(Raw.of("x.jsonl", "\n".join(lines).encode()), "jsonl"))
    said = texts(found)
    assert isinstance(found[0], Loaded)
    assert (found[0].article.id, str(found[0].article.published)) == ("7", "2024-05-08")
    assert said[0] == "One."
    assert [line.split(":")[0] for line in said[1:-1]] == [f"! x.jsonl, line {n}" for n in (3, 4, 5, 6, 7, 8)]
    assert "without `text` (its keys: `title`)" in said[2]
    assert "'last week', which is no date" in said[4]
    assert said[-1] == "Three ?."


def test_json_lines_are_read_as_they_come_through_a_pipe(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w") as out, os.fdopen(reading, "rb") as stream:
        print(json.dumps({"text": "First."}), file=out, flush=True)
        found = read(Raw("pipe", stream))
        assert texts([next(found)]) == ["First."]  # before the second is there
        print(json.dumps({"text": "Second."}), file=out, flush=True)
        assert texts([next(found)]) == ["Second."]


def test_json_of_one_object_and_of_a_list(tmp_path: Path) -> None:
    whole = tmp_path / "one.json"
    whole.write_text(json.dumps({"text": "One."}, indent=1))
    listed = tmp_path / "list.json"
    listed.write_text(json.dumps([{"text": "Two."}, {"title": "x"}, {"text": "Three."}]))
    said = texts(list(articles([str(whole), str(listed)])))
    assert [said[0], said[1], said[3]] == ["One.", "Two.", "Three."]
    assert "list.json, record 2: a record without `text`" in said[2]


def test_html_tags_of_a_feed_become_paragraphs() -> None:
    (found,) = read(Raw.of("x", json.dumps({"text": "<p>One <b>bold</b>.</p><p>Two.</p>"}).encode()))
    assert isinstance(found, Loaded)
    assert found.article.text.split() == ["One", "bold.", "Two."]


def test_folders_are_read_in_order_and_hidden_files_are_not(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".c.txt", "notes.doc", "b.log.gz"):
        (tmp_path / name).write_text(f"File {name}.")
    (tmp_path / "aa").mkdir()
    (tmp_path / "aa" / "d.md").write_text("File d.")
    (tmp_path / "aa" / "e.jsonl.gz").write_bytes(gzip.compress(b'{"text": "File e."}'))
    assert texts(list(articles([str(tmp_path)]))) == ["File a.txt.", "File d.", "File e.", "File b.txt."]


def test_what_cannot_be_read_is_said_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "cut.txt").write_bytes(gzip.compress(b"text")[:-9])
    (tmp_path / "good.txt").write_text("Good.")
    (tmp_path / "void").mkdir()
    said = texts(list(articles(str(tmp_path / name) for name in ("gone.txt", "empty.txt", "cut.txt", "void", "good.txt"))))
    for line, words in zip(said, ("no such file", "the file is empty", "the gzip data are cut off", "no article in this folder", "Good."), strict=True):
        assert words in line


def test_limit_is_one_articles_not_the_files() -> None:
    data = b"".join(json.dumps({"text": f"{n} " + "x" * 900 * (n == 1)}).encode() + b"\n" for n in range(4))
    said = texts(list(read(Raw.of("x", data, limit=300), "jsonl")))
    assert [said[0], said[2], said[3]] == ["0 ", "2 ", "3 "]
    assert "x, line 2: more than 0.0003 MB in one article" in said[1]
    with pytest.raises(InputError, match="--max-megabytes"):
        list(read(Raw.of("x", b"word " * 100, limit=300), "text"))


def test_limit_holds_where_the_first_line_is_too_long() -> None:
    data = json.dumps({"text": "x" * 2000}).encode() + b"\n" + json.dumps({"text": "Two."}).encode()
    said = texts(list(read(Raw.of("x", data, limit=300), "jsonl")))
    assert "line 1" in said[0]
    assert said[1:] == ["Two."]


def test_utf16_is_read_in_every_format() -> None:
    data = (json.dumps({"text": "One."}) + "\n" + json.dumps({"text": "Two."})).encode("utf-16")
    assert texts(list(read(Raw("x", io.BytesIO(data))))) == ["One.", "Two."]


def test_invalid_utf8_of_one_line_is_a_note_with_the_text() -> None:
    (found,) = read(Raw.of("x", b'{"text": "The \x93deal\x94 of M\xe1laga holds, the minister\x92s aide said in Paris."}'))
    assert isinstance(found, Loaded)
    assert "“deal” of Málaga" in found.article.text
    assert "not valid UTF-8" in found.notes[0]
