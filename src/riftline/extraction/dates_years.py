"""Seasons, quarters, years, decades, centuries and feasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_setting import ORDINAL, Parts, Reading, Setting, before_christ, dayno, part_of, partial, told, year_of_phrase
from riftline.extraction.dates_tense import Tense
from riftline.extraction.dates_values import Period


def _season(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    name, rel = (parts["s"] or "").lower(), (parts.get("rel") or "").lower()
    code = cal.SEASONS[name][0]
    if parts.get("bc"):
        return before_christ(parts, f"-{code}")
    base = setting.base()
    if parts.get("y"):
        year: int | None = int(parts["y"] or 0)
    elif parts.get("rely"):
        year = year_of_phrase(parts, "rely", setting)
    elif base is None:
        year = None
    elif setting.history:
        year = base.year + (1 if "next" in rel or "following" in rel else -1 if "previous" in rel else 0)
    elif rel.startswith(("next", "this coming", "the coming")) or (tense == "future" and not rel.startswith(("last", "this past"))):
        year = (
            base.year
            if cal.of_season(base.year, name).end >= base and not rel.startswith("next")
            else base.year + (cal.of_season(base.year, name).start <= base)
        )
    else:
        year = base.year if cal.of_season(base.year, name).start <= base else base.year - 1
        if rel.startswith("last") and cal.of_season(year, name).end >= base:
            year -= 1
    if year is None:
        return partial(f"XXXX-{code}")
    return told("DATE", part_of(cal.of_season(year, name), parts.get("part") or parts.get("part2"), base), "a season")


def _quarter(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    which = ORDINAL.get((parts["q"] or "").lower(), 0) or int(parts["q"] or 0)
    kind = (parts["k"] or "").lower()
    given = parts.get("y") or parts.get("y2")
    half = kind in ("h", "half", "six months")
    if half and which > 2:
        which = 2
    base = setting.published
    letter = "H" if half else "Q"
    if given:
        year: int | None = int(given)
    elif parts.get("rely"):
        year = year_of_phrase(parts, "rely", setting)
    elif half and (parts.get("rely") is None):
        return None
    elif base is None:
        year = None
    else:
        year = base.year if which <= (base.month + 2) // 3 or tense == "future" else base.year - 1
    if year is None:
        return partial(f"XXXX-{letter}{which}")
    return told("DATE", cal.of_half(year, which) if half else cal.of_quarter(year, which), "part of a year")


def _year(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    period = part_of(cal.of_year(int(parts["y"] or 0)), parts.get("part"), setting.published)
    if setting.published is not None and period.start <= setting.published < period.end and tense == "past" and not parts.get("part"):
        return told("DATE", period, "the year of publication")
    return told("DATE", period, "a year")


def _year_range(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    first, tail = int(parts["y"] or 0), parts["y2"] or ""
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    if last <= first or last - first > 300:
        return None
    period = Period(cal.of_year(first).start, cal.of_year(last).end, f"{first:04d}/{last:04d}", "year")
    return told("DATE", period, "from one year to another")


def _short_year(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    tail = int(parts["y"] or 0)
    near = setting.base()
    year = (near.year if near is not None else 2000) // 100 * 100 + tail
    if near is not None and year > near.year + 10:
        year -= 100
    return told("DATE", cal.of_year(year), "a year cut short")


def _bc_year(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    return before_christ(parts)


def _decade(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    names = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
    if parts.get("y"):
        start = int(parts["y"] or 0) * 100 + int(parts["d"] or 0) * 10
    elif parts.get("d2"):
        start = 1900 + int(parts["d2"] or 0) * 10
    else:
        start = 1920 + 10 * names.index((parts["word"] or "").lower())
    return told("DATE", part_of(cal.of_decade(start), parts.get("part"), None), "a decade")


def _century(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    word = (parts["o"] or "").lower()
    which = ORDINAL.get(word) or dayno(word)
    if parts.get("bc"):
        return Reading("DATE", f"BC{which - 1:02d}", None, "before our calendar begins")
    return told("DATE", part_of(cal.of_century(which), parts.get("part"), None), "a century") if 1 <= which <= 30 else None


def _holiday(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    base = setting.base()
    name = (parts["h"] or "").replace("’", "'")
    year = int(parts["y"] or 0) if parts.get("y") else None
    if year is None:
        if base is None:
            return partial("XXXX-XX-XX")
        days = [day for shift in (-1, 0, 1) if (day := _feast(name, base.year + shift)) is not None]
        ahead, behind = [d for d in days if d >= base], [d for d in days if d <= base]
        near = min(days, key=lambda d: abs((d - base).days))
        day = ahead[0] if tense == "future" and ahead else near if abs((near - base).days) <= 31 and tense != "past" else behind[-1]
        return told("DATE", cal.of_day(day), "the feast nearest to publication")
    feast = _feast(name, year)
    return told("DATE", cal.of_day(feast), "a feast of that year") if feast is not None else None


def _feast(name: str, year: int) -> date | None:
    """The day of a feast in a year."""
    fixed = {"Christmas": (12, 25), "Christmas Day": (12, 25), "Christmas Eve": (12, 24), "Boxing Day": (12, 26), "Halloween": (10, 31)}
    fixed |= {"Valentine's Day": (2, 14), "May Day": (5, 1), "Bastille Day": (7, 14), "Veterans Day": (11, 11)}
    if name in fixed:
        return date(year, *fixed[name])
    if name.startswith("New Year"):
        return date(year, 12, 31) if name.endswith("Eve") else date(year, 1, 1)
    movable = {"Easter": 0, "Easter Sunday": 0, "Easter Monday": 1, "Good Friday": -2, "Palm Sunday": -7}
    if name in movable:
        return cal.plus(cal.easter(year), movable[name])
    rules = {"Thanksgiving": (11, 3, 4), "Labor Day": (9, 0, 1), "Labour Day": (9, 0, 1), "Memorial Day": (5, 0, -1)}
    month, weekday, nth = rules.get(name, (1, 0, 3))
    return cal.nth_weekday(year, month, weekday, nth)


def _nine_eleven(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    return told("DATE", cal.of_day(date(2001, 9, 11)), "the attacks of that day")


YEARS: dict[str, Callable[[Parts, Setting, Tense], Reading | None]] = {
    "season": _season,
    "quarter": _quarter,
    "q": _quarter,
    "fiscal": _year,
    "year_range": _year_range,
    "year": _year,
    "short_year": _short_year,
    "bc": _bc_year,
    "decade": _decade,
    "century": _century,
    "holiday": _holiday,
    "nine_eleven": _nine_eleven,
}
"""Reader by rule of the grammar."""
