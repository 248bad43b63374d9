"""Rupture: a sudden turn to friction between any two. Thaw, its mirror: a sudden turn to cooperation between two who are at odds.

The score of a day is in bans: −log10 of the chance of so many acts of friction (of a thaw: of cooperation) in the `WINDOW` days up to it.
The number is taken as gamma-Poisson. Its mean is what the two are told of in a day times the share of friction, each from the own past
before the window (halved every `HALF_LIFE` days) and from a prior: `QUIET_DAYS` days at `QUIET` acts a day for the volume, and `PEERS`
acts at the share of all dyads so far for the share. So a stream that has just begun is judged by its peers.
The gamma's shape is that of peers of equal volume, `SPREAD[0]`·mean^`SPREAD[1]`: the busier two are, the less their weeks scatter
about the mean, but never as little as a Poisson's. (Maximum likelihood gives an exponent of ½; a larger one trusts the turns of busy dyads more.)

A surge of all acts at the same share of friction is attention: the score is at most what the share alone says (the tail of a beta-binomial with
the same prior and past) plus `UNSHARED`. A thaw has no such limit, as cooperation is most of what is told of nearly all; it counts as far as there
was something to thaw: in full between rivals, else by the own past's share of friction (`odds.py`).

What stands at a day is made from what was known by then.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from riftline.records import Part
from riftline.relations.panel import COOPERATION, FRICTION, TYPES
from riftline.signals.alarm import Alarm, Detected
from riftline.signals.odds import at_odds
from riftline.signals.series import Run
from riftline.signals.stretch import Array, Series, Stretch
from riftline.signals.tails import surprise_of_count, surprise_of_share
from riftline.wording import code_name

WINDOW = 7
HALF_LIFE = 112.0
QUIET_DAYS = 14.0
QUIET = 0.25 / 7
PEERS = 10.0
COMMON = (0.22, 500.0)
"""Friction's share among all dyads, and how many acts that is worth beside those of the store: ICEWS of 2005 to 2015."""
SPREAD = {"rupture": (0.5, 0.75), "thaw": (0.5, 0.85)}
UNSHARED = {"rupture": 4.0, "thaw": np.inf}
HOLDS = 14
"""Days at the start of a panel on which nothing is said."""
HISTORY = 56
"""Days of the panel before the window below which the evidence is called thin."""
FEW = 5
"""Acts in the window below which the evidence is called thin."""
LEAST = 2
"""Acts of the kind in the window below which nothing is said."""
SHOWN = 3


def ruptures(run: Run) -> Detected:
    """The scores of all dyads of the book, in its order; NaN on its first `HOLDS` days."""
    return _detected(run, "rupture")


def thaws(run: Run) -> Detected:
    """Likewise of a turn to cooperation where there was friction."""
    return _detected(run, "thaw")


def _detected(run: Run, kind: Literal["rupture", "thaw"]) -> Detected:
    turns = _Turns(run, kind)
    return Detected(kind, turns.score, turns.volume_a_year, turns.alarm)


class _Turns:
    def __init__(self, run: Run, kind: Literal["rupture", "thaw"]) -> None:
        self.book, self.stretch, self.kind = run.book, run.stretch, kind
        group, self.types = ("friction", FRICTION) if kind == "rupture" else ("cooperation", COOPERATION)
        these, acts = run.dyads(group), run.dyads("acts")
        peers = _so_far(run, group, COMMON[0] if kind == "rupture" else 1 - COMMON[0])
        self.seen, self.acts = these.within(WINDOW), acts.within(WINDOW)
        own, mass = these.past(WINDOW, HALF_LIFE), acts.past(WINDOW, HALF_LIFE)
        self.yes, self.no = PEERS * peers + own, PEERS * (1 - peers) + np.maximum(mass - own, 0)
        self.share = self.yes / (self.yes + self.no)
        self.volume = (mass + QUIET_DAYS * QUIET) / (_exposure(self.stretch) + QUIET_DAYS) * WINDOW
        self.expected = self.volume * self.share
        self.score = self._score()
        if kind == "thaw":
            usual = _so_far(run, "friction", COMMON[0])
            before = (run.dyads("friction").past(WINDOW, HALF_LIFE) + PEERS * usual) / (mass + PEERS)
            self.score *= at_odds(run, before)
        self.score[:, : max(HOLDS - self.stretch.start, 0)] = np.nan

    def volume_a_year(self) -> NDArray[np.float32]:
        rows = self.book.acts
        return self.book.a_year(rows.subject // 2, rows.counts["acts"], len(self.book.dyads))

    def _score(self) -> Array:
        score = np.zeros(self.seen.shape, dtype=np.float32)
        at = (self.seen >= LEAST) & (self.seen > self.expected)
        score[at] = self._by_number(self.seen[at], self.expected[at])
        if np.isfinite(UNSHARED[self.kind]):
            shares = surprise_of_share(self.seen[at], self.acts[at], self.yes[at], self.no[at])
            score[at] = np.minimum(score[at], shares + UNSHARED[self.kind])
        return score

    def _by_number(self, seen: NDArray[np.float32], expected: NDArray[np.float32]) -> NDArray[np.float64]:
        """Bans of a number where so many were expected: gamma-Poisson of the shape of peers of equal volume."""
        spread, growth = SPREAD[self.kind]
        shape = spread * np.asarray(expected, dtype=np.float64) ** growth
        return surprise_of_count(seen, shape, shape / expected, 1.0)

    def alarm(self, index: int, day: int) -> Alarm:
        """What the score of a dyad on a day is made of."""
        last = self.stretch.first + timedelta(days=day)
        at = (index, day - self.stretch.start)
        return Alarm(
            kind=self.kind,
            actors=self.book.dyads[index],
            place=None,
            first=last - timedelta(days=WINDOW - 1),
            day=last,
            score=float(self.score[at]),
            probability=None,
            baseline=float(self.expected[at]),
            observed=float(self.seen[at]),
            attention=float(self._by_number(self.acts[at], self.volume[at])),
            parts=self._parts(index, day),
            thin=_thin(float(self.acts[at]), day - WINDOW + 1),
        )

    def _parts(self, index: int, day: int) -> tuple[Part, ...]:
        """The score shared out among the types, and the sides that did them, by how far each stands above what was to be expected of it."""
        before, window = self._told(index, 0, day - WINDOW + 1), self._told(index, day - WINDOW + 1, day + 1)
        share = (before + 1) / (before.sum() + before.size)
        at = (index, day - self.stretch.start)
        expected = share * float(self.expected[at])
        above = np.maximum(window - expected, 0)
        score = float(self.score[at])
        if score <= 0 or not above.sum():
            return ()
        order = np.argsort(-above, axis=None, kind="stable")[:SHOWN]
        top = [(int(way), int(which)) for way, which in zip(*np.unravel_index(order, above.shape)) if above[way, which] > 0]
        whole = sum(float(above[each]) for each in top)
        return tuple(self._part(index, each, window, expected, score * float(above[each]) / whole, bool(before[each])) for each in top)

    def _told(self, index: int, low: int, high: int) -> NDArray[np.float64]:
        """[2, types]: what each side did in the days from `low` to before `high`."""
        rows = self.book.acts.until(high).since(low)
        found = np.zeros((2, len(self.types)))
        for way in (0, 1):
            at = np.flatnonzero(rows.subject == 2 * index + way)
            found[way] = [rows.counts[TYPES[kind]][at].sum() for kind in self.types]
        return found

    def _part(self, index: int, at: tuple[int, int], window: NDArray[np.float64], expected: NDArray[np.float64], adds: float, known: bool) -> Part:
        who, towards = (code_name(code) for code in (self.book.dyads[index] if at[0] == 0 else reversed(self.book.dyads[index])))
        name, number, usual = TYPES[self.types[at[1]]], float(window[at]), float(expected[at])
        new = "" if known else ", none before"
        return Part(name.lower(), adds, f"{number:g} of {name} by {who} towards {towards} in {WINDOW} days, where {usual:.1f} was to be expected{new}")


def _so_far(run: Run, group: str, share: float) -> Array:
    """[days]: the share of all acts that are of a group, over all dyads up to the day before."""
    part, whole = (run.whole(each).before()[0, :-1] for each in (group, "acts"))
    return np.asarray((share * COMMON[1] + part) / (COMMON[1] + whole), dtype=np.float32)


def _exposure(stretch: Stretch) -> Array:
    """[days]: how many days the faded past before each window is worth."""
    day = np.arange(stretch.end)
    return np.asarray(Series(stretch, "days", np.zeros_like(day), day, np.ones(len(day)), 1).past(WINDOW, HALF_LIFE)[0])


def _thin(acts: float, history: int) -> str | None:
    if history < HISTORY:
        return f"only {max(history, 0)} days of history stand before the window"
    return f"only {acts:.0f} acts between the two stand in the window" if acts < FEW else None
