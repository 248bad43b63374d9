"""What has happened so far, as counts that fade: how often, how lately, for pairs and triples of subject, relation and object.

A count with half-life h adds 2^(-age / h) for each event of the past, its age in days. Keys that the stream will ever have are
numbered beforehand, for quick look-up; a key's counts are nothing until its first event, and what is read on a day rests on the
days before it only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.ranking import both_ways

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

HALF_LIVES = (1.0, 3.0, 10.0, 40.0, 1e9)
"""Days. The last counts all of the past alike."""
DAY, SHORT, MIDDLE, LONG, ALL = range(5)
"""Where each stands in HALF_LIVES."""
NEVER = -1
WEEK = 7


class Fading:
    """Fading counts of keys (first, second), the keys in order."""

    def __init__(self, first: Ints, second: Ints, firsts: int, seconds: int, days: int) -> None:
        keys, self.of_event = np.unique(first * seconds + second, return_inverse=True)
        self.of_event = self.of_event.ravel()
        self._keys, self._seconds = keys, seconds
        self.second = (keys % seconds).astype(np.int64)
        self.starts = np.searchsorted(keys, np.arange(firsts + 1) * seconds)
        self._counts = np.zeros((len(keys), len(HALF_LIVES)), dtype=np.float32)
        self.last = np.full(len(keys), NEVER, dtype=np.int64)
        self._fade = (0.5 ** (np.arange(days + 1)[:, None] / np.array(HALF_LIVES))).astype(np.float32)

    def clear(self) -> None:
        """Forgets everything."""
        self._counts[:] = 0
        self.last[:] = NEVER

    def add(self, events: Ints, day: int) -> None:
        """The events, by their numbers, have happened on the day."""
        keys, times = np.unique(self.of_event[events], return_counts=True)
        self._counts[keys] = self.read(keys, day) + times[:, None].astype(np.float32)
        self.last[keys] = day

    def find(self, first: Ints, second: Ints) -> Ints:
        """The numbers of keys; -1 for one that there is not."""
        wanted = first * self._seconds + second
        at = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[at] == wanted, at, -1)

    def read(self, keys: Ints, day: int) -> Floats:
        """The counts of keys on a day: [keys, half-lives]; nothing for the key -1."""
        last = self.last[keys]
        known = (last >= 0) & (keys >= 0)
        return np.where(known[:, None], self._counts[keys] * self._fade[np.where(known, day - last, 0)], np.float32(0))

    def ages(self, keys: Ints, day: int) -> Floats:
        """Days since a key's last event: [keys]; infinite for one that has had none."""
        last = self.last[keys]
        return np.where((last >= 0) & (keys >= 0), day - last, np.inf).astype(np.float32)

    def under(self, first: Ints) -> tuple[Ints, Ints]:
        """All keys that have happened and begin with one of `first`: which of `first`, and the key."""
        lengths = self.starts[first + 1] - self.starts[first]
        row = np.repeat(np.arange(len(first)), lengths)
        ends = np.cumsum(lengths)
        keys = np.arange(len(row)) - np.repeat(ends - lengths, lengths) + np.repeat(self.starts[first], lengths)
        seen = self.last[keys] >= 0
        return row[seen], keys[seen]


class Memory:
    """The tables of a stream, filled day by day; events count from both sides."""

    def __init__(self, events: Ints, entities: int, relations: int) -> None:
        both = both_ways(events, relations)
        subject, relation, object_, self._day = both.T
        days = int(self._day.max()) + 1
        self.entities, self.relations, self.days = entities, 2 * relations, days
        pair = subject * self.relations + relation
        self.acts = Fading(subject, relation, entities, self.relations, days)
        """(subject, relation)."""
        self.pairs = Fading(subject, object_, entities, entities, days)
        """(subject, object)."""
        self.roles = Fading(relation, object_, self.relations, entities, days)
        """(relation, object)."""
        self.facts = Fading(self.acts.of_event, object_, len(np.unique(pair)), entities, days)
        """(number of the key in `acts`, object)."""
        self.alone = Fading(np.zeros_like(object_), object_, 1, entities, days)
        """Objects alone."""
        self.between = Fading(self.pairs.of_event, relation, int(self.pairs.of_event.max()) + 1, self.relations, days)
        """(number of the key in `pairs`, relation)."""
        self.weekly = Fading(self.facts.of_event, self._day % WEEK, int(self.facts.of_event.max()) + 1, WEEK, days)
        """(number of the key in `facts`, day of the week)."""
        self.both = both
        """The events, in both directions: subject, relation, object, day."""
        self._order = np.argsort(self._day, kind="stable")
        self._starts = np.searchsorted(self._day[self._order], np.arange(days + 1))
        self.today = 0
        self._tables = (self.acts, self.pairs, self.roles, self.facts, self.alone, self.between, self.weekly)

    def events(self, day: int) -> Ints:
        """The numbers of the events of a day, in both directions."""
        return self._order[self._starts[day] : self._starts[day + 1]]

    def objects(self, subject: Ints, relation: Ints) -> tuple[Ints, Ints]:
        """All objects that the questions have had: which question, and the key in `facts`."""
        act = self.acts.find(subject, relation)
        row, keys = self.facts.under(np.maximum(act, 0))
        known = act[row] >= 0
        return row[known], keys[known]

    def move_to(self, day: int) -> None:
        """Takes in all days before `day`, beginning again where it has gone beyond."""
        if day < self.today:
            for table in self._tables:
                table.clear()
            self.today = 0
        while self.today < day:
            if len(events := self.events(self.today)):
                for table in self._tables:
                    table.add(events, self.today)
            self.today += 1
