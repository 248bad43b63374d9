"""Counts by key and day that are asked for again and again over other days, as a map's or a network's axis of time does.

All days are counted once by the database, and added up once from the first on. What lies in a window is then the difference of two such sums: what
begins before its end, without what ends before its beginning. That takes the time of the keys, however many events there are.
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
_SPAN = date.max.toordinal() + 1
"""What a key is multiplied with so that key and day are one number, in the order of both."""


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


class Cube:
    """Counts by key, from which day to which, and which way."""

    def __init__(
        self, keys: Sequence[tuple[Any, ...]], key: NDArray[np.int64], first: NDArray[np.int64], last: NDArray[np.int64],
        way: NDArray[np.bool_], counts: NDArray[np.int64],
    ) -> None:  # fmt: skip
        """`keys` in their order. Rows in the order of keys and first days: which key, from which day to which (as proleptic ordinals; 0 where there is
        none), which way (of a pair whether it is the first's doing; True of what has no direction), and COUNTS, shape (rows, 3)."""
        self.keys = keys
        self._at: Mapping[tuple[Any, ...], int] = {each: n for n, each in enumerate(keys)}
        self._first, self._last, self._way, self._counts = first, last, way, counts
        self._begins = key * _SPAN + first
        order = np.argsort(key * _SPAN + last, kind="stable")
        self._ends = (key * _SPAN + last)[order]
        self._begun, self._ended = _sums(counts), _sums(counts[order])
        # Of each key the latest day of what has begun, and the earliest of what has not ended.
        self._latest = np.maximum.accumulate(key * _SPAN + last) % _SPAN
        self._earliest = np.minimum.accumulate(self._begins[order][::-1])[::-1] % _SPAN

    def days(self, key: tuple[Any, ...], since: date | None = None, until: date | None = None) -> Iterator[tuple[date, bool, list[int]]]:
        """Of what begins in the window, by time: the day on which it begins, which way, and COUNTS; nothing of what has no day."""
        if (at := self._at.get(key)) is None:
            return
        bounds = (since or date.min).toordinal(), (until or date.max).toordinal() + 1
        begin, end = np.searchsorted(self._begins, [at * _SPAN + bound for bound in bounds])
        columns = (each[begin:end].tolist() for each in (self._first, self._way, self._counts))
        for day, way, counts in zip(*columns, strict=True):
            yield date.fromordinal(day), way, counts

    def since(self, key: tuple[Any, ...], until: date | None, number: int) -> date | None:
        """The latest day on which something begins from which on there are so many events that begin until `until`; None where there are fewer in all."""
        if (at := self._at.get(key)) is None:
            return None
        begin, end = np.searchsorted(self._begins, [at * _SPAN + 1, at * _SPAN + (until or date.max).toordinal() + 1])
        back = int(np.searchsorted(np.cumsum(self._counts[begin:end, 0][::-1]), number))
        return date.fromordinal(int(self._first[end - 1 - back])) if back < end - begin else None

    def between(self, since: date | None = None, until: date | None = None, most: int | None = None, only: tuple[Any, ...] | None = None) -> list[Sum]:
        """The sums of what lies in the window (of which `until` is not before `since`) at least in part; with a bound, nothing that has no day. Those with
        most events first, then in the order of the keys; at most `most`; `only` of this key."""
        keys = np.arange(len(self.keys), dtype=np.int64) if only is None else np.array([self._at[only]] if only in self._at else [], dtype=np.int64)
        base = keys * _SPAN
        undated = 0 if since is None and until is None else 1
        start, dated = np.searchsorted(self._begins, base + undated), np.searchsorted(self._begins, base + 1)
        end = np.searchsorted(self._begins, base + (until or date.max).toordinal(), side="right")
        over_start, over_dated = np.searchsorted(self._ends, base + undated), np.searchsorted(self._ends, base + 1)
        over = np.searchsorted(self._ends, base + since.toordinal()) if since else over_start
        counts = (self._begun[end] - self._begun[start]) - (self._ended[over] - self._ended[over_start])
        there = np.flatnonzero((end - start) > (over - over_start))
        chosen = there[np.lexsort((there, -counts[there, 0]))][:most]
        has_day = (end > dated)[chosen]
        first = self._earliest[np.maximum(over, over_dated)[chosen].clip(max=len(self._earliest) - 1)].tolist() if len(chosen) else []
        last = self._latest[end[chosen] - 1].tolist() if len(chosen) else []
        return [
            Sum(self.keys[at], *sums, *((date.fromordinal(begin), date.fromordinal(done)) if days else (None, None)))
            for at, sums, begin, done, days in zip(keys[chosen].tolist(), counts[chosen].tolist(), first, last, has_day.tolist(), strict=True)
        ]


def _sums(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """What rows come to up to each, beginning with none: shape (rows + 1, 3)."""
    found = np.zeros((len(counts) + 1, counts.shape[1]), dtype=np.int64)
    np.cumsum(counts, axis=0, out=found[1:])
    return found


def cube(connection: DuckDBPyConnection, query: str, values: Mapping[str, Any] | Sequence[Any], keys: Sequence[str], way: str = "TRUE") -> Cube:
    """The cube of a query that gives the columns `keys`, `first` and `last` (days), the one that `way` names, and COUNTS: a row for each of these."""
    named = ", ".join(keys)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE cube_rows AS {query}", values)
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE cube_keys AS SELECT row_number() OVER (ORDER BY {', '.join(f'{name} NULLS FIRST' for name in keys)}) - 1 AS id, *
        FROM (SELECT DISTINCT {named} FROM cube_rows)"""
    )
    same = " AND ".join(f"r.{name} IS NOT DISTINCT FROM k.{name}" for name in keys)
    day = "coalesce(date_diff('day', DATE '0001-01-01', {}) + 1, 0)::BIGINT"
    found = connection.execute(
        f"""SELECT k.id, {day.format('r.first')} AS first, {day.format('r.last')} AS last, {way} AS way,
            {', '.join(f'r.{name}::BIGINT AS {name}' for name in COUNTS)}
        FROM cube_rows r JOIN cube_keys k ON {same} ORDER BY k.id, r.first NULLS FIRST"""
    ).fetchnumpy()
    told = connection.execute(f"SELECT {named} FROM cube_keys ORDER BY id").fetchall()
    connection.execute("DROP TABLE cube_rows")
    connection.execute("DROP TABLE cube_keys")
    id_, first, last, *counts = (np.asarray(found[name], dtype=np.int64) for name in ("id", "first", "last", *COUNTS))
    return Cube(told, id_, first, last, np.asarray(found["way"], dtype=np.bool_), np.stack(counts, axis=1))
