import threading
import time

import pytest

from riftline.feeds.hosts import LONGEST_PAUSE, Hosts, LeftAlone, Stopped


def test_a_pause_behind_each_request_to_a_host_and_none_between_hosts() -> None:
    hosts = Hosts(0.1, 1)
    began = time.monotonic()
    times = []
    for name in ("a", "b", "a", "a"):
        with hosts.turn(name):
            times.append(time.monotonic() - began)
    assert times[1] < 0.05
    assert times[2] - times[0] >= 0.1
    assert times[3] - times[2] >= 0.1
    assert times[3] < 0.5


def test_one_request_at_a_time() -> None:
    hosts = Hosts(0.0, 1)
    inside: list[int] = []
    most: list[int] = []

    def ask() -> None:
        for _ in range(5):
            with hosts.turn("a"):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.002)
                inside.pop()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(most) == 20


def test_a_pause_counts_from_the_end_and_also_behind_a_failure() -> None:
    hosts = Hosts(0.1, 1)

    def fail() -> None:
        with hosts.turn("a"):
            time.sleep(0.1)
            raise ValueError("failed")

    with pytest.raises(ValueError, match="failed"):
        fail()
    ended = time.monotonic()
    with hosts.turn("a"):
        assert time.monotonic() - ended >= 0.09


def test_a_host_that_asks_for_silence_is_waited_for_or_left_alone() -> None:
    hosts = Hosts(0.0, 0.5)
    hosts.hold("a", 0.2)
    began = time.monotonic()
    with hosts.turn("a"):
        assert time.monotonic() - began >= 0.19
    hosts.hold("a", 60)
    hosts.hold("a", 1)  # a shorter wish does not end the longer
    with pytest.raises(LeftAlone, match="a asks to be left alone for 60 seconds more") as found, hosts.turn("a"):
        pass
    assert 59 < found.value.seconds <= 60
    with hosts.turn("b"):
        pass


def test_a_wish_for_longer_pauses_is_heeded_up_to_a_minute() -> None:
    hosts = Hosts(0.01, 1)
    hosts.slow("a", 86400)
    assert hosts._of("a").pause == LONGEST_PAUSE
    hosts.slow("a", 0.001)  # never below our own
    assert hosts._of("a").pause == 0.01


def test_the_end_of_the_watch_ends_every_wait() -> None:
    hosts = Hosts(30, 60)
    with hosts.turn("a"):
        pass
    threading.Timer(0.1, hosts.end).start()
    began = time.monotonic()
    with pytest.raises(Stopped), hosts.turn("a"):
        pass
    assert time.monotonic() - began < 5
