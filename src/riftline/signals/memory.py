"""What a look at a database has found, so that the next works out only what is new.

What stands at a day is made from what was known by then. So a look takes up the state of the sums at the last day that it has noted before the first on
which something is new (`store.changes`), reads the ledger from that first day on, and works out the days since for all dyads at once. States are noted at
days whose distances from the last one double: what is new of a day far back costs as many days as lie between, once more at most.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from riftline.records import Signal, SignalKind
from riftline.relations import commitments_added
from riftline.relations.breaches import Breach, acts_against, firsts
from riftline.relations.commitments import name_of
from riftline.relations.commitments_told import tellings, untold
from riftline.signals import onset, ties
from riftline.signals.alarm import Alarm, Detected, Scores
from riftline.signals.broken import broken
from riftline.signals.choosing import fixed, raised
from riftline.signals.daybook import Daybook, read
from riftline.signals.flashpoint import of_dyads, of_places
from riftline.signals.onset_learning import learnt
from riftline.signals.onset_places import places
from riftline.signals.rift import rifts
from riftline.signals.rupture import ruptures, thaws
from riftline.signals.series import Run
from riftline.signals.stretch import State, Stretch
from riftline.signals.ties import Bonding, Ties
from riftline.signals.tilt import tilts
from riftline.store import changes

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEW_BONDS = ("alliance", "mutual defence", "arms supply", "basing", "military support", "security cooperation")
"""Kinds of commitments that articles tell of which speak for a tilt."""
AT_ONCE = 500_000
"""Dyads times days that are worked out at once, so that it fits into memory."""

Key = tuple[str, tuple[str, ...], str | None, date]
"""Kind, actors, place and day of an alarm."""


class Memory:
    """The alarms of a database, and what is needed to go on from there. One at a time uses it: who holds `lock`."""

    def __init__(self, kinds: Collection[SignalKind], as_of: date | None = None) -> None:
        """Of these kinds; as of a day it can be brought up to date but once."""
        self.kinds, self.as_of, self.lock = kinds, as_of, Lock()
        self.signals: dict[Key, Signal] = {}
        """Alarms as signals, as far as they were asked for."""
        self.stored: dict[str, date] = {}
        """Ids and days of those that the database holds as they stand here; whoever stores them puts them in."""
        self.computed = 0
        """Days that the last update has worked out."""
        self._added: Any = None
        self._forget()

    def _forget(self) -> None:
        self._number = -1
        self.book: Daybook | None = None
        self._states: dict[int, State] = {0: {}}
        self._told: list[Breach] = []
        self._bondings: list[Bonding] = []
        self.alarms: list[Alarm] = []
        self.signals.clear()
        self.stored.clear()

    def update(
        self, connection: DuckDBPyConnection, note: Callable[[str], None] = lambda _: None, between: tuple[date, date] = (date.min, date.max),
        least: Mapping[str, float] | None = None,
    ) -> None:  # fmt: skip
        """Works out what is new. Alarms are explained only of the days `between`, so that a memory that goes on is asked for all; `least`: the thresholds, by
        detector, else the fixed ones. Where it is broken off, the next update works out the same, and what is new by then."""
        note("reading the ledger")
        self.computed = 0
        number, start = self._read(connection)
        if self.book is None or start is None:
            return
        begin = max(stop for stop in self._states if stop <= start)
        first = self.book.first
        self.alarms = [each for each in self.alarms if each.day < first + timedelta(days=begin)]
        self._states = {stop: state for stop, state in self._states.items() if stop <= begin}
        told = self._of_articles()
        for run in self._runs(begin):
            for name, detected in self._detected(run, *told, note):
                found = raised(run.stretch, name, detected.score, fixed(detected.kind) if least is None else least[name])
                self.alarms += [detected.explain(who, day) for who, day in found if between[0] <= first + timedelta(days=day) <= between[1]]
            self._states |= run.stretch.noted
            self.computed += run.stretch.days
        self._states = {stop: state for stop, state in self._states.items() if stop % grain(self.book.end - stop) == 0}
        self._number = number

    def scores(self, connection: DuckDBPyConnection, note: Callable[[str], None]) -> dict[str, tuple[Scores, Scores]]:
        """Of each detector the scores on all days, and the acts a year of its subjects; what was kept is forgotten."""
        self._forget()
        self._read(connection)
        found: dict[str, tuple[list[Scores], Scores]] = {}
        told = self._of_articles()
        for run in self._runs(0):
            for name, detected in self._detected(run, *told, note):
                scores, _ = found.setdefault(name, ([], detected.busy))
                scores.append(detected.score)
            self._states |= run.stretch.noted
        return {name: (np.concatenate(scores, axis=1), busy) for name, (scores, busy) in found.items()}

    def _read(self, connection: DuckDBPyConnection) -> tuple[int, int | None]:
        """Reads what is new; the number of the newest change, and the first day of what is new, counted from the book's first. None: nothing is."""
        number, since = changes.since(connection, self._number)
        added = commitments_added.stored(connection)
        if self._number < 0 or added != self._added or (since is not None and self.book is not None and since <= self.book.first):
            self._forget()
            self._added, self._commitments = added, untold(connection)
            self._ties = Ties(self._commitments)
            since = None
        elif since is None:
            return number, None
        else:
            self._let_go(since)
        self.book = read(connection, self.as_of, self.book, since)
        if self.book is None:
            self._forget()
            return number, None
        self._told += [each for each in acts_against(connection, self.as_of, self._commitments, since) if each.known]
        self._bondings += _bondings(connection, self.as_of, since)
        return number, 0 if since is None else (since - self.book.first).days

    def drop(self, connection: DuckDBPyConnection) -> None:
        """Lets go of the words of what has changed since the last update, as they are of articles that are forgotten; the next works it out again."""
        with self.lock:
            _, since = changes.since(connection, self._number)
            if since is not None:
                self._let_go(since)

    def _let_go(self, since: date) -> None:
        """Of what is known from a day on."""
        self._told = [each for each in self._told if each.known and each.known < since]
        self._bondings = [each for each in self._bondings if each.known < since]
        self.signals = {key: signal for key, signal in self.signals.items() if key[3] < since}
        self.stored = {identity: day for identity, day in self.stored.items() if day < since}

    def _runs(self, begin: int) -> Iterator[Run]:
        """The days from one on, so many at once."""
        if self.book is None:
            return
        days = max(AT_ONCE // max(len(self.book.dyads), 1), 1)
        for start in range(begin, self.book.end, days):
            end = min(start + days, self.book.end)
            stops = {stop for stop in range(start + 1, end + 1) if stop % grain(self.book.end - stop) == 0} | {end}
            yield Run(self.book, Stretch(self.book.first, start, end, tuple(sorted(stops)), self._states[start]))

    def _of_articles(self) -> tuple[list[ties.Breach], list[Bonding]]:
        """What was broken, and the first bonding of each two."""
        return broken(firsts(self._told)), _first(self._bondings)

    def _detected(
        self, run: Run, against: list[ties.Breach], bondings: list[Bonding], note: Callable[[str], None]
    ) -> Iterator[tuple[str, Detected]]:  # fmt: skip
        if "rift" in self.kinds:
            note("looking for rifts")
            yield "rift", rifts(run, self._ties, against)
        if "tilt" in self.kinds:
            note("looking for tilts")
            yield "tilt", tilts(run, self._ties.pairs(), against, bondings)
        if "flashpoint" in self.kinds:
            note("looking for flashpoints")
            dyads = onset.dyads(run)
            taught = learnt(dyads)
            yield "flashpoint", of_dyads(run, dyads, taught)
            yield "flashpoint there", of_places(run, places(run, dyads), taught)
        for kind, detect in (("rupture", ruptures), ("thaw", thaws)):
            if kind in self.kinds:
                note(f"looking for {kind}s")
                yield kind, detect(run)


def grain(age: int) -> int:
    """Of days so far back a state is kept of each that is a multiple of this: of two for each doubling of the age."""
    return 1 << max((age // 2).bit_length() - 1, 0)


def _bondings(connection: DuckDBPyConnection, as_of: date | None, since: date | None) -> list[Bonding]:
    """The commitments of two that articles tell of as new or in force, by the day on which each was published."""
    found = []
    for told in tellings(connection, as_of, since):
        if told.kind in NEW_BONDS and told.status in ("in force", "announced") and len(told.parties) == 2 and told.published:
            one, other = told.parties
            words = f"an article tells of {told.kind} between {name_of(one)} and {name_of(other)}"
            found.append(Bonding((one, other), told.published, words, told.article))
    return found


def _first(bondings: list[Bonding]) -> list[Bonding]:
    """Of each two the first."""
    found: dict[tuple[str, ...], Bonding] = {}
    for each in bondings:
        found.setdefault(tuple(sorted(each.parties)), each)
    return list(found.values())
