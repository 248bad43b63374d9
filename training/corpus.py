"""The training corpus (`training/corpus/*.jsonl`, format in its GUIDELINES.md) as annotated sentences."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "corpus"
_MARK = re.compile(r"\[([^\]|]+)\|([^\]]*)\]|\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Side:
    """An actor's words, by character offsets in the plain text."""

    start: int
    end: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Annotated:
    """An event of a sentence; sides and acts by their number in the sentence, -1 where there is none."""

    act: int
    type: str
    mode: str
    source: int
    target: int
    status: str
    by: str


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence with its marks taken out."""

    origin: str
    text: str
    sides: tuple[Side, ...]
    acts: tuple[tuple[int, int], ...]
    events: tuple[Annotated, ...]
    voice: tuple[str, ...]


def own_codes() -> dict[str, str]:
    """Codes that the actor tables do not have (`corpus/codes.tsv`), and the code that the coder writes instead, "" for none."""
    lines = (FOLDER / "codes.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return {own: code for own, _, code in (line.split("\t") for line in lines)}


def read(folder: Path = FOLDER) -> Iterator[Example]:
    """All sentences, file by file. Raises ValueError naming file and line where one is not well formed."""
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    yield parse(json.loads(line), f"{file.name}:{number}")
                except (ValueError, KeyError, TypeError, IndexError) as problem:
                    raise ValueError(f"{file}:{number}: {problem}") from problem


def parse(row: dict[str, Any], origin: str) -> Example:
    """A row of the corpus with offsets into the plain text."""
    marked = str(row["text"])
    plain, at = "", 0
    sides: list[Side] = []
    acts: list[tuple[int, int]] = []
    for match in _MARK.finditer(marked):
        plain += marked[at : match.start()]
        words = match.group(1) or match.group(3)
        if match.group(1):
            sides.append(Side(len(plain), len(plain) + len(words), tuple(match.group(2).split(","))))
        else:
            acts.append((len(plain), len(plain) + len(words)))
        plain += words
        at = match.end()
    plain += marked[at:]
    events = []
    for act, kind, mode, source, target, status, by in row["events"]:
        event = Annotated(int(act) - 1, kind, mode, int(source or 0) - 1, int(target or 0) - 1, status, by)
        if not (0 <= event.act < len(acts) and event.source < len(sides) and event.target < len(sides)):
            raise ValueError(f"an event names an act or side that is not there: {event}")
        events.append(event)
    return Example(origin, plain, tuple(sides), tuple(acts), tuple(events), tuple(row.get("voice") or ()))
