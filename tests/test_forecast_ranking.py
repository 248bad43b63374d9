import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riftline.forecast.ranking import figures, queries, ranks

A_DAY = np.array([[0, 0, 1, 5], [0, 0, 2, 5], [3, 1, 0, 5]])


def test_each_event_is_asked_for_from_both_sides() -> None:
    (asked,) = queries(A_DAY, 2)
    questions = [(int(s), int(r)) for s, r in zip(asked.subject, asked.relation, strict=True)]
    assert questions == [(0, 0), (0, 3), (1, 2), (2, 2), (3, 1)]
    assert [(questions[q], int(o)) for q, o in zip(asked.asked, asked.answer, strict=True)] == [
        ((0, 0), 1), ((0, 0), 2), ((3, 1), 0), ((1, 2), 0), ((2, 2), 0), ((0, 3), 3),
    ]  # fmt: skip


def test_other_true_objects_of_the_day_are_taken_out_and_equals_share_their_places() -> None:
    (asked,) = queries(A_DAY, 2)
    scores = np.zeros((5, 5), dtype=np.float32)
    scores[0] = [1, 2, 9, 2, 3]
    found = ranks(scores, asked)
    assert found[0] == 2.5  # 2 is true as well; 4 is above, 3 is level
    assert found[1] == 1
    assert found[2] == 3  # five are level: the mean of the first and the fifth place


def test_an_event_that_stands_there_twice_counts_twice() -> None:
    (asked,) = queries(np.array([[0, 0, 1, 5], [0, 0, 1, 5]]), 1)
    assert len(asked) == 2
    assert ranks(np.eye(2, 4, dtype=np.float32), asked).tolist() == ranks(np.eye(2, 4, dtype=np.float32), asked.only(np.arange(2))).tolist()
    assert len(ranks(np.eye(2, 4, dtype=np.float32), asked)) == 4


def test_figures_are_per_cent() -> None:
    found = figures([np.array([1.0, 2.0]), np.array([4.0, 20.0])])
    assert found == {"mrr": pytest.approx(45), "hits1": 25, "hits3": 50, "hits10": 75}


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(0, 4)), min_size=1, max_size=12), st.integers(0, 2**20))
def test_ranks_are_those_of_a_slow_count(rows: list[tuple[int, int, int]], seed: int) -> None:
    events = np.array([(*row, 3) for row in rows])
    (asked,) = queries(events, 2)
    scores = np.random.default_rng(seed).integers(0, 4, (len(asked), 5)).astype(np.float32)
    expected = []
    for q, o in zip(asked.asked, asked.answer, strict=True):
        true = {int(b) for a, b in zip(asked.asked, asked.answer, strict=True) if a == q}
        rivals = [scores[q, e] for e in range(5) if e not in true]
        expected.append(1 + sum(r > scores[q, o] for r in rivals) + sum(r == scores[q, o] for r in rivals) / 2)
    assert ranks(scores, asked).tolist() == expected
