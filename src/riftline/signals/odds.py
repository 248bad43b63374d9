"""How far two were at odds, or cold, before a day: what makes a turn to cooperation a thaw and no state visit among friends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from riftline.relations.commitments import Commitments, bundled
from riftline.signals.series import Run
from riftline.signals.ties import in_force

HALF = 0.44
"""The past's share of friction from which two count as at odds in full: twice that of all dyads."""
FRIENDS = 1 / 3
"""What a turn between two who are not at odds counts, at least."""


def rivals(run: Run, commitments: Commitments | None = None) -> NDArray[np.bool_]:
    """[dyads, days]: whether a rivalry, a dispute, a war or a refusal to recognise divides the two on the day, by `commitments` (else the tables)."""
    first, days = run.stretch.begins, run.stretch.days
    found = np.zeros((len(run.book.dyads), days), dtype=bool)
    at = {dyad: index for index, dyad in enumerate(run.book.dyads)}
    for each in (commitments or bundled()).all_rivalries:
        index = at.get((min(each.parties), max(each.parties)))
        if index is not None:
            found[index] |= in_force([each], first, days)
    return found


def at_odds(run: Run, share: NDArray[np.floating]) -> NDArray[np.float32]:
    """[dyads, days] between FRIENDS and 1: 1 where a rivalry holds, else by the past's share of friction (`share`, shrunk), 1 from HALF on."""
    weight = np.where(rivals(run), 1.0, np.clip(share / HALF, FRIENDS, 1.0))
    return np.asarray(weight, dtype=np.float32)
