"""TimeML files of TempEval-3 and WikiWars, as far as both of their readers need them: `evaluation.dates` and `evaluation.links`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_CREATED = re.compile(r"<DCT>\s*<TIMEX3 ([^>]*)>")
_TEXT = re.compile(r"<TEXT>(.*?)</TEXT>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TimeML:
    """A file: its source, the attributes of its creation time and its text with tags; "" for what it has not."""

    source: str
    created: str
    body: str


def opened(path: Path) -> TimeML:
    """The file's parts."""
    source = path.read_text(encoding="utf-8")
    created, body = _CREATED.search(source), _TEXT.search(source)
    return TimeML(source, created[1] if created else "", body[1] if body else "")


def attribute(name: str, tag: str) -> str:
    """An attribute's value in the attributes of a tag; "" where it has none of that name."""
    hit = re.search(rf'\b{name}="([^"]*)"', tag)
    return hit[1] if hit else ""
