from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riftline.extraction.dates import find_dates
from riftline.extraction.dates_grammar import scan
from riftline.records import Article, TimeExpression
from riftline.text.parse import parse

THURSDAY = date(2022, 6, 16)


def read(text: str, published: date | None = THURSDAY) -> list[TimeExpression]:
    return list(find_dates(parse(Article("a", text, published=published))))


def only(text: str, published: date | None = THURSDAY) -> TimeExpression:
    times = read(text, published)
    assert len(times) == 1, [t.span.text for t in times]
    return times[0]


def days(time: TimeExpression) -> tuple[str, str] | None:
    return (time.interval.start.isoformat(), time.interval.end.isoformat()) if time.interval else None


@pytest.mark.parametrize(
    ("text", "value", "start", "end"),
    [
        ("The envoys met on 3 March 2021 in Oslo.", "2021-03-03", "2021-03-03", "2021-03-03"),
        ("The envoys met on March 3rd, 2021, in Oslo.", "2021-03-03", "2021-03-03", "2021-03-03"),
        ("The log says 2021-03-03.", "2021-03-03", "2021-03-03", "2021-03-03"),
        ("The ministers signed it on Sept. 12.", "2021-09-12", "2021-09-12", "2021-09-12"),
        ("The ministers will sign it on Sept. 12.", "2022-09-12", "2022-09-12", "2022-09-12"),
        ("The army fell back in March.", "2022-03", "2022-03-01", "2022-03-31"),
        ("The two states fought a 2014 war.", "2014", "2014-01-01", "2014-12-31"),
        ("They have quarrelled since the 1990s.", "199", "1990-01-01", "1999-12-31"),
        ("The fleet sailed last week.", "2022-W23", "2022-06-06", "2022-06-12"),
        ("The fleet will sail next month.", "2022-07", "2022-07-01", "2022-07-31"),
        ("The fleet sailed two days ago.", "2022-06-14", "2022-06-14", "2022-06-14"),
        ("The fleet sailed earlier this month.", "2022-06", "2022-06-01", "2022-06-16"),
        ("The fleet sailed over the weekend.", "2022-W23-WE", "2022-06-11", "2022-06-12"),
        ("They met in the summer of 2019.", "2019-SU", "2019-06-01", "2019-08-31"),
        ("They met in the third quarter of 2019.", "2019-Q3", "2019-07-01", "2019-09-30"),
        ("They met yesterday.", "2022-06-15", "2022-06-15", "2022-06-15"),
        ("It was signed on Good Friday 2019.", "2019-04-19", "2019-04-19", "2019-04-19"),
    ],
)
def test_values(text: str, value: str, start: str, end: str) -> None:
    time = only(text)
    assert time.value == value
    assert days(time) == (start, end)


def test_weekday_is_the_last_one_for_what_was_and_the_coming_one_for_what_is_due() -> None:
    assert days(only("The rebels left the town on Thursday.")) == ("2022-06-16", "2022-06-16")
    assert days(only("The rebels left the town late Wednesday.")) == ("2022-06-15", "2022-06-15")
    assert days(only("The council is due to meet on Tuesday.")) == ("2022-06-21", "2022-06-21")
    assert days(only("The council will meet on Tuesday.")) == ("2022-06-21", "2022-06-21")
    assert days(only("The council met on Tuesday.")) == ("2022-06-14", "2022-06-14")


def test_without_publication_only_full_dates_have_days() -> None:
    relative, full = read("The rebels left on Tuesday. They had come on 4 May 2020.", None)
    assert relative.interval is None
    assert "publication" in relative.reason
    assert days(full) == ("2020-05-04", "2020-05-04")


def test_counts_from_what_was_told_before() -> None:
    times = read("The congress opens on 18 July. Talks are due to resume in Geneva 10 days later.")
    assert days(times[1]) == ("2022-07-28", "2022-07-28")


def test_counts_from_an_event_that_another_sentence_dates() -> None:
    text = (
        "A week before Ruritania began its offensive in the hills, the king received the general. "
        "The Ruritanian general said nothing in public. The Ruritanian government denied that it began Tuesday's offensive without warning."
    )
    first = read(text)[0]
    assert first.kind == "DURATION"
    assert first.interval is not None
    assert first.interval.start <= date(2022, 6, 7) <= first.interval.end


def test_it_comes_a_week_after_dates_the_event_itself() -> None:
    first = read("It comes a week after nine people were killed in a raid on the harbour.")[0]
    assert days(first) == ("2022-06-08", "2022-06-10")


def test_durations_and_habits_name_no_days() -> None:
    duration, habit = read("The talks lasted about three hours. They meet every month.")
    assert (duration.kind, duration.value, duration.interval) == ("DURATION", "PT3H", None)
    assert (habit.kind, habit.value, habit.interval) == ("SET", "P1M", None)


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May told parliament so.",
        "The officers may march on the capital.",
        "The 2000 troops stayed in their barracks.",
        "The fall of the city surprised them.",
        "A 34-year-old was held.",
        "It cost $2019.",
        "The Sunday Times reported it.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert read(text) == []


def test_history_takes_its_years_from_the_text() -> None:
    years = " ".join(f"In {year} the duke ruled." for year in range(1801, 1812))
    times = read(years + " On 9 August the duke fell.")
    assert times[-1].value == "1811-08-09"


def test_spans_are_the_text() -> None:
    text = "They met on Monday, 13 June, and again at 10 a.m. on Wednesday.\n\nThe next day they left."
    for time in read(text):
        assert text[time.span.start : time.span.end] == time.span.text


WORDS = "12 May 2020 the end of last March 3 days ago , . - years 1999 Tuesday noon 's a.m. 40 BC in quarter fall ’90s /"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=25))
def test_any_words_are_read_without_failing(words: list[str]) -> None:
    text = " ".join(words)
    for found in scan(text):
        assert 0 <= found.start < found.end <= len(text)
    last = 0
    for time in read(text):
        assert time.span.start >= last
        last = time.span.end
        if time.interval is not None:
            assert time.interval.start <= time.interval.end


def test_a_long_run_of_digits_and_words_is_scanned_in_time() -> None:
    text = ("1 " * 20_000) + ("a few of the last " * 5_000)
    assert scan(text) == []
