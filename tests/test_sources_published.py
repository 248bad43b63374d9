from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.sources.published import published_date


@pytest.mark.parametrize(
    "written",
    ["2024-05-08", "2024-05-08T23:59:00Z", "2024-05-08T01:00:00+05:30", "8 May 2024", "May 8, 2024", "Wed, 08 May 2024 10:00:00 GMT",
     "Wednesday, May 8, 2024", "2024/05/08", "20240508", " 2024-05-08 12:30 "],
)  # fmt: skip
def test_days_as_sources_write_them(written: str) -> None:
    assert published_date(written) == date(2024, 5, 8)


@pytest.mark.parametrize("written", ["yesterday", "", "2024-13-01", "03/04/2024", "2024", "May 2024", "0001-01-01", "9999-01-01", "Tue"])
def test_what_is_no_day_is_none(written: str) -> None:
    assert published_date(written) is None


@given(st.dates(date(1800, 1, 1), date(2199, 12, 31)))
def test_every_iso_day_is_read(day: date) -> None:
    assert published_date(day.isoformat()) == day


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    published_date(text)
