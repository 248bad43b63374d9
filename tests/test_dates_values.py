from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.extraction import dates_values as cal

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
GRAINS = st.sampled_from(["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"])


@given(DAYS, GRAINS)
def test_the_unit_that_holds_a_day_holds_it(day: date, grain: cal.Grain) -> None:
    period = cal.containing(day, grain)
    if grain == "weekend":
        assert cal.of_week(day).start <= period.start <= period.end <= cal.of_week(day).end
    elif date(9, 1, 1) < day < date(9990, 1, 1):
        assert period.start <= day <= period.end


@given(DAYS, GRAINS, st.integers(-400, 400))
def test_steps_never_leave_the_calendar(day: date, grain: cal.Grain, count: int) -> None:
    assert date.min <= cal.step(day, grain, count) <= date.max


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.integers(0, 6), st.booleans())
def test_the_nearest_weekday_is_within_a_week(day: date, weekday: int, forward: bool) -> None:
    near = cal.weekday_near(day, weekday, forward)
    assert near.weekday() == weekday
    assert 0 <= (near - day).days * (1 if forward else -1) <= 6


def test_values() -> None:
    assert cal.of_week(date(2021, 1, 1)).value == "2020-W53"
    assert cal.of_season(2020, "winter").end == date(2021, 2, 28)
    assert cal.months_after(date(2020, 1, 31), 1) == date(2020, 2, 29)
    assert cal.easter(2024) == date(2024, 3, 31)
    assert cal.nth_weekday(2023, 11, 3, 4) == date(2023, 11, 23)


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [(3, "day", "P3D"), (None, "week", "PXW"), (2, "hour", "PT2H"), (1.5, "year", "P1.5Y"), (1, "fortnight", "P2W")],
)
def test_durations(count: float | None, unit: str, value: str) -> None:
    assert cal.duration(count, unit) == value
