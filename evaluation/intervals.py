"""How sure a score is: percentile bootstrap over the items that it was taken on (articles, rows)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

DRAWS = 1000


def bootstrap(items: Sequence[Item], score: Callable[[Sequence[Item]], float], draws: int = DRAWS) -> list[float]:
    """The 95 % interval of a score, [low, high] to three places, the same at each call; the score twice where there is one item."""
    rng = random.Random(0)
    drawn = sorted(score(rng.choices(items, k=len(items))) for _ in range(draws)) if len(items) > 1 else [score(items)] * draws
    return [round(drawn[int(draws * 0.025)], 3), round(drawn[int(draws * 0.975) - 1], 3)]
