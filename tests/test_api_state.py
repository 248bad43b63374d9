"""What a server keeps of its answers: until something is written, made once however many ask, longer where it took long."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import riftline.api.state as state
from riftline.api.database import owned
from riftline.api.state import State


@pytest.fixture
def held(tmp_path: Path) -> Iterator[State]:
    with owned(str(tmp_path / "kept.duckdb")) as database:
        held = State(database)
        yield held
        held.close()


def written(held: State) -> None:
    with held.database.writing():
        pass


def test_an_answer_is_kept_until_something_is_written(held: State) -> None:
    made = iter(range(10))
    assert [held.kept("n", lambda: next(made)) for _ in range(3)] == [0, 0, 0]
    written(held)
    assert held.kept("n", lambda: next(made)) == 1
    assert held.kept("other", lambda: next(made)) == 2


def test_who_asks_meanwhile_waits_for_the_same_answer(held: State) -> None:
    begun, go, made = threading.Event(), threading.Event(), []

    def make() -> int:
        begun.set()
        assert go.wait(10)
        made.append(1)
        return len(made)

    found: list[int] = []
    asking = [threading.Thread(target=lambda: found.append(held.kept("slow", make))) for _ in range(5)]
    for each in asking:
        each.start()
    assert begun.wait(10)
    go.set()
    for each in asking:
        each.join()
    assert (found, made) == ([1] * 5, [1])


def test_what_took_long_is_kept_longer_for_the_patient_only(held: State, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 5.0, 5.0, 10.0, 20.0, 5.0 + state.PATIENCE * 5.0, 1000.0, 1000.0])
    monkeypatch.setattr(state, "monotonic", lambda: next(clock))
    made = iter("abcd")
    asked = [held.kept("learnt", lambda: next(made), patient=True)]
    written(held)
    asked += [held.kept("learnt", lambda: next(made), patient=True) for _ in range(2)]
    assert asked == ["a", "a", "a"]
    assert held.kept("learnt", lambda: next(made), patient=True) == "b", "after its time it is made anew"
    written(held)
    monkeypatch.undo()
    assert held.kept("learnt", lambda: next(made)) == "c", "who is not patient has it anew"


def test_what_fails_is_not_kept_and_leaves_nothing(held: State) -> None:
    def fails() -> None:
        raise ValueError("no")

    for n in range(3):
        with pytest.raises(ValueError, match="no"):
            held.kept(f"bad {n}", fails)
    assert not held._making
    assert not held._kept


def test_only_the_latest_are_kept(held: State) -> None:
    for n in range(state.KEPT + 5):
        held.kept(f"{n}", lambda n=n: n)  # type: ignore[misc]
    assert len(held._kept) == len(held._making) == state.KEPT
    assert held.kept("0", lambda: "anew") == "anew"
