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
from riftline.relations.commitments import Bond
from riftline.relations.panel import Panel
from riftline.signals.alarm import Alarm, Detected, Look, faded
from riftline.signals.series import Array, past, split, within
from riftline.signals.tails import surprise_of_share
from riftline.signals.thirds import Third, Thirds, strongest, surprise_among
from riftline.signals.ties import Breach, Ties, in_force
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
BUSY = 365.25
FRICTION, FORCE, SHARED = "friction", "force against the partner", "cooperation with the rival"
"""Names of parts."""


def rifts(panel: Panel, ties: Ties, breaches: Sequence[Breach] = ()) -> Detected:
    """The scores of all dyads of the panel that are bound at some time in it, NaN while they are not."""
    found = _Rifts(panel, ties, breaches)
    volume = panel.counts[found.rows].sum(axis=(1, 2, 3)) * BUSY / max(panel.days, 1)
    return Detected("rift", found.score, volume.astype(np.float32), found.alarm)


class _Rifts:
    def __init__(self, panel: Panel, ties: Ties, breaches: Sequence[Breach]) -> None:
        self.panel = panel
        bound = [(row, tied) for row, dyad in enumerate(panel.dyads) if (tied := ties.between(*dyad))]
        self.rows: NDArray[np.int64] = np.array([row for row, _ in bound], dtype=np.int64)
        self.dyads = [panel.dyads[row] for row in self.rows]
        self.ties = [tied for _, tied in bound]
        shape = (len(bound), panel.days)
        self.at_odds = np.stack([in_force(ties.rivalries(*dyad), panel.first, panel.days) for dyad in self.dyads]) if bound else np.zeros(shape, dtype=bool)
        volume = panel.counts.sum(axis=(0, 1, 3), dtype=np.float64)
        self.all_acts = [(within(volume, window), past(volume, window, HALF_LIFE)) for window in WINDOWS]
        self._shares()
        self.breaches = [[each for each in breaches if {each.who, each.towards} == set(dyad)] for dyad in self.dyads]
        looked = Thirds(panel, ties)
        self.thirds = [list(looked.of(*dyad)) for dyad in self.dyads]
        third = [strongest(each, panel.days) for each in self.thirds]
        self.share = np.maximum(self.surprise.max(axis=(0, 2), initial=0) - LOOKS, 0)
        self.broken = np.stack([_sum(each, panel) for each in self.breaches]) if bound else np.zeros(shape)
        told = self.acts[TOLD, :, 2]
        self.third = np.stack([value for value, _ in third]) * told / (told + FEW) if bound else np.zeros(shape)
        self.which = [index for _, index in third]
        mask = np.stack([in_force(tied, panel.first, panel.days) for tied in self.ties]) if bound else np.zeros(shape, dtype=bool)
        self.score = np.where(mask, self.share + self.broken + self.third, np.nan).astype(np.float32)

    def _shares(self) -> None:
        """`surprise`, `seen`, `expected`, `acts`, [windows, dyads, 3, days]: the third series is both directions together. `volume`: their acts, undamped."""
        friction, coop = split(self.panel, self.rows)
        friction = np.concatenate([friction, friction.sum(axis=1, keepdims=True)], axis=1)
        acts = friction + np.concatenate([coop, coop.sum(axis=1, keepdims=True)], axis=1)
        peers = np.where(self.at_odds, RIVALS, _peers(friction[:, 2], acts[:, 2]))[:, None]
        made = []
        for window in WINDOWS:
            seen, total = within(friction, window), within(acts, window)
            own, mass = past(friction, window, HALF_LIFE), past(acts, window, HALF_LIFE)
            cap = np.minimum(1, OWN / np.maximum(mass, 1e-6))
            yes, no = PEERS * peers + own * cap, PEERS * (1 - peers) + (mass - own) * cap
            n = np.round(total)
            made.append((surprise_of_share(np.minimum(np.round(seen), n), n, yes, no), seen, total * yes / (yes + no), total, mass))
        self.surprise, self.seen, self.expected, self.acts, self.mass = (np.stack(each).astype(np.float32) for each in zip(*made))

    def alarm(self, index: int, day: int) -> Alarm:
        """What the score of a dyad on a day is made of."""
        one, other = dyad = self.dyads[index]
        window, series = np.unravel_index(int(self.surprise[:, index, :, day].argmax()), (len(WINDOWS), 3))
        length = WINDOWS[window] if self.share[index, day] > 0 else WINDOWS[1]
        at = (window, index, series, day)
        parts = [part for part in (self._friction(index, day, int(window), int(series)), *self._broken(index, day), *self._third(index, day)) if part]
        last = self.panel.first + timedelta(days=day)
        whole = (window, index, 2, day)
        return Alarm(
            kind="rift",
            actors=dyad,
            place=None,
            first=last - timedelta(days=length - 1),
            day=last,
            score=float(self.score[index, day]),
            probability=None,
            baseline=float(self.expected[at]),
            observed=float(self.seen[at]),
            attention=self._attention(index, day),
            parts=tuple(sorted(parts, key=lambda part: -part.adds)),
            thin=_thin(float(self.acts[whole])),
            bond=_bonds(self.ties[index], last),
            looks=(Look(one, other, "friction", FRICTION), Look(other, one, "friction", FRICTION), *self._looks(index, day)),
        )

    def _attention(self, index: int, day: int) -> float:
        """What the number of acts alone would have said: their surprise as a share of all acts of the store, over the same windows."""
        found = 0.0
        for position in range(len(WINDOWS)):
            seen, before = self.acts[position, index, 2, day], self.mass[position, index, 2, day]
            now, past_ = (float(each[day]) for each in self.all_acts[position])
            found = max(found, float(surprise_among(np.round(seen), before, max(now, 1), past_)))
        return max(found - LOOKS, 0.0)

    def _friction(self, index: int, day: int, window: int, series: int) -> Part | None:
        if self.share[index, day] <= 0:
            return None
        one, other = (code_name(code) for code in self.dyads[index])
        at = (window, index, series, day)
        who = (f"what {one} did to {other}", f"what {other} did to {one}", f"what {one} and {other} did to each other")[series]
        seen, acts, expected = (round(float(each[at]), 1) for each in (self.seen, self.acts, self.expected))
        words = f"friction is {seen:g} of {acts:g} of {who} in {WINDOWS[window]} days, where {expected:g} was to be expected"
        return Part(FRICTION, float(self.share[index, day]), words)

    def _broken(self, index: int, day: int) -> list[Part]:
        today = self.panel.first + timedelta(days=day)
        return [Part("breach", _worth(each, (today - each.known).days), each.words, each.events) for each in self.breaches[index] if each.known <= today]

    def _third(self, index: int, day: int) -> list[Part]:
        which = self.which[index][day]
        if which < 0:
            return []
        third: Third = self.thirds[index][which]
        coop, force = float(third.cooperation[day]), float(third.force[day])
        share = float(self.third[index, day]) / (coop + force)
        aggrieved, friend, rival = (code_name(code) for code in (third.aggrieved, third.friend, third.rival))
        made = []
        if force > 0:
            made.append(Part(FORCE, force * share, f"{aggrieved} uses force against {rival}, with whom {friend} works"))
        if coop > 0:
            made.append(Part(SHARED, coop * share, f"{friend} cooperates with {rival}, {aggrieved}'s rival"))
        return made

    def _looks(self, index: int, day: int) -> list[Look]:
        which = self.which[index][day]
        if which < 0:
            return []
        third: Third = self.thirds[index][which]
        fought = [Look(third.aggrieved, third.rival, "force", FORCE)] if third.force[day] > 0 else []
        if third.cooperation[day] <= 0:
            return fought
        return [*fought, Look(third.friend, third.rival, "cooperation", SHARED), Look(third.rival, third.friend, "cooperation", SHARED)]


def _peers(friction: Array, acts: Array) -> Array:
    """[dyads, days]: friction's share among the others who are bound, up to the day before."""
    share, worth = ALLIES
    frictions, total = np.cumsum(friction, axis=-1), np.cumsum(acts, axis=-1)
    others, all_others = frictions.sum(axis=0) - frictions, total.sum(axis=0) - total
    found = (share * worth + others) / (worth + all_others)
    return np.concatenate([np.full((len(found), 1), share, dtype=np.float32), found[:, :-1]], axis=1).astype(np.float32)


def _worth(breach: Breach, age: int) -> float:
    return float(BREACH * breach.sure * 0.5 ** (age / FADES))


def _sum(breaches: Sequence[Breach], panel: Panel) -> Array:
    found = np.zeros(panel.days, dtype=np.float32)
    for each in breaches:
        found += faded(BREACH * each.sure, each.known, panel.first, panel.days, FADES)
    return found


def _bonds(ties: Sequence[Bond], on: date) -> str:
    """What binds the two on a day, in words: the two strongest."""
    return listed([f"the {tie.treaty} ({tie.through})" if tie.through else tie.treaty for tie in ties if tie.holds(on)][:2])


def _thin(acts: float) -> str | None:
    return f"only {acts:.0f} acts between the two stand in the window" if acts < FEW else None
