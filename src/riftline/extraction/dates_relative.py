"""Expressions in units: "last week", "two days ago", "three hours", "every month", "the end of the year"."""

from __future__ import annotations

from collections.abc import Callable

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_setting import NO_PUBLICATION, Parts, Reading, Setting, length_of, number, part_of, spread, told, unit_of
from riftline.extraction.dates_tense import Tense
from riftline.extraction.dates_values import Period

PAST_WORDS = ("last", "the last", "past", "the past", "this past")
NEXT_WORDS = ("next", "the next", "coming", "the coming", "this coming")
BACK = frozenset({"earlier", "before", "beforehand", "previously", "prior", "prior to", "ahead of", "previous"})


def _trailing(end: Period, grain: cal.Grain, high: int, value: str) -> Period:
    """The stretch of so many units that ends there."""
    start = cal.plus(end.start, -1) if grain == "time" else cal.step(end.start, grain, -high)
    return Period(start, end.end, value, grain if grain != "time" else "day")


def _ahead(start: Period, grain: cal.Grain, high: int, value: str) -> Period:
    end = cal.plus(start.end, 1) if grain == "time" else cal.step(start.end, grain, high)
    return Period(start.start, end, value, grain if grain != "time" else "day")


def _hours_high(parts: Parts, grain: cal.Grain, high: int, unit: str) -> tuple[cal.Grain, int]:
    """Long counts of hours are days."""
    if grain == "time" and unit == "hour" and high >= 24:
        return "day", -(-high // 24)
    return grain, high


def _rel_unit(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    rel, unit = (parts["rel"] or "").lower(), unit_of(parts["u"])
    grain = cal.UNITS[unit][0]
    plural = (parts["u"] or "").lower().endswith("s")
    base = setting.published
    now = cal.of_day(base) if base is not None else None
    focus = setting.focus or now
    value = length_of(parts, unit)
    counted = bool(parts.get("n")) or plural
    if parts.get("of") and not counted and grain != "time" and rel in ("the last", "the next", "the following", "the previous"):
        return Reading("DURATION", value, None, "part of the time told after it")
    if rel.startswith(("the second", "the third", "the fourth", "the fifth")):
        return Reading("DATE", cal.containing(base, grain).value, cal.containing(base, grain), "the latest of a row") if base is not None else None
    if (
        counted
        or (grain == "time")
        or (rel in ("past", "the past") and grain != "day")
        or (rel == "the last" and grain in ("year", "decade", "century", "month"))
    ):
        high = spread(parts.get("n") or ("one" if not plural else None), grain)[1]
        grain2, high = _hours_high(parts, grain, high, unit)
        if rel in PAST_WORDS or rel.startswith("the current"):
            period = _trailing(now, grain2, high, value) if now is not None else None
        elif rel in NEXT_WORDS:
            period = _ahead(now if not setting.history else focus, grain2, high, value) if now is not None and focus is not None else None
        elif "following" in rel:
            period = _ahead(focus, grain2, high, value) if setting.focus is not None and focus is not None else None
        elif "previous" in rel or "preceding" in rel:
            period = _trailing(focus, grain2, high, value) if setting.focus is not None and focus is not None else None
        else:
            period = None
        return Reading(
            "DURATION",
            value,
            period,
            "a stretch that ends or begins at the telling" if period else NO_PUBLICATION if now is None else "a stretch without a place in the calendar",
        )
    if rel in ("that", "that same", "the same"):
        if setting.focus is None:
            return Reading("DATE", _unknown(grain), None, "the time that it points back to is not told")
        if grain == "day" and setting.focus.days > 1:
            return Reading("DATE", setting.focus.value, setting.focus, "the time told before")
        return told("DATE", cal.containing(setting.focus.start, grain), "the one told before")
    if rel in ("the next", "the following", "following", "the previous", "previous", "the preceding") or (setting.history and rel in ("next", "last")):
        if setting.focus is None and grain == "day":
            return Reading("DATE", _unknown(grain), None, "the day that it counts from is not told")
        start = focus
        if start is None:
            return Reading("DATE", _unknown(grain), None, NO_PUBLICATION)
        if rel == "the next" and not setting.history and grain not in ("day",) and now is not None:
            start = now
        ahead = 1 if rel.endswith(("next", "following")) else -1
        origin = start.end if ahead > 0 and start.grain == "day" else start.start
        return told("DATE", cal.neighbour(origin, grain, ahead), "counted from the time told before")
    if base is None:
        return Reading("DATE", _unknown(grain), None, NO_PUBLICATION)
    if rel in ("last", "the last", "this past", "past", "the past"):
        if grain == "weekend":
            return told("DATE", _weekend(cal.of_day(base), "past"), "counted from publication")
        if grain == "day":
            return Reading("DURATION", value, _trailing(cal.of_day(base), grain, 1, value), "counted from publication")
        period = cal.neighbour(base, grain, -1)
    elif rel in NEXT_WORDS:
        period = cal.neighbour(base, grain, 1)
    else:
        where = setting.focus.start if setting.history and setting.focus is not None else base
        period = cal.containing(where, grain)
    return told("DATE", part_of(period, parts.get("part"), base), "counted from publication")


def _unknown(grain: cal.Grain) -> str:
    return {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "weekend": "XXXX-WXX-WE"}.get(grain, "XXXX")


def _weekend(now: Period, tense: Tense) -> Period:
    """The weekend before or on the day; the coming one for what lies ahead."""
    this = cal.of_weekend(now.start)
    if tense == "future" or now.start >= this.start:
        return this
    return cal.of_weekend(cal.plus(now.start, -7))


def _the_weekend(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    if setting.published is None:
        return Reading("DATE", "XXXX-WXX-WE", None, NO_PUBLICATION)
    return told("DATE", _weekend(cal.of_day(setting.published), tense), "counted from publication")


def _edge(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    unit = unit_of(parts["u"])
    grain = cal.UNITS[unit][0]
    rel = (parts.get("rel") or "the").lower()
    base = setting.base() if rel in ("the", "that") or setting.history else setting.published
    if rel == "that" and setting.focus is not None:
        base = setting.focus.start
    if base is None:
        return Reading("DATE", _unknown(grain), None, NO_PUBLICATION)
    shift = -1 if rel in ("last", "the last", "the previous") else 1 if rel in ("next", "the next", "the following") else 0
    period = cal.neighbour(base, grain, shift)
    return told("DATE", part_of(period, parts.get("part") if parts.get("rel") else "end of", base), "part of a period counted from publication")


def _ago(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    unit = unit_of(parts["u"])
    grain = cal.UNITS[unit][0]
    low, high = spread(parts.get("n"), grain)
    if setting.published is None:
        return Reading("DATE", "PAST_REF", None, NO_PUBLICATION)
    exact = number(parts.get("n")) is not None
    period = cal.offset(cal.of_day(setting.published), low, high, grain, -1, exact)
    return told("DATE", period, "counted back from publication")


def _long_ago(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    return Reading("DATE", "PAST_REF", None, "how long ago is not told")


def _in_time(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    grain = cal.UNITS[unit_of(parts["u"])][0]
    low, high = spread(parts.get("n"), grain)
    if setting.published is None:
        return Reading("DATE", "FUTURE_REF", None, NO_PUBLICATION)
    return told(
        "DATE",
        cal.offset(cal.of_day(setting.published), low, high, grain, 1, number(parts.get("n")) is not None),
        "counted from publication",
    )


def _later(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    unit = unit_of(parts["u"])
    grain = cal.UNITS[unit][0]
    low, high = spread(parts.get("n"), grain)
    grain2, high2 = _hours_high(parts, grain, high, unit)
    if grain2 != grain:
        low = high2
    where = (parts["dir"] or "").lower()
    direction: cal.Direction = -1 if where in BACK else 1
    value = length_of(parts, unit)
    exact = number(parts.get("n")) is not None
    if where in ("from now", "hence"):
        if setting.published is None:
            return Reading("DATE", "FUTURE_REF", None, NO_PUBLICATION)
        return told("DATE", cal.offset(cal.of_day(setting.published), low, high2, grain2, 1, exact), "counted from publication")
    if where in ("before", "after", "prior to", "ahead of", "following"):
        return Reading("DURATION", value, None, "counted from an event", "event", (low, high2), grain2, direction)
    if where == "since ":
        return Reading("DURATION", value, None, "a stretch since an event")
    anchor = setting.focus
    if anchor is None and where == "earlier" and setting.published is not None:
        anchor = cal.of_day(setting.published)
    if anchor is None:
        return Reading("DATE", "FUTURE_REF" if direction > 0 else "PAST_REF", None, "the time that it counts from is not told")
    period = cal.offset(anchor, low, high2, grain2, direction, exact)
    if setting.published is not None and tense == "past" and period.start <= setting.published < period.end:
        period = Period(period.start, setting.published, period.value, period.grain)
    return told("DATE", period, "counted from the time told before")


def _next_day(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    unit = unit_of(parts["u"])
    grain: cal.Grain = "day" if unit in ("night", "morning", "evening") else cal.UNITS[unit][0]
    where = (parts["dir"] or "").lower()
    direction: cal.Direction = -1 if where in BACK else 1
    return Reading("DATE", _unknown(grain), None, "counted from an event", "event", (1, 1), grain, direction)


def _eve(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    return Reading("DATE", "XXXX-XX-XX", None, "the day before an event", "event", (1, 1), "day", -1)


RELATIVE: dict[str, Callable[[Parts, Setting, Tense], Reading | None]] = {
    "rel_unit": _rel_unit,
    "edge": _edge,
    "unit_edge": _edge,
    "the_weekend": _the_weekend,
    "ago": _ago,
    "long_ago": _long_ago,
    "later": _later,
    "in_time": _in_time,
    "next_day": _next_day,
    "eve": _eve,
}
"""Reader by rule of the grammar."""
