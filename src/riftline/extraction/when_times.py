"""Time expressions at their place in the parse, with the days that they mean in their phrase."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from spacy.tokens import Doc, Token

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_tense import clause_verb, is_perfect
from riftline.extraction.phrases import head_of, tokens_at
from riftline.records import Interval, TimeExpression
from riftline.text.parse import Parsed


@dataclass(frozen=True, slots=True)
class Placed:
    """A time expression at its place in the parse."""

    time: TimeExpression
    first: int
    last: int
    head: Token
    interval: Interval


def placed_times(parsed: Parsed, times: Sequence[TimeExpression]) -> tuple[Placed, ...]:
    """The expressions that mean days, each with the token that it hangs by."""
    doc, published = parsed.doc, parsed.article.published
    out = []
    for time in times:
        first, last = tokens_at(doc, time.span.start, time.span.end)
        interval = _extent(doc, first, last, time, published)
        if interval is None:
            continue
        out.append(Placed(time, first, last, head_of(doc, first, last), interval))
    return tuple(out)


def _extent(doc: Doc, first: int, last: int, time: TimeExpression, published: date | None) -> Interval | None:
    """The expression's days in its phrase: "since Friday" reaches to publication, "by Friday" from there."""
    lead = doc[first - 1].lower_ if first else ""
    interval = time.interval
    if time.value == "PRESENT_REF":
        return None
    if interval is None:
        return _of_duration(doc, first, lead, time, published)
    if published is None:
        return interval
    if lead == "since" and interval.start <= published:
        return replace(interval, end=max(interval.end, published))
    if lead in ("by", "before", "until", "till") and interval.end > published and interval.start <= published:
        return replace(interval, start=max(interval.start, published))
    return interval


def _of_duration(doc: Doc, first: int, lead: str, time: TimeExpression, published: date | None) -> Interval | None:
    """A length of time that reaches up to publication: "has been stuck for over a year"."""
    if published is None or time.kind != "DURATION" or lead not in ("for", "over", "after", "past"):
        return None
    digits = time.value.removeprefix("P").removeprefix("T")
    count, unit = digits[:-1], digits[-1:]
    grain: cal.Grain | None = {"D": "day", "W": "week", "M": "month", "Y": "year"}.get(unit)  # type: ignore[assignment]
    verb = clause_verb(doc[first])
    perfect = verb is not None and is_perfect(verb)
    if grain is None or not count.isdigit() or "T" in time.value or not perfect or int(count) > 3650:
        return None
    return Interval(cal.step(published, grain, -int(count)), published, time.span.text, time.value, "a length of time up to publication")
