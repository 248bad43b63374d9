"""What the questions of `evaluation.queries` are about is drawn from a store: its actors, pairs, places and events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ACTORS, PAIRS = 150, 1_500
"""Those with most events that are drawn from."""


@dataclass(frozen=True, slots=True)
class Store:
    """What parameters are drawn from."""

    actors: Sequence[str]
    pairs: Sequence[tuple[str, str]]
    places: Sequence[str]
    events: Sequence[tuple[str, date, date]]
    """Some events: id, first and last day."""
    first: date
    last: date


def looked_at(connection: DuckDBPyConnection, number: int = 1_000) -> Store:
    """The store's actors and pairs with most events, places, and every so-manieth event."""

    def column(query: str) -> list[Any]:
        return connection.execute(query).fetchall()

    actors = column(f"SELECT source FROM ledger WHERE kind = 'dyad' GROUP BY source ORDER BY sum(events) DESC, source LIMIT {ACTORS}")
    both = "least(source, target), greatest(source, target)"
    pairs = column(f"SELECT {both} FROM ledger WHERE kind = 'dyad' GROUP BY {both} ORDER BY sum(events) DESC, {both} LIMIT {PAIRS}")
    places = column("SELECT DISTINCT place FROM events WHERE place IS NOT NULL ORDER BY place")
    (count, first, last) = column("SELECT count(*), min(first_day), max(first_day) FROM events")[0]
    step = max(count // number, 1)
    events = column(f"SELECT id, first_day, last_day FROM (SELECT id, first_day, last_day, rowid AS n FROM events) WHERE n % {step} = 0 ORDER BY id")
    return Store([row[0] for row in actors], pairs, [row[0] for row in places], events, first, last)
