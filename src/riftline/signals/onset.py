"""The signs of new violence, day by day: what `flashpoint.py` weighs.

Subjects are dyads, or places with what happened there. A sign of a day is made from what was known by its end. Of counts the logarithm of one more
is taken, so that the first threat says more than the tenth; of shares and ratios the logarithm, against the value that is usual.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from riftline.relations.panel import FRICTION, TYPES, Panel
from riftline.signals.odds import rivals
from riftline.signals.series import Array, within
from riftline.tables import rows

FORCE = TYPES.index("ASSAULT")
QUIET = 56
"""Days without force before violence counts as new."""
AHEAD = 28
"""Days in which it breaks out, or does not."""
OUTBREAK = 3
"""Acts of force in them that make an outbreak."""
KNOWN = 3
"""Acts told so far below which nothing is said of a subject."""
YEAR, MONTH, TWO_MONTHS = 365, 28, 56

_TABLE = rows("signals/onset")
SIGNS = tuple(row["sign"] for row in _TABLE)
WEIGHTS: NDArray[np.float64] = np.array([float(row["weight"]) for row in _TABLE])
USUAL = {row["sign"]: float(row["usual"]) for row in _TABLE}
WORDS = {row["sign"]: row["words"] for row in _TABLE}
COUNTED = {
    "threat": (("THREATEN",), MONTH),
    "mobilisation": (("MOBILIZE",), MONTH),
    "coercion": (("SANCTION", "COERCE"), TWO_MONTHS),
    "rhetoric": (("ACCUSE",), MONTH),
    "refusal": (("REJECT", "REQUEST"), MONTH),
}
"""Signs that are a number of acts of some types in so many days."""
RATIOS = ("surge", "friction", "violence")
"""Signs that are the logarithm of a ratio; the others, but for rivalry, of a count and one more."""


@dataclass(frozen=True)
class Subjects:
    """What is looked at, day by day."""

    counts: Array
    """[subjects, days, types]: acts of each type that became known."""
    rivalry: NDArray[np.bool_]
    """[subjects, days]: whether a rivalry or dispute divides those who act."""
    violence: Array
    """[subjects, days]: `elsewhere` of those who act."""

    @cached_property
    def force(self) -> Array:
        """[subjects, days]: acts of force."""
        return self.counts[..., FORCE]

    @cached_property
    def acts(self) -> Array:
        """[subjects, days]: acts of any kind."""
        return np.asarray(self.counts.sum(axis=-1), dtype=np.float32)

    @cached_property
    def friction(self) -> Array:
        """[subjects, days]: acts of verbal and material conflict."""
        return np.asarray(self.counts[..., list(FRICTION)].sum(axis=-1), dtype=np.float32)

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """[subjects, days]: whether there is anything to ask: enough is known, and there was no force for eight weeks."""
        return np.asarray((within(self.force, QUIET) == 0) & (np.cumsum(self.acts, axis=-1) >= KNOWN))

    @cached_property
    def signs(self) -> Array:
        """[signs, subjects, days], each less its usual value."""
        found = np.zeros((len(SIGNS), *self.acts.shape), dtype=np.float32)
        for index, name in enumerate(SIGNS):
            found[index] = self._sign(name) - USUAL[name]
        return found

    def _sign(self, name: str) -> Array:
        if name in COUNTED:
            types, days = COUNTED[name]
            of_types = self.counts[..., [TYPES.index(each) for each in types]].sum(axis=-1)
            return np.asarray(np.log1p(within(of_types, days)), dtype=np.float32)
        if name == "history":
            return np.asarray(np.log1p(within(self.force, YEAR)), dtype=np.float32)
        if name == "rivalry":
            return self.rivalry.astype(np.float32)
        if name == "violence":
            return self.violence
        year, seen = within(self.acts, YEAR), np.minimum(np.arange(self.acts.shape[1]) + 1, YEAR)
        if name == "volume":
            return np.asarray(np.log1p(year * 90 / np.maximum(seen, MONTH)), dtype=np.float32)
        if name == "surge":
            month = within(self.acts, MONTH)
            return np.asarray(np.log((month + 1) / ((year - month) * MONTH / np.maximum(seen - MONTH, MONTH) + 1)), dtype=np.float32)
        return np.asarray(np.log((within(self.friction, YEAR) + 1) / (year + 5)), dtype=np.float32)

    def value(self, name: str, subject: int, day: int) -> float:
        """What the words of a sign tell: its number, ratio or share."""
        sign = float(self.signs[SIGNS.index(name), subject, day])
        if name == "friction":
            return float(np.exp(sign + USUAL[name]))
        return float(np.exp(sign)) if name in RATIOS else float(np.expm1(sign + USUAL[name]))


def dyads(panel: Panel) -> Subjects:
    """The dyads of a panel, in its order, both directions together."""
    return Subjects(np.asarray(panel.counts.sum(axis=1), dtype=np.float32), rivals(panel), elsewhere(panel))


def elsewhere(panel: Panel) -> Array:
    """[dyads, days]: how far force comes from one side and strikes the other, whoever it is dealt to and by: the larger of both directions of
    ln(force by one ÷ its acts) + ln(force against the other ÷ its acts), over the past year."""
    actors = {code: index for index, code in enumerate(sorted({code for dyad in panel.dyads for code in dyad}))}
    one, other = (np.array([actors[dyad[side]] for dyad in panel.dyads], dtype=np.int64) for side in (0, 1))
    by, on, acts = (np.zeros((len(actors), panel.days), dtype=np.float32) for _ in range(3))
    force, volume = panel.counts[..., FORCE], panel.counts.sum(axis=(1, 3))
    for side, (doer, sufferer) in enumerate(((one, other), (other, one))):
        np.add.at(by, doer, force[:, side])
        np.add.at(on, sufferer, force[:, side])
        np.add.at(acts, doer, volume)
    rates = [np.log((within(each, YEAR) + 0.5) / (within(acts, YEAR) + 20)) for each in (by, on)]
    return np.asarray(np.maximum(rates[0][one] + rates[1][other], rates[0][other] + rates[1][one]), dtype=np.float32)
