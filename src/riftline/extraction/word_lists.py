"""Lists of words: those of times and places from `data/time_place_words.tsv`, those of actors from `data/actors/words.tsv`."""

from __future__ import annotations

from functools import cache
from importlib import resources

from riftline.tables import parts, rows


@cache
def _lists() -> dict[str, frozenset[str]]:
    text = (resources.files("riftline") / "data" / "time_place_words.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines()[1:] if line)
    return {name: frozenset(words.split(" ")) for name, words in rows}


def word_set(name: str) -> frozenset[str]:
    """The words of the list with that name."""
    return _lists()[name]


def actor_words(use: str) -> frozenset[str]:
    """The words of the table of actors' words with that use."""
    return frozenset(word for row in rows("actors/words") if row["use"] == use for word in parts(row["words"]))
