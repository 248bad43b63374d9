from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.relations.periods import common, covers, first, last

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
ENDS = st.one_of(st.none(), DAYS)


@pytest.mark.parametrize(
    ("cell", "start", "end"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-09-21", date(2023, 9, 21), date(2023, 9, 21)),
        ("", None, None),
    ],
)
def test_a_date_is_the_whole_of_what_it_names(cell: str, start: date | None, end: date | None) -> None:
    assert (first(cell), last(cell)) == (start, end)


@pytest.mark.parametrize("cell", ["23", "2023-9-21", "21.09.2023", "2023-13", "2023-02-30", "soon", "2023-09-21-01", "２０２３"])
def test_what_is_no_date_says_so(cell: str) -> None:
    with pytest.raises(ValueError, match=r"no (date|day)"):
        first(cell)


@given(ENDS, ENDS, ENDS, ENDS, DAYS)
def test_the_common_stretch_has_the_days_that_both_have(a: date | None, b: date | None, c: date | None, d: date | None, day: date) -> None:
    both = common((a, b), (c, d))
    assert (both is not None and covers(*both, day)) == (covers(a, b, day) and covers(c, d, day))


def test_both_ends_belong_to_a_stretch() -> None:
    start, end = date(2020, 11, 10), date(2023, 9, 18)
    assert [covers(start, end, day) for day in (start - timedelta(1), start, end, end + timedelta(1))] == [False, True, True, False]
