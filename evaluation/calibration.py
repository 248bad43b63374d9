"""How far confidence is from the share of what is right at it."""

from __future__ import annotations

from collections.abc import Sequence

BINS = 10
"""Bins of confidence, of equal width."""

Judged = Sequence[tuple[bool, float]]
"""Whether something is right, and how confident the coder is of it."""


def bins(judged: Judged) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of each bin that has any, from the least confident to the most."""
    found: dict[int, list[tuple[bool, float]]] = {}
    for right, confidence in judged:
        found.setdefault(min(BINS - 1, int(confidence * BINS)), []).append((right, confidence))
    return [(sum(c for _, c in some) / len(some), sum(r for r, _ in some) / len(some), len(some)) for _, some in sorted(found.items())]


def calibration_error(judged: Judged) -> float:
    """The mean distance of confidence from the share that is right, over the bins by their size (Naeini et al. 2015)."""
    return sum(abs(share - confidence) * n for confidence, share, n in bins(judged)) / len(judged) if judged else 0.0
