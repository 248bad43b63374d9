from __future__ import annotations

from datetime import date

from riftline.extraction.dates import find_dates
from riftline.extraction.when import date_of
from riftline.extraction.when_times import placed_times
from riftline.records import Article, Interval
from riftline.text.parse import parse

THURSDAY = date(2022, 6, 16)


def dated(text: str, act: str, status: str = "happened", published: date | None = THURSDAY) -> tuple[Interval | None, str]:
    parsed = parse(Article("a", text, published=published))
    token = next(t for t in parsed.doc if t.text == act)
    day = date_of(parsed, placed_times(parsed, find_dates(parsed)), token.i, status)
    return day.interval, day.reason


def days(text: str, act: str, status: str = "happened") -> tuple[str, str] | None:
    interval, reason = dated(text, act, status)
    assert reason
    return (interval.start.isoformat(), interval.end.isoformat()) if interval else None


def test_each_clause_has_its_own_day() -> None:
    text = "Ruritania bombed the port on Monday, and Borduria closed its border on Tuesday."
    assert days(text, "bombed") == ("2022-06-13", "2022-06-13")
    assert days(text, "closed") == ("2022-06-14", "2022-06-14")


def test_a_day_of_another_event_is_not_the_verbs() -> None:
    assert days("The president condemned Monday's attack in a speech.", "condemned") == ("2022-06-15", "2022-06-16")
    assert days("The president condemned Monday's attack in a speech.", "attack") == ("2022-06-13", "2022-06-13")


def test_since_reaches_to_publication() -> None:
    assert days("The two armies have fought near the river since Friday.", "fought") == ("2022-06-10", "2022-06-16")


def test_planned_acts_take_the_day_ahead_and_no_convention() -> None:
    assert days("The council is due to discuss the truce on Monday.", "discuss", "planned") == ("2022-06-20", "2022-06-20")
    assert days("The council will discuss the truce.", "discuss", "planned") is None


def test_news_without_a_day_is_of_the_day_or_the_one_before() -> None:
    interval, reason = dated("Ruritania expelled the ambassador.", "expelled")
    assert interval is not None
    assert (interval.start, interval.end) == (date(2022, 6, 15), THURSDAY)
    assert "convention" in reason


def test_standing_facts_and_history_have_no_day() -> None:
    assert days("Ruritania supports the rebels in the north.", "supports") is None
    assert days("Ruritania invaded its neighbour.", "invaded", "background") is None


def test_the_telling_goes_on_from_the_sentence_before() -> None:
    text = "The general flew to Oslo on 3 June. He met the envoy of the rebels."
    assert days(text, "met") == ("2022-06-03", "2022-06-03")


def test_without_publication_there_is_a_reason() -> None:
    interval, reason = dated("Ruritania expelled the ambassador.", "expelled", published=None)
    assert interval is None
    assert "publication" in reason


def test_history_goes_on_from_sentence_to_sentence_and_ends_with_its_paragraph() -> None:
    history = "Ruritania seized the island in March 1998. Borduria bombed the harbour."
    assert days(history, "bombed") == ("1998-03-01", "1998-03-31")
    assert days(f"{history} Its leaders vowed revenge. Sylvania sent ships.", "sent") == ("2022-06-15", "2022-06-16")
    assert days(history.replace(". Borduria", ".\n\nBorduria"), "bombed") == ("2022-06-15", "2022-06-16")
    assert days("Ruritania seized the island on 3 June. Borduria bombed the harbour.", "bombed") == ("2022-06-15", "2022-06-16")
    assert days(history.replace("bombed", "has bombed"), "bombed") == ("2022-06-15", "2022-06-16")


def test_then_goes_on_with_the_day_before_it() -> None:
    text = "Ruritania bombed the port on Monday. Borduria {}closed its border."
    assert days(text.format("then "), "closed") == ("2022-06-13", "2022-06-13")
    assert days(text.format(""), "closed") == ("2022-06-15", "2022-06-16")


def test_a_treaty_of_long_ago_does_not_date_who_invokes_it() -> None:
    text = "Ruritania condemned the post as a breach of the truce that both sides signed in March 1998."
    assert days(text, "condemned") == ("2022-06-15", "2022-06-16")
    assert days(text, "signed") == ("1998-03-01", "1998-03-31")
