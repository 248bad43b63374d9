"""Which words a passage has, and how much it says that two passages share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from riftline.tables import rows
from riftline.text.terms import stem, words


def stems(text: str) -> Iterator[str]:
    """The words of a text in order, as the index of words knows them, the common ones among them ("shelled" and "shelling" are "shell")."""
    return (stem(word.form) for word in words(text))


@cache
def _weights() -> dict[str, float]:
    return {row["stem"]: float(row["weight"]) for row in rows("stories/frequent")}


def weight(stem: str) -> float:
    """ln(all sentences / sentences with it) over sentences of ours: some 1 for "the", 7.6 for a word that is not among them."""
    table = _weights()
    return table.get(stem, table["*"])


LEAST = 3.0
"""Lightest word that is kept of a passage: one in twenty sentences has it."""


def telling(text: str) -> tuple[str, ...]:
    """The stems of a passage that say something, each once, in alphabetical order; single letters and single digits are none."""
    return tuple(sorted({stem for stem in stems(text) if len(stem) > 1 and weight(stem) >= LEAST}))


def shared(one: Iterable[str], other: Iterable[str]) -> tuple[float, tuple[str, ...]]:
    """How much of the lighter passage's weight both have (0 to 1), and the stems that both have, heaviest first."""
    first, second = set(one), set(other)
    both = sorted(first & second, key=lambda stem: (-weight(stem), stem))
    lighter = min(sum(map(weight, first)), sum(map(weight, second)))
    return (sum(map(weight, both)) / lighter if lighter else 0.0), tuple(both)
