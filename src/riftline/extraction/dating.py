"""The day of publication of an article that carries none, worked out from what it says.

In this order: a date in its address; a line that says when it was published; a dateline; else the weekdays that it
tells ("late Wednesday", "due on Thursday") pinned to the calendar by a date that stands beside one of them or that
dates the same event. Where no year is told, or the days that remain are too far apart, nothing is said: a wrong
date is worse than none.

It reads the same expressions as `dates.py`, so it stands here and not in `text`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from riftline.extraction.dates import find_dates
from riftline.extraction.dates_anchors import same_event
from riftline.extraction.dates_filter import Words
from riftline.extraction.dates_grammar import MONTHS, WEEKDAYS
from riftline.extraction.dates_tense import Tense, looks_ahead
from riftline.records import TimeExpression
from riftline.text.parse import Parsed

EARLIEST, LATEST = 1980, 2100
SPREAD = 2
"""Days that the possible days of publication may lie apart for one to be given."""
AFTER = 35
"""How many days after the latest day told as past an article may have come out."""

_MONTH = "|".join(m[:3] for m in MONTHS)
_URL = re.compile(
    r"[/_-](?P<y>(?:19|20)\d\d)[/_-]?(?P<m>0[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))[/_-]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)\s{0,3}(?:©\s?|\(c\)\s?)?(?P<y>(?:19|20)\d\d)\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    rf"(?im)^[^\n]{{0,40}}\b(?:published|posted|updated|first published|last modified|"
    rf"date)\b[^\n\d]{{0,25}}(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<m>(?:{_MONTH})[a-z]*)\.?,? |"
    rf"(?P<m2>(?:{_MONTH})[a-z]*)\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? )(?P<y>(?:19|20)\d\d)"
)
_DATELINE = re.compile(
    rf"\A(?:[^\n]{{0,200}}\n++)"
    rf"{{0,3}}\s{{0,3}}[A-Z][A-Z .'’/-]{{2,30}}(?:, [A-Za-z. ]{{2,25}})?,? \(?(?:(?P<m>(?:{_MONTH})[a-z]*)\.? (?P<d>\d{{1,2}})|"
    rf"(?P<d2>\d{{1,2}}) (?P<m2>(?:{_MONTH})[a-z]*))\b(?:,? (?P<y>(?:19|20)\d\d))?"
)
_YEAR = re.compile(r"(?:19[89]\d|20\d\d)(?:-(?:\d\d|SP|SU|FA|WI))?(?:-\d\d)?\Z")


@dataclass(frozen=True, slots=True)
class _Pin:
    """A weekday's date: the expression of the weekday, and the month and day that it fell on."""

    weekday: int
    month: int
    day: int
    ahead: bool


def date_article(parsed: Parsed) -> tuple[date | None, str]:
    """The day on which the article came out, and how it is known; None with a reason where it cannot be told."""
    article = parsed.article
    whole = "\n".join((article.text, *article.removed))
    if article.url and (hit := _URL.search(article.url)):
        told = _made(hit["y"], hit["m"], hit["d"])
        if told is not None:
            return told, "the date stands in the article's address"
    if hit := _PUBLISHED.search(whole):
        told = _made(hit["y"], hit["m"] or hit["m2"], hit["d"] or hit["d2"])
        if told is not None:
            return told, f"the text says when it was published: “{hit[0].strip()}”"
    times = find_dates(_dated(parsed, None))
    years, whence = _years(whole, parsed, times)
    if not years:
        return None, "the text names no year"
    if hit := _DATELINE.match(article.text):
        days = [d for year in ([int(hit["y"])] if hit["y"] else years) if (d := _made(str(year), hit["m"] or hit["m2"], hit["d"] or hit["d2"])) is not None]
        days = _on_weekdays(times, days) if len(days) > 1 else days
        if len(days) == 1:
            return days[0], f"the dateline's date, in {days[0].year} ({whence})"
    day, how = _by_weekdays(parsed, times, years, whence)
    return (day, how) if day is not None else (_told_in_full(parsed, times, years) or (None, how))


def _told_in_full(parsed: Parsed, times: Sequence[TimeExpression], years: Sequence[int]) -> tuple[date, str] | None:
    """The latest day told as past with weekday, day, month and year, which is how an undated text says what day it is."""
    words = Words(parsed.doc)
    told = []
    for time in times:
        if not re.match(r"\d{4}-\d\d-\d\d", time.value) or looks_ahead(words.head(time.span.start, time.span.end)) == "future":
            continue
        day = date.fromisoformat(time.value[:10])
        if day.year in years and re.search(rf"\b{WEEKDAYS[day.weekday()]}\b", time.span.text, re.IGNORECASE):
            told.append((day, time.span.text))
    if not told:
        return None
    return max(told)[0], f"the text tells the day in full: “{max(told)[1]}”"


def _made(year: str, month: str, day: str) -> date | None:
    number = int(month) if month.isdigit() else next((n for n, name in enumerate(MONTHS, 1) if name.lower().startswith(month.lower()[:3])), 0)
    try:
        made = date(int(year), number, int(day))
    except ValueError:
        return None
    return made if EARLIEST <= made.year <= LATEST else None


def _years(text: str, parsed: Parsed, times: Sequence[TimeExpression]) -> tuple[list[int], str]:
    """The years in which the article may have come out: a copyright line's, else the latest told as past and the next."""
    marked = [int(hit["y"]) for hit in _COPYRIGHT.finditer(text)]
    if marked:
        return [max(marked)], f"the copyright line says {max(marked)}"
    words = Words(parsed.doc)
    named = [
        int(time.value[:4])
        for time in times
        if _YEAR.match(time.value) and time.kind == "DATE" and looks_ahead(words.head(time.span.start, time.span.end)) != "future"
    ]
    if not named:
        return [], ""
    return [max(named), max(named) + 1], f"the latest year named is {max(named)}"


def _by_weekdays(parsed: Parsed, times: Sequence[TimeExpression], years: Sequence[int], whence: str) -> tuple[date | None, str]:
    """The day from the weekdays told and a date that pins one of them."""
    words = Words(parsed.doc)
    days = [
        (t, WEEKDAYS[int(t.value[9]) - 1], looks_ahead(words.head(t.span.start, t.span.end)))
        for t in times
        if re.match(r"XXXX-WXX-\d", t.value) and t.kind != "SET"
    ]
    absolute = [t for t in times if re.fullmatch(r"(?:XXXX|\d{4})-\d\d-\d\d", t.value) and t.kind == "DATE"]
    days += [(t, WEEKDAYS[n], looks_ahead(words.head(t.span.start, t.span.end))) for t in absolute if (n := _weekday_in(t)) is not None]
    last = _last_told([(WEEKDAYS.index(name), tense) for _, name, tense in days])
    if last is None:
        return None, "no weekday tells when it came out"
    if not absolute:
        return None, "weekdays are told, but no date that would pin them to the calendar"
    pinned = _pinned(parsed, words, days, absolute)
    found: set[date] = set()
    most = 0
    for day in _candidates(years, absolute, words, last):
        if pinned:
            if all(_agrees(pin, day) for pin in pinned):
                found.add(day)
        elif (count := _agreements(parsed, day, absolute)) > 0 and count >= most:
            found = found if count == most else set()
            most = count
            found.add(day)
    if not found:
        return None, "no day agrees with the dates and weekdays told"
    if (max(found) - min(found)).days > SPREAD:
        return None, f"several days agree with the dates and weekdays told, from {min(found)} to {max(found)}"
    chosen = max(found)
    how = "a date beside a weekday" if pinned else "a date and a weekday of the same events"
    return chosen, f"the latest {WEEKDAYS[last]} told, pinned by {how} ({whence})"


def _dated(parsed: Parsed, day: date | None) -> Parsed:
    return replace(parsed, article=replace(parsed.article, published=day))


def _last_told(days: Sequence[tuple[int, Tense]]) -> int | None:
    """The weekday of the latest day told as past: the one before the widest gap in the week."""
    past = sorted({weekday for weekday, tense in days if tense != "future"})
    if not past:
        return None
    if len(past) > 4:
        return None  # the whole week is told: no end can be seen
    gaps = [((past[(i + 1) % len(past)] - day - 1) % 7 + 1, day) for i, day in enumerate(past)]
    widest = max(gap for gap, _ in gaps)
    ends = [day for gap, day in gaps if gap == widest]
    return ends[0] if len(ends) == 1 else None


def _candidates(years: Sequence[int], absolute: Sequence[TimeExpression], words: Words, last: int) -> list[date]:
    """The days of that weekday from the latest past date told on."""
    out = set()
    for year in years:
        past: list[date] = []
        told_whole: list[date] = []
        for time in absolute:
            if looks_ahead(words.head(time.span.start, time.span.end)) == "future":
                continue
            given = time.value[:4]
            told = _made(str(year) if given == "XXXX" else given, time.value[5:7], time.value[8:10])
            if told is not None:
                (past if given == "XXXX" else told_whole).append(told)
        if told_whole:  # "December 1" beside "January 19, 2017" is of the year before
            past = told_whole + [d for d in past if d <= max(told_whole) + timedelta(AFTER)]
        if not past:
            continue
        start = max(past)
        out |= {d for n in range(AFTER) if (d := start + timedelta(n)).weekday() == last and d.year in years}
    return sorted(out)


def _pinned(parsed: Parsed, words: Words, days: Sequence[tuple[TimeExpression, str, Tense]], absolute: Sequence[TimeExpression]) -> list[_Pin]:
    """Weekdays with a date right beside them: "Tuesday (May 16)", "Thursday, Sept. 21"."""
    text, out = parsed.article.text, []
    for time, name, tense in days:
        for other in absolute:
            between = text[time.span.end : other.span.start] if other.span.start >= time.span.end else text[other.span.end : time.span.start]
            if len(between) <= 3 and between.strip(" ,(") == "" and between:
                out.append(_Pin(WEEKDAYS.index(name), int(other.value[5:7]), int(other.value[8:10]), tense == "future"))
    for other in absolute:
        named = _weekday_in(other)
        if named is not None:
            tense = looks_ahead(words.head(other.span.start, other.span.end))
            out.append(_Pin(named, int(other.value[5:7]), int(other.value[8:10]), tense == "future"))
    return out


def _weekday_in(time: TimeExpression) -> int | None:
    """The weekday that stands before the date within one expression: 3 of "Thursday, July 22, 2010"."""
    return next((n for n, name in enumerate(WEEKDAYS) if re.match(rf"(?:on )?{name[:3]}[a-z]*[,.]? ", time.span.text, re.IGNORECASE)), None)


def _agrees(pin: _Pin, day: date) -> bool:
    """Whether the pin's date falls on its weekday, within the week before (or after, for what is due)."""
    for year in (day.year - 1, day.year, day.year + 1):
        told = _made(str(year), str(pin.month), str(pin.day))
        if told is None or told.weekday() != pin.weekday:
            continue
        away = (day - told).days
        if (-7 <= away <= 0) if pin.ahead else (0 <= away <= 6):
            return True
    return False


def _on_weekdays(times: Sequence[TimeExpression], days: Sequence[date]) -> list[date]:
    """The days whose weekday, or the weekday before, the text tells of."""
    told = {t.value[9] for t in times if re.match(r"XXXX-WXX-\d", t.value) and t.kind != "SET"}
    return [d for d in days if {str(d.isoweekday()), str((d.isoweekday() - 2) % 7 + 1)} & told] if told else list(days)


def _agreements(parsed: Parsed, day: date, absolute: Sequence[TimeExpression]) -> int:
    """How often, published that day, a weekday or "a week before …" gives the very date that another sentence gives its event."""
    times = find_dates(_dated(parsed, day))
    spans = {t.span for t in absolute}
    fixed = [t for t in times if t.span in spans and t.interval is not None]
    count = 0
    for time in times:
        if time.span in spans or time.interval is None or (time.interval.end - time.interval.start).days > 3:
            continue
        anchored = time.kind == "DURATION" or time.value.endswith("_REF")
        for other in fixed:
            if other.interval is None or not time.interval.start <= other.interval.start <= time.interval.end:
                continue
            count += same_event(parsed, time, other, 2 if anchored else 3)
    return count
