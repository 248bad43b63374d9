"""ninjs, the IPTC's News in JSON: versions 1 (`body_text`, `headline`), 2 (`bodies`, `headlines`) and 3 (their names in camel case)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from riftline.errors import InputError, NotAnArticle
from riftline.records import Article
from riftline.sources.base import Loaded
from riftline.sources.fields import untagged
from riftline.sources.published import published_date

MARKS = ("bodies", "headlines", "pubstatus", "versioncreated", "firstcreated", "contentcreated")
"""An object with `uri` and one of these, or a key that begins with `body_`, is an item (names as in the IPTC's schemas, in lower case)."""

OURS = ("text", "body", "content")
"""Keys that no item has, and that a record has its text in."""

WITHDRAWN = {"canceled": "withdrawn items", "cancelled": "withdrawn items", "withheld": "items that are withheld"}
"""The values of `pubstatus` with which an item is no news, and what to call it."""

DAYS = ("contentcreated", "firstcreated", "versioncreated")
"""Where the day is looked for. The first version's comes before the last one's, which a mended caption moves."""


def is_item(value: Any) -> bool:
    """Whether a JSON value is an item of ninjs, and not a record of ours that has an `uri` too."""
    if not isinstance(value, Mapping) or not isinstance(value.get("uri"), str) or any(isinstance(value.get(key), str) for key in OURS):
        return False
    return any(key.lower() in MARKS or key.lower().startswith("body_") for key in value)


def item(value: Mapping[str, Any], origin: str) -> Loaded | str:
    """The article of an item; or, where it is no news text, what it is, in the plural. Raises NotAnArticle for a text without
    words, InputError for a date that is none."""
    fields = {key.lower(): part for key, part in value.items()}
    if isinstance(status := fields.get("pubstatus"), str) and status.lower() in WITHDRAWN:
        return WITHDRAWN[status.lower()]
    text = _body(fields)
    if not text:
        kind = fields.get("type")
        if isinstance(kind, str) and kind.lower() != "text":
            return "items without a text (pictures and the like)"
        raise NotAnArticle(origin, "an item of ninjs without a text (`body_text`, `body_html` or `bodies`).")
    name = next((key for key in DAYS if isinstance(fields.get(key), str)), None)
    published = published_date(fields[name]) if name else None
    if name and published is None:
        raise InputError(origin, f"`{name}` is {fields[name]!r}, which is no date; write it as 2023-09-21.")
    uri = _string(fields["uri"]) or ""
    return Loaded(
        Article(
            id=uri,
            text=text,
            title=_headline(fields),
            published=published,
            published_from="metadata" if published else None,
            published_reason=f"The item's `{name}`." if published else None,
            publisher=_string(fields.get("copyrightholder")) or _source(fields),
            url=uri if uri.startswith(("http://", "https://")) else None,
            language=_string(fields.get("language")),
            origin=origin,
        )
    )


def _body(fields: Mapping[str, Any]) -> str | None:
    """The text: a plain one with line breaks, else one with markup, whose paragraphs show, else a plain one on one line."""
    plain: list[str] = []
    marked: list[str] = []
    for part in _values(fields, "bodies", "body_"):
        (marked if "</" in part else plain).append(part)
    broken = next((part for part in plain if "\n" in part.strip()), None)
    text = broken or next((untagged(part) for part in marked), None) or next(iter(plain), None)
    return text if text and text.strip() else None


def _headline(fields: Mapping[str, Any]) -> str | None:
    return _string(fields.get("headline")) or next((untagged(part) for part in _values(fields, "headlines", "headline_")), None) or _string(fields.get("title"))


def _values(fields: Mapping[str, Any], listed: str, prefix: str) -> list[str]:
    """The strings of a list of versions 2 and 3 (the main one first), then of the keys of version 1 with a prefix."""
    parts = fields.get(listed)
    objects = [part for part in parts if isinstance(part, Mapping)] if isinstance(parts, list) else []
    objects.sort(key=lambda part: part.get("role") != "main")
    named = [part for key, part in sorted(fields.items(), key=lambda pair: pair[0] != f"{prefix}text") if key.startswith(prefix)]
    return [found for part in (*(part.get("value") for part in objects), *named) if (found := _string(part))]


def _source(fields: Mapping[str, Any]) -> str | None:
    """The name of the first source of information, which is the agency where no holder of the copyright is named."""
    for key in ("infosources", "infosource"):
        parts = fields.get(key)
        for part in parts if isinstance(parts, list) else ():
            if isinstance(part, Mapping) and (name := _string(part.get("name"))):
                return name
    return None


def _string(value: Any) -> str | None:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) and value.strip() else None
