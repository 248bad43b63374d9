"""Short sentences from patterns (`corpus/patterns.tsv`): the plainest ways to say each type, between any two actors.

A pattern is a clause of our own with `S` for who acts, `T` for whom it is done to, and the act in braces:
`S {accused} T of spying`. Each is filled with names of the corpus, a few times over, so that no name stands for a type.
They teach the breadth of a type's vocabulary; how news wraps it up, the sentences teach. They are never a gate.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from training.corpus import FOLDER

FILE = FOLDER / "patterns.tsv"
FILLS = 4
"""How many sentences each pattern gives."""
_TAILS = (
    "", "", "", " on Monday", " this week", " last year", ", officials said", ", state radio reported", ", a spokesman said on Friday",
    " after days of tension",
)  # fmt: skip
_SLOT = re.compile(r"\b(?P<side>[ST])\b|\{(?P<act>[^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of the table."""

    type: str
    mode: str
    text: str


def read(path: Path = FILE) -> list[Pattern]:
    """All patterns. Raises ValueError naming the line where one has no act, or neither side."""
    found = []
    for number, row in enumerate(csv.reader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE), 1):
        if len(row) != 3:
            raise ValueError(f"{path}:{number}: {len(row)} columns, not 3")
        slots = [m.group("side") or "act" for m in _SLOT.finditer(row[2])]
        if sorted(slots) != ["S", "T", "act"]:
            raise ValueError(f"{path}:{number}: a pattern has one S, one T and one {{act}}: {row[2]!r}")
        found.append(Pattern(*row))
    return found


def filled(pattern: Pattern, source: str, target: str, tail: str) -> dict[str, object]:
    """One training instance of a pattern, in the form of `training.instances`."""
    text, at = "", 0
    spans: dict[str, list[int]] = {}
    for slot in _SLOT.finditer(pattern.text):
        text += pattern.text[at : slot.start()]
        words = slot.group("act") or (source if slot.group("side") == "S" else target)
        spans[slot.group("side") or "act"] = [len(text), len(text) + len(words)]
        text += words
        at = slot.end()
    text += pattern.text[at:] + tail + "."
    text = text[0].upper() + text[1:]
    return {"kind": "pair", "origin": "pattern", "text": text, "act": spans["act"], "source": spans["S"], "target": spans["T"],
            "type": pattern.type, "mode": pattern.mode, "status": "", "by": ""}  # fmt: skip


def instances(patterns: Sequence[Pattern], known: Sequence[str], rng: random.Random) -> Iterator[dict[str, object]]:
    """Each pattern FILLS times, with other names and endings each time."""
    for pattern in patterns:
        for _ in range(FILLS):
            source, target = rng.sample(known, 2)
            yield filled(pattern, source, target, rng.choice(_TAILS))
