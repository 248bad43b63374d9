"""What is due next."""

from datetime import date

import pytest

from riftline.extraction.agenda import find_agenda
from riftline.records import Actor, Article, Event, Interval, Span
from riftline.text.parse import parse

DAY = date(2021, 6, 9)
"""A Wednesday."""


def items(text, events=()):
    parsed = parse(Article("a", text, published=DAY))
    found = find_agenda(parsed, events)
    for item in found:
        assert parsed.article.text[item.evidence.start : item.evidence.end] == item.evidence.text
    return found


@pytest.mark.parametrize(
    ("text", "what", "day"),
    [
        ("The African Union is due to debate Sudan on Thursday.", "debate Sudan", date(2021, 6, 10)),
        ("Leaders of Peru and Chile will meet in Lima on Friday.", "will meet in Lima", date(2021, 6, 11)),
        ("Talks in Vienna that are scheduled to restart on 28 June look hopeless.", "restart on 28 June", date(2021, 6, 28)),
    ],
)
def test_what_is_said_to_be_due(text, what, day):
    (item,) = items(text)
    assert what in item.what
    assert item.date is not None
    assert item.date.start == day


def test_actors_are_those_named():
    (item,) = items("Peru and Chile are due to sign a treaty on Friday.")
    assert item.actors == ("PER", "CHL")


@pytest.mark.parametrize(
    "text",
    [
        "The Council was due to meet last month.",
        "The delay was due to the rain on Tuesday.",
        "France is not expected to attend on Friday.",
        "Peru and Chile met in Lima on Monday.",
        "They will win.",
    ],
)
def test_what_is_over_or_not_due_is_left_out(text):
    assert items(text) == ()


def planned(text, words, when):
    start = text.index(words)
    sides = [Actor("PER", "Peru", "Peru", "PER"), Actor("CHL", "Chile", "Chile", "CHL")]
    span = Span(start, start + len(words), words)
    return Event("e1", "CONSULT", None, (), sides[0], sides[1], when, "", None, "", "planned", None, (), 0.9, "", (span,))


def test_planned_events_stand_with_their_sides_and_day():
    text = "Peru hopes for a June summit with Chile."
    (item,) = items(text, [planned(text, "a June summit with Chile", Interval(date(2021, 6, 1), date(2021, 6, 30), "June"))])
    assert item.actors == ("PER", "CHL")
    assert items(text, [planned(text, "a June summit with Chile", Interval(date(2021, 5, 1), date(2021, 5, 31), "May"))]) == ()


def test_a_clause_and_its_event_are_one_item():
    text = "Leaders of Peru and Chile will meet in Lima on Friday."
    found = items(text, [planned(text, "will meet in Lima on Friday", None)])
    assert len(found) == 1
