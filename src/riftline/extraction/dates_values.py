"""Calendar arithmetic for time expressions: periods with their TIMEX3 value and the days that they cover.

A `Period` is what an expression names once it is resolved: first and last day, the TIMEX3 value, and the
grain (day, week, month, …) that later expressions count from.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Grain = Literal["time", "day", "weekend", "week", "month", "season", "quarter", "half", "year", "decade", "century"]
Direction = Literal[-1, 1]

UNITS: dict[str, tuple[Grain, str]] = {
    "second": ("time", "S"),
    "minute": ("time", "M"),
    "hour": ("time", "H"),
    "night": ("day", "D"),
    "day": ("day", "D"),
    "weekend": ("weekend", "D"),
    "week": ("week", "W"),
    "fortnight": ("week", "W"),
    "month": ("month", "M"),
    "quarter": ("quarter", "Q"),
    "year": ("year", "Y"),
    "decade": ("decade", "DE"),
    "century": ("century", "CE"),
}
SEASONS = {"spring": ("SP", 3), "summer": ("SU", 6), "autumn": ("FA", 9), "fall": ("FA", 9), "winter": ("WI", 12)}
# What an unnumbered plural means, as a range: "days later" is two to nine days, "a few weeks" two to five.
VAGUE = {
    "time": (2, 20),
    "day": (2, 9),
    "week": (2, 6),
    "month": (2, 10),
    "year": (2, 9),
    "quarter": (2, 3),
    "decade": (2, 5),
    "century": (2, 5),
}
FEW = (2, 5)


@dataclass(frozen=True, slots=True)
class Period:
    """A resolved stretch of days."""

    start: date
    end: date
    value: str
    grain: Grain

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.end - self.start).days + 1


def clamp(year: int, month: int, day: int) -> date:
    """The date, its day cut to the month's length and its year to what a calendar date can hold."""
    year = min(max(year, 1), 9999)
    return date(year, month, min(day, monthrange(year, month)[1]))


def plus(day: date, count: int) -> date:
    """`day` plus `count` days, stopping at the calendar's ends."""
    return date.fromordinal(min(max(day.toordinal() + count, 1), date.max.toordinal()))


def months_after(day: date, count: int) -> date:
    """The same day of the month, `count` months on."""
    index = day.year * 12 + day.month - 1 + count
    return clamp(index // 12, index % 12 + 1, day.day)


def of_day(day: date) -> Period:
    """One day."""
    return Period(day, day, day.isoformat(), "day")


def of_week(day: date) -> Period:
    """The ISO week that holds the day."""
    year, week, weekday = day.isocalendar()
    start = plus(day, 1 - weekday)
    return Period(start, plus(start, 6), f"{year:04d}-W{week:02d}", "week")


def of_weekend(day: date) -> Period:
    """Saturday and Sunday of the ISO week that holds the day."""
    week = of_week(day)
    return Period(plus(week.start, 5), week.end, f"{week.value}-WE", "weekend")


def of_month(year: int, month: int) -> Period:
    """One month."""
    return Period(clamp(year, month, 1), clamp(year, month, 31), f"{year:04d}-{month:02d}", "month")


def of_quarter(year: int, quarter: int) -> Period:
    """A quarter, 1 to 4."""
    return Period(clamp(year, 3 * quarter - 2, 1), clamp(year, 3 * quarter, 31), f"{year:04d}-Q{quarter}", "quarter")


def of_half(year: int, half: int) -> Period:
    """The first or second half of a year."""
    return Period(clamp(year, 6 * half - 5, 1), clamp(year, 6 * half, 31), f"{year:04d}-H{half}", "half")


def of_season(year: int, name: str) -> Period:
    """A season of the northern half; the winter of a year begins in its December."""
    code, month = SEASONS[name]
    start = clamp(year, month, 1)
    return Period(start, plus(months_after(start, 3), -1), f"{year:04d}-{code}", "season")


def of_year(year: int) -> Period:
    """One year."""
    return Period(clamp(year, 1, 1), clamp(year, 12, 31), f"{year:04d}", "year")


def of_decade(year: int) -> Period:
    """The ten years from `year`, which ends in 0."""
    return Period(clamp(year, 1, 1), clamp(year + 9, 12, 31), f"{year // 10:03d}", "decade")


def of_century(number: int) -> Period:
    """The century by its ordinal: 19 is 1801 to 1900, in TIMEX3 "18"."""
    return Period(clamp(100 * number - 99, 1, 1), clamp(100 * number, 12, 31), f"{number - 1:02d}", "century")


def containing(day: date, grain: Grain) -> Period:
    """The calendar unit of that grain that holds the day."""
    match grain:
        case "week":
            return of_week(day)
        case "weekend":
            return of_weekend(day)
        case "month":
            return of_month(day.year, day.month)
        case "quarter":
            return of_quarter(day.year, (day.month + 2) // 3)
        case "half":
            return of_half(day.year, 1 if day.month < 7 else 2)
        case "year":
            return of_year(day.year)
        case "decade":
            return of_decade(day.year // 10 * 10)
        case "century":
            return of_century((day.year + 99) // 100)
        case "season":
            name = ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]
            return of_season(day.year - (day.month < 3), name)
        case _:
            return of_day(day)


def step(day: date, grain: Grain, count: int) -> date:
    """The day `count` units on: months and years by the calendar, the rest by days."""
    months = {"month": 1, "season": 3, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}.get(grain)
    if months is not None:
        return months_after(day, months * count)
    return plus(day, count * {"week": 7, "weekend": 7, "day": 1}.get(grain, 0))


def neighbour(day: date, grain: Grain, count: int) -> Period:
    """The calendar unit `count` units from the one that holds the day: -1 is the last one, 1 the next."""
    return containing(step(containing(day, grain).start, grain, count), grain)


def offset(anchor: Period, low: int, high: int, grain: Grain, direction: Direction, exact: bool = True) -> Period:
    """The period `low` to `high` units before or after the anchor.

    A count of days is exact; of weeks to within a day or three; of months and years to within half a unit.
    """
    first, last = (low, high) if direction > 0 else (-high, -low)
    start, end = step(anchor.start, grain, first), step(anchor.end, grain, last)
    if grain == "time":
        # Hours reach at most into the neighbouring day.
        start, end = (anchor.start, plus(anchor.end, 1)) if direction > 0 else (plus(anchor.start, -1), anchor.end)
    slack = {"week": 1 if high <= 2 else 3, "weekend": 3, "month": 15, "quarter": 45, "half": 90, "year": 180, "decade": 1825}.get(grain, 0)
    middle = step(anchor.start, grain, low * direction)
    if exact and low == high:
        value = of_day(middle).value if grain in ("day", "time") else containing(middle, grain).value
    else:
        value = "PAST_REF" if direction < 0 else "FUTURE_REF"
    keep: Grain = "day" if grain == "time" else grain
    return Period(plus(start, -slack if low == high else 0), plus(end, slack if low == high else 0), value, keep)


def part(period: Period, which: str) -> Period:
    """The early, middle or late third of a period; the value stays the period's."""
    if period.days < 7:
        return period
    third = period.days // 3
    match which:
        case "early" | "start":
            return replace(period, end=plus(period.start, third - 1 if period.grain != "year" else 119))
        case "mid" | "middle":
            return replace(period, start=plus(period.start, third), end=plus(period.end, -third))
        case "late" | "end":
            return replace(period, start=plus(period.end, 1 - third))
        case _:
            return period


def before(period: Period, day: date) -> Period:
    """The part up to the day ("earlier this month"); all of it where the day is not in it."""
    return replace(period, end=day) if period.start <= day <= period.end else period


def after(period: Period, day: date) -> Period:
    """The part from the day on ("later this month"); all of it where the day is not in it."""
    return replace(period, start=day) if period.start <= day <= period.end else period


def weekday_near(day: date, weekday: int, forward: bool) -> date:
    """The last such weekday up to the day, or the first from it on; the day itself counts either way."""
    back = (day.weekday() - weekday) % 7
    return plus(day, (-back) % 7 if forward else -back)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of the month; -1 is the last."""
    if nth < 0:
        return weekday_near(clamp(year, month, 31), weekday, False)
    return weekday_near(clamp(year, month, 1), weekday, True) + timedelta(7 * (nth - 1))


def duration(count: float | None, unit: str) -> str:
    """The TIMEX3 value of a duration: P3D, PT2H, PXW; None counts as X."""
    grain, letter = UNITS[unit]
    if unit == "fortnight" and count is not None:
        count *= 2
    if unit == "weekend":
        return "P1WE" if count in (None, 1) else f"P{count:g}WE"
    number = "X" if count is None else f"{count:g}" if count < 1e6 else str(int(count))
    return f"P{'T' if grain == 'time' else ''}{number}{letter}"
