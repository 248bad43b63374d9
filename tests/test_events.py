"""Which judged pairs stand as events, and what each says, with the shipped model where it is asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.extraction.acts import Scored
from riftline.extraction.coder import code, read
from riftline.extraction.events import THRESHOLD, choose, confidence, retold
from riftline.records import Article

FRIDAY = date(2023, 8, 11)


@given(st.floats(0, 1), st.floats(0, 1))
def test_confidence_rises_with_strength_and_is_a_share(one: float, other: float) -> None:
    assert 0 < confidence(one) < 1
    assert confidence(min(one, other)) <= confidence(max(one, other))


def test_the_weakest_event_is_less_likely_right_than_not() -> None:
    assert confidence(THRESHOLD) < 0.5


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        ("Chile's foreign minister visits Peru on Monday for talks on fishing.", "planned", date(2023, 8, 14)),
        ("Chile's foreign minister visited Peru on Monday for talks on fishing.", "happened", date(2023, 8, 7)),
    ],
)
def test_what_is_told_in_the_present_with_a_day_ahead_is_planned(text: str, status: str, day: date) -> None:
    event = next(e for e in code(Article("a", text, published=FRIDAY)).events if e.type == "CONSULT")
    assert event.status == status
    assert event.date is not None
    assert event.date.start == day


def said(scored: Scored) -> tuple[object, ...]:
    sides = (scored.candidate.source, scored.candidate.target)
    return scored.candidate.act, scored.judgement.best, *(frozenset(a.code for a in m.actors) if m else None for m in sides)


def test_another_name_for_a_side_of_the_same_act_is_no_telling_of_its_own() -> None:
    text = "Russia shelled Ukraine. Moscow, Kyiv said, had shelled Ukrainian towns before: Russian guns struck Kharkiv, a Ukrainian city."
    found = read(Article("a", text, published=FRIDAY))
    chosen = choose(found.parsed, found.scored)
    assert chosen
    assert {said(s) for s in chosen}.isdisjoint(said(s) for s in retold(found.scored, chosen))
