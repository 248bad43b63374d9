"""Flashpoint: new violence is likely, between two or in a place, where there was none for eight weeks.

The probability is that of `OUTBREAK` or more acts of force in the four weeks after a day, by what is told of threats, mobilisation, failed talks,
rhetoric and the past (`onset.py`), with weights judged beforehand and taught by the store's own past (`onset_learning.py`).

The score is in bans: how far the log-odds stand above those that are usual on the day, the mean over all of whom anything is asked (1: odds ten
times the usual). Its parts are the signs, each by how far it stands above the usual. What attention alone would have said is the part that the
volume of coverage makes, and its surge. Nothing is raised where no friction was told in eight weeks: the chance stands, but nothing speaks for it.
"""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from riftline.records import Part
from riftline.relations.panel import Panel
from riftline.signals.alarm import Alarm, Detected, Look
from riftline.signals.onset import QUIET, SIGNS, TWO_MONTHS, WORDS, Subjects
from riftline.signals.onset_learning import Learnt
from riftline.signals.onset_places import Place, Places
from riftline.signals.series import within
from riftline.signals.tails import logistic

COVERAGE = ("volume", "surge")
USUAL, WORTH = 0.003, 100.0
"""The usual probability before anything is known, and how many subjects without a sign that is worth beside those of the store."""
HOLDS = 14
"""Days at the start of a store on which nothing is said."""
FEW = 5
"""Acts in eight weeks below which the evidence is called thin."""
TAUGHT = 10
"""Outbreaks below which the store has not taught enough for its probabilities to be checked."""
YEAR = 365.25
SMALL = 0.01


def of_dyads(panel: Panel, subjects: Subjects, taught: Learnt) -> Detected:
    """The scores of the dyads of a panel, in its order; NaN where there was force in the past eight weeks, or too little is known."""
    found = _Flashpoints(panel, subjects, taught, None)
    return Detected("flashpoint", found.score, found.busy, found.alarm)


def of_places(panel: Panel, places: Places, taught: Learnt) -> Detected:
    """Likewise of places, with the weights that dyads have taught."""
    found = _Flashpoints(panel, places.subjects, taught, places.places)
    return Detected("flashpoint", found.score, found.busy, found.alarm)


def probabilities(subjects: Subjects, taught: Learnt) -> NDArray[np.float32]:
    """[subjects, days]: that of an outbreak in the four weeks after each day; NaN where nothing is asked."""
    odds = np.einsum("ksd,dk->sd", subjects.signs, taught.weights[:, 1:], optimize=True) + taught.weights[:, 0]
    return np.where(subjects.open, logistic(odds), np.nan).astype(np.float32)


class _Flashpoints:
    def __init__(self, panel: Panel, subjects: Subjects, taught: Learnt, places: tuple[Place, ...] | None) -> None:
        self.panel, self.subjects, self.taught, self.places = panel, subjects, taught, places
        self.likely = probabilities(subjects, taught)
        asked = np.isfinite(self.likely)
        self.signs = np.einsum("ksd,sd->kd", subjects.signs, asked) / (WORTH + asked.sum(axis=0))
        self.usual = (USUAL * WORTH + np.nansum(self.likely, axis=0)) / (WORTH + asked.sum(axis=0))
        self.score = ((_log_odds(self.likely) - _log_odds(self.usual)) / np.log(10)).astype(np.float32)
        self.score[within(subjects.friction, QUIET) == 0] = np.nan
        self.score[:, :HOLDS] = np.nan
        self.busy = (subjects.acts.sum(axis=1) * YEAR / max(panel.days, 1)).astype(np.float32)
        self.lately = within(subjects.acts, TWO_MONTHS)

    def alarm(self, index: int, day: int) -> Alarm:
        """What the score of a subject on a day is made of."""
        last = self.panel.first + timedelta(days=day)
        place = self.places[index] if self.places is not None else None
        dyad = index if place is None else place.most(day)
        pair = self.panel.dyads[dyad] if dyad is not None else None
        parts = self._parts(index, day)
        return Alarm(
            kind="flashpoint",
            actors=pair or (place.country if place else "",),
            place=place.name if place else None,
            first=last - timedelta(days=QUIET - 1),
            day=last,
            score=float(self.score[index, day]),
            probability=float(self.likely[index, day]),
            baseline=float(self.usual[day]),
            observed=float(self.likely[index, day]),
            attention=sum(part.adds for part in parts if part.name in COVERAGE),
            parts=parts,
            thin=self._thin(index, day),
            looks=(Look("", "", "friction", place=(place.country, place.name)),) if place else (),
        )

    def _parts(self, index: int, day: int) -> tuple[Part, ...]:
        """The signs by what they add to the score in bans, and what is left where none is seen: their sum is the score."""
        weights, constant = self.taught.weights[day, 1:], self.taught.weights[day, 0]
        adds = (self.subjects.signs[:, index, day] - self.signs[:, day]) * weights / np.log(10)
        made = [Part(name, float(each), WORDS[name].format(n=self.subjects.value(name, index, day))) for name, each in zip(SIGNS, adds, strict=True)]
        shown = sorted((part for part in made if abs(part.adds) >= SMALL), key=lambda part: -part.adds)
        plain = float(logistic(constant + weights @ self.signs[:, day]))
        rest = float(self.score[index, day]) - sum(part.adds for part in shown)
        words = f"where no sign stands above the usual the chance is {plain:.2%}; the mean of all is {self.usual[day]:.2%}"
        return (*shown, Part("nothing above the usual", rest, words))

    def _thin(self, index: int, day: int) -> str | None:
        if day < QUIET:
            return f"only {day + 1} days of history are stored"
        lately = float(self.lately[index, day])
        if lately < FEW:
            return f"only {lately:.0f} act{'' if lately == 1 else 's'} in eight weeks"
        taught = int(self.taught.onsets[day])
        return f"the store has seen {taught} outbreaks by then, too few to check its probabilities" if taught < TAUGHT else None


def _log_odds(probability: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(np.log(probability) - np.log1p(-probability), dtype=np.float64)
