"""Characters, spaces and lines as the rest of Riftline expects them: no invisible characters, one space, one line a paragraph."""

from __future__ import annotations

import html
import re
import unicodedata
from hashlib import sha256

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters that show nothing, or turn the direction of what does: two names that look the same are the same without them. For a class of a
regular expression, of Python or of DuckDB."""
CONTROL = r"\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"
"""Control characters but those that end a line or part words, likewise."""
_HIDDEN = re.compile(f"[{INVISIBLE}{CONTROL}]")
_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028]")
_SPACE = re.compile("[^\\S\n]+")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})
# Written without spaces: Chinese, Japanese, Thai, Lao, Tibetan, Burmese, Khmer.
_ENDLESS = re.compile(r"[^\s\u0e00-\u109f\u1780-\u17ff\u3000-\u9fff]{1000,}")
"""What no word is as long as: data within a text. The parser would take the square of its length."""
_ENDS = re.compile(r"[.!?:;][\"'”’)\]]*$")

NARROWEST, WIDEST = 40, 140
"""Columns between which a text may be hard-wrapped; lines beyond are paragraphs of their own."""

RUN_ON = 0.3
"""Least share of lines that a wrapped text breaks in the middle of a sentence."""


def characters(text: str) -> str:
    """`text` in composed form (NFC), entities decoded, invisible and control characters out, and what is too long for a word; every line break "\\n"."""
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = _BREAK.sub("\n", text.replace("\u2029", "\n\n"))
    text = _ENDLESS.sub(" ", visible(text).translate(_LIGATURES))
    return unicodedata.normalize("NFC", text)


def visible(text: str) -> str:
    """`text` without invisible and control characters."""
    return text if text.isascii() and text.isprintable() else _HIDDEN.sub("", text)


def one_line(text: str) -> str:
    """A title or name: cleaned, on one line."""
    return " ".join(characters(text).split())


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line. Blank lines part them; so do single line breaks that are no hard wraps."""
    blocks = [[_SPACE.sub(" ", line).strip() for line in block.split("\n")] for block in re.split(r"\n[^\S\n]*\n\s*", text)]
    width = _width(blocks)
    found: list[str] = []
    for block in blocks:
        joined = ""
        for previous, line in zip(["", *block], block):
            if not line:
                continue
            if joined and _wrapped(previous, line, width):
                joined += " " + line
            else:
                found.append(joined)
                joined = line
        found.append(joined)
    return [paragraph for paragraph in found if paragraph]


def digest(text: str) -> str:
    """What a cleaned text is known by: the same words, however they are spaced, give the same digest."""
    return sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()


def _width(blocks: list[list[str]]) -> int:
    """The column at which a text is hard-wrapped: its longest line; 0 where it is not wrapped.

    In a wrapped text lines break in the middle of sentences; where each line is a paragraph they hardly ever do.
    """
    longest = max((len(line) for block in blocks for line in block if len(block) > 1), default=0)
    if not NARROWEST <= longest <= WIDEST:
        return 0
    before_break = [line for block in blocks for line in block[:-1] if line]
    within = sum(len(line) > longest / 2 and not _ENDS.search(line) for line in before_break)
    return longest if within >= RUN_ON * len(before_break) else 0


def _wrapped(line: str, following: str, width: int) -> bool:
    """Whether the break between two lines is only a wrap: the next word would not have fitted, or the sentence runs on."""
    if not width:
        return not _ENDS.search(line) and following[:1].islower()
    first_word = following.split(" ", 1)[0]
    if len(line) + 1 + len(first_word) <= width - 2:
        return not _ENDS.search(line) and following[:1].islower()
    return True
