"""Places as subjects of new violence: what happened in each first-order division or region, and who acts there."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from riftline.signals.daybook import There
from riftline.signals.onset import Subjects
from riftline.signals.series import YEAR, Run

NOBODY = 2 * float(np.log(0.5 / 20))
"""`elsewhere` of two of whom nothing is known."""


def places(run: Run, dyads: Subjects) -> Subjects:
    """The places of a book, in its order. What divides those who act in a place, and the force that they deal out and suffer elsewhere, is that of the dyad
    with most of it (`dyads`, in the book's order), from its first act there on, or the day on which it was first heard of."""
    there, stretch = run.book.there, run.stretch
    shape = len(there.places), stretch.days
    rivalry, violence = np.zeros(shape, dtype=np.bool_), np.full(shape, NOBODY, dtype=np.float32)
    at = {dyad: index for index, dyad in enumerate(run.book.dyads)}
    dyad = np.array([at.get(pair, -1) for pair in there.pairs], dtype=np.int64)[there.met[:, 1]]
    since = np.maximum(there.met[:, 2], run.book.began[dyad])
    order = np.argsort(there.met[:, 0], kind="stable")
    order = order[(dyad[order] >= 0) & (since[order] < stretch.end)]
    if len(order):
        place, dyad = there.met[order, 0], dyad[order]
        then = since[order, None] <= np.arange(stretch.start, stretch.end)
        begins = np.flatnonzero(np.diff(place, prepend=-1))
        rivalry[place[begins]] = np.logical_or.reduceat(dyads.rivalry[dyad] & then, begins)
        most = np.maximum.reduceat(np.where(then, dyads.violence[dyad], NOBODY), begins)
        violence[place[begins]] = np.maximum(most, NOBODY)
    return Subjects(stretch, "places", there.rows.since(stretch.start - YEAR), len(there.places), rivalry, violence)


def acting(there: There, place: int, day: int) -> tuple[str, str] | None:
    """The pair with most friction in a place by a day, of those with as much the one with most acts; None where no two are known to act there."""
    told: NDArray[np.int64] = there.acting[(there.acting[:, 0] == place) & (there.acting[:, 2] <= day)]
    friction, acts = (np.bincount(told[:, 1], weights=told[:, column]) for column in (3, 4))
    return min(((-friction[pair], -acts[pair], there.pairs[pair]) for pair in np.unique(told[:, 1])), default=(0, 0, None))[2]
