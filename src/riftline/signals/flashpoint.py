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
from riftline.signals.alarm import Alarm, Detected, Look
from riftline.signals.onset import QUIET, SIGNS, TWO_MONTHS, WORDS, Subjects
from riftline.signals.onset_learning import Learnt
from riftline.signals.onset_places import acting
from riftline.signals.series import Run
from riftline.signals.stretch import over
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
SMALL = 0.01


def of_dyads(run: Run, subjects: Subjects, taught: Learnt) -> Detected:
    """The scores of the dyads of a book, in its order; NaN where there was force in the past eight weeks, or too little is known."""
    found = _Flashpoints(run, subjects, taught, of_places=False)
    return Detected("flashpoint", found.score, found.volume_a_year, found.alarm)


def of_places(run: Run, places: Subjects, taught: Learnt) -> Detected:
    """Likewise of places, with the weights that dyads have taught."""
    found = _Flashpoints(run, places, taught, of_places=True)
    return Detected("flashpoint", found.score, found.volume_a_year, found.alarm)


def probabilities(subjects: Subjects, taught: Learnt) -> NDArray[np.float32]:
    """[subjects, days]: that of an outbreak in the four weeks after each day; NaN where nothing is asked."""
    odds = np.tile(taught.weights[:, 0], (subjects.size, 1))
    for signs, weights in zip(subjects.signs, taught.weights[:, 1:].T, strict=True):
        odds += signs * weights
    return np.where(subjects.open, logistic(odds), np.nan).astype(np.float32)


class _Flashpoints:
    def __init__(self, run: Run, subjects: Subjects, taught: Learnt, of_places: bool) -> None:
        self.book, self.stretch, self.subjects, self.taught, self.of_places = run.book, run.stretch, subjects, taught, of_places
        self.likely = probabilities(subjects, taught)
        asked = np.isfinite(self.likely)
        number = WORTH + asked.sum(axis=0)
        self.signs = np.stack([over(signs * asked) for signs in subjects.signs]) / number
        self.usual = (USUAL * WORTH + over(np.nan_to_num(self.likely))) / number
        self.score = ((_log_odds(self.likely) - _log_odds(self.usual)) / np.log(10)).astype(np.float32)
        self.score[subjects.friction.within(QUIET) == 0] = np.nan
        self.score[:, : max(HOLDS - self.stretch.start, 0)] = np.nan
        self.lately = subjects.acts.within(TWO_MONTHS)

    def volume_a_year(self) -> NDArray[np.float32]:
        rows = self.book.there.rows if self.of_places else self.book.acts
        subject = rows.subject if self.of_places else rows.subject // 2
        at = rows.day < self.book.end
        return self.book.a_year(subject[at], rows.counts["acts"][at], self.subjects.size)

    def alarm(self, index: int, day: int) -> Alarm:
        """What the score of a subject on a day is made of."""
        last, column = self.stretch.first + timedelta(days=day), day - self.stretch.start
        place = self.book.there.places[index] if self.of_places else None
        pair = acting(self.book.there, index, day) if self.of_places else self.book.dyads[index]
        parts = self._parts(index, day)
        return Alarm(
            kind="flashpoint",
            actors=pair or (place[0] if place else "",),
            place=place[1] if place else None,
            first=last - timedelta(days=QUIET - 1),
            day=last,
            score=float(self.score[index, column]),
            probability=float(self.likely[index, column]),
            baseline=float(self.usual[column]),
            observed=float(self.likely[index, column]),
            attention=sum(part.adds for part in parts if part.name in COVERAGE),
            parts=parts,
            thin=self._thin(index, day),
            looks=(Look("", "", "friction", place=place),) if place else (),
        )

    def _parts(self, index: int, day: int) -> tuple[Part, ...]:
        """The signs by what they add to the score in bans, and what is left where none is seen: their sum is the score."""
        column = day - self.stretch.start
        weights, constant = self.taught.weights[column, 1:], self.taught.weights[column, 0]
        adds = (self.subjects.signs[:, index, column] - self.signs[:, column]) * weights / np.log(10)
        made = [Part(name, float(each), WORDS[name].format(n=self.subjects.value(name, index, day))) for name, each in zip(SIGNS, adds, strict=True)]
        shown = sorted((part for part in made if abs(part.adds) >= SMALL), key=lambda part: -part.adds)
        plain = float(logistic(constant + weights @ self.signs[:, column]))
        rest = float(self.score[index, column]) - sum(part.adds for part in shown)
        words = f"where no sign stands above the usual the chance is {plain:.2%}; the mean of all is {self.usual[column]:.2%}"
        return (*shown, Part("nothing above the usual", rest, words))

    def _thin(self, index: int, day: int) -> str | None:
        if day < QUIET:
            return f"only {day + 1} days of history are stored"
        lately = float(self.lately[index, day - self.stretch.start])
        if lately < FEW:
            return f"only {lately:.0f} act{'' if lately == 1 else 's'} in eight weeks"
        taught = int(self.taught.onsets[day - self.stretch.start])
        return f"the store has seen {taught} outbreaks by then, too few to check its probabilities" if taught < TAUGHT else None


def _log_odds(probability: NDArray[np.floating]) -> NDArray[np.float64]:
    return np.asarray(np.log(probability) - np.log1p(-probability), dtype=np.float64)
