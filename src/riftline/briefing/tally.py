"""Counting the events of a briefing as they stream by, and keeping those that it will tell."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from riftline.briefing.model import Tone
from riftline.briefing.scope import Direction, Scope, is_side, party
from riftline.ontology import QUAD_OF, SCORE_OF
from riftline.records import Actor
from riftline.wording import actor_name, code_name

Row = Mapping[str, Any]
EVEN = 0.5
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
    partners: Counter[tuple[str, Direction, Tone]] = field(default_factory=Counter)
    """By name, direction and tone."""
    pairs: Counter[tuple[str, str, Tone]] = field(default_factory=Counter)
    """The two sides by name, and the tone; for a briefing that is about no actor."""
    tones: Counter[Tone] = field(default_factory=Counter)
    days: Counter[tuple[date, str]] = field(default_factory=Counter)
    """By the day (of an interval of a month at most, its middle) and type."""
    vouchers: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Of every status: kind and name."""
    credibility: Counter[int] = field(default_factory=Counter)
    """Of every status: by the grade of the Admiralty scale."""
    several: int = 0
    """Told by two or more independent sources."""
    doubtful: int = 0
    """Of every status: those that the coder is less than half sure of. They are counted nowhere else but in the total and by origin."""
    last_day: date | None = None
    codes: list[set[str]] = field(default_factory=list)
    """Of every status: the codes by which each side occurs, or the one that was asked for; of all, where the briefing is about nobody."""


COUNTED = (
    "id", "origin", "type", "status", "source_code", "source_name", "source_country", "target_code", "target_name", "target_country",
    "first_day", "last_day", "attribution_code", "attribution_name", "attribution_anonymous", "confidence", "sources", "credibility",
)  # fmt: skip
"""The columns of `events` that are looked at here."""


def tallied(scope: Scope, found: Iterable[Row], keep: int) -> tuple[Tally, dict[str, list[str]], int]:
    """The counts, the ids of the events to tell by part ("told", "background", "planned", "doubtful"), and how many of the told are left out.

    Of more than `keep` in a part those stay that most sources tell, that weigh most by PLOVER's score, that are surest, that come last.
    """
    tally = Tally(codes=[set() for _ in scope.sides or (None,)])
    heaps: dict[str, list[tuple[tuple[Any, ...], str]]] = {"told": [], "background": [], "planned": [], "doubtful": []}
    hidden = 0
    for position, row in enumerate(found):
        _count(tally, scope, row)
        part = "doubtful" if doubtful(row) else row["status"] if row["status"] in heaps else "told"
        heap = heaps[part]
        item = ((row["sources"], abs(SCORE_OF.get(row["type"] or "", 0)), row["confidence"] or 0, position), row["id"])
        if len(heap) < keep:
            heapq.heappush(heap, item)
        else:
            heapq.heappushpop(heap, item)
            hidden += part == "told"
    for i, who in enumerate(scope.sides):
        if who.upper() in tally.codes[i]:  # a state, and not whoever belongs to it
            tally.codes[i] = {who.upper()}
    return tally, {part: [identity for _, identity in sorted(heap, key=lambda item: item[0][3])] for part, heap in heaps.items()}, hidden


def _count(tally: Tally, scope: Scope, row: Row) -> None:
    kind = row["type"]
    tally.total += 1
    for i, who in enumerate(scope.sides or (None,)):
        of = (row[f"{side}_code"] for side in ("source", "target") if who is None or is_side(row, side, who))
        tally.codes[i] |= {code for code in of if code}
    tally.origins[row["origin"]] += 1
    if doubtful(row):
        tally.doubtful += 1
        return
    tally.statuses[row["status"]] += 1
    tally.vouchers[_voucher(row)] += 1
    if row["credibility"]:
        tally.credibility[row["credibility"]] += 1
    tally.several += row["sources"] >= 2
    if row["last_day"] and row["status"] == "happened":
        tally.last_day = max(tally.last_day or row["last_day"], row["last_day"])
    if kind not in QUAD_OF:
        tally.untyped[row["origin"]] += 1
        return
    if row["status"] != "happened":
        return
    toned = tone(kind)
    tally.tones[toned] += 1
    direction = scope.direction(row)
    tally.kinds[kind, direction] += 1
    if len(scope.sides) == 1:
        tally.partners[scope.partner(row), direction, toned] += 1
    elif not scope.sides:
        one, other = party(row, "source"), party(row, "target")
        tally.pairs[min(one, other), max(one, other), toned] += 1
    first, last = row["first_day"], row["last_day"]
    if first and last - first <= SHARP:
        tally.days[first + (last - first) / 2, kind] += 1


def doubtful(row: Row) -> bool:
    """Whether the coder is less than half sure; what was imported without a confidence is not."""
    return row["confidence"] is not None and row["confidence"] < EVEN


def tone(kind: str | None) -> Tone:
    """Whether a type is cooperation, conflict or neither."""
    score = SCORE_OF.get(kind or "", 0)
    return "cooperation" if score > 0 else "conflict" if score < 0 else "neither"


def _voucher(row: Row) -> tuple[str, str]:
    if row["attribution_code"] is None and row["attribution_name"] is None:
        return ("newsroom", "") if row["origin"] == "riftline" else ("imported", row["origin"])
    name, code = row["attribution_name"] or "", row["attribution_code"] or ""
    return "unnamed" if row["attribution_anonymous"] else "named", actor_name(Actor(code, name or code_name(code), name))
