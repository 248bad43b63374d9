"""What reading a time expression needs: the setting that it is told in, numbers in words, parts of periods."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_grammar import MONTHS, ORDINALS, SMALL, TENS, Found
from riftline.extraction.dates_values import Period

Kind = Literal["DATE", "TIME", "DURATION", "SET"]
NO_PUBLICATION = "it counts from the day of publication, which is not known"

COUNTS: dict[str, float] = {word: number for number, word in enumerate(SMALL, 1)}
COUNTS |= {word: 10 * number for number, word in enumerate(TENS, 2)}
COUNTS |= {
    "a": 1,
    "an": 1,
    "another": 1,
    "hundred": 100,
    "a hundred": 100,
    "one hundred": 100,
    "half a": 0.5,
    "half an": 0.5,
    "a half": 0.5,
}
COUNTS |= {"a couple": 2, "a couple of": 2, "couple of": 2, "a dozen": 12}
FEW_WORDS = frozenset({"a few", "few", "the few", "several", "some"})
TOD = {
    "morning": "MO",
    "afternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "dawn": "MO",
    "noon": "12:00",
    "midday": "MI",
    "lunchtime": "MI",
    "dusk": "EV",
    "midnight": "24:00",
}
PRESENT = frozenset(
    {
        "now",
        "right now",
        "currently",
        "nowadays",
        "presently",
        "at present",
        "at the moment",
        "these days",
        "the present",
        "present-day",
        "modern-day",
        "the time being",
        "current",
    }
)
ORDINAL = {word: number for number, word in enumerate(ORDINALS, 1)} | {
    "twenty-first": 21,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "last": 4,
    "final": 4,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression says."""

    kind: Kind
    value: str
    period: Period | None
    reason: str
    anchor: Literal["none", "focus", "event"] = "none"
    """What it still leans on: the expression told before it, or an event named beside it."""
    count: tuple[int, int] | None = None
    unit: cal.Grain | None = None
    direction: cal.Direction = 1


@dataclass(slots=True)
class Setting:
    """Where in the telling we are: publication, and the last day or month or year that was named."""

    published: date | None
    history: bool = False
    focus: Period | None = None
    year: int | None = None

    def note(self, reading: Reading, item: Found) -> None:
        """Remembers what later expressions may count from."""
        period = reading.period
        if period is None or reading.kind in ("DURATION", "SET") or item.rule in ("ref", "decade", "century"):
            return
        if reading.value.endswith("_REF"):
            return
        self.focus = period
        self.year = period.start.year

    def base(self) -> date | None:
        """The day that "10 August" and "in May" are read against."""
        if self.history and self.focus is not None:
            return self.focus.start
        return self.published


Parts = dict[str, str | None]


def number(word: str | None) -> float | None:
    """The number that the word says; None for an indefinite one."""
    if word is None:
        return None
    word = re.sub(r"[\s-]+", " ", word.lower()).strip()
    if word in COUNTS:
        return COUNTS[word]
    if word[:1].isdigit():
        return float(word.replace(",", ""))
    tens, _, ones = word.partition(" ")
    if tens in COUNTS and ones in COUNTS and COUNTS[tens] >= 20:
        return COUNTS[tens] + COUNTS[ones]
    return None


def spread(word: str | None, grain: cal.Grain) -> tuple[int, int]:
    """Least and most units that a count may mean."""
    exact = number(word)
    if exact is not None:
        return max(1, round(exact)), max(1, round(exact))
    if word is not None and word.lower() in FEW_WORDS:
        return cal.FEW
    return cal.VAGUE.get(grain, (2, 9))


def month_in(parts: Parts) -> int:
    """The month that the match names, 1 to 12."""
    name = (parts["m"] or "").rstrip(".")[:3]
    return next(index for index, month in enumerate(MONTHS, 1) if month.startswith(name))


def dayno(text: str | None) -> int:
    """The digits of a day ("12th")."""
    return int(re.sub(r"\D", "", text or "") or 0)


def part_of(period: Period, word: str | None, now: date | None) -> Period:
    """Early, late, the end of …: the stretch of the period that is meant."""
    if not word:
        return period
    key = word.lower()
    if "earlier" in key:
        return cal.before(period, now) if now is not None else period
    if "later" in key:
        return cal.after(period, now) if now is not None else period
    if "early" in key or "start" in key or "beginning" in key or "turn" in key:
        return cal.part(period, "early")
    if "mid" in key:
        return cal.part(period, "mid")
    if "end of" in key or "close" in key or "late" in key or "last days" in key:
        return cal.part(period, "late")
    return period


def told(kind: Kind, period: Period, reason: str) -> Reading:
    """A reading of a period."""
    return Reading(kind, period.value, period, reason)


def partial(value: str, reason: str = "the year is not told and the day of publication is not known") -> Reading:
    """A date whose year cannot be told."""
    return Reading("DATE", value, None, reason)


def before_christ(parts: Parts, tail: str = "") -> Reading:
    """A date before our calendar: a value, no days."""
    return Reading("DATE", f"BC{int(parts['bc'] or 0):04d}{tail}", None, "before our calendar begins")


def year_of_phrase(parts: Parts, key: str, setting: Setting) -> int | None:
    """The year in "of last year", "of that year"."""
    word = (parts.get(key) or "").lower()
    if word.startswith(("that", "the same")):
        return setting.year
    if word.startswith("the following"):
        return None if setting.year is None else setting.year + 1
    if word.startswith("the previous"):
        return None if setting.year is None else setting.year - 1
    if setting.published is None:
        return None
    return setting.published.year + (-1 if word.startswith("last") else 1 if word.startswith("next") else 0)


def unit_of(word: str | None) -> str:
    """The unit in the singular."""
    name = (word or "").lower()
    return "century" if name.startswith("centur") else name.removesuffix("s")


def length_of(parts: Parts, unit: str) -> str:
    """The TIMEX3 value of the count and unit; decades and centuries count in years, as news corpora have it."""
    count = number(parts.get("n")) if parts.get("n") else (None if (parts.get("u") or parts.get("u2") or parts.get("u4") or "").lower().endswith("s") else 1)
    if count is not None and (parts.get("half") or parts.get("half2")):
        count += 0.5
    if unit in ("decade", "century"):
        return "PX" + ("DE" if unit == "decade" else "CE") if count is None else f"P{count * (10 if unit == 'decade' else 100):g}Y"
    return cal.duration(count, unit)
