from dataclasses import replace
from datetime import date

from riftline.extraction.merging import merge
from riftline.records import Actor, Event, Interval, Span


def event(start: int, **changes: object) -> Event:
    base = Event(
        id="", type="ACCUSE", mode=None, contexts=(), source=Actor("GHA", "Ghana", "Ghana"), target=Actor("TGO", "Togo", "Togo"), date=None,
        date_reason="", place=None, place_reason="", status="happened", attribution=None, figures=(), confidence=0.6, reason="",
        evidence=(Span(start, start + 10, "x" * 10),),
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def test_two_tellings_of_one_act_are_one_event_with_both_passages() -> None:
    (one,) = merge([event(0), event(100, confidence=0.9)])
    assert [span.start for span in one.evidence] == [100, 0]
    assert one.confidence == 0.9
    assert one.id == "e1"


def test_other_days_sides_or_status_are_other_events() -> None:
    monday, friday = date(2024, 1, 1), date(2024, 1, 5)
    days = [event(0, date=Interval(monday, monday)), event(50, date=Interval(friday, friday))]
    assert len(merge(days)) == 2
    assert len(merge([event(0), event(50, status="negated")])) == 2
    assert len(merge([event(0), event(50, source=Actor("BEN", "Benin", "Benin"))])) == 2


def test_a_meeting_is_the_same_in_either_order() -> None:
    there = event(0, type="CONSULT")
    back = event(50, type="CONSULT", source=there.target, target=there.source)
    assert len(merge([there, back])) == 1
    assert len(merge([event(0), event(50, source=there.target, target=there.source)])) == 2


def test_the_narrower_date_is_kept() -> None:
    wide, narrow = Interval(date(2024, 1, 1), date(2024, 1, 31)), Interval(date(2024, 1, 9), date(2024, 1, 9))
    (one,) = merge([event(0, date=wide, confidence=0.9), event(50, date=narrow)])
    assert one.date == narrow


def test_where_an_event_is_told_again_is_evidence_of_it_and_no_event() -> None:
    day, other = Interval(date(2024, 1, 1), date(2024, 1, 1)), Interval(date(2024, 1, 5), date(2024, 1, 5))
    again = event(50, confidence=0.2, status="possible")
    (one,) = merge([event(0, date=day)], [again, event(90, date=other, confidence=0.2), event(130, type="AID", confidence=0.2)])
    assert [span.start for span in one.evidence] == [0, 50]
    assert (one.status, one.date, one.confidence) == ("happened", day, 0.6)
