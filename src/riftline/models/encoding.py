"""Sentences as word pieces, with the pairs that are asked about packed behind them.

What is read is `[CLS] sentence [SEP]` and then, for each pair, a marker for its source, one for its target and one for
its act. Markers have no place of their own: each bears the positions of the first and last piece that it stands for,
and sees the sentence and the markers of its own pair, while the sentence sees only itself (after the packed levitated
markers of Ye et al. 2022, ACL, "Packed Levitated Marker for Entity and Relation Extraction"). So the sentence is read
once for all of its pairs, and a pair costs three pieces instead of a sentence.

The markers are BERT's unused pieces, so that the vocabulary keeps its size: `[unused1]` source, `[unused3]` target,
`[unused5]` act.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter

from tokenizers import Tokenizer

from riftline.errors import ModelError

CLS, SEP = 101, 102
SOURCE, TARGET, ACT = 2, 4, 6
"""Ids of the markers: `[unused1]` has id 2."""
LIMIT = 200
"""Most pieces of a sentence that are read; what lies beyond is cut off, and a pair with a side there has no marker for it."""
TEXT, PADDING = 0, -1
"""Groups of pieces: the sentence's, and what fills a batch up. A pair's markers are of group 1, 2, …"""

Chars = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence's word pieces, without [CLS] and [SEP], and the characters that each stands for."""

    ids: tuple[int, ...]
    offsets: tuple[Chars, ...]

    def at(self, chars: Chars) -> tuple[int, int]:
        """First piece that reaches past the start, and the piece after the last that begins before the end."""
        first = bisect_right(self.offsets, chars[0], key=itemgetter(1))
        return first, bisect_left(self.offsets, chars[1], lo=first, key=itemgetter(0))


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces for the encoder, column by column: their ids, the positions of the first and last piece that each stands for, and their groups."""

    ids: list[int]
    first: list[int]
    last: list[int]
    groups: list[int]


Marks = tuple[int | None, int | None, int | None]
"""Where a pair's source, target and act marker are in a run of markers; None for one that it has not."""


@cache
def tokenizer() -> Tokenizer:
    """The word-piece tokenizer beside the model."""
    path = files("riftline") / "models" / "tokenizer.json"
    try:
        found = Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError("models/tokenizer.json is missing from this installation: install Riftline again.") from None
    found.no_truncation()
    found.no_padding()
    return found


def pieces(texts: list[str]) -> list[Pieces]:
    """Word pieces of each text."""
    encoded = tokenizer().encode_batch(texts, add_special_tokens=False)
    return [Pieces(tuple(e.ids), tuple(e.offsets)) for e in encoded]


def text_run(sentence: Pieces) -> Run:
    """The sentence: its piece i stands at i + 1."""
    ids = [CLS, *sentence.ids[:LIMIT], SEP]
    places = list(range(len(ids)))
    return Run(ids, places, places, [TEXT] * len(ids))


def marker_run(sentence: Pieces, pairs: Sequence[tuple[Chars | None, Chars | None, Chars | None]]) -> tuple[Run, list[Marks]]:
    """The markers of the pairs, each pair given by the characters of source, target and act, and where they are in the run."""
    run, marks = Run([], [], [], []), []
    known = min(LIMIT, len(sentence.ids))
    for group, spans in enumerate(pairs, 1):
        at: list[int | None] = [None, None, None]
        for k, (chars, marker) in enumerate(zip(spans, (SOURCE, TARGET, ACT), strict=True)):
            begin, end = sentence.at(chars) if chars is not None else (known, known)
            if begin < known:
                at[k] = len(run.ids)
                run.ids.append(marker)
                run.first.append(begin + 1)
                run.last.append(max(begin + 1, min(end, known)))
                run.groups.append(group)
        marks.append((at[0], at[1], at[2]))
    return run, marks
