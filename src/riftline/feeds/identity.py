"""Which items of a feed are new. An item is known by what it is called, never by its date.

An item is known by its id; without one by its link; without either by its title and summary. The same id again is the same item,
unless its link and its title are both others: some feeds give all items one id, and those are told apart by their links.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import sha256

from riftline.feeds.documents import Entry

Face = tuple[str | None, str | None]
"""Link and title: what an item looks like."""

DIGITS = 24


def new_items(entries: Iterable[Entry], known: Mapping[str, Face]) -> list[tuple[str, Entry]]:
    """The entries that are none of the known items, each once and under its identity, in their order."""
    seen = dict(known)
    found: list[tuple[str, Entry]] = []
    for entry in entries:
        for identity in _identities(entry):
            face = seen.get(identity)
            if face is None:
                seen[identity] = (entry.link, entry.title)
                found.append((identity, entry))
                break
            if not _other(face, (entry.link, entry.title)):
                break
    return found


def _identities(entry: Entry) -> list[str]:
    """What an entry may be known by: by the second where an item of another face has the first."""
    if entry.guid:
        return [_digest("id", entry.guid), _digest("id and link", entry.guid, entry.link or entry.title or "")]
    if entry.link:
        return [_digest("link", entry.link)]
    return [_digest("text", entry.title or "", entry.summary or entry.content or "")]


def _other(one: Face, two: Face) -> bool:
    return one[0] != two[0] and one[1] != two[1]


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:DIGITS]
