"""Where an error is told: the sentences of the article with the annotated quote and the coded evidence marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from evaluation.matching import words
from evaluation.report.errors import Error
from evaluation.scorer import Record, showing

Stretch = tuple[int, int]
"""First character and the one after the last."""
MOST_EVIDENCE = 2
"""How many spans of evidence are shown of an event that no annotated words choose one of."""
LEAST_SHARED = 0.5
"""Share of a quote's words that a sentence must have, in a row or not, to be taken for its sentence."""

_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that is part of the quote, of the evidence, of both or of neither."""

    text: str
    quoted: bool
    evident: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of neighbouring sentences, cut into pieces."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text and its sentences."""

    text: str
    sentences: tuple[Stretch, ...]


def passages(text: Text, error: Error) -> tuple[Passage, ...]:
    """The sentences that an error is about, in order; none where its words are not in the text."""
    quote = located(text, error.gold.quote) if error.gold else None
    evidence = [(int(s["start"]), int(s["end"])) for s in _evidence(error)]
    quotes = [quote] if quote else []
    touched = [i for i, s in enumerate(text.sentences) if any(a < s[1] and s[0] < b for a, b in (*quotes, *evidence))]
    runs: list[list[int]] = []
    for i in touched:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return tuple(Passage(_pieces(text, (text.sentences[run[0]][0], text.sentences[run[-1]][1]), quotes, evidence)) for run in runs)


def located(text: Text, quote: str) -> Stretch | None:
    """Where a quote stands: word by word, or else the longest part of it in the sentence that has most of its words."""
    asked = words(quote)
    if not asked:
        return None
    hit = re.search(r"[\W_]+".join(map(re.escape, asked)), text.text, re.IGNORECASE)
    if hit:
        return hit.span()
    best: tuple[float, Stretch] | None = None
    for start, end in text.sentences:
        tokens = [(m[0].lower(), m.start(), m.end()) for m in _WORD.finditer(text.text, start, end)]
        blocks = [b for b in SequenceMatcher(None, asked, [t[0] for t in tokens], autojunk=False).get_matching_blocks() if b.size]
        share = sum(b.size for b in blocks) / len(asked)
        if blocks and share >= LEAST_SHARED and (best is None or share > best[0]):
            best = share, (tokens[blocks[0].b][1], tokens[blocks[-1].b + blocks[-1].size - 1][2])
    return best[1] if best else None


def _evidence(error: Error) -> Sequence[Record]:
    """The coded event's spans that are worth showing: the one with the annotated words, else the first ones."""
    if error.coded is None:
        return ()
    told = showing(error.gold, error.coded) if error.gold else None
    return [told] if told else (error.coded.get("evidence") or [])[:MOST_EVIDENCE]


def _pieces(text: Text, stretch: Stretch, quotes: Sequence[Stretch], evidence: Sequence[Stretch]) -> tuple[Piece, ...]:
    start, end = stretch
    cuts = sorted({start, end, *(at for some in (*quotes, *evidence) for at in some if start < at < end)})
    return tuple(Piece(text.text[a:b], _within(a, quotes), _within(a, evidence)) for a, b in pairwise(cuts))


def _within(at: int, stretches: Sequence[Stretch]) -> bool:
    return any(a <= at < b for a, b in stretches)
