"""JSON (one record or a list of them) and JSON lines (one record a line, read as a stream)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from riftline.errors import InputError, NotAnArticle
from riftline.records import Article
from riftline.sources.base import Found, Loaded, Raw, too_large
from riftline.sources.detect import decode
from riftline.sources.published import published_date

_BLOCK_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^>]*>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")


def read_lines(raw: Raw) -> Iterator[Found]:
    """One article a line; a broken line is an error that names it, and the next line is read."""
    any_record = False
    for number, line in enumerate(raw.lines(), start=1):
        if not line.strip():
            continue
        any_record = True
        origin = f"{raw.origin}, line {number}"
        if len(line) > raw.limit:
            yield too_large(origin, raw.limit)
            continue
        try:
            decoded = decode(line, origin)
            found = record(json.loads(decoded.text.strip()), origin)
        except InputError as problem:
            yield problem
            if isinstance(problem, NotAnArticle) and number == 1:
                return  # a binary file: every further line would say the same
            continue
        except (ValueError, RecursionError) as problem:
            yield InputError(origin, f"not valid JSON ({_where(problem)}); a JSON-lines file has one whole object a line.")
            continue
        yield _noted(found, raw.notes, decoded.note)
    if not any_record:
        yield NotAnArticle(raw.origin, "the file is empty.")


def read_json(raw: Raw) -> Iterator[Found]:
    """The article of a JSON object, or the articles of a list of them."""
    decoded = decode(raw.whole(), raw.origin)
    if not decoded.text.strip():
        yield NotAnArticle(raw.origin, "the file is empty.")
        return
    try:
        value = json.loads(decoded.text)
    except (ValueError, RecursionError) as problem:
        yield InputError(raw.origin, f"not valid JSON ({_where(problem)}).")
        return
    several = isinstance(value, list)
    if several and not value:
        yield NotAnArticle(raw.origin, "the list holds no article.")
    for number, item in enumerate(value if several else [value], start=1):
        origin = f"{raw.origin}, record {number}" if several else raw.origin
        try:
            found = record(item, origin)
        except InputError as problem:
            yield problem
            continue
        yield _noted(found, raw.notes, decoded.note)


def record(value: Any, origin: str) -> Article:
    """The article of one decoded record. Raises InputError where it has no text or a field that makes no sense."""
    if not isinstance(value, dict):
        raise InputError(origin, "not a record; an article is a JSON object with at least `text`.")
    if value.get("text") is None:
        keys = ", ".join(f"`{key}`" for key in list(value)[:6]) or "none"
        raise InputError(origin, f"a record without `text` (its keys: {keys}).")
    text = _string(value, "text", origin) or ""
    if not text.strip():
        raise NotAnArticle(origin, "the record's `text` is empty.")
    written = _string(value, "published", origin)
    published: date | None = None
    if written and written.strip() and not (published := published_date(written)):
        raise InputError(origin, f"`published` is {written!r}, which is no date; write it as 2023-09-21.")
    return Article(
        id=_string(value, "id", origin, numbers=True) or "",
        text=untagged(text),
        title=_string(value, "title", origin),
        published=published,
        published_from="metadata" if published else None,
        published_reason="The record's `published`." if published else None,
        publisher=_string(value, "publisher", origin),
        url=_string(value, "url", origin),
        language=_string(value, "language", origin),
        origin=origin,
    )


def untagged(text: str) -> str:
    """The text without HTML tags, where its paragraphs are marked with them: a feed's habit."""
    if not re.search(r"<(?:p|br|div)\b[^>]*>", text, re.I):
        return text
    return _TAG.sub("", _BLOCK_TAG.sub("\n\n", text))


def _string(value: dict[str, Any], key: str, origin: str, numbers: bool = False) -> str | None:
    found = value.get(key)
    if found is None or isinstance(found, str):
        # A lone surrogate ("\ud800") is valid in JSON but cannot be written out again.
        return found.encode("utf-8", "replace").decode("utf-8") if found else None
    if numbers and isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    raise InputError(origin, f"`{key}` is not a string.")


def _noted(article: Article, before: list[str], note: str | None) -> Loaded:
    return Loaded(article, (*before, *((note,) if note else ())))


def _where(problem: Exception) -> str:
    if isinstance(problem, json.JSONDecodeError):
        return f"{problem.msg.removesuffix(' at')} at character {problem.pos + 1}"
    return "nested too deeply" if isinstance(problem, RecursionError) else str(problem)
