"""Tilt: a third leans from one of two at odds towards the other.

Of X between A and B it compares the log-odds of cooperation over friction in what X does to A with those in what X does to B, in windows of 28, 91
and 365 days and before them: ln[(c_A+p)(f_B+q) / (f_A+q)(c_B+p)], where p and q are `PRIOR` acts a side, shared out as X's acts towards
both are, so that without acts it is 0. Its variance is the sum of the four reciprocals (Woolf 1955), and the change over its standard deviation gives
bans by the tail of the normal distribution; the largest of the three counts, less log10(3). To it come what X has broken towards the
one that it leans from (`BREACH` bans each) and what it has newly bound itself to with the other (`BOND`), both halved every `FADES` days.

Acts of a direction and day count 1 + ln n; meetings and the like count from either side. What stands at a day is made from what was known by then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import exp

import numpy as np
from numpy.typing import NDArray

from riftline.records import Part
from riftline.relations.panel import COOPERATION, FRICTION, Panel
from riftline.signals.alarm import Alarm, Detected, Look, faded
from riftline.signals.series import TOGETHER, Array, damped, of_types, past, within
from riftline.signals.tails import surprise_of_z
from riftline.signals.thirds import surprise_among
from riftline.signals.ties import Bonding, Breach
from riftline.wording import code_name

WINDOWS = (28, 91, 365)
LOOKS = float(np.log10(len(WINDOWS)))
HALF_LIFE = 365.0
PRIOR = 0.5
OWN = 40.0
"""Acts that the time before is worth at most."""
BREACH = 0.75
BOND = 0.5
FADES = 182.0
LEAST = 3
"""Acts towards each of the two, over the whole panel, below which a triad is not looked at."""
FEW = 8
"""Acts towards both in the window below which the evidence is called thin."""
Z95 = 1.96
ACTS = "acts"
"""Name of the part that is made of them."""

Floats = NDArray[np.float64]
Triad = tuple[str, str, str]
"""Who leans, and the two at odds."""


def tilts(panel: Panel, pairs: Iterable[tuple[str, str]], breaches: Sequence[Breach] = (), bondings: Sequence[Bonding] = ()) -> Detected:
    """The scores of all who have done something to both sides of one of these pairs. Which side X leans to is told by the alarm."""
    found = _Tilts(panel, pairs, breaches, bondings)
    return Detected("tilt", found.score, found.busy, found.alarm)


class _Tilts:
    def __init__(self, panel: Panel, pairs: Iterable[tuple[str, str]], breaches: Sequence[Breach], bondings: Sequence[Bonding]) -> None:
        self.panel, self.breaches, self.bondings = panel, breaches, bondings
        volume = panel.counts.sum(axis=(0, 1, 3), dtype=np.float64)
        self.all_acts = [(within(volume, window), past(volume, window, HALF_LIFE)) for window in WINDOWS]
        self._sides()
        self.triads = self._found(pairs)
        self.one = np.array([self.row[who, one] for who, one, _ in self.triads], dtype=np.int64)
        self.other = np.array([self.row[who, other] for who, _, other in self.triads], dtype=np.int64)
        size = (len(self.triads), panel.days)
        self.now, self.before, self.z = (np.zeros((len(WINDOWS), *size), dtype=np.float32) for _ in range(3))
        self.deviation = np.zeros((len(WINDOWS), *size), dtype=np.float32)
        for window in range(len(WINDOWS)):
            self._change(window)
        best = np.abs(self.z).argmax(axis=0)
        change = np.take_along_axis(self.z, best[None], axis=0)[0]
        bans = np.maximum(surprise_of_z(np.abs(change)) - LOOKS, 0)
        plus, minus = (np.stack([self._beside(triad, towards) for triad in self.triads]) if self.triads else np.zeros(size) for towards in (1, 2))
        towards = np.where(change > 0, bans, 0) + plus - np.where(change < 0, bans, 0) - minus
        self.first = towards >= 0
        self.score = np.abs(towards).astype(np.float32)
        busy = np.minimum(self.volume[self.one], self.volume[self.other]) if self.triads else np.zeros(0)
        self.busy = (busy * 365.25 / max(panel.days, 1)).astype(np.float32)

    def _sides(self) -> None:
        """Cooperation and friction of each actor towards each other, [sides, days], and their sums over windows and the past."""
        panel = self.panel
        rows = np.arange(len(panel.dyads))
        friction, coop = of_types(panel, rows, FRICTION), of_types(panel, rows, COOPERATION)
        coop = coop + of_types(panel, rows, TOGETHER)[:, ::-1]
        total = friction + coop
        weight = damped(total) / np.maximum(total, 1)
        self.row = {sides: 2 * index + way for index, (a, b) in enumerate(panel.dyads) for way, sides in enumerate(((a, b), (b, a)))}
        flat = (2 * len(panel.dyads), panel.days)
        self.volume = total.sum(axis=-1).reshape(flat[0])
        series = (coop * weight).reshape(flat), (friction * weight).reshape(flat)
        self.sums = [[(within(each, window), past(each, window, HALF_LIFE)) for each in series] for window in WINDOWS]

    def _found(self, pairs: Iterable[tuple[str, str]]) -> list[Triad]:
        partners: dict[str, dict[str, float]] = {}
        for (who, whom), row in self.row.items():
            partners.setdefault(who, {})[whom] = float(self.volume[row])
        return [
            (who, one, other)
            for one, other in sorted(set(pairs))
            for who in sorted(partners)
            if who not in (one, other) and min(partners[who].get(one, 0), partners[who].get(other, 0)) >= LEAST
        ]

    def _change(self, window: int) -> None:
        """The log-odds ratio now and before, and the change over its standard deviation."""
        made = []
        for which in (0, 1):
            four = [self.sums[window][kind][which][side].astype(np.float64) for side in (self.one, self.other) for kind in (0, 1)]
            if which:
                cap = np.minimum(1, OWN / np.maximum(sum(four), 1e-6))
                four = [each * cap for each in four]
            made.append(_lean(*four))
        (now, spread), (before, doubt) = made
        self.now[window], self.before[window], self.deviation[window] = now, before, np.sqrt(spread)
        self.z[window] = (now - before) / np.sqrt(spread + doubt)

    def _beside(self, triad: Triad, towards: int) -> Array:
        """Bans of breaches and new bonds that speak for X's leaning to the first (1) or second (2) of the two."""
        found = np.zeros(self.panel.days, dtype=np.float32)
        for part, known, worth in self._told(triad, towards):
            del part
            found += faded(worth, known, self.panel.first, self.panel.days, FADES)
        return found

    def _told(self, triad: Triad, towards: int) -> list[tuple[Part, date, float]]:
        who, to, away = triad[0], triad[towards], triad[3 - towards]
        broken = [(Part("breach", BREACH * each.sure, each.words, each.events), each.known, BREACH * each.sure)
                  for each in self.breaches if (each.who, each.towards) == (who, away)]  # fmt: skip
        bound = [(Part("new bond", BOND, each.words), each.known, BOND) for each in self.bondings if set(each.parties) == {who, to}]
        return [*broken, *bound]

    def alarm(self, index: int, day: int) -> Alarm:
        """What the score of a triad on a day is made of; its actors are who leans, towards whom, and away from whom."""
        towards = 1 if self.first[index, day] else 2
        triad = self.triads[index]
        who, to, away = triad[0], triad[towards], triad[3 - towards]
        sign = 1 if towards == 1 else -1
        window = int((sign * self.z[:, index, day]).argmax())
        now, before = (sign * float(each[window, index, day]) for each in (self.now, self.before))
        deviation = float(self.deviation[window, index, day])
        today = self.panel.first + timedelta(days=day)
        adds = max(float(surprise_of_z(sign * self.z[window, index, day])) - LOOKS, 0.0)
        parts = [Part(ACTS, adds, _odds(who, to, away, now, before, deviation, WINDOWS[window]))] if adds > 0 else []
        parts += [
            Part(part.name, worth * 0.5 ** ((today - known).days / FADES), part.words, part.events)
            for part, known, worth in self._told(triad, towards) if known <= today
        ]  # fmt: skip
        acts = sum(float(self.sums[window][kind][0][side[index], day]) for kind in (0, 1) for side in (self.one, self.other))
        return Alarm(
            kind="tilt",
            actors=(who, to, away),
            place=None,
            first=today - timedelta(days=WINDOWS[window] - 1),
            day=today,
            score=float(self.score[index, day]),
            probability=None,
            baseline=before,
            observed=now,
            attention=self._attention(index, day, window),
            parts=tuple(sorted(parts, key=lambda part: -part.adds)),
            thin=f"only {acts:.0f} acts towards the two stand in the window" if acts < FEW else None,
            looks=(Look(who, to, "cooperation", ACTS), Look(to, who, "cooperation", ACTS), Look(who, away, "friction", ACTS)),
        )

    def _attention(self, index: int, day: int, window: int) -> float:
        """What numbers alone would have said: the surprise of the acts towards the one or the other as a share of all acts of the store."""
        found = 0.0
        for side in (self.one[index], self.other[index]):
            seen, before = (sum(float(self.sums[window][kind][which][side, day]) for kind in (0, 1)) for which in (0, 1))
            now, past_ = (float(each[day]) for each in self.all_acts[window])
            found = max(found, float(surprise_among(round(seen), before, max(now, 1), past_)))
        return max(found - LOOKS, 0.0)


def _lean(coop_one: Floats, friction_one: Floats, coop_other: Floats, friction_other: Floats) -> tuple[Floats, Floats]:
    """The log-odds ratio and its variance; above 0 the first is treated better."""
    coop, friction = coop_one + coop_other, friction_one + friction_other
    share = (coop + 0.5) / (coop + friction + 1)
    p, q = 2 * PRIOR * share, 2 * PRIOR * (1 - share)
    cells = (coop_one + p, friction_one + q, coop_other + p, friction_other + q)
    return np.log(cells[0]) - np.log(cells[1]) - np.log(cells[2]) + np.log(cells[3]), sum((1 / cell for cell in cells), np.zeros_like(share))


def _odds(who: str, to: str, away: str, now: float, before: float, deviation: float, days: int) -> str:
    who, to, away = (code_name(code) for code in (who, to, away))
    low, high = exp(now - Z95 * deviation), exp(now + Z95 * deviation)
    return (
        f"in {days} days the odds that an act of {who} is cooperative are {exp(now):.1f} times as high towards {to} as towards {away} "
        f"(95 %: {low:.1f} to {high:.1f}), where they were {exp(before):.1f} times before"
    )
