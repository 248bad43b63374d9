"""A dyad day by day in few numbers, for charts that sum them to weeks or split them at a day: no types, no ids."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from riftline.relations.cube import Cube
from riftline.wording import code_name


def daily(counted: Cube, a: str, b: str, since: date | None, until: date | None, stored: Collection[date]) -> dict[str, Any]:
    """`of` and `names`: the two. `from` and `to`: the window that is asked for, else the first and last day with an act, None where there is none.
    `days`: for each with an act its date and six counts: events, friction and cooperation of a towards b, and of b towards a. `known`: stretches
    [first, last] of those days in the window of which the store (whose days with anything are `stored`) has an event of anybody's; of others
    nothing is known. `counted` is of all pairs."""
    counts: dict[date, list[int]] = {}
    for day, forth, found in counted.days(pair(a, b), since, until):
        at = 0 if forth == (a < b) else 3
        counts.setdefault(day, [0] * 6)[at : at + 3] = found
    begin, end = since or min(counts, default=None), until or max(counts, default=None)
    known = [day for day in sorted(stored) if begin and end and begin <= day <= end]
    return {
        "of": [a, b],
        "names": {code: code_name(code) for code in (a, b)},
        "from": begin.isoformat() if begin else None,
        "to": end.isoformat() if end else None,
        "known": [[first.isoformat(), last.isoformat()] for first, last in _runs(known)],
        "days": [[day.isoformat(), *found] for day, found in counts.items()],
    }


def pair(a: str, b: str) -> tuple[str, str]:
    """The key of two actors in `dyads.counted_dyads`."""
    return min(a, b), max(a, b)


def _runs(days: Collection[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in days:
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found
