from datetime import date

import pytest

from riftline.extraction.status import dated
from riftline.records import Interval, Status

PUBLISHED = date(2023, 9, 20)


@pytest.mark.parametrize(
    ("status", "start", "end", "told", "after"),
    [
        ("happened", date(2020, 9, 27), date(2020, 11, 10), True, "background"),
        ("happened", date(2022, 9, 20), date(2022, 9, 20), True, "happened"),  # a year ago to the day
        ("happened", date(2022, 9, 19), date(2022, 9, 19), True, "background"),
        ("background", date(2023, 3, 1), date(2023, 3, 1), True, "happened"),
        ("background", date(2020, 1, 1), date(2020, 12, 31), True, "background"),
        ("happened", date(2023, 9, 22), date(2023, 9, 22), True, "planned"),
        ("happened", date(2020, 9, 27), date(2020, 9, 27), False, "happened"),  # not told with the act
        ("negated", date(2020, 9, 27), date(2020, 9, 27), True, "negated"),
        ("planned", date(2023, 9, 1), date(2023, 9, 1), True, "planned"),
    ],
)
def test_the_day_moves_the_status(status: Status, start: date, end: date, told: bool, after: Status) -> None:
    assert dated(status, Interval(start, end, "then", None, "told"), told, PUBLISHED) == after


def test_without_a_day_the_status_stays() -> None:
    assert dated("happened", None, True, PUBLISHED) == "happened"
    assert dated("background", Interval(PUBLISHED, PUBLISHED, "then", None, "told"), True, None) == "background"
