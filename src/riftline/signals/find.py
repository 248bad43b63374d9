"""All signals of a database, as of a day: ledgers in, signals out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from riftline.records import SIGNAL_KINDS, Interval, Signal, SignalKind
from riftline.signals.acts import Carried, acts
from riftline.signals.alarm import Alarm
from riftline.signals.choosing import choose
from riftline.signals.memory import Key, Memory
from riftline.signals.sentences import sentence

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SOMETHING = 0.1
"""Score below which nothing is raised, whatever the rate."""
SILENT = float("inf")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signals are wanted. Days are those on which they are raised; a rate is alarms per dyad-year."""

    kinds: tuple[SignalKind, ...] = SIGNAL_KINDS
    since: date | None = None
    until: date | None = None
    as_of: date | None = None
    rate: float | None = None


def find(
    connection: DuckDBPyConnection, wanted: Wanted, note: Callable[[str], None] = lambda _: None, memory: Memory | None = None
) -> list[Signal]:  # fmt: skip
    """The signals, by kind and score, the strongest first. `note` is told what is being done, for people who wait. With a `memory` of all kinds only what is
    new since it was asked last is worked out; where a day or a rate is asked for, it is of no use."""
    if memory is not None and wanted.as_of is None and wanted.rate is None:
        with memory.lock:
            memory.update(connection, note)
            return _found(connection, wanted, memory, note)
    fresh = Memory(wanted.kinds, wanted.as_of)
    least = None if wanted.rate is None else _thresholds(connection, wanted, wanted.rate, note)
    fresh.update(connection, note, _between(wanted), least)
    return _found(connection, wanted, fresh, note)


def _found(connection: DuckDBPyConnection, wanted: Wanted, memory: Memory, note: Callable[[str], None]) -> list[Signal]:
    """The signals of a memory that is up to date; what is explained for the first time is put into it."""
    first, last = _between(wanted)
    alarms = {_key(each): each for each in memory.alarms if each.kind in wanted.kinds and first <= each.day <= last}
    new = [alarm for key, alarm in alarms.items() if key not in memory.signals]
    if new:
        note(f"explaining {len(new):,} signals")
        carried = acts(connection, new, wanted.as_of)
        memory.signals |= {_key(alarm): _signal(alarm, told) for alarm, told in zip(new, carried, strict=True)}
    order = {kind: rank for rank, kind in enumerate(SIGNAL_KINDS)}
    return sorted((memory.signals[key] for key in alarms), key=lambda signal: (order[signal.kind], -signal.score, signal.id))


def _thresholds(connection: DuckDBPyConnection, wanted: Wanted, rate: float, note: Callable[[str], None]) -> dict[str, float]:
    """What brings about so many alarms a dyad-year in the days that are asked for, by detector."""
    memory = Memory(wanted.kinds, wanted.as_of)
    scores = memory.scores(connection, note)
    if memory.book is None:
        return {}
    first, end = memory.book.first, memory.book.end
    low = 0 if wanted.since is None else max((wanted.since - first).days, 0)
    high = end - 1 if wanted.until is None else min((wanted.until - first).days, end - 1)
    return {name: choose(score, busy, (low, high), rate, least=SOMETHING)[1] if low <= high else SILENT for name, (score, busy) in scores.items()}


def _between(wanted: Wanted) -> tuple[date, date]:
    """First and last day that signals may be raised on."""
    return wanted.since or date.min, wanted.until or date.max


def _key(alarm: Alarm) -> Key:
    return alarm.kind, alarm.actors, alarm.place, alarm.day


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
