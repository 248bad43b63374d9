"""Rupture and thaw: a sudden turn to friction between any two, and a sudden turn to cooperation between two that were at odds or cold.

Each day the week that ends on it is compared with what the dyad's own past, and where that is short its peers, would have given. The past's
volume and its share of friction are estimated apart, so that a dyad with little past is expected to have its peers' share of its own
volume, and a dyad with none hardly any. What volume alone scores is told beside it, and counts for nothing in the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from riftline.relations.panel import COOPERATION, FRICTION, Panel
from riftline.signals.surprise import Array, decayed, evidence, windowed

WEEK = 7
"""Days that are looked at. Five find the famous ruptures of 2018's first half a little better and those of 2005 to 2015 a little worse; ten the reverse."""
HALF_LIFE = 112.0
"""Days after which an act of the past counts half."""
WARM = 14
"""Days of the panel on which nothing is said: there is no past to compare with."""
VOLUME = 0.25 / 7
VOLUME_DAYS = 14.0
"""A dyad that nothing is known of is expected to have this many events a day, on the word of so many days."""
SHARE_EVENTS = 10.0
FRICTION_SHARE = 0.22
COOPERATION_SHARE = 0.45
"""The shares of all events that friction and cooperation have over all dyads, weighing as so many events of the own past."""
ODDS = 0.5
"""A thaw's evidence is multiplied by (the past's share of friction ÷ FRICTION_SHARE) to this power."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Of each dyad and day, [dyads, days]. The first days say nothing (NaN)."""

    score: NDArray[np.float32]
    """Powers of ten of evidence (`surprise.evidence`) for a turn: comparable from dyad to dyad and from stream to stream."""
    expected: NDArray[np.float32]
    """Acts of the kind that a week would have had as before."""
    observed: NDArray[np.float32]
    """Acts of the kind in the week that ends on the day."""
    attention: NDArray[np.float32]
    """What the number of events of any type, taken alone, scores on the same scale."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one type of act, in one direction, had in a week."""

    source: str
    target: str
    type: str
    observed: float
    expected: float
    """By the dyad's past share of the type in that direction; with little past, nearly none."""


def rupture_scores(panel: Panel) -> Scores:
    """How sudden a turn to friction each dyad's week is."""
    return _turns(panel, FRICTION, FRICTION_SHARE)


def thaw_scores(panel: Panel) -> Scores:
    """How sudden a turn to cooperation, by how much they were at odds before."""
    found = _turns(panel, COOPERATION, COOPERATION_SHARE)
    return Scores((found.score * _coldness(panel)).astype(np.float32), found.expected, found.observed, found.attention)


def parts(panel: Panel, dyad: int, day: int, kinds: Sequence[int] = FRICTION) -> list[Contribution]:
    """The types, by direction, that the week ending on a day had more of than before, what weighs most first.

    `dyad` and `day` are indices of the panel, `kinds` those of types: FRICTION for a rupture, COOPERATION for a thaw.
    """
    start = max(0, day + 1 - WEEK)
    counts = panel.counts[dyad].astype(np.float64)
    age = np.arange(start)[::-1]
    weights = 0.5 ** (age / HALF_LIFE)
    past = np.einsum("adt,d->at", counts[:, :start], weights) / (weights.sum() + VOLUME_DAYS) * WEEK
    week = counts[:, start : day + 1].sum(axis=1)
    ways = (panel.dyads[dyad], panel.dyads[dyad][::-1])
    found = [
        Contribution(*ways[way], panel.types[kind], float(week[way, kind]), float(past[way, kind]))
        for way in (0, 1)
        for kind in kinds
        if week[way, kind] > past[way, kind]
    ]
    return sorted(found, key=lambda each: each.expected - each.observed)


def _turns(panel: Panel, kinds: tuple[int, ...], share: float) -> Scores:
    both = panel.counts.sum(axis=1)
    of_kind, all_events = both[..., list(kinds)].sum(axis=-1), both.sum(axis=-1)
    volume, past_events = _volume(all_events)
    past_of_kind, _ = decayed(of_kind, HALF_LIFE, WEEK)
    expected = WEEK * volume * (past_of_kind + SHARE_EVENTS * share) / (past_events + SHARE_EVENTS)
    observed = windowed(of_kind, WEEK)
    return Scores(
        _said(evidence(observed, expected)),
        expected.astype(np.float32),
        observed.astype(np.float32),
        _said(evidence(windowed(all_events, WEEK), WEEK * volume)),
    )


def _volume(all_events: NDArray[np.float32]) -> tuple[Array, Array]:
    """Expected events a day, and the decayed number of them that the past had."""
    past, weights = decayed(all_events, HALF_LIFE, WEEK)
    return (past + VOLUME_DAYS * VOLUME) / (weights + VOLUME_DAYS), past


def _coldness(panel: Panel) -> Array:
    """Above 1 where the past had more friction than others have, below where it had less."""
    both = panel.counts.sum(axis=1)
    past, _ = decayed(both.sum(axis=-1), HALF_LIFE, WEEK)
    friction, _ = decayed(both[..., list(FRICTION)].sum(axis=-1), HALF_LIFE, WEEK)
    share = (friction + SHARE_EVENTS * FRICTION_SHARE) / (past + SHARE_EVENTS)
    return np.asarray((share / FRICTION_SHARE) ** ODDS)


def _said(values: Array) -> NDArray[np.float32]:
    """Nothing on the first days."""
    said = values.astype(np.float32)
    said[:, :WARM] = np.nan
    return said
