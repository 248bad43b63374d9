import numpy as np
import pytest

from riftline.signals.choosing import choose

BUSY = np.array([100.0], np.float32)


def days_of(score: list[float], least: float = 1.0, quiet: int = 3) -> list[int]:
    row = np.array([score], np.float32)
    return [day for _, day in choose(row, BUSY, (0, len(score) - 1), None, quiet, least)[0]]


def test_an_alarm_keeps_quiet_until_it_fell_or_rose() -> None:
    assert days_of([0, 1, 1, 1, 1, 1, 1]) == [1]
    assert days_of([0, 1, 0, 1, 1, 1, 1]) == [1, 4]
    assert days_of([0, 1, 1, 1, 1, 1.5, 1.5]) == [1, 5]
    assert days_of([0, 1, float("nan"), float("nan"), 1, 1, 1]) == [1, 4]
    assert days_of([float("nan")] * 4) == []


def test_days_that_count_and_those_before() -> None:
    row = np.array([[0, 1, 1, 0, 1, 0, 0, 0, 1]], np.float32)
    assert choose(row, BUSY, (2, 8), None, 4, 1.0)[0] == [(0, 8)]
    with pytest.raises(ValueError, match="not within"):
        choose(row, BUSY, (2, 9), None)


def test_a_rate_counts_busy_subjects_and_alarms_are_of_all() -> None:
    score = np.random.default_rng(0).random((60, 365)).astype(np.float32)
    busy = np.where(np.arange(60) < 40, 80, 10).astype(np.float32)
    alarms, threshold = choose(score, busy, (0, 364), 0.5)
    counted = [each for each in alarms if each[0] < 40]
    assert abs(len(counted) - 0.5 * 40 * 365 / 365.25) <= 1
    assert len(alarms) > len(counted)
    assert all(score[each] >= threshold for each in alarms)
