import os
import signal
import threading

import pytest

from riftline.cli.stopping import Stop, stopping


def work(stop: Stop, reached: list[int], times: int) -> None:
    """Work during which a signal comes so many times."""
    with stop.busy():
        for number in range(1, times + 1):
            os.kill(os.getpid(), signal.SIGINT)
            reached.append(number)


def test_a_signal_during_work_waits_for_its_end(capfd: pytest.CaptureFixture[str]) -> None:
    reached: list[int] = []
    with stopping() as stop:
        with pytest.raises(KeyboardInterrupt):
            work(stop, reached, times=1)
        assert reached == [1]
        assert (stop.signal, stop.code) == (signal.SIGINT, 130)
    assert "stopping after this article; once more stops at once" in capfd.readouterr().err


def test_between_two_articles_it_stops_at_once() -> None:
    with stopping() as stop:
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGTERM)
        assert stop.code == 143


def test_the_second_time_it_stops_in_the_middle() -> None:
    reached: list[int] = []
    with stopping() as stop, pytest.raises(KeyboardInterrupt):
        work(stop, reached, times=2)
    assert reached == [1]


def test_what_was_there_before_is_put_back() -> None:
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    with stopping():
        assert signal.getsignal(signal.SIGINT) not in before
    assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before


def test_other_threads_go_without() -> None:
    found: list[Stop] = []

    def elsewhere() -> None:
        with stopping() as stop, stop.busy():
            found.append(stop)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert found[0].signal is None
