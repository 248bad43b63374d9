"""A decoded record (of JSON, a table's row) as an article: its fields found, checked and brought into our types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from riftline.errors import InputError, NotAnArticle
from riftline.records import Article
from riftline.sources.base import Loaded
from riftline.sources.columns import OPTION, UNMAPPED, Columns, Picked, pick
from riftline.sources.html import extract
from riftline.sources.published import published_date

_BLOCK_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|li|ul|ol|blockquote)\b[^<>]*+>", re.I)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*+>")
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype html|<html\b)", re.I)


def loaded(value: Any, origin: str, columns: Columns = UNMAPPED) -> Loaded:
    """The article of one record. Raises InputError where it has no text or a field that makes no sense; a field that was only
    guessed by its column's name and makes no sense is left out, and a date among them is noted."""
    if not isinstance(value, Mapping):
        raise InputError(origin, "not a record; an article is a JSON object with at least `text`.")
    text = _text(value, origin, columns)
    notes: list[str] = []
    published, name = _published(value, origin, columns, notes)
    title, url = _string(value, "title", origin, columns), _string(value, "url", origin, columns)
    if _PAGE.match(text):
        page = extract(text, origin)
        if page is None:
            raise NotAnArticle(origin, "no article was found in the page that the record holds.")
        text, title = page.text, title or page.title
        if published is None:
            published, name = page.published, ""
    return Loaded(
        Article(
            id=_string(value, "id", origin, columns) or "",
            text=untagged(text),
            title=title,
            published=published,
            published_from="metadata" if published else None,
            published_reason=(f"The record's `{_written(name)}`." if name else "The page's own date.") if published else None,
            publisher=_string(value, "publisher", origin, columns),
            url=url,
            language=_string(value, "language", origin, columns),
            origin=origin,
        ),
        tuple(notes),
    )


def untagged(text: str) -> str:
    """The text without HTML tags, where its paragraphs are marked with them: a feed's habit."""
    if not re.search(r"<(?:p|br|div)\b[^<>]*+>", text, re.I):
        return text
    return _TAG.sub("", _BLOCK_TAG.sub("\n\n", text))


def _text(value: Mapping[str, Any], origin: str, columns: Columns) -> str:
    there = pick(value, columns, "text")
    for picked in there:
        parts = picked.value if isinstance(picked.value, list | tuple) else [picked.value]
        words = [_written(part) for part in parts]
        if all(isinstance(part, str) for part in words):
            text = "\n\n".join(str(part) for part in words)
            if text.strip():
                return text
        elif not picked.guessed:
            raise InputError(origin, f"`{picked.name}` is not a string.")
    if there:
        raise NotAnArticle(origin, f"the record's `{there[0].name}` is empty.")
    keys = ", ".join(f"`{key}`" for key in list(value)[:6]) or "none"
    wanted = columns.path("text") or "text"
    longest = max(value, key=lambda key: len(value[key]) if isinstance(value[key], str) else -1, default=None)
    hint = f"; name the one that holds it, as in {OPTION} text={longest}" if longest and isinstance(value[longest], str) else ""
    raise InputError(origin, f"a record without `{wanted}` (its keys: {keys}){hint}.")


def _published(value: Mapping[str, Any], origin: str, columns: Columns, notes: list[str]) -> tuple[date | None, str]:
    """The publication date and the name of its column."""
    for picked in pick(value, columns, "published"):
        found = picked.value
        if isinstance(found, bool):
            continue  # a flag of an editorial system, not a day
        if isinstance(found, datetime | date):
            return (found.date() if isinstance(found, datetime) else found), picked.name
        written = str(int(found)) if isinstance(found, int | float) and abs(found) < 1e15 else _written(found)
        if isinstance(written, str) and not written.strip():
            continue
        if isinstance(written, str) and (day := published_date(written)):
            return day, picked.name
        if not picked.guessed:
            if not isinstance(written, str):
                raise InputError(origin, f"`{picked.name}` is not a string.")
            raise InputError(origin, f"`{picked.name}` is {found!r}, which is no date; write it as 2023-09-21.")
        if isinstance(written, str):
            notes.append(f"its `{_written(picked.name)}` is {found!r}, which is no date that can be read; it was left out.")
    return None, ""


def _string(value: Mapping[str, Any], field: str, origin: str, columns: Columns) -> str | None:
    for picked in pick(value, columns, field):
        found = _identity(picked) if field == "id" else _written(picked.value)
        if isinstance(found, str):
            if found.strip():
                return found
        elif not picked.guessed:
            raise InputError(origin, f"`{picked.name}` is not a string.")
    return None


def _identity(picked: Picked) -> Any:
    found = picked.value
    return str(found) if isinstance(found, int | UUID) and not isinstance(found, bool) else _written(found)


def _written(value: Any) -> Any:
    """A string as it can be written out again: a lone surrogate ("\\ud800") is valid in JSON but cannot. Bytes are taken as UTF-8."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) and not value.isascii() else value
