"""Stretches of an article on their way to becoming statements, and what trims them to the words that were said."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from riftline.extraction.quotations import Inside
from riftline.extraction.speakers import Source

SENTENCE_END = re.compile(r"[.!?…][”\"’']*\s")
_TRIM_LEFT = " \t\n,;:—–-"
_TRIM_RIGHT = " \t\n,;:—–-."
_HANGING = re.compile(r"[\s,;]+(?:and|but|or|while|as|because|although)$")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]|\b(?:Inc|Corp|Jr|Sr|Co|Ltd))\.$")

@dataclass(frozen=True, slots=True)
class Found:
    """A statement on its way: `content` and `holes` are character ranges, holes lie within content."""

    content: tuple[int, int]
    holes: tuple[tuple[int, int], ...]
    cue: int
    cue_end: int
    source: Source | None
    via: Source | None = None


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without commas, dashes or a full stop at the edges; an abbreviation keeps its own."""
    while start < end and text[start] in _TRIM_LEFT:
        start += 1
    while end > start and text[end - 1] in _TRIM_RIGHT:
        if _ABBREVIATION.search(text, max(start, end - 6), end):
            break
        end -= 1
    hanging = _HANGING.search(text, max(start, end - 12), end)
    return start, hanging.start() if hanging is not None and hanging.start() > start else end


def snapped(inside: Inside, span: tuple[int, int]) -> tuple[int, int]:
    """Never half a quotation: grown to the marks that it crosses; without the marks where it is one quotation."""
    start, end = span
    if start >= end:
        return span
    first, last = inside.at(start), inside.at(end - 1)
    if first is not None and last is first:
        return first.start, first.end
    if first is not None:
        start = first.outer_start
    if last is not None:
        end = last.outer_end
    return start, end


def without_that(text: str, span: tuple[int, int], opens: int | None) -> tuple[int, int]:
    """Without "that" at the start, nor a day that the parser has put before it: "said Monday that …"."""
    if opens is not None and span[0] <= opens < min(span[1], span[0] + 40):
        return trimmed(text, opens + 4, span[1])
    return span


def after_conjunction(text: str, start: int) -> int:
    """Where a sentence goes on behind an opening "But" or "And"."""
    m = re.match(r"(?:But|And|Yet|So)\s+", text[start : start + 6])
    return start + m.end() if m else start


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Without white space at the edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether two stretches share a character."""
    return a[0] < b[1] and b[0] < a[1]


def token_at(doc: Doc, offset: int) -> int:
    """The index of the token that holds the character at `offset`, or of the last one before it."""
    return max(0, bisect_right(doc, offset, key=_start) - 1)


def _start(token: Token) -> int:
    return int(token.idx)
