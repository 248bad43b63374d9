"""A folder's `index.jsonl`: what its files do not say of themselves (id, title, published, publisher, url), a line each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

from riftline.errors import InputError
from riftline.records import Article
from riftline.sources.base import Found
from riftline.sources.jsonlines import record

NAME = "index.jsonl"


def read_index(path: str, read: Callable[[str], Iterator[Found]]) -> Iterator[Found]:
    """The articles that an index lists, in its order, each read by `read` and given what its line says.

    A line is a JSON object with `file`, a path beside the index, and the keys of a JSON-lines record but `text`.
    """
    with open(path, encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            origin = f"{path}, line {number}"
            try:
                row = _row(line, origin)
            except InputError as problem:
                yield problem
                continue
            for found in read(os.path.join(os.path.dirname(path), row["file"])):
                yield found if isinstance(found, InputError) else replace(found, article=_told(found.article, row, origin))


def listed(path: str) -> list[str]:
    """The files that an index names, as far as it can be read: for knowing how much there is."""
    found: list[str] = []
    with open(path, encoding="utf-8-sig", errors="replace") as lines:
        for line in lines:
            with suppress(InputError):
                found.append(os.path.join(os.path.dirname(path), _row(line, path)["file"]))
    return found


def _row(line: str, origin: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except RecursionError:
        raise InputError(origin, "not valid JSON (nested too deeply).") from None
    except ValueError as problem:
        raise InputError(origin, f"not valid JSON ({problem}).") from None
    if not isinstance(row, dict) or not _inside(row.get("file")):
        raise InputError(origin, "a line of an index needs `file`, a path inside its folder.")
    return row


def _inside(name: Any) -> bool:
    """Whether it can be the path of a file in the folder; an index in an index could be itself, and so without an end."""
    if not isinstance(name, str) or "\0" in name or os.path.isabs(name) or ".." in name.split("/") or os.path.basename(name) == NAME:
        return False
    try:
        os.fsencode(name)
    except UnicodeEncodeError:  # half a character
        return False
    return True


def _told(article: Article, row: dict[str, Any], origin: str) -> Article:
    """The article with the fields of its line, checked as those of any record; what the file says itself gives way."""
    told = record({**row, "text": article.text}, origin)
    given = {key: getattr(told, key) for key in ("title", "publisher", "url", "language") if getattr(told, key)}
    if told.id:
        given["id"] = told.id
    if told.published:
        given |= {"published": told.published, "published_from": "metadata", "published_reason": "The folder's index says so."}
    return replace(article, **given)
