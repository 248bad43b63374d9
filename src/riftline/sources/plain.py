"""Plain text and Markdown: one file, one article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from riftline.errors import InputError, NotAnArticle
from riftline.records import Article
from riftline.sources.base import Found, Loaded, Raw
from riftline.sources.detect import decode
from riftline.sources.published import published_date

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(\w+)[ \t]*+:(.*)$")


def _heading(found: re.Match[str]) -> str:
    """A heading's words on a line of their own, without the signs behind them."""
    return "\n" + found[1].rstrip(" \t").rstrip("#").rstrip(" \t") + "\n"


# A text of any size goes through these: each looks at a character a few times at most, whatever is left open in it. As in CommonMark,
# a comment or a fence that is not closed goes on to the end.
_MARKUP: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"<!--.*?(?:-->|\Z)", re.S), ""),
    (re.compile(r"^(```|~~~).*?(?:^\1[ \t]*+$|\Z)", re.S | re.M), ""),
    (re.compile(r"!\[[^\[\]]*+\]\((?:[^()]|\([^()]*+\))*+\)"), ""),
    (re.compile(r"\[([^\[\]]++)\]\((?:[^()]|\([^()]*+\))*+\)"), r"\1"),
    (re.compile(r"\[([^\[\]]++)\]\[[^\[\]]*+\]"), r"\1"),
    (re.compile(r"^\[[^\[\]\n]++\]:[ \t]++\S.*$", re.M), ""),
    (re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.M), ""),
    (re.compile(r"^[ \t]*={3,}[ \t]*$", re.M), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]++(.*)$", re.M), _heading),
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M), ""),
    (re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}\.)[ \t]+(?=\S)", re.M), "\n"),
    (re.compile(r"(\*\*\*|\*\*)(?=\S)((?:[^*]|\*(?!\*))++)(?<=\S)\1"), r"\2"),
    (re.compile(r"__(?=\S)((?:[^_]|_(?!_))++)(?<=\S)__"), r"\1"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"</?[a-zA-Z][^<>\n]*+>"), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>-])"), r"\1"),
)
HEADLINE_WORDS = 24


def read_text(raw: Raw) -> Iterator[Found]:
    """The one article of a plain text file; its title is its first paragraph where that reads as a headline."""
    decoded = decode(raw.whole(), raw.origin)
    text = decoded.text
    if not text.strip():
        yield NotAnArticle(raw.origin, "the file is empty.")
        return
    yield Loaded(Article("", text, headline(text), origin=raw.origin), (*raw.notes, *_notes(decoded.note)))


def read_markdown(raw: Raw) -> Iterator[Found]:
    """The one article of a Markdown file: markup is taken off; title, date, publisher and URL are read from its front matter."""
    decoded = decode(raw.whole(), raw.origin)
    text = decoded.text.replace("\r\n", "\n")
    fields: dict[str, str] = {}
    if front := _FRONT.match(text):
        text = text[front.end() :]
        for line in front[1].splitlines():
            if pair := _FIELD.match(line):
                fields[pair[1].lower()] = pair[2].strip(" \t").strip("\"'")
    text = plain(text)
    if not text.strip():
        yield NotAnArticle(raw.origin, "the file is empty.")
        return
    published: date | None = None
    written = next((fields[key] for key in ("published", "date") if fields.get(key)), None)
    if written and not (published := published_date(written)):
        yield InputError(raw.origin, f"its date {written!r} is none; write it as 2023-09-21.")
        return
    article = Article(
        fields.get("id", ""),
        text,
        fields.get("title") or headline(text),
        published,
        "metadata" if published else None,
        "The date in the file's front matter." if published else None,
        fields.get("publisher") or None,
        fields.get("url") or None,
        fields.get("language") or fields.get("lang") or None,
        raw.origin,
    )
    yield Loaded(article, (*raw.notes, *_notes(decoded.note)))


def plain(markdown: str) -> str:
    """Markdown without its markup: words, paragraphs and headings stay."""
    for pattern, instead in _MARKUP:
        markdown = pattern.sub(instead, markdown)
    return markdown


def headline(text: str) -> str | None:
    """The first paragraph where it reads as a headline: short, unlike a sentence with its full stop, and not all there is."""
    paragraphs = [part for part in re.split(r"\n\s*\n", text.strip(), maxsplit=2) if part.strip()]
    if len(paragraphs) < 2:
        return None
    first = " ".join(paragraphs[0].split())
    if len(first.split()) > HEADLINE_WORDS or len(paragraphs[0].splitlines()) > 2 or re.search(r"[^.]{60}\.[\"”’']?$", first):
        return None
    return first.removesuffix(".")


def _notes(note: str | None) -> tuple[str, ...]:
    return (note,) if note else ()
