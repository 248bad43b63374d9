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
from functools import lru_cache
from math import exp

import numpy as np
from numpy.typing import NDArray

from riftline.records import Part
from riftline.signals.alarm import Alarm, Detected, Look, faded
from riftline.signals.daybook import SHARED, Rows
from riftline.signals.series import Run
from riftline.signals.stretch import Array, Ints, Numbers, Series
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
"""Acts towards each of the two up to a day below which nothing is said of a triad."""
FEW = 8
"""Acts towards both in the window below which the evidence is called thin."""
Z95 = 1.96
ACTS = "acts"
"""Name of the part that is made of them."""

Triad = tuple[str, str, str]
"""Who leans, and the two at odds."""


def tilts(run: Run, pairs: Iterable[tuple[str, str]], breaches: Sequence[Breach] = (), bondings: Sequence[Bonding] = ()) -> Detected:
    """The scores of all who have done something to both sides of one of these pairs; NaN until it is enough. Which side X leans to is told by the alarm."""
    found = _Tilts(run, pairs, breaches, bondings)
    return Detected("tilt", found.score, found.volume_a_year, found.alarm)


@lru_cache(maxsize=4)
def _triads(pairs: tuple[tuple[str, str], ...], dyads: tuple[tuple[str, str], ...]) -> tuple[tuple[Triad, ...], Ints, Ints]:
    """Who may lean from one to the other of a pair, in the order in which both were heard of with him; and the sides of both, by their places in the book."""
    rows = {sides: 2 * index + way for index, (a, b) in enumerate(dyads) for way, sides in enumerate(((a, b), (b, a)))}
    partners: dict[str, set[str]] = {}
    for who, whom in rows:
        partners.setdefault(whom, set()).add(who)
    found = [
        (max(rows[who, one], rows[who, other]) // 2, (who, one, other))
        for one, other in sorted(set(pairs)) for who in partners.get(one, set()) & partners.get(other, set()) if who not in (one, other)
    ]  # fmt: skip
    triads = tuple(triad for _, triad in sorted(found))
    sides = [np.array([rows[who, towards[which]] for who, *towards in triads], dtype=np.int64) for which in (0, 1)]
    return triads, sides[0], sides[1]


class _Tilts:
    def __init__(self, run: Run, pairs: Iterable[tuple[str, str]], breaches: Sequence[Breach], bondings: Sequence[Bonding]) -> None:
        self.run, self.stretch = run, run.stretch
        self.all_acts = [(run.whole_of_states().within(window), run.whole_of_states().past(window, HALF_LIFE)) for window in WINDOWS]
        self.every, one, other = _triads(tuple(pairs), run.book.dyads)
        enough = self._sides() >= LEAST
        self.sides = one, other
        # Most have too little to do with one of the two for anything to be worked out.
        self.there = np.flatnonzero(enough[one, -1] & enough[other, -1])
        self.triads = [self.every[at] for at in self.there]
        self.one, self.other = one[self.there], other[self.there]
        self._told_of(breaches, bondings)
        size = (len(self.triads), self.stretch.days)
        self.now, self.before, self.z = (np.zeros((len(WINDOWS), *size), dtype=np.float32) for _ in range(3))
        self.deviation = np.zeros((len(WINDOWS), *size), dtype=np.float32)
        for window in range(len(WINDOWS)):
            self._change(window)
        best = np.abs(self.z).argmax(axis=0)
        change = np.take_along_axis(self.z, best[None], axis=0)[0]
        bans = np.maximum(surprise_of_z(np.abs(change)) - LOOKS, 0)
        plus, minus = (self._beside(towards) for towards in (1, 2))
        towards = np.where(change > 0, bans, 0) + plus - np.where(change < 0, bans, 0) - minus
        self.first = towards >= 0
        self.score = np.full((len(self.every), self.stretch.days), np.nan, dtype=np.float32)
        self.score[self.there] = np.where(enough[self.one] & enough[self.other], np.abs(towards), np.nan)

    def _sides(self) -> Numbers:
        """Cooperation and friction of each actor towards each other, [sides, days], as sums over windows and the past: `sums`. What comes out is the number
        of their acts so far."""
        run, rows, size = self.run, self.run.states, 2 * len(self.run.book.dyads)
        friction, coop = run.split_shared
        series = [Series(self.stretch, f"towards {name}", rows.subject, rows.day, each, size) for name, each in (("cooperation", coop), ("friction", friction))]
        self.sums = [[(each.within(window), each.past(window, HALF_LIFE)) for each in series] for window in WINDOWS]
        return Series(self.stretch, "towards acts", rows.subject, rows.day, _acts(rows), size).before()[:, 1:]

    def volume_a_year(self) -> NDArray[np.float32]:
        book, rows = self.run.book, self.run.book.states
        volume = book.a_year(rows.subject, _acts(rows), 2 * len(book.dyads))
        return np.asarray(np.minimum(volume[self.sides[0]], volume[self.sides[1]]))

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

    def _told_of(self, breaches: Sequence[Breach], bondings: Sequence[Bonding]) -> None:
        self.breaches: dict[tuple[str, str], list[Breach]] = {}
        self.bondings: dict[frozenset[str], list[Bonding]] = {}
        for breach in breaches:
            self.breaches.setdefault((breach.who, breach.towards), []).append(breach)
        for bonding in bondings:
            self.bondings.setdefault(frozenset(bonding.parties), []).append(bonding)

    def _beside(self, towards: int) -> Array:
        """[triads, days]: bans of breaches and new bonds that speak for X's leaning to the first (1) or second (2) of the two."""
        found = np.zeros((len(self.triads), self.stretch.days), dtype=np.float32)
        for index, triad in enumerate(self.triads):
            for _, known, worth in self._told(triad, towards):
                found[index] += faded(worth, known, self.stretch.begins, self.stretch.days, FADES)
        return found

    def _told(self, triad: Triad, towards: int) -> list[tuple[Part, date, float]]:
        who, to, away = triad[0], triad[towards], triad[3 - towards]
        broken = [(Part("breach", BREACH * each.sure, each.words, each.events), each.known, BREACH * each.sure) for each in self.breaches.get((who, away), ())]
        bound = [(Part("new bond", BOND, each.words), each.known, BOND) for each in self.bondings.get(frozenset((who, to)), ())]
        return [*broken, *bound]

    def alarm(self, index: int, day: int) -> Alarm:
        """What the score of a triad on a day is made of; its actors are who leans, towards whom, and away from whom."""
        score, column = float(self.score[index, day - self.stretch.start]), day - self.stretch.start
        triad, index = self.every[index], int(np.searchsorted(self.there, index))
        towards = 1 if self.first[index, column] else 2
        who, to, away = triad[0], triad[towards], triad[3 - towards]
        sign = 1 if towards == 1 else -1
        window = int((sign * self.z[:, index, column]).argmax())
        now, before = (sign * float(each[window, index, column]) for each in (self.now, self.before))
        deviation = float(self.deviation[window, index, column])
        today = self.stretch.first + timedelta(days=day)
        adds = max(float(surprise_of_z(sign * self.z[window, index, column])) - LOOKS, 0.0)
        parts = [Part(ACTS, adds, _odds(who, to, away, now, before, deviation, WINDOWS[window]))] if adds > 0 else []
        parts += [
            Part(part.name, worth * 0.5 ** ((today - known).days / FADES), part.words, part.events)
            for part, known, worth in self._told(triad, towards) if known <= today
        ]  # fmt: skip
        acts = sum(float(self.sums[window][kind][0][side[index], column]) for kind in (0, 1) for side in (self.one, self.other))
        return Alarm(
            kind="tilt",
            actors=(who, to, away),
            place=None,
            first=today - timedelta(days=WINDOWS[window] - 1),
            day=today,
            score=score,
            probability=None,
            baseline=before,
            observed=now,
            attention=self._attention(index, column, window),
            parts=tuple(sorted(parts, key=lambda part: -part.adds)),
            thin=f"only {acts:.0f} acts towards the two stand in the window" if acts < FEW else None,
            looks=(Look(who, to, "cooperation", ACTS), Look(to, who, "cooperation", ACTS), Look(who, away, "friction", ACTS)),
        )

    def _attention(self, index: int, column: int, window: int) -> float:
        """What numbers alone would have said: the surprise of the acts towards the one or the other as a share of all acts of the store."""
        found = 0.0
        for side in (self.one[index], self.other[index]):
            seen, before = (sum(float(self.sums[window][kind][which][side, column]) for kind in (0, 1)) for which in (0, 1))
            now, past_ = (float(each[0, column]) for each in self.all_acts[window])
            found = max(found, float(surprise_among(round(seen), before, max(now, 1), past_)))
        return max(found - LOOKS, 0.0)


def _acts(rows: Rows) -> Numbers:
    """[rows]: acts that are friction or cooperation, meetings and the like from either side."""
    return np.add(rows.counts["friction"], rows.counts["cooperation"], dtype=np.float64) + rows.counts[SHARED]


def _lean(coop_one: Numbers, friction_one: Numbers, coop_other: Numbers, friction_other: Numbers) -> tuple[Numbers, Numbers]:
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
