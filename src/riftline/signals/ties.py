"""What binds two and what sets them at odds, as the detectors ask for it: commitments, breaches and new bonds, each with its days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from riftline.relations.commitments import Bond, Commitments, Rivalry

BINDING = ("mutual defence", "alliance", "union", "guarantee", "basing", "military support", "security cooperation")
"""Kinds of commitments a quarrel between whose parties is a rift, the strongest first."""
_ORDER = {name: rank for rank, name in enumerate(BINDING)}


@dataclass(frozen=True, slots=True)
class Breach:
    """An act that breaks a commitment, with the two whom it sets at odds."""

    who: str
    towards: str
    known: date
    events: tuple[str, ...]
    """Each act that it is told as, the surest first."""
    words: str
    sure: float
    """How sure it is that it was one, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Bonding:
    """A commitment that an article tells of, and since when it could be known."""

    parties: tuple[str, str]
    known: date
    words: str
    article: str


class Ties:
    """Commitments and rivalries by pair, at any time; who wants to know of a day asks `in_force`."""

    def __init__(self, commitments: Commitments) -> None:
        self._commitments = commitments
        self._rivals: dict[str, tuple[str, ...]] = {}
        self._between: dict[tuple[str, str], tuple[Bond, ...]] = {}
        self._rivalries: dict[tuple[str, str], list[Rivalry]] = {}
        for rivalry in commitments.all_rivalries:
            for one in rivalry.parties:
                for other in rivalry.parties:
                    if one != other:
                        self._rivalries.setdefault((one, other), []).append(rivalry)

    def between(self, one: str, other: str) -> tuple[Bond, ...]:
        """What binds the two to fight or arm for each other, the strongest first; what only an article tells is not among it."""
        if (one, other) not in self._between:
            found = (bond for bond in self._commitments.pair(one, other) if bond.kind in _ORDER and bond.origin != "article")
            self._between[one, other] = tuple(sorted(found, key=lambda bond: (_ORDER[bond.kind], bond.through is None, bond.start or date.min)))
        return self._between[one, other]

    def rivalries(self, one: str, other: str) -> Sequence[Rivalry]:
        """What sets the two at odds."""
        return self._rivalries.get((one, other), ())

    def rivals(self, one: str) -> tuple[str, ...]:
        """All with whom there is a rivalry."""
        if one not in self._rivals:
            self._rivals[one] = tuple(sorted({other for who, other in self._rivalries if who == one}))
        return self._rivals[one]

    def pairs(self) -> list[tuple[str, str]]:
        """All pairs of rivals."""
        return sorted({pair for pair in self._rivalries if pair[0] < pair[1]})


def in_force(ties: Iterable[Bond | Rivalry], first: date, days: int) -> NDArray[np.bool_]:
    """[days]: whether any of the ties is in force on each day; a suspended membership is."""
    mask = np.zeros(days, dtype=bool)
    for tie in ties:
        start = 0 if tie.start is None else max(0, (tie.start - first).days)
        end = days if tie.end is None else min(days, (tie.end - first).days + 1)
        mask[start : max(start, end)] = True
    return mask


def stacked(masks: Sequence[NDArray[np.bool_]], days: int) -> NDArray[np.bool_]:
    """[masks, days], also of none."""
    return np.stack(masks) if masks else np.zeros((0, days), dtype=bool)
