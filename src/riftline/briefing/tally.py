"""Counting the events of a briefing as they stream by, and keeping those that it will tell."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from riftline.briefing.scope import Direction, Scope, is_side, party
from riftline.ontology import COOPERATION, QUAD_OF, SCORE_OF
from riftline.records import Actor
from riftline.wording import actor_name, code_name

Row = Mapping[str, Any]
SHARP = timedelta(days=31)
"""The longest interval whose middle says when something was."""


@dataclass(slots=True)
class Tally:
    """What is counted. Happened events only, where nothing else is said."""

    total: int = 0
    """Of every status."""
    statuses: Counter[str] = field(default_factory=Counter)
    origins: Counter[str] = field(default_factory=Counter)
    untyped: Counter[str] = field(default_factory=Counter)
    """Imported events without a PLOVER type, by origin."""
    kinds: Counter[tuple[str, Direction]] = field(default_factory=Counter)
    partners: Counter[tuple[str, Direction, bool]] = field(default_factory=Counter)
    """By name, direction, and whether it is conflict."""
    pairs: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    """The two sides by name, and whether it is conflict; for a briefing that is about no actor."""
    days: Counter[tuple[date, str]] = field(default_factory=Counter)
    """By the day (of an interval of a month at most, its middle) and type."""
    vouchers: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Of every status: kind and name."""
    several: int = 0
    """Told by two or more independent sources."""
    doubtful: int = 0
    """Of every status: with a confidence under one half."""
    last_day: date | None = None
    codes: list[set[str]] = field(default_factory=list)
    """Of every status: the codes by which each side occurs; one set of all, where the briefing is about nobody."""


def tallied(scope: Scope, found: Iterable[Row], keep: int) -> tuple[Tally, dict[str, list[Row]], int]:
    """The counts, the events to tell in their order by part ("told", "background", "planned"), and how many are left out.

    Of more than `keep` in a part those stay that most sources tell, that weigh most by PLOVER's score, that are surest.
    """
    tally = Tally(codes=[set() for _ in scope.sides or (None,)])
    heaps: dict[str, list[tuple[Any, Row]]] = {"told": [], "background": [], "planned": []}
    hidden = 0
    for position, row in enumerate(found):
        _count(tally, scope, row)
        heap = heaps[row["status"] if row["status"] in heaps else "told"]
        item = ((row["sources"], abs(SCORE_OF.get(row["type"] or "", 0)), row["confidence"] or 0, -position), row)
        if len(heap) < keep:
            heapq.heappush(heap, item)
        else:
            heapq.heappushpop(heap, item)
            hidden += 1
    return tally, {part: [row for _, row in sorted(heap, key=lambda item: -item[0][3])] for part, heap in heaps.items()}, hidden


def _count(tally: Tally, scope: Scope, row: Row) -> None:
    kind = row["type"]
    tally.total += 1
    for i, who in enumerate(scope.sides or (None,)):
        tally.codes[i] |= {row[f"{side}_code"] for side in ("source", "target") if row[f"{side}_code"] and (who is None or is_side(row, side, who))}
    tally.statuses[row["status"]] += 1
    tally.origins[row["origin"]] += 1
    tally.vouchers[_voucher(row)] += 1
    tally.several += row["sources"] >= 2
    tally.doubtful += row["confidence"] is not None and row["confidence"] < 0.5
    if row["last_day"] and row["status"] == "happened":
        tally.last_day = max(tally.last_day or row["last_day"], row["last_day"])
    if kind not in QUAD_OF:
        tally.untyped[row["origin"]] += 1
        return
    if row["status"] != "happened":
        return
    conflict = kind not in COOPERATION
    direction = scope.direction(row)
    tally.kinds[kind, direction] += 1
    if len(scope.sides) == 1:
        tally.partners[scope.partner(row), direction, conflict] += 1
    elif not scope.sides:
        one, other = party(row, "source"), party(row, "target")
        tally.pairs[min(one, other), max(one, other), conflict] += 1
    first, last = row["first_day"], row["last_day"]
    if first and last - first <= SHARP:
        tally.days[first + (last - first) / 2, kind] += 1


def _voucher(row: Row) -> tuple[str, str]:
    if row["attribution_code"] is None and row["attribution_name"] is None:
        return ("newsroom", "") if row["origin"] == "riftline" else ("imported", row["origin"])
    name, code = row["attribution_name"] or "", row["attribution_code"] or ""
    return "unnamed" if row["attribution_anonymous"] else "named", actor_name(Actor(code, name or code_name(code), name))
