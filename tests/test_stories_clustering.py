import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from example_reports import OTHER, TARN, report
from riftline.stories.clustering import grouped, neighbourhoods
from riftline.stories.report import Correction, Report, Spot
from riftline.stories.words import bag, telling

QUILL = [report(f"q{i}", published=date(2024, 5, 7) + timedelta(days=i % 3)) for i in range(4)]
HIGH = [report(f"t{i}", place=Spot("High Tarn", *TARN, "RUR"), words=bag(telling(OTHER)), context=bag(telling(OTHER)), figures=()) for i in range(3)]
PARTS = [{item.id for item in QUILL}, {item.id for item in HIGH}]


def ids(groups: list[tuple[Report, ...]]) -> list[set[str]]:
    return sorted(({item.id for item in group} for group in groups), key=min)


def test_two_raids_of_one_day_in_two_towns_stay_two() -> None:
    assert ids(grouped([*QUILL, *HIGH])) == PARTS


@given(st.permutations([*QUILL, *HIGH]), st.integers(0, 7))
@settings(max_examples=30)
def test_the_order_of_the_reports_has_no_part_in_it(reports: list[Report], size: int) -> None:
    assert grouped(reports) == grouped([*QUILL, *HIGH])
    assert grouped(reports[:size]) == grouped(sorted(reports[:size], key=lambda item: item.id))


def test_corrections_hold_and_the_later_word_counts() -> None:
    split = Correction(1, "split", "q0", "q1")
    apart = ids(grouped([*QUILL, *HIGH], [split]))
    assert not any({"q0", "q1"} <= group for group in apart)
    assert ids(grouped([*QUILL, *HIGH], [split, Correction(2, "merge", "q1", "q0")])) == PARTS
    together = ids(grouped([*QUILL, *HIGH], [Correction(1, "merge", "q0", "t0")]))
    assert any({"q0", "t0"} <= group for group in together)
    again = ids(grouped([*QUILL, *HIGH], [Correction(1, "merge", "q0", "t0"), Correction(2, "split", "t0", "q0")]))
    assert again == PARTS
    assert ids(grouped(QUILL, [Correction(1, "split", "q0", "gone")])) == PARTS[:1]


def test_one_article_tells_an_act_once() -> None:
    twins = [report("a", article="x"), report("b", article="x")]
    assert ids(grouped(twins)) == [{"a"}, {"b"}]


def test_a_crowd_is_parted_where_its_links_are_weakest(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"r{i}" for i in range(6)]
    links = [("r0", "r1", 4.0), ("r1", "r2", 4.0), ("r2", "r3", 0.2), ("r3", "r4", 4.0), ("r4", "r5", float("inf"))]
    assert neighbourhoods(names, links) == [frozenset(names)]
    monkeypatch.setattr("riftline.stories.clustering.MOST", 3)
    assert neighbourhoods(names, links) == [frozenset(names[:3]), frozenset(names[3:])]
    assert neighbourhoods(reversed(names), links[::-1]) == neighbourhoods(names, links)
    monkeypatch.setattr("riftline.stories.clustering.MOST", 1)
    assert frozenset({"r4", "r5"}) in neighbourhoods(names, links)


def test_groups_are_the_same_whatever_the_seed() -> None:
    crowd = [report(f"r{i:03}", published=date(2024, 5, 1) + timedelta(days=i % 9), place=None if i % 5 else Spot("Lower Quill", 50, 14)) for i in range(40)]
    mixed = list(crowd)
    random.Random(7).shuffle(mixed)
    assert grouped(crowd) == grouped(mixed)
