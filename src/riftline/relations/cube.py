"""Counts by key and day that are asked for again and again over other days, as a map's or a network's axis of time does.

All days are counted once by the database; a window of them is then added up here, in a few milliseconds over a million events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COUNTS = ("events", "friction", "cooperation")


@dataclass(frozen=True, slots=True)
class Sum:
    """What a key comes to in a window."""

    key: tuple[Any, ...]
    events: int
    friction: int
    cooperation: int
    first: date | None
    """First and last day; None where only acts without a day were added up."""
    last: date | None


@dataclass(frozen=True, slots=True)
class Cube:
    """Rows in the order of their keys: which key, from which day to which (as proleptic ordinals; 0 where there is none), and COUNTS, shape (rows, 3)."""

    keys: Sequence[tuple[Any, ...]]
    key: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    counts: NDArray[np.int64]

    def between(self, since: date | None = None, until: date | None = None) -> Iterator[Sum]:
        """The sums of what lies in the window at least in part, in no order; with a bound, nothing that has no day."""
        wanted = np.ones(len(self.key), dtype=bool)
        if since:
            wanted &= self.last >= since.toordinal()
        if until:
            wanted &= (self.first <= until.toordinal()) & (self.first > 0)
        key = self.key[wanted]
        if not len(key):
            return
        starts = np.flatnonzero(np.diff(key, prepend=-1))
        dated = np.where(self.first[wanted] > 0, self.first[wanted], date.max.toordinal())
        first, last = np.minimum.reduceat(dated, starts).tolist(), np.maximum.reduceat(self.last[wanted], starts).tolist()
        sums = np.add.reduceat(self.counts[wanted], starts, axis=0).tolist()
        for of, counts, begin, end in zip(key[starts].tolist(), sums, first, last, strict=True):
            days = (date.fromordinal(begin), date.fromordinal(end)) if end else (None, None)
            yield Sum(self.keys[of], *counts, *days)


def cube(connection: DuckDBPyConnection, query: str, values: Mapping[str, Any] | Sequence[Any], keys: Sequence[str]) -> Cube:
    """The cube of a query that gives the columns `keys`, `first` and `last` (days) and COUNTS, a row for each key and days."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cube_rows AS {query}", values)
    named = ", ".join(keys)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cube_keys AS SELECT row_number() OVER () - 1 AS id, * FROM (SELECT DISTINCT {named} FROM cube_rows)")
    same = " AND ".join(f"r.{name} IS NOT DISTINCT FROM k.{name}" for name in keys)
    day = "coalesce(date_diff('day', DATE '0001-01-01', {}) + 1, 0)::BIGINT"
    found = connection.execute(
        f"""SELECT k.id, {day.format('r.first')} AS first, {day.format('r.last')} AS last, {', '.join(f'r.{name}::BIGINT AS {name}' for name in COUNTS)}
        FROM cube_rows r JOIN cube_keys k ON {same} ORDER BY k.id"""
    ).fetchnumpy()
    told = connection.execute(f"SELECT {named} FROM cube_keys ORDER BY id").fetchall()
    connection.execute("DROP TABLE cube_rows")
    connection.execute("DROP TABLE cube_keys")
    id_, first, last, *counts = (np.asarray(found[name], dtype=np.int64) for name in ("id", "first", "last", *COUNTS))
    return Cube(told, id_, first, last, np.stack(counts, axis=1))
