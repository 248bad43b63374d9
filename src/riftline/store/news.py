"""Which signals are news: what a look at the data comes upon for the first time, and what is not long past by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from riftline.records import Signal
from riftline.store.database import insert, now

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LATE = timedelta(days=7)
"""How far back a signal may have been raised that is still news: articles come late, and the first look has to begin somewhere."""
MOST = 100
"""Signals of one look that are news: the strongest. More at once are a store that was filled, not a day's turn."""


@dataclass(frozen=True, slots=True)
class News:
    """What is new of a look."""

    signals: tuple[Signal, ...]
    """Those to be told, the strongest first."""
    past: int
    """New ones that were raised too long ago."""
    beyond: int
    """New ones that were too many."""


def news(connection: DuckDBPyConnection, found: Sequence[Signal]) -> News:
    """What no look before has come upon and is of late: raised since the data's last day at the look before, and on no more days than have gone by since
    the data had that day, but for a week more. At the first look, in the last week of the data. All of `found` is known from then on. The caller has begun
    a transaction."""
    known = {row[0] for row in connection.execute("SELECT id FROM signals_seen WHERE id IN ?", [[each.id for each in found]]).fetchall()}
    new = [each for each in found if each.id not in known]
    insert(connection, "signals_seen", [(each.id,) for each in new])
    today = now().date()
    last = _row(connection, "SELECT max(known) FROM ledger WHERE kind = 'dyad'")[0]
    if last is None:
        return News((), 0, 0)
    last = min(last, today)  # one wrong date must not make all others past
    before, since = _row(connection, "SELECT any_value(day), any_value(since) FROM signals_looked")
    if before != last:
        connection.execute("DELETE FROM signals_looked")
        connection.execute("INSERT INTO signals_looked VALUES (?, ?)", [last, today])
    # A store that is filled year by year has its days in minutes; one that was at rest for a month has a month of them at once.
    begins = last - LATE if before is None else max(before, last - (today - since)) - LATE
    late = sorted((each for each in new if each.date > begins), key=lambda each: (-each.score, each.id))
    return News(tuple(late[:MOST]), len(new) - len(late), max(len(late) - MOST, 0))


def _row(connection: DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None  # an aggregate has one
    return row
