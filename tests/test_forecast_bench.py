"""The benchmark as a whole: what it learns, and that it never looks ahead."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forecast_streams import ENTITIES, copying, split, weekly
from riftline.forecast.bench import Forecaster, run
from riftline.forecast.memory import Memory
from riftline.forecast.ranking import figures, queries
from riftline.forecast.stream import Stream


def quiet(part: str, done: int, total: int) -> None:
    assert part
    assert 0 < done <= total


def forecaster(stream: Stream, seed: int = 0) -> Forecaster:
    return Forecaster(Memory(stream.all, stream.entities, stream.relations), queries(stream.train, stream.relations), seed, quiet)


def test_a_week_comes_again() -> None:
    found = run(weekly(), 0, quiet)
    assert found.ours["mrr"] > 90
    assert found.ours["mrr"] > found.baseline["mrr"] + 25
    assert found.events == 210
    assert set(found.ours) == set(found.baseline) == {"mrr", "hits1", "hits3", "hits10"}


def test_an_act_that_always_follows_is_foretold() -> None:
    stream = copying()
    model = forecaster(stream)
    parts = [stream.test[stream.test[:, 1] == relation] for relation in (1, 0)]
    follows, chance = (figures([model.ranks(asked) for asked in queries(events, stream.relations)]) for events in parts)
    assert follows["mrr"] > 85
    assert chance["mrr"] < 60  # nothing tells these


@pytest.mark.parametrize("ahead", [0, 3])
def test_no_day_knows_itself_or_what_follows(ahead: int) -> None:
    """The clock is moved: whatever stands on the asked day and after it, the scores are the same."""
    stream = copying()
    day = int(stream.test[0, 3]) + ahead
    asked = next(asked for asked in queries(stream.test, stream.relations) if asked.day == day)
    before = stream.test[stream.test[:, 3] < day]
    chance = np.random.default_rng(9)
    others = np.column_stack([chance.integers(0, ENTITIES, 200), chance.integers(0, 2, 200), chance.integers(0, ENTITIES, 200), np.full(200, day)])
    for after in (others, stream.test[stream.test[:, 3] == day][:1]):
        other = replace(stream, test=np.concatenate([before, after]))
        assert (forecaster(stream).scores(asked) == forecaster(other).scores(asked)).all()


def test_what_was_never_seen_stands_level() -> None:
    events = np.concatenate([copying().all, [[0, 0, ENTITIES + 3, 55]]])
    stream = split(events, 2, ENTITIES + 8)
    asked = queries(stream.test, 2)[-1]
    found = forecaster(stream).scores(asked)
    new = found[:, ENTITIES:]
    assert (new == new[:, :1]).all()
    assert len(np.unique(found[0, :ENTITIES])) > ENTITIES / 2


def test_a_seed_gives_the_same_figures() -> None:
    one, other = (run(copying(), 4, quiet) for _ in range(2))
    assert one.ours == other.ours
    assert one.baseline == other.baseline


def test_streams_with_hardly_anything_in_them() -> None:
    tiny = Stream("tiny", 3, 1, *(np.array([[0, 0, 1, day]]) for day in range(3)))
    assert run(tiny, 0, quiet).ours["mrr"] > 40
