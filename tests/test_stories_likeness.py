from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from example_reports import OTHER, TARN, report
from riftline.ontology import PLOVER_TYPES
from riftline.stories.likeness import comparable, features, kilometres, likeness, odds
from riftline.stories.report import Count, Report, Side, Spot
from riftline.stories.words import bag, shared, stems, telling, weight
from riftline.tables import rows

A, B = report("a"), report("b")


def test_the_same_act_told_twice_is_likely_one() -> None:
    found = likeness(A, B)
    assert found.score > 0.95
    assert "the same place" in found.reason
    assert "quill" in found.reason


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"place": Spot("High Tarn", *TARN, "RUR"), "words": bag(telling(OTHER)), "context": bag(telling(OTHER))}, "places far apart"),
        ({"source": B.target, "target": B.source, "words": bag(telling(OTHER))}, "somebody else acts"),
        ({"first_day": date(2024, 5, 8), "last_day": date(2024, 5, 8), "published": date(2024, 5, 9), "words": bag(telling(OTHER))}, "days apart"),
        ({"figures": (Count("killed", 90, 90),), "words": bag(telling(OTHER)), "place": None, "context": bag([])}, "figures that differ"),
    ],
    ids=["another town", "sides swapped", "another day", "other figures"],
)  # fmt: skip
def test_what_differs_speaks_against_it_and_is_said(change: dict[str, object], why: str) -> None:
    other = replace(B, **change)  # type: ignore[arg-type]
    assert odds(A, other) < odds(A, B) - 2
    assert why in likeness(A, other).reason


def test_what_cannot_be_one_act() -> None:
    assert comparable(A, B)
    assert not comparable(A, replace(B, article=A.article))
    assert not comparable(A, replace(B, type="CONSULT"))
    assert not comparable(A, replace(B, status="planned"))
    assert not comparable(A, replace(B, published=date(2024, 6, 20)))
    assert not comparable(A, replace(B, first_day=date(2024, 5, 20), last_day=date(2024, 5, 20)))


def test_either_side_of_a_meeting_may_come_first() -> None:
    mine = report("a", type="CONSULT", mode=None)
    swapped = report("b", type="CONSULT", mode=None, source=mine.target, target=mine.source)
    assert odds(mine, swapped) == odds(mine, report("b", type="CONSULT", mode=None))


sides = st.none() | st.builds(Side, st.sampled_from(["RUR", "BOR", ""]), st.sampled_from(["Ruritania", "Borduria"]), st.sampled_from(["RUR", None]))
reports = st.builds(
    Report, st.text("ab", min_size=1, max_size=4), st.text("xyz", min_size=1, max_size=3), st.just(0), st.none() | st.dates(date(2024, 5, 1), date(2024, 5, 9)),
    st.sampled_from(PLOVER_TYPES), st.sampled_from([None, "visit"]), st.sampled_from(["happened", "planned", "negated"]), sides, sides, st.none(), st.none(),
    st.none() | st.builds(Spot, st.sampled_from("XY"), st.floats(-90, 90), st.floats(-180, 180)), st.just((Count("killed", 1, 2),)),
    st.just(bag(["quill", "wend"])), st.just(bag(["tarn"])),
)  # fmt: skip


@given(reports, reports)
def test_it_does_not_matter_which_of_two_is_asked_first(one: Report, other: Report) -> None:
    assert comparable(one, other) == comparable(other, one)
    assert features(one, other) == features(other, one)


def test_every_feature_has_a_weight() -> None:
    table = {row["feature"] for row in rows("stories/weights")}
    assert set(features(A, B)) <= table
    assert all(float(row["weight"]) == float(row["weight"]) for row in rows("stories/weights"))


def test_distance() -> None:
    assert kilometres(Spot("London", 51.5074, -0.1278), Spot("Paris", 48.8566, 2.3522)) == pytest.approx(343.6, abs=1)


def test_words() -> None:
    assert list(stems("Shelled, shelling")) == ["shell", "shell"]
    assert weight("the") < 2 < weight("kordestani")
    assert "quill" in telling("The market of Quill")
    assert "the" not in telling("The market of Quill")
    assert shared(bag(["quill", "wend"]), bag(["quill"])) == 1
    assert 0 < shared(bag(["quill", "wend"]), bag(["quill", "said", "tarn"])) < 1
    assert shared(bag([]), bag(["quill"])) == 0
    assert bag(["quill", "said"]).rare == {"quill"}
