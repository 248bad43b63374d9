"""Two allies and a third: the one cooperates with the other's rival, or the other uses force against the one's partner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from riftline.signals.series import YEAR, Run, damped
from riftline.signals.stretch import Array, Ints, Series
from riftline.signals.tails import surprise_of_count
from riftline.signals.ties import Ties, in_force, stacked

WINDOW = 28
HALF_LIFE = 365.0
SELDOM = (0.5, 0.01)
"""Prior of acts with a third: half an act at so large a share of all acts of the store (one in 100)."""
LEAST = 2
"""Acts in the window below which nothing is said."""
MOST = 1.5
"""Bans that the cooperation, or the force, counts for at most."""
OWN = 40.0
"""Acts that the past of two is worth at most."""


@dataclass(frozen=True, slots=True)
class Third:
    """Who may part two allies."""

    aggrieved: str
    friend: str
    rival: str
    """The aggrieved one's."""


@dataclass(frozen=True, slots=True)
class Thirds:
    """All thirds of the dyads that are asked for, in their order, and what was done with them; the last two axes are thirds and days."""

    thirds: tuple[Third, ...]
    cooperation: Array
    """[thirds, days]: bans of the friend's cooperation with the rival, in either direction, where the two are bound or did more together than against each
    other in a year."""
    force: Array
    """[thirds, days]: bans of the aggrieved one's force against the rival."""
    value: Array
    """[dyads, days]: the largest of both together, less log10 of how many thirds have said something of the two by the day."""
    which: Ints
    """[dyads, days]: the third that it is of; -1 where there is none."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the thirds of dyads stand among the dyads and sides of a book. Positions of what is not there are those of a row of zeros, the last."""

    thirds: tuple[Third, ...]
    of: Ints
    """[thirds]: which of the dyads that are asked for."""
    dyads: Ints
    """Dyads of a friend and a rival."""
    coop: Ints
    """[thirds]: which of `dyads`."""
    sides: Ints
    """Sides of an aggrieved one towards a rival."""
    force: Ints
    """[thirds]: which of `sides`."""


@lru_cache(maxsize=4)
def _plan(ties: Ties, asked: tuple[tuple[str, str], ...], dyads: tuple[tuple[str, str], ...]) -> _Plan:
    at = {dyad: index for index, dyad in enumerate(dyads)}
    made: list[tuple[Third, int, int, int]] = []
    for index, (one, other) in enumerate(asked):
        for aggrieved, friend in ((one, other), (other, one)):
            for rival in ties.rivals(aggrieved):
                if rival == friend or ties.rivalries(friend, rival):
                    continue
                coop = at.get((min(friend, rival), max(friend, rival)), -1)
                force = at.get((min(aggrieved, rival), max(aggrieved, rival)), -1)
                if coop >= 0 or force >= 0:
                    made.append((Third(aggrieved, friend, rival), index, coop, 2 * force + (aggrieved > rival) if force >= 0 else -1))
    of, friends, foes = (np.array([each[column] for each in made], dtype=np.int64) for column in (1, 2, 3))
    found, sides = (np.unique(each[each >= 0]) for each in (friends, foes))
    places = [np.where(each >= 0, np.searchsorted(those, each), len(those)) for each, those in ((friends, found), (foes, sides))]
    return _Plan(tuple(third for third, *_ in made), of, found, places[0], sides, places[1])


def thirds(run: Run, ties: Ties, asked: Sequence[tuple[str, str]]) -> Thirds:
    """What allies did with third parties, of the dyads `asked`."""
    plan, days = _plan(ties, tuple(asked), run.book.dyads), run.stretch.days
    works, odds = _works(run, ties, plan), _odds(run, ties, plan)
    shared, fought = _bans(run, plan)
    coop, force = shared[plan.coop] * odds * works, fought[plan.force] * odds * works
    bans = coop + force
    value, which = np.zeros((len(asked), days), dtype=np.float32), np.full((len(asked), days), -1)
    if len(plan.of):
        looked = _looked(run, plan, bans)
        begins = np.flatnonzero(np.diff(plan.of, prepend=-1))
        most = np.maximum.reduceat(bans, begins)
        number = np.add.reduceat(looked, begins)
        found = np.maximum(most - np.log10(np.maximum(number, 1)), 0).astype(np.float32)
        size = np.diff([*begins, len(plan.of)])
        place = np.where(bans == np.repeat(most, size, axis=0), np.arange(len(plan.of))[:, None], len(plan.of))
        value[plan.of[begins]] = found
        which[plan.of[begins]] = np.where(found > 0, np.minimum.reduceat(place, begins), -1)
    return Thirds(plan.thirds, coop, force, value, which)


def _looked(run: Run, plan: _Plan, bans: Array) -> NDArray[np.int64]:
    """[thirds, days]: 1 from the day on which a third said something for the first time."""
    stretch, never = run.stretch, run.stretch.end
    known: dict[Third, int] = stretch.before.get("thirds", {})
    said = np.where((bans > 0).any(axis=1), stretch.start + (bans > 0).argmax(axis=1), never)
    first = np.minimum([known.get(each, never) for each in plan.thirds], said)
    for stop in stretch.stops:
        stretch.note("thirds", stop, {plan.thirds[at]: int(first[at]) for at in np.flatnonzero(first < stop)})
    return np.asarray(first[:, None] <= np.arange(stretch.start, stretch.end), dtype=np.int64)


def _odds(run: Run, ties: Ties, plan: _Plan) -> NDArray[np.bool_]:
    """[thirds, days]: whether the rival is one on the day."""
    pairs = {(each.aggrieved, each.rival) for each in plan.thirds}
    masks = {pair: in_force(ties.rivalries(*pair), run.stretch.begins, run.stretch.days) for pair in pairs}
    return stacked([masks[each.aggrieved, each.rival] for each in plan.thirds], run.stretch.days)


def _works(run: Run, ties: Ties, plan: _Plan) -> NDArray[np.bool_]:
    """[thirds, days]: whether the friend works with the rival: the two are bound, or did more together than against each other in the year."""
    pairs = {(each.friend, each.rival) for each in plan.thirds}
    masks = {pair: in_force(ties.between(*pair), run.stretch.begins, run.stretch.days) for pair in pairs}
    bound = stacked([masks[each.friend, each.rival] for each in plan.thirds], run.stretch.days)
    place = _places(plan.dyads, len(run.book.dyads))[run.states.subject // 2]
    at = np.flatnonzero(place >= 0)
    friction, coop = (
        Series(run.stretch, f"thirds {name}", place[at], run.states.day[at], each[at], len(plan.dyads) + 1).within(YEAR)
        for name, each in zip(("friction", "cooperation"), run.split, strict=True)
    )
    return bound | (coop > friction)[plan.coop]


def _bans(run: Run, plan: _Plan) -> tuple[Array, Array]:
    """[dyads + 1, days] of cooperation and [sides + 1, days] of force: by how much it is more than usual among all acts of the store."""
    rows, dyads = run.states.since(run.stretch.start - WINDOW), len(run.book.dyads)
    whole = run.whole_of_states()
    now, before = np.maximum(whole.within(WINDOW), 1), whole.past(WINDOW, HALF_LIFE)
    made = []
    # Of all dyads and sides, since of one that is asked for later the past is handed on, too.
    for name, subject, group, size, wanted in (
        ("cooperation", rows.subject // 2, "cooperation", dyads, plan.dyads), ("force", rows.subject, "material", 2 * dyads, plan.sides),
    ):  # fmt: skip
        at = rows.day * max(size, 1) + subject
        new = np.flatnonzero(np.diff(at, prepend=-1))
        counted = damped(np.add.reduceat(rows.counts[group], new, dtype=np.float32)) if len(new) else np.zeros(0, np.float32)
        told = Series(run.stretch, f"thirds damped {name}", subject[new], rows.day[new], counted, size)
        seen, past = np.round(told.within(WINDOW))[wanted], told.past(WINDOW, HALF_LIFE)[wanted]
        bans = np.zeros((len(wanted) + 1, run.stretch.days), dtype=np.float32)
        row, day = np.nonzero(seen >= LEAST)
        bans[row, day] = np.minimum(surprise_among(seen[row, day], past[row, day], now[0, day], before[0, day]), MOST)
        made.append(bans)
    return made[0], made[1]


def _places(those: Ints, size: int) -> Ints:
    """[size]: where each stands among `those`, -1 where it does not."""
    found = np.full(size, -1)
    found[those] = np.arange(len(those))
    return found


def surprise_among(seen: ArrayLike, before: ArrayLike, all_now: ArrayLike, all_before: ArrayLike) -> NDArray[np.float64]:
    """Bans by which so many acts are more than the share of all acts of the store that they had before: the tail of a gamma-Poisson whose exposure is
    all acts, so that a week of much news is no surprise by itself. The past is worth at most `OWN` acts."""
    shape, share = SELDOM
    own = np.asarray(before, dtype=np.float64)
    cap = np.minimum(1, OWN / np.maximum(own, 1e-6))
    return surprise_of_count(seen, shape + own * cap, shape / share + np.asarray(all_before, dtype=np.float64) * cap, all_now)
