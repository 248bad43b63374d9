"""Time expressions: found by the grammar, filtered by the parse, resolved against the day of publication.

What comes out is TIMEX3: a span, a kind, a value, and the calendar days where it names any. Expressions that
lean on another ("the following day", "a week before Azerbaijan began …") are resolved in a second pass, by
`dates_anchors.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from riftline.extraction.dates_anchors import resolve_anchored
from riftline.extraction.dates_filter import Words, unwanted
from riftline.extraction.dates_grammar import Found, scan
from riftline.extraction.dates_lengths import LENGTHS
from riftline.extraction.dates_named import NAMED
from riftline.extraction.dates_relative import RELATIVE
from riftline.extraction.dates_setting import Reading, Setting
from riftline.extraction.dates_tense import Tense, looks_ahead
from riftline.extraction.dates_years import YEARS
from riftline.records import Interval, Span, TimeExpression
from riftline.text.parse import Parsed

READERS = {**NAMED, **YEARS, **RELATIVE, **LENGTHS}


def _is_history(found: Sequence[Found], published: date | None) -> bool:
    """Whether the text tells of long ago in full dates, so that "10 August" takes its year from the text."""
    years = [int(f.parts["y"] or 0) for f in found if f.parts.get("y") and len(f.parts["y"] or "") == 4]
    ancient = sum(1 for f in found if f.parts.get("bc"))
    if published is None:
        return len(years) + ancient >= 8
    old = sum(1 for year in years if year < published.year - 1)
    return ancient >= 3 or (old >= 8 and old >= 0.6 * len(years))


def find_dates(parsed: Parsed) -> tuple[TimeExpression, ...]:
    """The article's time expressions, in order, with their days where these can be told."""
    text, words = parsed.article.text, Words(parsed.doc)
    if not len(parsed.doc):
        return ()
    found = [f for f in scan(text) if not unwanted(words, f, text)]
    setting = Setting(parsed.article.published, history=_is_history(found, parsed.article.published))
    out: list[tuple[TimeExpression, Reading]] = []
    for item in found:
        tense = _tense(words, item)
        reading = READERS[item.rule](item.parts, setting, tense)
        if reading is None:
            continue
        setting.note(reading, item)
        out.append((_expression(text, item, reading), reading))
    return resolve_anchored(parsed, *_merged(text, out))


def _tense(words: Words, item: Found) -> Tense:
    if item.rule in (
        "weekday",
        "month",
        "mdy",
        "dmy",
        "range_mdy",
        "range_dmy",
        "season",
        "holiday",
        "clock",
        "tod",
        "bare",
        "duration",
        "the_weekend",
        "quarter",
    ):
        head = words.head(item.start, item.end)
        lead = words.at(item.start)
        if any(t.lower_ in ("since", "following", "after") for t in head.doc[max(lead.sent.start, lead.i - 3) : lead.i]):
            return "past"
        return looks_ahead(head)
    return "past"


def _expression(text: str, item: Found, reading: Reading) -> TimeExpression:
    words = text[item.start : item.end]
    period = reading.period
    interval = Interval(period.start, period.end, words, period.value, reading.reason) if period is not None else None
    return TimeExpression(Span(item.start, item.end, words), reading.kind, reading.value, interval, reading.reason)


def _merged(text: str, items: list[tuple[TimeExpression, Reading]]) -> tuple[list[TimeExpression], list[Reading]]:
    """Joins a clock or part of day to the day beside it: "10 a.m. on Thursday" is one expression."""
    times: list[TimeExpression] = []
    readings: list[Reading] = []
    for time, reading in items:
        if times:
            last = times[-1]
            between = text[last.span.end : time.span.start]
            if (
                last.kind == "TIME"
                and time.kind == "DATE"
                and time.interval is not None
                and len(time.value) == 10
                and between in ("", " ", ", ", " on ", " of ", " of the ", "the ")
            ):
                value = time.value + last.value[last.value.index("T") :] if "T" in last.value else time.value
                span = Span(last.span.start, time.span.end, text[last.span.start : time.span.end])
                times[-1] = replace(time, span=span, kind="TIME", value=value, interval=replace(time.interval, text=span.text))
                readings[-1] = reading
                continue
            day_first = last.kind == "DATE" and last.interval is not None and len(last.value) == 10
            if day_first and time.kind == "TIME" and "T" in time.value and between.strip(" ,") in ("", "at", "around", "about", "in the", "by"):
                # A time of day after its day keeps its own span and takes the day.
                clock, interval = time.value[time.value.index("T") :], last.interval
                assert interval is not None
                own = replace(interval, text=time.span.text)
                time = replace(time, value=last.value + clock, interval=own, reason=f"on {last.span.text}")
        times.append(time)
        readings.append(reading)
    return times, readings
