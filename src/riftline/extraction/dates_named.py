"""Dates by their calendar names: days, weekdays, months, seasons, years, clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_grammar import WEEKDAYS
from riftline.extraction.dates_setting import (
    NO_PUBLICATION,
    TOD,
    Kind,
    Parts,
    Reading,
    Setting,
    before_christ,
    dayno,
    month_in,
    part_of,
    partial,
    told,
    year_of_phrase,
)
from riftline.extraction.dates_tense import Tense
from riftline.extraction.dates_values import Period


def _year_for(month: int, day: int | None, setting: Setting, tense: Tense) -> int | None:
    """The year of a month or day told without one: the last such for the past, the next for what is to come."""
    base = setting.base()
    if base is None:
        return None
    if setting.history and setting.focus is not None:
        # The telling goes on: a January after a December is the next year's.
        return base.year + (base.month - month >= 8)
    this = cal.clamp(base.year, month, day or 1)
    if day is None:
        ahead, behind = this > base, (base.year, base.month) >= (base.year, month)
    else:
        ahead, behind = this > base, this <= base
    if tense == "future":
        if day is None:
            return base.year if month >= base.month else base.year + 1
        return base.year if this >= base else base.year + 1
    if behind:
        return base.year
    # Not yet reached this year: the last one for the past, unless it is so near that it can only be a date to come.
    near = (this - base).days
    if tense == "present" and ahead and near <= 31:
        return base.year
    return base.year - 1


def _check_day(year: int, month: int, day: int) -> bool:
    return 1 <= day <= cal.of_month(year, month).end.day


def _day_reading(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    month, day = month_in(parts), dayno(parts["d"])
    if parts.get("bc"):
        return before_christ(parts, f"-{month:02d}-{day:02d}")
    given = parts.get("y")
    year = int(given) if given else _year_for(month, day, setting, tense)
    last = dayno(parts.get("d2")) or day
    if year is None:
        return partial(f"XXXX-{month:02d}-{day:02d}")
    if not _check_day(year, month, day) or not _check_day(year, month, last):
        return None
    start, end = date(year, month, day), date(year, month, last)
    if end < start:
        return None
    reason = "a full date" if given else "the year is that of the telling" if setting.history else "the year nearest to publication"
    value = start.isoformat() if start == end else f"{start.isoformat()}/{end.isoformat()}"
    tod = parts.get("tod")
    if tod:
        return Reading("TIME", f"{value}T{TOD[tod.lower()]}", Period(start, end, value, "day"), reason)
    return Reading("DATE", value, Period(start, end, value, "day"), reason)


def _iso(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    year, month, day = int(parts["y"] or 0), int(parts["mn"] or 0), int(parts["d"] or 0)
    return told("DATE", cal.of_day(date(year, month, day)), "a full date") if _check_day(year, month, day) else None


def _slash(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    first, second, year = int(parts["a"] or 0), int(parts["b"] or 0), int(parts["y"] or 0)
    if year < 100:
        year += 2000 if year < 70 else 1900
    readings = {(m, d) for m, d in ((first, second), (second, first)) if 1 <= m <= 12 and 1 <= d <= 31 and _check_day(year, m, d)}
    if not readings:
        return None
    if len(readings) > 1:
        return Reading("DATE", f"{year:04d}", None, "day and month could be either way round")
    month, day = readings.pop()
    return told("DATE", cal.of_day(date(year, month, day)), "a full date")


def _month_year(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    month = month_in(parts)
    if parts.get("bc"):
        return before_christ(parts, f"-{month:02d}")
    year = int(parts["y"] or 0) if parts.get("y") else year_of_phrase(parts, "rely", setting)
    if year is None:
        return partial(f"XXXX-{month:02d}")
    period = cal.of_month(year, month)
    return told("DATE", part_of(period, parts.get("part"), setting.published), "a month of a year")


def _bare_month(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    month, rel = month_in(parts), (parts.get("rel") or "").lower()
    base = setting.published
    if rel in ("last", "this past", "past", "the last") and base is not None:
        year: int | None = base.year - (month >= base.month)
    elif rel in ("next", "this coming", "coming") and base is not None:
        year = base.year + (month <= base.month)
    elif rel == "this" and base is not None:
        year = base.year
    elif rel in ("the following", "following") and setting.focus is not None:
        year = setting.focus.start.year + (month <= setting.focus.start.month)
    elif rel in ("the previous", "previous") and setting.focus is not None:
        year = setting.focus.start.year - (month >= setting.focus.start.month)
    elif rel in ("that", "the same", "that same"):
        year = setting.year or _year_for(month, None, setting, tense)
    else:
        year = _year_for(month, None, setting, tense)
    if year is None:
        return partial(f"XXXX-{month:02d}")
    return told(
        "DATE",
        part_of(cal.of_month(year, month), parts.get("part"), base),
        "the month nearest to publication" if not setting.history else "the month in the year told",
    )


def _weekday(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    which, rel = WEEKDAYS.index(parts["w"] or ""), (parts.get("rel") or "").lower()
    tod = TOD.get((parts.get("tod") or "").lower())
    kind: Kind = "TIME" if tod else "DATE"
    base = setting.published
    if (rel.startswith(("the following", "following", "the next")) and setting.focus is not None and setting.focus.grain == "day") or (
        setting.history and setting.focus is not None
    ):
        day = cal.weekday_near(cal.plus(setting.focus.start, 1), which, True)
    elif rel.startswith(("the previous", "previous", "the preceding")) and setting.focus is not None and setting.focus.grain == "day":
        day = cal.weekday_near(cal.plus(setting.focus.start, -1), which, False)
    elif base is None:
        return Reading(kind, "XXXX-WXX-" + str(which + 1) + (f"T{tod}" if tod else ""), None, NO_PUBLICATION)
    elif rel.startswith("last"):
        day = cal.weekday_near(cal.plus(base, -1), which, False)
    elif rel.startswith(("next", "this coming", "the coming", "coming")):
        day = cal.weekday_near(cal.plus(base, 1), which, True)
    elif rel == "this":
        day = cal.plus(cal.of_week(base).start, which)
        if tense == "past" and day > base:
            day = cal.plus(day, -7)
    else:
        day = cal.weekday_near(base, which, tense == "future")
    period = cal.of_day(day)
    how = "the coming one: what is told lies ahead" if day > (base or day) else "the last one up to publication"
    return Reading(kind, period.value + (f"T{tod}" if tod else ""), period, how)


def _weekday_set(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    name = parts.get("w") or parts.get("w2") or parts.get("w3") or ""
    return Reading("SET", f"XXXX-WXX-{WEEKDAYS.index(name) + 1}", None, "a habit, not one day")


def _day_word(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    word = (parts["w"] or "").lower()
    shift = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2}[word]
    tod = "NI" if word == "tonight" else TOD.get((parts.get("tod") or "").lower())
    kind: Kind = "TIME" if tod else "DATE"
    if setting.published is None:
        return Reading(kind, "PRESENT_REF" if not shift else "XXXX-XX-XX", None, NO_PUBLICATION)
    period = cal.of_day(cal.plus(setting.published, shift))
    return Reading(kind, period.value + (f"T{tod}" if tod else ""), period, "counted from publication")


def _tod_rel(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    rel, tod = (parts["rel"] or "").lower(), TOD[(parts["tod"] or "").lower()]
    if rel in ("this", "last"):
        if setting.published is None:
            return Reading("TIME", f"XXXX-XX-XXT{tod}", None, NO_PUBLICATION)
        day = cal.plus(setting.published, -1 if rel == "last" else 0)
        return Reading("TIME", f"{day.isoformat()}T{tod}", cal.of_day(day), "counted from publication")
    shift = {"the following": 1, "the next": 1, "the previous": -1}.get(rel, 0)
    if setting.focus is None or setting.focus.grain != "day":
        return Reading("TIME", f"XXXX-XX-XXT{tod}", None, "the day that it belongs to is not told")
    day = cal.plus(setting.focus.start, shift)
    return Reading("TIME", f"{day.isoformat()}T{tod}", cal.of_day(day), "counted from the day told before")


def _tod(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    word = (parts.get("tod") or parts.get("tod2") or "night").lower()
    focus = setting.focus if setting.focus is not None and setting.focus.grain == "day" and setting.focus.days == 1 else None
    if focus is None:
        return Reading("TIME", f"XXXX-XX-XXT{TOD[word]}", None, "the day that it belongs to is not told")
    return Reading("TIME", f"{focus.start.isoformat()}T{TOD[word]}", focus, "the day told before")


def _tod_of(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    return Reading("TIME", f"XXXX-XX-XXT{TOD[(parts['tod'] or '').lower()]}", None, "the day follows")


def _clock(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    hour = int(parts.get("h") or parts.get("h2") or parts.get("h3") or 0)
    minute = int(parts.get("mi") or parts.get("mi2") or parts.get("mi3") or 0)
    half = (parts.get("ap") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    clock = f"T{hour:02d}:{minute:02d}"
    day = setting.focus if setting.focus is not None and setting.focus.grain == "day" and setting.focus.days == 1 else None
    if day is None and setting.published is not None and not setting.history:
        day = cal.of_day(setting.published)
    if day is None:
        return Reading("TIME", f"XXXX-XX-XX{clock}", None, "the day that it belongs to is not told")
    return Reading("TIME", f"{day.start.isoformat()}{clock}", day, "the day told before, or of publication")


NAMED: dict[str, Callable[[Parts, Setting, Tense], Reading | None]] = {
    "iso": _iso,
    "slash": _slash,
    "range_mdy": _day_reading,
    "range_dmy": _day_reading,
    "mdy": _day_reading,
    "dmy": _day_reading,
    "month_year": _month_year,
    "month": _bare_month,
    "weekday": _weekday,
    "weekday_set": _weekday_set,
    "day_word": _day_word,
    "tod_rel": _tod_rel,
    "tod": _tod,
    "tod_of": _tod_of,
    "clock": _clock,
}
"""Reader by rule of the grammar."""
