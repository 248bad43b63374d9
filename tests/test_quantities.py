"""Numbers as ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.extraction.quantities import bounded, find_quantities, value_of


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("at least 12 people", 12, 18),
        ("up to 30 people", 15, 30),
        ("more than 100 people", 101, 151),
        ("some 2,000 soldiers", 1800, 2200),
        ("nearly 100 sailors", 90, 99),
        ("between 5 and 8 divers", 5, 8),
        ("3 to 4 million refugees", 3_000_000, 4_000_000),
        ("dozens of miners", 24, 99),
        ("tens of thousands of villagers", 20_000, 99_999),
        ("two dozen pilots", 24, 24),
        ("thirteen nurses", 13, 13),
        ("twenty-one cooks", 21, 21),
        ("3.5 million people", 3_500_000, 3_500_000),
    ],
)
def test_the_range_that_words_stand_for(text, low, high):
    (found,) = find_quantities(text)
    assert (found.low, found.high) == (low, high)
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize("text", ["cost $40 in all", "fell by 12 percent", "12% of voters", "at 3:30 they left", "no number here"])
def test_what_counts_nothing(text):
    assert find_quantities(text) == ()


@given(st.integers(min_value=0, max_value=1_999_999_999))
def test_digits_are_read_back_with_or_without_commas(number):
    assert value_of(str(number)) == number
    assert value_of(f"{number:,}") == number
    assert [(q.low, q.high) for q in find_quantities(f"we saw {number:,} birds")] == [(number, number)]


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["", "least", "above", "below", "most", "nearly", "about"]))
def test_a_bound_never_turns_a_range_around(number, bound):
    low, high = bounded(number, number, bound)
    assert 0 <= low <= high


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text):
    for found in find_quantities(text):
        assert text[found.start : found.end] == found.text
        assert 0 <= found.low <= found.high
