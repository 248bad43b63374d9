from datetime import date

import numpy as np
import pytest

from riftline.extraction.status import dated, status_of
from riftline.models.classifier import Judgement
from riftline.models.heads import MODES, STATUSES, TYPES, VOUCHERS
from riftline.records import Article, Interval, Status
from riftline.text.parse import parse

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


@pytest.mark.parametrize(
    ("text", "act", "status"),
    [
        ("Peru will not host the drills.", "host", "happened"),
        ("Peru did not reject the plan.", "reject", "negated"),
        ("Peru rejected the plan.", "rejected", "happened"),
    ],
)
def test_what_one_will_not_do_is_refused_and_what_is_not_refused_is_not(text: str, act: str, status: Status) -> None:
    parsed = parse(Article("a", text))
    token = next(t for t in parsed.doc if t.text == act)
    shares = [np.full(len(names), 1 / len(names), dtype=np.float32) for names in (TYPES, STATUSES, VOUCHERS, MODES)]
    shares[0][TYPES.index("REJECT")] = 1
    shares[1][STATUSES.index("happened")] = 0.3
    shares[1][STATUSES.index("background")] = 0
    assert status_of(parsed, token.i, Judgement(*shares)) == status
