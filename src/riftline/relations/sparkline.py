"""The course of time in a line of characters."""

from __future__ import annotations

from collections.abc import Sequence

BARS = "▁▂▃▄▅▆▇█"
NONE = "·"
"""Nothing happened, as far as is known."""
UNKNOWN = "?"
"""Nothing is known: no data of that time."""


def sparkline(values: Sequence[int | None], most: int) -> str:
    """A character for each value: NONE for 0, UNKNOWN for None, else a bar, whose height is its share of `most`."""
    return "".join(UNKNOWN if value is None else NONE if value <= 0 or most <= 0 else BARS[min(7, max(0, -(-8 * value // most) - 1))] for value in values)
