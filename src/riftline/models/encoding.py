"""Sentences as word pieces, and where in them the words are that a pair is about."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from operator import itemgetter

from tokenizers import Tokenizer

from riftline.errors import ModelError

PAD, CLS, SEP = 0, 101, 102
LIMIT = 200
"""Most pieces of a sentence that are read; what lies beyond is cut off, and a pair with a side there is asked about without it."""

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

    @property
    def run(self) -> list[int]:
        """What the encoder reads: piece i stands at i + 1, behind [CLS]."""
        return [CLS, *self.ids[:LIMIT], SEP]

    def place(self, chars: Chars | None) -> int | None:
        """Where in the run the first piece of a stretch of characters stands; None for no stretch, and for one that was cut off."""
        first = LIMIT if chars is None else self.at(chars)[0]
        return first + 1 if first < min(LIMIT, len(self.ids)) else None


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
