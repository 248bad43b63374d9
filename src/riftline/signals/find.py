"""All signals of a database, as of a day: ledgers in, signals out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from riftline.records import SIGNAL_KINDS, Interval, Signal, SignalKind
from riftline.relations.breaches import breaches
from riftline.relations.commitments import name_of
from riftline.relations.commitments_told import known, tellings
from riftline.relations.panel import Panel, panel
from riftline.relations.states import of_states
from riftline.signals import onset
from riftline.signals.acts import Carried, acts
from riftline.signals.alarm import Alarm, Detected
from riftline.signals.broken import broken
from riftline.signals.choosing import choose, fixed
from riftline.signals.flashpoint import of_dyads, of_places
from riftline.signals.onset_learning import learnt
from riftline.signals.onset_places import places
from riftline.signals.rift import rifts
from riftline.signals.rupture import ruptures, thaws
from riftline.signals.sentences import sentence
from riftline.signals.ties import Bonding, Ties
from riftline.signals.tilt import tilts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = 400_000_000
"""Bytes that the panel may take; of larger databases the dyads with fewest events are left out."""
CELL = 2 * 18 * 4
SOMETHING = 0.1
"""Score below which nothing is raised, whatever the rate."""
NEW_BONDS = ("alliance", "mutual defence", "arms supply", "basing", "military support", "security cooperation")
"""Kinds of commitments that articles tell of which speak for a tilt."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signals are wanted. Days are those on which they are raised; a rate is alarms per dyad-year."""

    kinds: tuple[SignalKind, ...] = SIGNAL_KINDS
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    rate: float | None = None


def find(connection: DuckDBPyConnection, wanted: Wanted, note: Callable[[str], None] = lambda _: None) -> list[Signal]:
    """The signals, by kind and score, the strongest first. `note` is told what is being done, for people who wait."""
    note("reading the ledger")
    seen = panel(connection, until=wanted.as_of, least=_least(connection, wanted.as_of))
    if not seen.days or not seen.dyads:
        return []
    alarms: list[Alarm] = []
    for detected in _detected(connection, seen, wanted, note):
        first = 0 if wanted.since is None else max((wanted.since - seen.first).days, 0)
        last = seen.days - 1 if wanted.until is None else min((wanted.until - seen.first).days, seen.days - 1)
        if first > last:
            continue
        least = fixed(detected.kind) if wanted.rate is None else SOMETHING
        chosen, _ = choose(detected.score, detected.busy, (first, last), wanted.rate, least=least)
        note(f"explaining {len(chosen):,} {detected.kind}s")
        alarms += [detected.explain(subject, day) for subject, day in chosen]
    found = [_signal(alarm, carried) for alarm, carried in zip(alarms, acts(connection, alarms, wanted.as_of), strict=True)]
    order = {kind: rank for rank, kind in enumerate(SIGNAL_KINDS)}
    return sorted(found, key=lambda signal: (order[signal.kind], -signal.score, signal.id))


def _detected(connection: DuckDBPyConnection, seen: Panel, wanted: Wanted, note: Callable[[str], None]) -> Iterator[Detected]:
    if "rift" in wanted.kinds or "tilt" in wanted.kinds:
        commitments = known(connection, wanted.as_of)
        ties, states = Ties(commitments), of_states(connection, seen, wanted.as_of)
        against = broken(breaches(connection, wanted.as_of, commitments))
        if "rift" in wanted.kinds:
            note("looking for rifts")
            yield rifts(states, ties, against)
        if "tilt" in wanted.kinds:
            note("looking for tilts")
            yield tilts(states, ties.pairs(), against, _bondings(connection, wanted.as_of))
    if "flashpoint" in wanted.kinds:
        note("looking for flashpoints")
        dyads = onset.dyads(seen)
        taught = learnt(dyads)
        yield of_dyads(seen, dyads, taught)
        yield of_places(seen, places(connection, wanted.as_of, seen, dyads), taught)
    for kind, detect in (("rupture", ruptures), ("thaw", thaws)):
        if kind in wanted.kinds:
            note(f"looking for {kind}s")
            yield detect(seen)


def _bondings(connection: DuckDBPyConnection, as_of: date | None) -> list[Bonding]:
    """The commitments of two that articles tell of as new or in force, one of each two, by its first article."""
    found: dict[tuple[str, str], Bonding] = {}
    for told in tellings(connection, as_of):
        if told.kind in NEW_BONDS and told.status in ("in force", "announced") and len(told.parties) == 2 and told.published:
            one, other = told.parties
            words = f"an article tells of {told.kind} between {name_of(one)} and {name_of(other)}"
            found.setdefault((min(one, other), max(one, other)), Bonding((one, other), told.published, words, told.article))
    return list(found.values())


def _least(connection: DuckDBPyConnection, as_of: date | None) -> int:
    """Fewest events of a dyad that is looked at, so that the panel fits into memory."""
    query = """
        SELECT sum(events)::INTEGER AS n FROM ledger WHERE kind = 'dyad' AND known <= coalesce($1::DATE, known)
        GROUP BY least(source, target), greatest(source, target) ORDER BY n DESC
    """
    sizes = [row[0] for row in connection.execute(query, [as_of]).fetchall()]
    span = connection.execute("SELECT max(known) - min(known) + 1 FROM ledger WHERE kind = 'dyad' AND known <= coalesce($1::DATE, known)", [as_of]).fetchone()
    days = int(span[0]) if span and span[0] else 1
    most = max(MEMORY // (CELL * days), 1)
    return 0 if len(sizes) <= most else sizes[most] + 1


def _signal(alarm: Alarm, carried: Carried) -> Signal:
    return Signal(
        id=_id(alarm), kind=alarm.kind, actors=alarm.actors, place=alarm.place, date=alarm.day, window=Interval(alarm.first, alarm.day),
        score=alarm.score, probability=alarm.probability, baseline=alarm.baseline, observed=alarm.observed, attention=alarm.attention,
        reason=sentence(alarm, carried.acts, carried.scene), parts=alarm.parts, events=carried.acts, thin=alarm.thin,
    )  # fmt: skip


def _id(alarm: Alarm) -> str:
    """ "rift-ARM-RUS-2023-09-08": what it is, of whom, where and since when."""
    where = ["".join(letter if letter.isalnum() else "-" for letter in alarm.place)] if alarm.place else []
    return "-".join([alarm.kind, *alarm.actors, *where, alarm.day.isoformat()])
