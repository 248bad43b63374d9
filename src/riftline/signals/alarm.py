"""What every detector hands out: scores by dyad and day, and of the days chosen among them what each was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from riftline.records import Part, SignalKind

Scores = NDArray[np.float32]
Tone = Literal["friction", "force", "cooperation"]


@dataclass(frozen=True, slots=True)
class Look:
    """Where the acts that carry an alarm are looked for: from whom towards whom, or in a place, whoever acts, and of which tone (force is material
    friction); and the name of the part that is made of them."""

    source: str
    target: str
    tone: Tone
    part: str = ""
    place: tuple[str, str] | None = None
    """State and first-order division or region; `source` and `target` are empty then."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A score that was chosen, explained; what `riftline.records.Signal` is without its acts and words."""

    kind: SignalKind
    actors: tuple[str, ...]
    place: str | None
    first: date
    """First day of the window."""
    day: date
    """Its last day: that on which the alarm could first be raised."""
    score: float
    probability: float | None
    baseline: float
    observed: float
    attention: float
    parts: tuple[Part, ...]
    thin: str | None = None
    bond: str = ""
    """What binds the two, in words; of a rift."""
    looks: tuple[Look, ...] = ()


@dataclass(frozen=True, slots=True)
class Detected:
    """A detector's scores over its subjects (dyads, triads or places) and days, and how to explain one of them."""

    kind: SignalKind
    score: Scores
    """[subjects, days], those of a stretch; NaN where nothing is said. What stands at day t is made from what was known by then."""
    volume: Callable[[], NDArray[np.float32]]
    """What gives [subjects]: acts a year between the subject's sides, over all days of the book."""
    explain: Callable[[int, int], Alarm]
    """The alarm of a subject on a day, the one counted from 0, the other from the book's first."""

    @property
    def busy(self) -> NDArray[np.float32]:
        """[subjects]: `volume`; the rate of alarms counts those with 50 or more."""
        return self.volume()


def faded(worth: float, known: date, first: date, days: int, half_life: float) -> Scores:
    """[days]: `worth` from the day on which it was known, halved every `half_life` days; day 0 is `first`."""
    found = np.zeros(days, dtype=np.float32)
    start = (known - first).days
    if start < days:
        age = np.arange(max(start, 0), days) - start
        found[max(start, 0) :] = worth * 0.5 ** (age / half_life)
    return found
