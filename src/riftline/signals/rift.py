"""Rift: two who are bound to each other turn away from each other.

Three kinds of evidence are added up, each in bans (−log10 of the chance that it comes about without a change; 1 is one in ten):

- **Friction's share** of what the two do to each other, in each direction and both together, over 7, 28 and 91 days: the tail of a beta-binomial
  whose prior is the share among all others who are bound (or of rivals, while the two are that too; worth `PEERS` acts) and the pair's own past
  before the window (worth at most `OWN` acts).
  The largest of these nine counts, less `LOOKS` for having looked at several. A surge of coverage at the same share says nothing.
- **Breaches** of what binds them: `BREACH` bans each by how sure it is, halved every `FADES` days.
- **A third**: one cooperates with the other's rival, or uses force against the other's partner (`thirds.py`), as far as
  the two themselves are told of.

What stands at a day is made from what was known by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from riftline.records import Part
from riftline.relations.commitments import Bond, Rivalry
from riftline.signals.alarm import Alarm, Detected, Look, faded
from riftline.signals.series import Run
from riftline.signals.stretch import Series
from riftline.signals.tails import surprise_of_share
from riftline.signals.thirds import surprise_among, thirds
from riftline.signals.ties import Breach, Ties, in_force, stacked
from riftline.wording import code_name, listed

WINDOWS = (7, 28, 91)
"""A window of a year as well found fewer known ruptures of the bound in ICEWS05-15 (`python -m evaluation.rifts`)."""
LOOKS = float(np.log10(len(WINDOWS)))
PEERS = 10.0
OWN = 40.0
HALF_LIFE = 365.0
TOLD = WINDOWS.index(91)
"""Window in which the two must be told of for a third to count: n acts let n / (n + FEW) of it."""
ALLIES = (0.16, 20.0)
"""Friction's share among the bound, and how many acts that is worth beside those of the store: NATO's members in ICEWS of 2018."""
RIVALS = 0.55
"""Friction's share that is to be expected of two who are bound and rivals at once."""
BREACH = 0.75
FADES = 91.0
FEW = 5
"""Acts in the window below which the evidence is called thin."""
FRICTION, FORCE, SHARED = "friction", "force against the partner", "cooperation with the rival"
"""Names of parts."""


def rifts(run: Run, ties: Ties, breaches: Sequence[Breach] = ()) -> Detected:
    """The scores of all dyads of the book that are bound at some time, NaN while they are not."""
    found = _Rifts(run, ties, breaches)
    return Detected("rift", found.score, found.volume_a_year, found.alarm)


class _Rifts:
    def __init__(self, run: Run, ties: Ties, breaches: Sequence[Breach]) -> None:
        self.run, self.stretch = run, run.stretch
        bound = [(row, tied) for row, dyad in enumerate(run.book.dyads) if (tied := ties.between(*dyad))]
        self.rows: NDArray[np.int64] = np.array([row for row, _ in bound], dtype=np.int64)
        self.dyads = [run.book.dyads[row] for row in self.rows]
        self.ties = [tied for _, tied in bound]
        self.at_odds = self._in_force([ties.rivalries(*dyad) for dyad in self.dyads])
        self.all_acts = [(run.whole_of_states().within(window), run.whole_of_states().past(window, HALF_LIFE)) for window in WINDOWS]
        self._shares()
        self._breaches(breaches)
        self.thirds = thirds(run, ties, self.dyads)
        self.share = np.maximum(self.surprise.max(axis=(0, 2), initial=0) - LOOKS, 0)
        told = self.acts[TOLD, :, 2]
        self.third = self.thirds.value * told / (told + FEW)
        self.score = np.where(self._in_force(self.ties), self.share + self.broken + self.third, np.nan).astype(np.float32)

    def _in_force(self, ties: Sequence[Sequence[Bond | Rivalry]]) -> NDArray[np.bool_]:
        """[dyads, days]: whether any of a dyad's ties is."""
        return stacked([in_force(each, self.stretch.begins, self.stretch.days) for each in ties], self.stretch.days)

    def volume_a_year(self) -> NDArray[np.float32]:
        book = self.run.book
        return book.a_year(book.states.subject // 2, book.states.counts["acts"], len(book.dyads))[self.rows]

    def _shares(self) -> None:
        """`surprise`, `seen`, `expected`, `acts`, [windows, dyads, 3, days]: the third series is both directions together. `mass`: their past acts."""
        run, size = self.run, len(self.dyads)
        place = np.full(len(run.book.dyads), -1)
        place[self.rows] = np.arange(size)
        of = place[run.states.subject // 2]
        at = np.flatnonzero((of >= 0) & (run.states.day >= self.stretch.start - max(WINDOWS)))
        day, of, way = run.states.day[at], of[at], run.states.subject[at] % 2
        friction, coop = (each[at].astype(np.float64) for each in run.split)
        # A row counts in its own direction, and in both together.
        subject = np.stack([3 * of + way, 3 * of + 2], axis=1).ravel()
        told = [
            Series(self.stretch, f"bound {name}", subject, np.repeat(day, 2), np.repeat(each, 2), 3 * size)
            for name, each in (("friction", friction), ("acts", friction + coop))
        ]
        every = [
            Series(self.stretch, f"all bound {name}", np.zeros_like(day), day, each, 1).before()[0, :-1]
            for name, each in (("friction", friction), ("acts", friction + coop))
        ]
        share, worth = ALLIES
        others = [whole - own.before()[2::3, :-1] for whole, own in zip(every, told, strict=True)]
        peers = np.where(self.at_odds, RIVALS, (share * worth + others[0]) / (worth + others[1]))[:, None]
        made = []
        for window in WINDOWS:
            seen, total = (each.within(window).reshape(size, 3, self.stretch.days) for each in told)
            own, mass = (each.past(window, HALF_LIFE).reshape(size, 3, self.stretch.days) for each in told)
            cap = np.minimum(1, OWN / np.maximum(mass, 1e-6))
            yes, no = PEERS * peers + own * cap, PEERS * (1 - peers) + (mass - own) * cap
            n = np.round(total)
            made.append((surprise_of_share(np.minimum(np.round(seen), n), n, yes, no), seen, total * yes / (yes + no), total, mass))
        self.surprise, self.seen, self.expected, self.acts, self.mass = (np.stack(each).astype(np.float32) for each in zip(*made, strict=True))

    def _breaches(self, breaches: Sequence[Breach]) -> None:
        """`breaches` of each dyad, and what they add: `broken`, [dyads, days]."""
        between: dict[frozenset[str], list[Breach]] = {}
        for each in breaches:
            between.setdefault(frozenset((each.who, each.towards)), []).append(each)
        self.breaches = [between.get(frozenset(dyad), []) for dyad in self.dyads]
        self.broken = np.zeros((len(self.dyads), self.stretch.days), dtype=np.float32)
        for index, those in enumerate(self.breaches):
            for each in those:
                self.broken[index] += faded(BREACH * each.sure, each.known, self.stretch.begins, self.stretch.days, FADES)

    def alarm(self, index: int, day: int) -> Alarm:
        """What the score of a dyad on a day is made of."""
        one, other = dyad = self.dyads[index]
        column, last = day - self.stretch.start, self.stretch.first + timedelta(days=day)
        window, series = (int(each) for each in np.unravel_index(int(self.surprise[:, index, :, column].argmax()), (len(WINDOWS), 3)))
        length = WINDOWS[window] if self.share[index, column] > 0 else WINDOWS[1]
        at, whole = (window, index, series, column), (window, index, 2, column)
        parts = [part for part in (self._friction(*at), *self._broken(index, last), *self._third(index, column)) if part]
        return Alarm(
            kind="rift",
            actors=dyad,
            place=None,
            first=last - timedelta(days=length - 1),
            day=last,
            score=float(self.score[index, column]),
            probability=None,
            baseline=float(self.expected[at]),
            observed=float(self.seen[at]),
            attention=self._attention(index, column),
            parts=tuple(sorted(parts, key=lambda part: -part.adds)),
            thin=_thin(float(self.acts[whole])),
            bond=_bonds(self.ties[index], last),
            looks=(Look(one, other, "friction", FRICTION), Look(other, one, "friction", FRICTION), *self._looks(index, column)),
        )

    def _attention(self, index: int, column: int) -> float:
        """What the number of acts alone would have said: their surprise as a share of all acts of the store, over the same windows."""
        found = 0.0
        for position in range(len(WINDOWS)):
            seen, before = self.acts[position, index, 2, column], self.mass[position, index, 2, column]
            now, past_ = (float(each[0, column]) for each in self.all_acts[position])
            found = max(found, float(surprise_among(np.round(seen), before, max(now, 1), past_)))
        return max(found - LOOKS, 0.0)

    def _friction(self, window: int, index: int, series: int, column: int) -> Part | None:
        if self.share[index, column] <= 0:
            return None
        one, other = (code_name(code) for code in self.dyads[index])
        at = (window, index, series, column)
        who = (f"what {one} did to {other}", f"what {other} did to {one}", f"what {one} and {other} did to each other")[series]
        seen, acts, expected = (round(float(each[at]), 1) for each in (self.seen, self.acts, self.expected))
        words = f"friction is {seen:g} of {acts:g} of {who} in {WINDOWS[window]} days, where {expected:g} was to be expected"
        return Part(FRICTION, float(self.share[index, column]), words)

    def _broken(self, index: int, today: date) -> list[Part]:
        return [Part("breach", _worth(each, (today - each.known).days), each.words, each.events) for each in self.breaches[index] if each.known <= today]

    def _third(self, index: int, column: int) -> list[Part]:
        which = int(self.thirds.which[index, column])
        if which < 0:
            return []
        third = self.thirds.thirds[which]
        coop, force = float(self.thirds.cooperation[which, column]), float(self.thirds.force[which, column])
        share = float(self.third[index, column]) / (coop + force)
        aggrieved, friend, rival = (code_name(code) for code in (third.aggrieved, third.friend, third.rival))
        made = []
        if force > 0:
            made.append(Part(FORCE, force * share, f"{aggrieved} uses force against {rival}, with whom {friend} works"))
        if coop > 0:
            made.append(Part(SHARED, coop * share, f"{friend} cooperates with {rival}, {aggrieved}'s rival"))
        return made

    def _looks(self, index: int, column: int) -> list[Look]:
        which = int(self.thirds.which[index, column])
        if which < 0:
            return []
        third = self.thirds.thirds[which]
        fought = [Look(third.aggrieved, third.rival, "force", FORCE)] if self.thirds.force[which, column] > 0 else []
        if self.thirds.cooperation[which, column] <= 0:
            return fought
        return [*fought, Look(third.friend, third.rival, "cooperation", SHARED), Look(third.rival, third.friend, "cooperation", SHARED)]


def _worth(breach: Breach, age: int) -> float:
    return float(BREACH * breach.sure * 0.5 ** (age / FADES))


def _bonds(ties: Sequence[Bond], on: date) -> str:
    """What binds the two on a day, in words: the two strongest."""
    return listed([f"the {tie.treaty} ({tie.through})" if tie.through else tie.treaty for tie in ties if tie.holds(on)][:2])


def _thin(acts: float) -> str | None:
    return f"only {acts:.0f} acts between the two stand in the window" if acts < FEW else None
