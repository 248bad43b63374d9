"""Signals as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from riftline.wording import code_name

_ATOM = "http://www.w3.org/2005/Atom"


def feed(signals: Sequence[dict[str, Any]], address: str = "/api/v1/signals.atom") -> bytes:
    """The feed of some signals' records, the newest first. An entry's id is `urn:riftline:` and the signal's; it never changes."""
    root = Element("feed", xmlns=_ATOM)
    SubElement(root, "id").text = "urn:riftline:signals"
    SubElement(root, "title").text = "Riftline: signals"
    SubElement(root, "updated").text = f"{signals[0]['date']}T00:00:00Z" if signals else datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    SubElement(root, "link", rel="self", href=address)
    SubElement(SubElement(root, "author"), "name").text = "Riftline"
    for signal in signals:
        entry = SubElement(root, "entry")
        where = f" ({signal['place']})" if signal["place"] else ""
        SubElement(entry, "id").text = f"urn:riftline:{signal['id']}"
        SubElement(entry, "title").text = _clean(f"{signal['kind'].capitalize()}: {', '.join(code_name(code) for code in signal['actors'])}{where}")
        SubElement(entry, "updated").text = f"{signal['date']}T00:00:00Z"
        SubElement(entry, "link", href=f"/#/signals/{signal['id']}")
        SubElement(entry, "category", term=signal["kind"])
        SubElement(entry, "content", type="text").text = _clean(signal["reason"])
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _clean(words: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(letter if letter >= " " or letter in "\t\n" else " " for letter in words)
