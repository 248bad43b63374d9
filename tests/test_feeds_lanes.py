import threading
import time
from collections.abc import Callable, Iterator

import pytest

from riftline.feeds.hosts import Stopped
from riftline.feeds.lanes import AHEAD, Lanes


@pytest.fixture
def lanes() -> Iterator[Lanes[str]]:
    made: Lanes[str] = Lanes(3)
    yield made
    made.close()


def task(*names: str, wait: float = 0.0) -> Callable[[], Iterator[str]]:
    def run() -> Iterator[str]:
        for name in names:
            time.sleep(wait)
            yield name

    return run


def everything(lanes: Lanes[str]) -> list[str]:
    found: list[str] = []
    while lanes.busy:
        found += lanes.take(8, 5)
    return found


def test_one_thing_after_another_at_a_host(lanes: Lanes[str]) -> None:
    for n in range(5):
        lanes.add("a", task(f"{n} begins", f"{n} ends", wait=0.005))
    assert everything(lanes) == [f"{n} {what}" for n in range(5) for what in ("begins", "ends")]


def test_a_slow_host_keeps_no_other_waiting(lanes: Lanes[str]) -> None:
    lanes.add("slow", task("slow", wait=0.3))
    lanes.add("slow", task("slow again"))
    for n in range(6):
        lanes.add(f"quick {n}", task("quick", wait=0.01))
    found = everything(lanes)
    assert found == ["quick"] * 6 + ["slow", "slow again"]


def test_what_follows_from_a_result_goes_before_what_waits(lanes: Lanes[str]) -> None:
    lanes.add("a", task("feed 1"))
    lanes.add("a", task("feed 2"))
    found: list[str] = []
    while lanes.busy:
        for name in lanes.take(8, 5):
            found.append(name)
            if name.startswith("feed"):
                lanes.add("a", task(f"page of {name}"), first=True)
    assert found == ["feed 1", "page of feed 1", "feed 2", "page of feed 2"]


def test_more_results_than_there_is_room_for(lanes: Lanes[str]) -> None:
    lanes.add("a", task(*map(str, range(AHEAD * 3))))
    time.sleep(0.05)
    assert everything(lanes) == list(map(str, range(AHEAD * 3)))


def test_nothing_comes_or_somebody_wakes(lanes: Lanes[str]) -> None:
    assert lanes.take(8, 0.01) == []
    threading.Timer(0.05, lanes.wake).start()
    began = time.monotonic()
    assert lanes.take(8, None) == []
    assert time.monotonic() - began < 2


def test_a_fault_is_raised_where_the_results_are_taken_and_a_stop_is_none(lanes: Lanes[str]) -> None:
    def broken() -> Iterator[str]:
        yield "first"
        raise ZeroDivisionError("ours")

    def stopped() -> Iterator[str]:
        yield "first"
        raise Stopped("the watch is ending.")

    lanes.add("a", stopped)
    assert everything(lanes) == ["first"]
    lanes.add("a", broken)
    with pytest.raises(ZeroDivisionError, match="ours"):
        everything(lanes)


def test_close_waits_for_nobody() -> None:
    lanes: Lanes[str] = Lanes(2)
    lanes.add("a", task("a", wait=30))
    lanes.add("b", task(*map(str, range(AHEAD * 2))))
    time.sleep(0.05)
    began = time.monotonic()
    lanes.close()
    assert time.monotonic() - began < 2
