"""Quotation marks: which stretches of a text stand inside them.

Typographic and typewriter marks, double and single, doubled single ones (''so''), marks that are never closed,
and quotations that run over paragraphs, each paragraph opening with a mark and only the last one closing it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST = 3000
"""A quotation of more characters than this within a paragraph is a mark that lost its partner."""

_OPENERS = {"“": "”", "«": "»", "„": "“”", '"': '"', "''": "''", "``": "''", "‘": "’", "'": "'"}
_MARK = re.compile(r"''|``|[“”\"„«»‘’']")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[ \t]+\S[^\n]*)*")
"""A line, with the indented lines that go on from it."""
_SPACE_OR_OPEN = " \t\n\u00a0([{—–-/:“\"‘"


@dataclass(frozen=True, slots=True)
class Quotation:
    """`start` to `end` without the marks, `outer_start` to `outer_end` with them."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    continues: bool = False
    """Whether it goes on from the paragraph before."""


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """The outermost quotations, in order, none overlapping another."""
    found: list[Quotation] = []
    running = ""
    paragraphs = list(_PARAGRAPH.finditer(text))
    for paragraph, following in zip(paragraphs, [*paragraphs[1:], None], strict=False):
        start, end = paragraph.span()
        continues = bool(running) and text[start:end].lstrip().startswith(running)
        opens_next = following.group().lstrip()[:2] if following is not None else ""
        here, running = _in_paragraph(text, start, end, continues, opens_next)
        found.extend(here)
    return tuple(found)


def _in_paragraph(text: str, start: int, end: int, continues: bool, opens_next: str) -> tuple[list[Quotation], str]:
    """The quotations of one paragraph, and the mark of one that is still open at its end: only where the next one opens with it."""
    found: list[Quotation] = []
    position = start
    while (opening := _MARK.search(text, position, end)) is not None:
        mark = opening.group()
        position = opening.end()
        if mark not in _OPENERS or not _opens(text, opening.start(), opening.end(), start, end):
            continue
        close = _closing(text, mark, opening.end(), end)
        again = text.find(mark, opening.end(), close[0] if close else end) if mark in "“„" else -1
        if again > opening.end():  # a second opening mark: the first was never closed
            stop = again if text[:again].rstrip()[-1:] in ".!?…”" else _first_sentence(text, opening.end(), again)
            found.append(_quotation(text, opening.start(), opening.end(), stop, stop, continues and not found))
            position = stop
            continue
        if close is None:
            if not opens_next.startswith(mark) or end - opening.start() > LONGEST:
                continue
            found.append(_quotation(text, opening.start(), opening.end(), end, end, continues and not found))
            return found, mark
        found.append(_quotation(text, opening.start(), opening.end(), close[0], close[1], continues and not found))
        position = close[1]
    return found, ""


def _first_sentence(text: str, start: int, end: int) -> int:
    """Where the first sentence from `start` ends, at the latest at `end`."""
    m = re.compile(r"[.!?…](?=\s)").search(text, start, end)
    return m.end() if m else end


def _quotation(text: str, outer_start: int, start: int, end: int, outer_end: int, continues: bool) -> Quotation:
    inside = text[start:end]
    return Quotation(
        start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip()), outer_start, outer_end, continues
    )


def _opens(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether the mark at `at` can open: something follows it directly, and no letter goes before."""
    if after >= end or text[after].isspace():
        return False
    before = text[at - 1] if at > start else " "
    if text[at] in "‘'" and after - at == 1:
        return before in _SPACE_OR_OPEN and not re.match(r"\d0s|(?:em|til|tis|twas|cause)\b", text[after : after + 6], re.I)
    return not before.isalnum()


def _closing(text: str, mark: str, position: int, end: int) -> tuple[int, int] | None:
    """Start and end of the mark that closes what `mark` opened, within `LONGEST` characters."""
    closers = _OPENERS[mark]
    wanted = ("''",) if closers == "''" else tuple(closers)
    for m in _MARK.finditer(text, position, min(end, position + LONGEST)):
        if m.group() not in wanted:
            continue
        after = text[m.end()] if m.end() < end else " "
        single = m.group() in "’'"
        if single and (after.isalnum() or text[m.start() - 1].isspace()):
            continue  # an apostrophe
        if single and text[m.start() - 1] == "s" and after == " " and _MARK.search(text, m.end(), min(end, m.end() + 200)):
            later = _closing(text, mark, m.end(), min(end, m.end() + 200))
            if later is not None and text[later[0] - 1] in ",.!?…":
                return later  # "the allies’ plan," : the mark after the s is a possessive
        if mark == '"' and text[m.start() - 1].isspace() and not after.isspace() and after not in ",.;:!?)":
            continue  # opens again rather than closes
        return m.start(), m.end()
    return None


class Inside:
    """A text with its quotations: looks up which one a character stands in."""

    def __init__(self, text: str, quotations: Sequence[Quotation]) -> None:
        self.text = text
        self.quotations = tuple(quotations)
        self._starts = [q.outer_start for q in quotations]

    def at(self, offset: int) -> Quotation | None:
        """The quotation around the character at `offset`, marks included; None outside."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0:
            return None
        quotation = self.quotations[index]
        return quotation if offset < quotation.outer_end else None

    def share(self, start: int, end: int) -> float:
        """The share of the characters from `start` to `end` that stand in quotations."""
        near = self.quotations[max(0, bisect_right(self._starts, start) - 1) : bisect_left(self._starts, end)]
        covered = sum(max(0, min(end, q.outer_end) - max(start, q.outer_start)) for q in near)
        return covered / (end - start) if end > start else 0.0
