"""Sentences as word pieces, with markers around an act and its sides.

The markers are six of BERT's unused pieces, so that the vocabulary keeps its size:
`[unused1]` source `[unused2]`, `[unused3]` target `[unused4]`, `[unused5]` act `[unused6]`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from tokenizers import Tokenizer

from riftline.errors import ModelError

CLS, SEP, PAD = 101, 102, 0
SOURCE, TARGET, ACT = (2, 3), (4, 5), (6, 7)
"""Ids of the opening and closing marker: `[unused1]` has id 2."""
LIMIT = 126
"""Longest sequence of pieces, markers included; longer sentences are cut around what is marked."""

Chars = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A sentence's word pieces, without [CLS] and [SEP], and the characters that each stands for."""

    ids: tuple[int, ...]
    offsets: tuple[Chars, ...]

    def at(self, chars: Chars) -> tuple[int, int]:
        """First piece that reaches past the start, and the piece after the last that begins before the end."""
        first = next((i for i, (_, end) in enumerate(self.offsets) if end > chars[0]), len(self.ids))
        last = next((i for i in range(first, len(self.ids)) if self.offsets[i][0] >= chars[1]), len(self.ids))
        return first, max(last, first)


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


def plain(sentence: Pieces) -> list[int]:
    """The sentence without markers, cut at the limit: piece i stands at position i + 1."""
    return [CLS, *sentence.ids[: LIMIT - 2], SEP]


def marked(sentence: Pieces, source: Chars | None, target: Chars | None, act: Chars | None) -> tuple[list[int], tuple[int, int, int]]:
    """The marked sequence and the positions of the opening markers of source, target and act (0, that of [CLS], where absent)."""
    opens: dict[int, list[tuple[int, int]]] = {}
    closes: dict[int, list[int]] = {}
    spans = []
    for number, (chars, ids) in enumerate(((source, SOURCE), (target, TARGET), (act, ACT))):
        if chars is not None:
            first, last = sentence.at(chars)
            spans.append((first, last))
            opens.setdefault(first, []).append((ids[0], number))
            closes.setdefault(last, []).insert(0, ids[1])
    low, high = _window(spans, len(sentence.ids), LIMIT - 2 - 2 * len(spans))
    out, at = [CLS], [0, 0, 0]
    for i in range(low, high + 1):
        out += closes.get(i, [])
        for marker, number in opens.get(i, []):
            at[number] = len(out)
            out.append(marker)
        if i < high:
            out.append(sentence.ids[i])
    out.append(SEP)
    return out[: LIMIT + 2], (at[0], at[1], at[2])


def _window(spans: list[tuple[int, int]], length: int, room: int) -> tuple[int, int]:
    """The stretch of pieces to keep: all of them where they fit, else what surrounds the marked spans."""
    if length <= room or not spans:
        return 0, min(length, room)
    low, high = min(s for s, _ in spans), max(e for _, e in spans)
    if high - low >= room:
        return low, low + room
    spare = room - (high - low)
    low = max(0, min(low - spare // 2, length - room))
    return low, low + room
