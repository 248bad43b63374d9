"""What binds two and what sets them at odds, as the detectors ask for it: intervals of days, whatever table or article they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Tie:
    """A commitment or a rivalry between two, and since when and until when it is in force; None is open."""

    id: str
    words: str
    """ "allies in NATO", "bound by the Shusha Declaration"."""
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class Breach:
    """An act that breaks a commitment, with the two whom it sets at odds."""

    who: str
    towards: str
    known: date
    event: str
    words: str
    """ "Armenia refused to host the exercises of the CSTO"."""
    tie: str
    """Of the commitment, in words."""
    sure: float
    """How sure it is that it was one, 0 to 1."""


class Ties(Protocol):
    """Where ties are looked up."""

    def between(self, one: str, other: str) -> tuple[Tie, ...]:
        """The commitments that bind the two at any time, the strongest first."""

    def rivalries(self, one: str, other: str) -> tuple[Tie, ...]:
        """What sets the two at odds at any time."""

    def rivals(self, one: str) -> tuple[str, ...]:
        """All with whom there is a rivalry at any time."""


def in_force(ties: tuple[Tie, ...], first: date, days: int) -> NDArray[np.bool_]:
    """[days]: whether any of the ties is in force on each day."""
    mask = np.zeros(days, dtype=bool)
    for tie in ties:
        start = 0 if tie.start is None else max(0, (tie.start - first).days)
        end = days if tie.end is None else min(days, (tie.end - first).days + 1)
        mask[start : max(start, end)] = True
    return mask
