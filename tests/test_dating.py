from __future__ import annotations

from datetime import date

from riftline.extraction.dating import date_article
from riftline.records import Article
from riftline.text.parse import parse


def dated(text: str, url: str | None = None) -> tuple[date | None, str]:
    return date_article(parse(Article("a", text, url=url)))


def test_the_address_and_the_line_that_says_so() -> None:
    assert dated("The king spoke.", "https://paper.example/world/2021/03/09/king")[0] == date(2021, 3, 9)
    assert dated("The king spoke.\n\nPublished: 9 March 2021")[0] == date(2021, 3, 9)


def test_a_date_beside_a_weekday() -> None:
    text = "The king spoke on Tuesday (May 16). His guard was sworn in after the coup of 2016. The queen left on Tuesday.\n\n© 2017 The Paper"
    assert dated(text)[0] == date(2017, 5, 16)


def test_a_date_of_an_event_that_a_weekday_dates_too() -> None:
    text = (
        "A week before Borduria began its offensive against Syldavia, the king said at the spring forum that he would not stand in the way. "
        "The king spoke at the spring forum in the port on Sept. 12. His words let Borduria begin Tuesday's offensive. "
        "The king called the general on Wednesday. The generals met on Thursday. The council is due to meet on Thursday.\n\n©2023 The Paper"
    )
    day, reason = dated(text)
    assert day == date(2023, 9, 21)
    assert "Thursday" in reason


def test_no_date_rather_than_a_wrong_one() -> None:
    for text in ("The king spoke on Tuesday.", "The king spoke.", "In 2016 the king spoke on Tuesday.", "He spoke on Sept. 12 and on Monday. ©2020 The Paper"):
        day, reason = dated(text)
        assert day is None
        assert reason


def test_a_day_told_in_full_is_the_latest_day_told() -> None:
    text = "The king spoke on Wednesday, and on Thursday, July 22, 2010 he flew home. He had flown out on Tuesday. He was crowned in May 2003."
    assert dated(text)[0] == date(2010, 7, 22)


def test_a_date_without_a_year_is_no_later_than_the_days_told_in_full() -> None:
    text = "The king lost the vote of December 1. He left on Tuesday, and the queen took the oath on Thursday, January 19, 2017."
    assert dated(text)[0] == date(2017, 1, 19)
