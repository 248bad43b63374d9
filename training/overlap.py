"""Runs of words that two texts share: whether a sentence of the corpus was taken from somewhere, or written twice."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

LENGTH = 8
"""Words in a run: long enough that news seldom shares one by chance."""

_WORD = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^>]*>")

Run = tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall(text.lower())


def runs(text: str, length: int = LENGTH) -> Iterator[Run]:
    """Every run of so many words of a text."""
    found = words(text)
    return (tuple(found[at : at + length]) for at in range(len(found) - length + 1))


def index(texts: Sequence[str], length: int = LENGTH) -> dict[Run, list[int]]:
    """The numbers of the texts that have each run."""
    where: dict[Run, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for run in set(runs(text, length)):
            where[run].append(number)
    return where


def shared_pairs(where: dict[Run, list[int]]) -> dict[tuple[int, int], Run]:
    """Each two texts that share a run, with one that they share."""
    pairs: dict[tuple[int, int], Run] = {}
    for run, numbers in where.items():
        for at, first in enumerate(numbers):
            for second in numbers[at + 1 :]:
                pairs.setdefault((first, second), run)
    return pairs


def known_runs(text: str, where: dict[Run, list[int]], length: int = LENGTH) -> dict[Run, list[int]]:
    """Those runs of a text that the index has."""
    return {run: where[run] for run in runs(text, length) if run in where}


def texts_of(path: Path) -> Iterator[str]:
    """What is written in a file of a data set: the strings of JSON, the text between tags, else all of it."""
    raw = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix == ".jsonl":
        for line in raw.splitlines():
            if line.strip():
                yield from strings(json.loads(line))
    elif path.suffix == ".json":
        yield from strings(json.loads(raw))
    else:
        yield _TAG.sub(" ", raw)


def strings(value: Any) -> Iterator[str]:
    """All strings inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        inner: Iterable[Any] = value.values() if isinstance(value, dict) else value
        for item in inner:
            yield from strings(item)
