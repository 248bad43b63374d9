"""The signs of new violence, day by day: what `flashpoint.py` weighs.

Subjects are dyads, or places with what happened there. A sign of a day is made from what was known by its end. Of counts the logarithm of one more
is taken, so that the first threat says more than the tenth; of shares and ratios the logarithm, against the value that is usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from riftline.relations.panel import TYPES
from riftline.signals.daybook import Rows
from riftline.signals.odds import rivals
from riftline.signals.series import YEAR, Run
from riftline.signals.stretch import Array, Series, Stretch
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
MONTH, TWO_MONTHS = 28, 56

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


class Subjects:
    """What is looked at, day by day."""

    def __init__(self, stretch: Stretch, name: str, rows: Rows, size: int, rivalry: NDArray[np.bool_], violence: Array) -> None:
        """Of so many subjects the rows of what any window asks for; [subjects, days] whether a rivalry or dispute divides those who act, and `elsewhere`
        of those who act. `name` is that of the state."""
        self.stretch, self.size, self.rivalry, self.violence = stretch, size, rivalry, violence
        self._name, self._rows = name, rows

    def of_types(self, names: Sequence[str], days: int) -> Series:
        """[subjects]: acts of some types or of a group, for windows of at most so many days."""
        rows = self._rows.since(self.stretch.start - days)
        value = sum((rows.counts[name].astype(np.float64) for name in names), np.zeros(len(rows.day)))
        return Series(self.stretch, f"{self._name} {' '.join(names)}", rows.subject, rows.day, value, self.size)

    @cached_property
    def force(self) -> Series:
        """[subjects]: acts of force."""
        return self.of_types(("force",), YEAR)

    @cached_property
    def acts(self) -> Series:
        """[subjects]: acts of any kind."""
        return self.of_types(("acts",), YEAR)

    @cached_property
    def friction(self) -> Series:
        """[subjects]: acts of verbal and material conflict."""
        return self.of_types(("friction",), YEAR)

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """[subjects, days]: whether there is anything to ask: enough is known, and there was no force for eight weeks."""
        return np.asarray((self.force.within(QUIET) == 0) & (self.acts.before()[:, 1:] >= KNOWN))

    @cached_property
    def signs(self) -> Array:
        """[signs, subjects, days], each less its usual value."""
        found = np.zeros((len(SIGNS), self.size, self.stretch.days), dtype=np.float32)
        for index, name in enumerate(SIGNS):
            found[index] = self._sign(name) - USUAL[name]
        return found

    def _sign(self, name: str) -> Array:
        if name in COUNTED:
            types, days = COUNTED[name]
            return np.asarray(np.log1p(self.of_types(types, days).within(days)), dtype=np.float32)
        if name == "history":
            return np.asarray(np.log1p(self.force.within(YEAR)), dtype=np.float32)
        if name == "rivalry":
            return self.rivalry.astype(np.float32)
        if name == "violence":
            return self.violence
        year, seen = self.acts.within(YEAR), np.minimum(np.arange(self.stretch.start, self.stretch.end) + 1, YEAR)
        if name == "volume":
            return np.asarray(np.log1p(year * 90 / np.maximum(seen, MONTH)), dtype=np.float32)
        if name == "surge":
            month = self.acts.within(MONTH)
            return np.asarray(np.log((month + 1) / ((year - month) * MONTH / np.maximum(seen - MONTH, MONTH) + 1)), dtype=np.float32)
        return np.asarray(np.log((self.friction.within(YEAR) + 1) / (year + 5)), dtype=np.float32)

    def value(self, name: str, subject: int, day: int) -> float:
        """What the words of a sign tell: its number, ratio or share."""
        sign = float(self.signs[SIGNS.index(name), subject, day - self.stretch.start])
        if name == "friction":
            return float(np.exp(sign + USUAL[name]))
        return float(np.exp(sign)) if name in RATIOS else float(np.expm1(sign + USUAL[name]))


def dyads(run: Run) -> Subjects:
    """The dyads of a book, in its order, both directions together."""
    rows = Rows(run.acts.subject // 2, run.acts.day, run.acts.counts)
    return Subjects(run.stretch, "subjects", rows, len(run.book.dyads), rivals(run), elsewhere(run))


def elsewhere(run: Run) -> Array:
    """[dyads, days]: how far force comes from one side and strikes the other, whoever it is dealt to and by: the larger of both directions of
    ln(force by one ÷ its acts) + ln(force against the other ÷ its acts), over the past year."""
    actors = {code: index for index, code in enumerate(sorted({code for dyad in run.book.dyads for code in dyad}))}
    sides = np.array([[actors[one], actors[other]] for one, other in run.book.dyads], dtype=np.int64).reshape(-1, 2)
    rows, day = run.acts, run.acts.day
    doer, sufferer = sides.ravel()[rows.subject], sides[:, ::-1].ravel()[rows.subject]
    acts = Series(run.stretch, "", np.stack([doer, sufferer], axis=1).ravel(), np.repeat(day, 2), np.repeat(rows.counts["acts"], 2), len(actors)).within(YEAR)
    by, on = (
        np.log((Series(run.stretch, "", who, day, rows.counts["force"], len(actors)).within(YEAR) + 0.5) / (acts + 20)) for who in (doer, sufferer)
    )
    one, other = sides.T
    return np.asarray(np.maximum(by[one] + on[other], by[other] + on[one]), dtype=np.float32)
