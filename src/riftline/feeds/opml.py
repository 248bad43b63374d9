"""The list of feeds that feed readers export: an OPML file."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from riftline.errors import InputError
from riftline.feeds.plan import Feed, Plan, Settings, is_address


def read_opml(path: str, data: bytes) -> Plan:
    """The feeds of an OPML file, each once, with its title as name. Raises InputError where there is none."""
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as problem:
        raise InputError(path, f"not valid OPML ({problem}); export your feeds again, or write a feeds.toml.") from None
    feeds: dict[str, Feed] = {}
    for outline in root.iter("outline"):
        values = {name.lower(): value for name, value in outline.attrib.items()}
        url = values.get("xmlurl", "").strip()
        if not is_address(url):
            continue  # a folder, or a feed that is no web address
        feed = Feed(url)
        name = " ".join((values.get("title") or values.get("text") or "").split())
        feeds.setdefault(feed.key, replace(feed, name=name or None))
    if not feeds:
        raise InputError(path, "no feed was found in it; an OPML file names each in an <outline> with `xmlUrl`.")
    return Plan(path, Settings(), tuple(feeds.values()))
