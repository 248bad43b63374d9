"""How gold and predicted items are brought together: shared words, days that overlap, the best one-to-one pairing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

G = TypeVar("G")
P = TypeVar("P")

_WORD = re.compile(r"[^\W_]+")
_HIT = 1000.0
"""What a pair weighs before preferences: enough that no number of preferences outweighs one pair more."""


def words(text: str | None) -> list[str]:
    """The words of a text in lower case."""
    return _WORD.findall((text or "").lower())


def share_words(one: str | None, other: str | None, least: float = 0.5) -> bool:
    """Whether at least that share of the shorter text's words stands in the longer one. Texts without words share none."""
    short, long = sorted((words(one), words(other)), key=len)
    if not short:
        return False
    known = set(long)
    return sum(word in known for word in short) / len(short) >= least


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which gold item is which predicted one, by their numbers; and the predictions that fit some gold item, paired or not."""

    pairs: dict[int, int]
    plausible: frozenset[int]


def pairing(
    golds: Sequence[G],
    predictions: Sequence[P],
    fits: Callable[[G, P], bool],
    prefers: Callable[[G, P], float] = lambda _gold, _prediction: 0.0,
    core: Callable[[G], bool] = lambda _: True,
) -> Pairing:
    """The one-to-one pairing with the most core hits (one counts two others), then the most hits, then the most preferred."""
    weights: list[list[float]] = []
    plausible = set()
    for gold in golds:
        row = []
        for j, prediction in enumerate(predictions):
            fit = fits(gold, prediction)
            if fit:
                plausible.add(j)
            row.append(_HIT * (2 if core(gold) else 1) + prefers(gold, prediction) if fit else 0.0)
        weights.append(row)
    return Pairing(heaviest(weights), frozenset(plausible))


def heaviest(weights: Sequence[Sequence[float]]) -> dict[int, int]:
    """Rows to columns, one to one, with the largest sum of weights; pairs that weigh nothing are left out.

    Kuhn's and Munkres' method in its shortest-path form: rows enter one by one, each by the cheapest chain of
    exchanges, which prices on rows and columns keep short to find.
    """
    height, width = len(weights), len(weights[0]) if weights else 0
    size = max(height, width)
    if not height or not width:
        return {}
    start = size  # a column beyond the table, which holds the row that is about to enter
    row_price, column_price = [0.0] * size, [0.0] * (size + 1)
    holder: list[int | None] = [None] * (size + 1)

    def cost(row: int, column: int) -> float:
        return -weights[row][column] if row < height and column < width else 0.0

    for entering in range(size):
        holder[start] = entering
        column = start
        distance, before = [math.inf] * size, [start] * size
        visited: list[int] = []
        open_columns = list(range(size))
        while (row := holder[column]) is not None:
            visited.append(column)
            for j in open_columns:
                reduced = cost(row, j) - row_price[row] - column_price[j]
                if reduced < distance[j]:
                    distance[j], before[j] = reduced, column
            nearest = min(open_columns, key=distance.__getitem__)
            step = distance[nearest]
            for j in visited:
                held = holder[j]
                assert held is not None
                row_price[held] += step
                column_price[j] -= step
            for j in open_columns:
                distance[j] -= step
            open_columns.remove(nearest)
            column = nearest
        while column != start:
            holder[column] = holder[before[column]]
            column = before[column]
    chosen = ((row, j) for j, row in enumerate(holder[:size]) if row is not None)
    return {row: j for row, j in chosen if row < height and j < width and weights[row][j] > 0}
