"""Lists of words that the readers of times, places and names go by, from `data/time_place_words.tsv`."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (resources.files("riftline") / "data" / "time_place_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line)
    return {name: frozenset(words.split(" ")) for name, words in rows}


def word_set(name: str) -> frozenset[str]:
    """The words of the list with that name."""
    return _lists()[name]
