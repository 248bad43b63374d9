"""Lengths of time, habits, and words for now, lately and some day."""

from __future__ import annotations

from collections.abc import Callable

from riftline.extraction import dates_values as cal
from riftline.extraction.dates_setting import NO_PUBLICATION, PRESENT, Parts, Reading, Setting, length_of, number, spread, unit_of
from riftline.extraction.dates_tense import Tense
from riftline.extraction.dates_values import Period

# How far "recent" and "coming" reach: "recent weeks" is six, "recent months" half a year.
RECENT_DAYS = {
    "time": 1,
    "day": 7,
    "week": 42,
    "month": 183,
    "quarter": 365,
    "year": 1826,
    "decade": 10957,
    "weekend": 30,
    "century": 109575,
}


def _recent(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    unit = unit_of(parts["u"])
    grain = cal.UNITS[unit][0]
    word = (parts["w"] or "").lower()
    past = word in ("recent", "earlier", "previous") or word.startswith(("the last", "the past"))
    vague = "the last" in word or "the past" in word or "next few" in word
    value = cal.duration(None, unit) if vague else "PAST_REF" if past else "FUTURE_REF"
    if setting.published is None or word in ("the following", "the ensuing", "ensuing", "subsequent", "earlier", "previous"):
        return Reading("DURATION" if vague else "DATE", value, None, NO_PUBLICATION if setting.published is None else "how long is not told")
    day, reach = setting.published, RECENT_DAYS[grain]
    period = Period(cal.plus(day, -reach), day, value, grain) if past else Period(day, cal.plus(day, reach), value, grain)
    return Reading("DURATION" if vague else "DATE", value, period, "a vague stretch up to publication" if past else "a vague stretch from publication")


def _ref(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    word = (parts["w"] or "").lower()
    day = setting.published
    if word in PRESENT:
        return Reading(
            "DATE",
            "PRESENT_REF",
            Period(day, day, "PRESENT_REF", "day") if day is not None and not setting.history else None,
            "the time of telling",
        )
    if word in ("recently", "lately", "the recent past"):
        period = Period(cal.plus(day, -31), day, "PAST_REF", "month") if day is not None and not setting.history else None
        return Reading("DATE", "PAST_REF", period, "a vague stretch up to publication")
    if word == "the past":
        return Reading("DATE", "PAST_REF", None, "how long ago is not told")
    return Reading("DATE", "FUTURE_REF", None, "how far ahead is not told")


def _duration(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    unit = unit_of(parts["u"])
    return Reading(
        "DURATION",
        length_of(parts, unit),
        None,
        "a length of time, not days of the calendar",
        "none",
        spread(parts.get("n"), cal.UNITS[unit][0]),
        cal.UNITS[unit][0],
    )


def _bare(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    unit = unit_of(parts.get("u") or parts.get("u2") or parts.get("u3") or parts.get("u4"))
    single = parts.get("u3") is not None
    value = cal.duration(1 if single else None, unit) if unit != "decade" or not single else "P10Y"
    return Reading("DURATION", value, None, "a length of time, not days of the calendar")


def _set(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    unit = unit_of(parts["u"])
    if unit not in cal.UNITS:
        return Reading("SET", "XXXX-XX-XX" if unit not in cal.SEASONS else f"XXXX-{cal.SEASONS[unit][0]}", None, "a habit")
    count = number(parts.get("n")) or (2 if (parts.get("other") or "").startswith("other") else 1)
    return Reading("SET", cal.duration(count, unit), None, "a habit")


def _rate(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    return Reading("SET", cal.duration(1, unit_of(parts["u"])), None, "a rate")


def _adverb(parts: Parts, setting: Setting, tense: Tense) -> Reading | None:
    word = (parts["w"] or "").lower()
    values = {"daily": "XXXX-XX-XX", "everyday": "XXXX-XX-XX", "nightly": "XXXX-XX-XXTNI", "weekly": "XXXX-WXX", "monthly": "XXXX-XX"}
    values |= {"hourly": "XXXX-XX-XXTXX", "quarterly": "XXXX-QX"}
    return Reading("SET", values.get(word, "XXXX"), None, "a habit")


LENGTHS: dict[str, Callable[[Parts, Setting, Tense], Reading | None]] = {
    "recent": _recent,
    "ref": _ref,
    "duration": _duration,
    "bare": _bare,
    "set": _set,
    "rate": _rate,
    "adverb": _adverb,
}
"""Reader by rule of the grammar."""
