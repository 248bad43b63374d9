"""A dyad day by day in few numbers, for charts that sum them to weeks or split them at a day: no types, no ids."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from riftline.ontology import COOPERATION, FRICTION

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_DAYS = """
    SELECT day, source = $a AS first, sum(events)::INTEGER, coalesce(sum(events) FILTER (type IN $friction), 0)::INTEGER,
        coalesce(sum(events) FILTER (type IN $cooperation), 0)::INTEGER
    FROM ledger WHERE kind = 'dyad' AND ((source = $a AND target = $b) OR (source = $b AND target = $a))
        AND day >= coalesce($since::DATE, day) AND day <= coalesce($until::DATE, day)
    GROUP BY day, first ORDER BY day
"""


def daily(connection: DuckDBPyConnection, a: str, b: str, since: date | None, until: date | None, stored: Collection[date]) -> dict[str, Any]:
    """`from` and `to`: the window that is asked for, else the first and last day with an act, None where there is none. `days`: for each with an act
    its date and six counts: events, friction and cooperation of a towards b, and of b towards a. `known`: stretches [first, last] of those days in the
    window of which the store (whose days with anything are `stored`) has an event of anybody's; of others nothing is known."""
    values = {"a": a, "b": b, "since": since, "until": until, "friction": sorted(FRICTION), "cooperation": sorted(COOPERATION)}
    counts: dict[date, list[int]] = {}
    for day, first, *found in connection.execute(_DAYS, values).fetchall():
        at = 0 if first else 3
        counts.setdefault(day, [0] * 6)[at : at + 3] = found
    begin, end = since or min(counts, default=None), until or max(counts, default=None)
    known = [day for day in sorted(stored) if begin and end and begin <= day <= end]
    return {
        "of": [a, b],
        "from": begin.isoformat() if begin else None,
        "to": end.isoformat() if end else None,
        "known": [[first.isoformat(), last.isoformat()] for first, last in _runs(known)],
        "days": [[day.isoformat(), *found] for day, found in counts.items()],
    }


def _runs(days: Collection[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
