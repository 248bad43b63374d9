"""Sentences of a cleaned text without a parse: for the index, which must be fast, and for showing evidence where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from riftline.records import Span

_BOUNDARY = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ0-9])")
_NO_BOUNDARY = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Adm|Sen|Rep|Gov|Rev|St|Hon|Jr|Sr|No|vs|etc|approx|Inc|Corp|Ltd"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)|\b[A-Z]|\b[a-z]\.[a-z])\.$"
)
_TAG = re.compile(r"(?:[A-Z][\w’'.-]*\s(?:[a-z]+\s)?){1,5}(?:said|says|told|asked|added|wrote|declared|warned|insisted|claimed|replied)\b")
"""Who spoke, after the quotation: "Are we next?" Mayor Jones asked."""


def breaks(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Where one sentence ends and where the next begins, in a stretch of `text` that has no line break."""
    for found in _BOUNDARY.finditer(text, first, last):
        abbreviation = _NO_BOUNDARY.search(text, max(first, found.start() - 12), found.start())
        if not abbreviation and not (found[0][0] in "\"”’" and _TAG.match(text, found.end())):
            yield found.start() + len(found[0].rstrip()), found.end()


def sentences(text: str) -> Iterator[Span]:
    """The sentences of a text, in order; a line break ends one too. Spans have no space at their ends."""
    at = 0
    for line in text.split("\n"):
        first, last = at, at + len(line)
        at = last + 1
        for end, following in breaks(text, first, last):
            yield from _trimmed(text, first, end)
            first = following
        yield from _trimmed(text, first, last)


def sentence_around(text: str, start: int, end: int) -> Span:
    """The sentence, or the sentences, of `text` that hold the characters from `start` to `end`."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", max(end - 1, start))
    last = len(text) if last < 0 else last
    for done, following in breaks(text, first, last):
        if following <= start:
            first = following
        elif done >= end:
            last = done
            break
    return Span(first, last, text[first:last])


def _trimmed(text: str, first: int, last: int) -> Iterator[Span]:
    words = text[first:last]
    if stripped := words.strip():
        first += len(words) - len(words.lstrip())
        yield Span(first, first + len(stripped), stripped)
