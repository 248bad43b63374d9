"""Tilt: a third leans from one of two at odds towards the other.

Of X between A and B it compares the log-odds of cooperation over friction in what X does to A with those in what X does to B, in 28, 91 and 365 days
and before them: ln[(c_A+p)(f_B+q) / (f_A+q)(c_B+p)], p and q the same prior acts for both, so that without acts it is 0 (`PRIOR` acts a side
at X's share of cooperation towards both). Its variance is the sum of the four reciprocals (Woolf 1955), and the change over its standard
deviation gives bans by the normal tail; the largest of the three counts, less log10(3). To them come what X has broken towards the one
that it leans from (`BREACH` bans), and what it has newly bound itself to with the other (`BOND`), both halved every `FADES` days.

Acts of a day count 1 + ln n. What stands at a day is made from what was known by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from riftline.records import Part
from riftline.relations.panel import Panel
from riftline.signals.alarm import Alarm, Detected
from riftline.signals.series import Array, past, towards, within
from riftline.signals.tails import surprise_of_count, surprise_of_z
from riftline.signals.ties import Bonding, Breach
from riftline.wording import code_name

WINDOWS = (28, 91, 365)
LOOKS = float(np.log10(len(WINDOWS)))
HALF_LIFE = 365.0
PRIOR = 1.0
BREACH = 0.75
BOND = 0.5
FADES = 91.0
LEAST = 3
"""Acts towards each of the two, over the whole panel, below which a triad is not looked at."""
FEW = 5
Z95 = 1.96

Triad = tuple[str, str, str]
"""Who leans, and the two at odds."""


def triads(panel: Panel, pairs: Iterable[tuple[str, str]]) -> list[Triad]:
    """All who have done something to both sides of a pair that is at odds."""
    acts = panel.counts[..., :-1].sum(axis=(2, 3))  # without those that have no PLOVER type
    partners: dict[str, dict[str, float]] = {}
    for row, (one, other) in enumerate(panel.dyads):
        partners.setdefault(one, {})[other] = float(acts[row, 0])
        partners.setdefault(other, {})[one] = float(acts[row, 1])
    return [
        (who, one, other)
        for one, other in sorted(set(pairs))
        for who in sorted(partners)
        if who not in (one, other) and min(partners[who].get(one, 0), partners[who].get(other, 0)) >= LEAST
    ]


def tilts(panel: Panel, pairs: Iterable[tuple[str, str]], breaches: Sequence[Breach] = (), bondings: Sequence[Bonding] = ()) -> Detected:
    """Scores of all triads of these pairs; the sign of the change says to whom."""
    found = _Tilts(panel, triads(panel, pairs), breaches, bondings)
    return Detected("tilt", found.score, found.busy, found.alarm)


class _Tilts:
    def __init__(self, panel: Panel, subjects: Sequence[Triad], breaches: Sequence[Breach], bondings: Sequence[Bonding]) -> None:
        self.panel, self.triads = panel, list(subjects)
        self.own_breaches, self.bondings = breaches, bondings
        where = {dyad: row for row, dyad in enumerate(panel.dyads)}
        self._series: dict[tuple[str, str], tuple[Array, Array]] = {}
        self._where = where
        shape = (len(self.triads), panel.days)
        self.score = np.zeros(shape, dtype=np.float32)
        self.sign = np.ones(shape, dtype=np.int8)
        self.busy = np.zeros(len(self.triads), dtype=np.float32)
        for index, triad in enumerate(self.triads):
            bans, change, _ = self._change(triad)
            plus, minus = (self._other(triad, side) for side in (1, -1))
            up, down = np.where(change > 0, bans, 0) + plus, np.where(change < 0, bans, 0) + minus
            self.score[index] = np.abs(np.maximum(up, down) - np.minimum(plus, minus))
            self.sign[index] = np.where(up >= down, 1, -1)
            self.busy[index] = min(float(sum(each.sum() for each in self._acts(triad[0], whom))) for whom in triad[1:]) * 365.25 / max(panel.days, 1)
        self.score[:, 0] = 0  # before the first day there is no before
