"""The evaluation of ruptures counts what it says, on streams whose ruptures are planted."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from evaluation.ruptures import FOUND, Known, alarms, hits, known, level, measured, surprise

from riftline.relations.panel import TYPES, Panel

FIRST, DAYS = date(2018, 1, 1), 280
DYADS = (("AAA", "BBB"), ("CCC", "DDD"), ("EEE", "FFF"))
ACCUSE, CONSULT = TYPES.index("ACCUSE"), TYPES.index("CONSULT")


@pytest.fixture
def stream() -> Panel:
    """Three dyads with a little of all; the first turns to friction on day 150."""
    chance = np.random.default_rng(3)
    counts = np.zeros((len(DYADS), 2, DAYS, len(TYPES)), np.float32)
    counts[..., CONSULT] = chance.poisson(0.3, counts.shape[:3])
    counts[..., ACCUSE] = chance.poisson(0.05, counts.shape[:3])
    counts[0, :, 150:160, ACCUSE] += 3
    return Panel(FIRST, DAYS, DYADS, TYPES, counts, np.zeros(counts.shape[:3], np.float32))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "known.csv"
    rows = [("BBB", "AAA", 150, "rupture"), ("XXX", "YYY", 100, "rupture"), ("CCC", "DDD", 200, "thaw"), ("CCC", "DDD", 400, "rupture")]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["a", "b", "date", "kind", "what"])
        out.writerows([a, b, (FIRST + timedelta(days=day)).isoformat(), kind, ""] for a, b, day, kind in rows)
    return path


def test_known_events_are_those_of_the_time(stream: Panel, table: Path) -> None:
    assert known(table, stream, (0, DAYS - 1)) == [Known(0, 150, False), Known(-1, 100, False), Known(1, 200, True)]
    assert known(table, stream, (160, DAYS - 1)) == [Known(1, 200, True)]


def test_a_hit_lies_from_a_week_before_to_four_after() -> None:
    event = Known(0, 100, False)
    found = [hits([event], {0: [day]}, FOUND)[0] for day in (92, 93, 127, 128)]
    assert found == [False, True, True, False]
    assert hits([event], {1: [100]}, FOUND) == [False]


def test_controls_stand_from_the_last_day_of_a_week() -> None:
    counts = np.zeros((1, 21), np.float32)
    counts[0, 7:14] = 2
    found = level(counts)[0]
    assert np.isnan(found[:6]).all()
    assert found[6:13].tolist() == [0] * 7
    assert found[13:20].tolist() == [14] * 7
    raised = surprise(counts)[0]
    assert np.isnan(raised[:13]).all()
    assert raised[13] == pytest.approx(2 * (np.sqrt(14.375) - np.sqrt(0.625)))


def test_a_planted_rupture_is_found(stream: Panel, table: Path) -> None:
    out = measured(stream, table)
    assert (out["ruptures"], out["thaws"], out["dyads"], out["busy"]) == (2, 1, 3, 3)
    assert out["ours"]["ruptures"]["at_1"]["found"] == 1  # the other is of a dyad that the stream does not have
    assert out["ours"]["ruptures"]["at_1"]["recall"] == 0.5
    assert {"surprise", "volume", "level"} == set(out["controls"])
    later = measured(stream, table, since=FIRST + timedelta(days=180))
    assert (later["ruptures"], later["thaws"], later["from"]) == (0, 1, "2018-06-30")


def test_alarms_are_as_many_as_the_rate_allows(stream: Panel) -> None:
    chance = np.random.default_rng(4)
    score = chance.random((200, DAYS)).astype(np.float32)
    raised = alarms(score, np.full(200, 100, np.float32), (0, DAYS - 1), 0.5)
    assert sum(map(len, raised.values())) == pytest.approx(0.5 * 200 * DAYS / 365.25, abs=2)
    assert stream.days == DAYS
