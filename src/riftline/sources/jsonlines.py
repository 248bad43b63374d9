"""JSON (one record or a list of them) and JSON lines (one record a line, read as a stream)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from riftline.errors import InputError, NotAnArticle
from riftline.records import Article
from riftline.sources import ninjs
from riftline.sources.base import Found, Loaded, Raw, too_large
from riftline.sources.detect import decode
from riftline.sources.fields import loaded, untagged

__all__ = ["read_json", "read_lines", "record", "untagged"]


def read_lines(raw: Raw) -> Iterator[Found]:
    """One article a line, a record or a ninjs item; a broken line is an error that names it, and the next line is read."""
    any_record = False
    for number, line in enumerate(raw.lines(), start=1):
        if number <= raw.start or not line.strip():
            any_record = any_record or number <= raw.start
            continue
        any_record = True
        raw.at = number if line.endswith(b"\n") else number - 1  # a last line without its end may still be being written
        origin = f"{raw.origin}, line {number}"
        if len(line) > raw.limit:
            yield too_large(origin, raw.limit)
            continue
        try:
            decoded = decode(line, origin)
            found = _article(json.loads(decoded.text.strip()), origin, raw, decoded.note)
        except InputError as problem:
            yield problem
            if isinstance(problem, NotAnArticle) and number == 1:
                return  # a binary file: every further line would say the same
            continue
        except (ValueError, RecursionError) as problem:
            yield InputError(origin, f"not valid JSON ({_where(problem)}); a JSON-lines file has one whole object a line.")
            continue
        if found:
            yield found
    if not any_record:
        yield NotAnArticle(raw.origin, "the file is empty.")


def read_json(raw: Raw) -> Iterator[Found]:
    """The article of a JSON object, or the articles of a list of them; records or ninjs items."""
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
    raw.total = len(value) if several else 1
    for number, item in enumerate(value if several else [value], start=1):
        if number <= raw.start:
            continue
        raw.at = number
        origin = f"{raw.origin}, record {number}" if several else raw.origin
        try:
            found = _article(item, origin, raw, decoded.note)
        except InputError as problem:
            yield problem
            continue
        if found:
            yield found


def record(value: Any, origin: str) -> Article:
    """The article of one decoded record. Raises InputError where it has no text or a field that makes no sense."""
    return loaded(value, origin).article


def _article(value: Any, origin: str, raw: Raw, note: str | None) -> Loaded | None:
    """The article of a record of our own kind, or of a ninjs item; None for an item that is passed over, which is counted."""
    if not raw.columns.given and ninjs.is_item(value):
        item = ninjs.item(value, origin)
        if isinstance(item, str):
            raw.passed[item] += 1
            return None
    else:
        item = loaded(value, origin, raw.columns)
    return Loaded(item.article, (*raw.notes, *((note,) if note else ()), *item.notes))


def _where(problem: Exception) -> str:
    if isinstance(problem, json.JSONDecodeError):
        return f"{problem.msg.removesuffix(' at')} at character {problem.pos + 1}"
    return "nested too deeply" if isinstance(problem, RecursionError) else str(problem)
