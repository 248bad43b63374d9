"""How likely it is that two reports tell the same act, and why.

A logistic model over what two readers would compare: kind, sides, day, place, status, figures, shared rare words. Its weights are in
`data/stories/weights.tsv`, fitted by `training.likeness` on reports of ours. It is symmetric, and looks at nothing but the two reports,
so it does not matter which of them came first.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from riftline.extraction.gazetteer import km
from riftline.ontology import QUAD_OF, SYMMETRIC
from riftline.stories.report import Report, Side, Spot
from riftline.stories.words import likeness_of, weight
from riftline.tables import rows

WINDOW = 28
"""Days between the publication of two reports beyond which they are never put together."""
NEAR, FAR = 30.0, 60.0
"""Kilometres between two towns up to which they may be one place, and from which they are two."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Log-odds that two reports tell the same act, and a sentence that says what speaks for and against it."""

    odds: float
    reason: str

    @property
    def score(self) -> float:
        """The probability."""
        return probability(self.odds)


def probability(odds: float) -> float:
    """Of log-odds."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def likeness(one: Report, other: Report) -> Likeness:
    """How likely two reports tell the same act."""
    found = features(one, other)
    return Likeness(odds_of(found), _reason(found, one, other))


def odds(one: Report, other: Report) -> float:
    """The log-odds alone, without the words for it."""
    return odds_of(features(one, other))


def odds_of(found: Mapping[str, float], weights: Mapping[str, float] | None = None) -> float:
    """The log-odds of the features' values, by the table's weights or by others."""
    table = _weights() if weights is None else weights
    return table["bias"] + sum(table[name] * value for name, value in found.items())


def comparable(one: Report, other: Report) -> bool:
    """Whether two reports may tell the same act at all: of two articles, kinds of one group, close in time, no two towns."""
    if one.article == other.article or not _kin(one.type, other.type):
        return False
    if one.published and other.published and abs((one.published - other.published).days) > WINDOW:
        return False
    if (gap := _gap(one, other)) is not None and gap > 3:
        return False
    if one.status != "planned" and (_foretold(one, other) or _foretold(other, one)):
        return False
    if {one.type, other.type} & ON_THE_SPOT and one.place and other.place and _places(one.place, other.place) == {"place far": 1.0}:
        return False  # two strikes of one day in two towns are two
    return (one.status == "planned") == (other.status == "planned")


def promising(one: Report, other: Report) -> bool:
    """Whether two reports can be likelier one act than two, before their words are looked at: quick to tell."""
    table = _weights()
    return odds_of(_plain(one, other)) + sum(max(0.0, table[name]) for name in WORDED) > 0


def _foretold(one: Report, other: Report) -> bool:
    """Whether one was published before the day on which the other says that it happened."""
    return bool(one.published and other.first_day and (other.first_day - one.published).days > 1)


def features(one: Report, other: Report) -> dict[str, float]:
    """What is compared, by name; 0 (left out) where it does not hold."""
    part, rare = likeness_of(one.words, other.words)
    around, rare_around = likeness_of(one.context, other.context)
    worded = {"words": part, "rare words": min(rare, 6) / 6, "context": around, "rare context": min(rare_around, 20) / 20}
    return _plain(one, other) | {name: value for name, value in worded.items() if value}


WORDED = ("words", "rare words", "context", "rare context")
"""The features that look at words; each is at most 1."""


def _plain(one: Report, other: Report) -> dict[str, float]:
    """The features that do not look at words."""
    found: dict[str, float] = {"kind": float(one.type == other.type)}
    if one.mode and other.mode:
        found["mode" if one.mode == other.mode else "other mode"] = 1.0
    found |= _sides(one, other)
    found |= _days(one, other)
    found |= _places(one.place, other.place)
    found |= _figures(one, other)
    if one.status != other.status:
        found["denied" if "negated" in (one.status, other.status) else "other status"] = 1.0
    return {name: value for name, value in found.items() if value}


ON_THE_SPOT = frozenset({"ASSAULT", "PROTEST"})
"""Types of acts that take place where they are done: in two towns they are two. Of talks, or a threat, one report may name the capital, another
the town where it was said."""


@cache
def _kin(one: str, other: str) -> bool:
    """Whether two careful coders might give one act the two types: those of one quad, and words beside deeds of the same sign."""
    if one == other:
        return True
    same_sign = QUAD_OF[one].split()[1] == QUAD_OF[other].split()[1]
    return same_sign and ("ASSAULT" not in (one, other) or QUAD_OF[one] == QUAD_OF[other])


def _sides(one: Report, other: Report) -> dict[str, float]:
    straight = {**_side("source", one.source, other.source), **_side("target", one.target, other.target)}
    if not (one.type in SYMMETRIC and other.type in SYMMETRIC):
        return straight
    crossed = {**_side("source", one.source, other.target), **_side("target", one.target, other.source)}
    mirrored = {**_side("source", other.source, one.target), **_side("target", other.target, one.source)}
    return max((straight, crossed, mirrored), key=lambda found: (odds_of(found), sorted(found)))


def _side(name: str, one: Side | None, other: Side | None) -> dict[str, float]:
    if one is None or other is None:
        return {f"{name} both missing" if one is other else f"{name} missing": 1.0}
    if not one.code or not other.code:
        return {f"{name} missing": 1.0}
    if one.code == other.code:
        if one.name.casefold() == other.name.casefold():
            return {f"{name} same": 1.0}
        apart = one.sectors and other.sectors and not set(one.sectors) & set(other.sectors)
        return {f"{name} other sector" if apart else f"{name} same code": 1.0}
    near = bool(one.country) and one.country == other.country
    return {f"{name} same country" if near else f"{name} other": 1.0}


def _gap(one: Report, other: Report) -> int | None:
    """Days between the two acts' days: 0 where they touch; None where one is not told."""
    if not (one.first_day and one.last_day and other.first_day and other.last_day):
        return None
    return max(0, (max(one.first_day, other.first_day) - min(one.last_day, other.last_day)).days)


def _days(one: Report, other: Report) -> dict[str, float]:
    apart = abs((one.published - other.published).days) if one.published and other.published else 0
    found = {"published apart": min(apart, 14) / 14}
    gap = _gap(one, other)
    if gap is None:
        return found | {"day missing": 1.0}
    if gap:
        return found | {f"day off by {min(gap, 2)}": 1.0}
    wide = max((report.last_day - report.first_day).days for report in (one, other) if report.first_day and report.last_day)
    return found | {"day same" if wide <= 1 else "day within": 1.0}


def _places(one: Spot | None, other: Spot | None) -> dict[str, float]:
    if one is None or other is None:
        return {}
    if one.narrow and other.narrow:
        if one.name.casefold() == other.name.casefold():
            return {"place same": 1.0}  # a name that was looked up twice, and found in two places
        apart = kilometres(one, other)
        return {"place same" if apart <= 5 else "place near" if apart <= NEAR else "place far" if apart >= FAR else "place": 1.0}
    if one.name == other.name:
        return {"place wide": 1.0}
    return {"place within": 1.0} if one.country == other.country else {"place far": 1.0}


def kilometres(one: Spot, other: Spot) -> float:
    """Between two places."""
    return km((one.lat, one.lon), (other.lat, other.lon))


def _figures(one: Report, other: Report) -> dict[str, float]:
    found: dict[str, float] = {}
    mine, theirs = _ranges(one), _ranges(other)
    for what in mine.keys() & theirs.keys():
        (low, high), (least, most) = mine[what], theirs[what]
        if low <= most and least <= high:
            found["figure same"] = 1.0
        else:
            found["figure near" if min(high, most) / max(low, least, 1) >= 0.5 else "figure far"] = 1.0
    return found


def _ranges(report: Report) -> dict[str, tuple[int, int]]:
    """The lowest and highest of each count that a report gives."""
    found: dict[str, tuple[int, int]] = {}
    for figure in report.figures:
        low, high = found.get(figure.what, (figure.low, figure.high))
        found[figure.what] = min(low, figure.low), max(high, figure.high)
    return found


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in rows("stories/weights")}


@cache
def _words() -> dict[str, str]:
    return {row["feature"]: row["words"] for row in rows("stories/weights")}


def _reason(found: Mapping[str, float], one: Report, other: Report) -> str:
    table, words = _weights(), _words()
    parts = {name: table[name] * value for name, value in found.items() if words.get(name)}
    speaks = [words[name] for name in sorted(parts, key=lambda name: -parts[name]) if parts[name] > 0.2]
    against = [words[name] for name in sorted(parts, key=lambda name: parts[name]) if parts[name] < -0.2]
    rare = sorted(one.words.rare & other.words.rare, key=lambda stem: (-weight(stem), stem))[:5]
    if rare:
        speaks.append(f"both have {', '.join(rare)}")
    told = f"{probability(odds_of(found)):.0%}: {', '.join(speaks) or 'nothing speaks for it'}"
    return f"{told}; but {', '.join(against)}." if against else f"{told}."
