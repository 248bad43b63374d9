import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.forecast.memory import HALF_LIVES, Memory

EVENTS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(0, 4), st.integers(0, 20)), min_size=1, max_size=40)


@given(EVENTS, st.integers(0, 20))
@settings(max_examples=60)
def test_counts_are_those_of_a_recount(rows: list[tuple[int, int, int, int]], day: int) -> None:
    events = np.array(rows)
    memory = Memory(events, 5, 2)
    memory.move_to(min(day, memory.days - 1))
    past = [(s, r, o, d) for s, r, o, d in memory.both.tolist() if d < memory.today]
    for s in range(5):
        for o in range(5):
            key = memory.pairs.find(np.array([s]), np.array([o]))
            days = [d for a, _, b, d in past if (a, b) == (s, o)]
            expected = [sum(0.5 ** ((memory.today - d) / h) for d in days) for h in HALF_LIVES]
            assert np.allclose(memory.pairs.read(key, memory.today)[0], expected, atol=1e-4)
            assert memory.pairs.ages(key, memory.today)[0] == (memory.today - max(days) if days else np.inf)
    questions = sorted({(s, r) for s, r, _, _ in memory.both.tolist()})
    row, keys = memory.objects(*np.array(questions).T)
    found = {(*questions[q], int(memory.facts.second[k])) for q, k in zip(row, keys, strict=True)}
    assert found == {(s, r, o) for s, r, o, _ in past}


@given(EVENTS)
@settings(max_examples=30)
def test_going_back_forgets(rows: list[tuple[int, int, int, int]]) -> None:
    memory, fresh = Memory(np.array(rows), 5, 2), Memory(np.array(rows), 5, 2)
    memory.move_to(memory.days - 1)
    memory.move_to(memory.days // 2)
    fresh.move_to(memory.days // 2)
    keys = np.arange(len(memory.facts.last))
    assert np.allclose(memory.facts.read(keys, memory.today), fresh.facts.read(keys, memory.today))
    assert (memory.weekly.last == fresh.weekly.last).all()


def test_a_question_that_never_was_has_no_objects() -> None:
    memory = Memory(np.array([[0, 0, 1, 0], [2, 1, 1, 1]]), 3, 2)
    memory.move_to(1)
    row, _ = memory.objects(np.array([2, 0]), np.array([0, 0]))
    assert row.tolist() == [1]
