"""Which words a passage has, and how much it says that two passages share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

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


RARE = 5.5
"""Weight from which a word is rare: fewer than one in 250 sentences has it."""


@dataclass(frozen=True, slots=True, eq=False)
class Bag:
    """The telling stems of a passage, with what is asked of them again and again. Two bags are the same only if they are one object."""

    stems: frozenset[str]
    rare: frozenset[str]
    weight: float
    """Of all of them."""


def bag(found: Iterable[str]) -> Bag:
    """The bag of telling stems; of the same stems the same one, as long as it is remembered."""
    return _bag(tuple(found))


@lru_cache(20_000)
def _bag(found: tuple[str, ...]) -> Bag:
    kept = frozenset(found)
    return Bag(kept, frozenset(stem for stem in kept if weight(stem) >= RARE), sum(weight(stem) for stem in sorted(kept)))


NOTHING = bag(())
"""The bag of an article of which nothing is known."""


def shared(one: Bag, other: Bag) -> float:
    """How much of the lighter passage's weight both have: 0 to 1."""
    lighter = min(one.weight, other.weight)
    # Sorted, for sums of the same numbers in another order may differ in their last digit.
    return sum(map(weight, sorted(one.stems & other.stems))) / lighter if lighter else 0.0


@lru_cache(100_000)
def likeness_of(one: Bag, other: Bag) -> tuple[float, int]:
    """`shared`, and how many rare stems both have; remembered, for the reports of two articles ask it many times."""
    return shared(one, other), len(one.rare & other.rare)
