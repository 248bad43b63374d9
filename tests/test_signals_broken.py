"""One refusal is one breach, whatever it is called and however many commitments it breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from riftline.relations.breaches import Breach
from riftline.signals.broken import broken

DAY = date(2023, 1, 10)
DRILLS = Breach(
    "exercise refused", DAY, date(2023, 1, 11), "ARM", "RUS", "rus-arm-1997", "e1", "a", "", "Armenia stays out: Treaty of 1997 binds it and Russia.", 0.8
)
AGAIN = replace(DRILLS, towards="CSTO", bond="CSTO:ARM", event="e2", day=date(2023, 1, 1), sure=0.6)
AGAIN = replace(AGAIN, reason="Armenia stays out: Article 4 binds it and the CSTO.")


def test_one_refusal_that_breaks_two_commitments_counts_once() -> None:
    (found,) = broken([AGAIN, DRILLS])
    assert (found.who, found.towards, found.sure) == ("ARM", "RUS", 0.8)
    assert found.events == ("e1", "e2")
    assert found.words == "Armenia stays out: Treaty of 1997 binds it and Russia, and Article 4 binds it and the CSTO"


@pytest.mark.parametrize(
    "other",
    [
        replace(AGAIN, kind="envoy recalled"),
        replace(AGAIN, day=date(2022, 10, 1)),
        replace(AGAIN, article="b"),
        replace(AGAIN, who="RUS", towards="ARM"),
        replace(AGAIN, towards="FRA"),
    ],
)
def test_others_are_others(other: Breach) -> None:
    assert len(broken([DRILLS, other])) == 2


def test_what_is_told_later_of_the_same_day_adds_nothing() -> None:
    later = replace(AGAIN, day=DAY, known=date(2023, 3, 1), article="b", sure=0.9)
    (found,) = broken([later, DRILLS])
    assert (found.known, found.sure, found.events) == (DRILLS.known, 0.8, ("e1",))


def test_between_an_organisation_and_its_leader_there_is_none() -> None:
    assert broken([replace(DRILLS, who="RUS", towards="CSTO")]) == []
    assert broken([replace(DRILLS, known=None)]) == []
