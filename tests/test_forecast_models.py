"""The parts of the forecast's two steps: gradients against differences, rules, walks, the network, the baseline."""

from __future__ import annotations

import numpy as np
import pytest

from forecast_streams import copying, weekly
from riftline.forecast import learning
from riftline.forecast.embedding import Embedding
from riftline.forecast.learning import cross_entropy, learned
from riftline.forecast.memory import Memory
from riftline.forecast.optimiser import Adam
from riftline.forecast.paths import walks
from riftline.forecast.ranking import figures, queries
from riftline.forecast.recurrency import Past, Recurrency, scores
from riftline.forecast.reranker import Reranker
from riftline.forecast.rules import confidences, support
from riftline.forecast.stream import Stream


def memory_of(stream: Stream) -> Memory:
    return Memory(stream.all, stream.entities, stream.relations)


def test_gradients_are_slopes() -> None:
    stream = copying()
    model = Embedding(memory_of(stream), seed=3)
    model.parameters = {name: value.astype(np.float64) for name, value in model.parameters.items()}  # type: ignore[misc]
    asked = queries(stream.train, stream.relations)[20]
    model.move_to(asked.day)
    columns = np.arange(stream.entities)

    def loss() -> float:
        return cross_entropy(model.forward(asked.subject, asked.relation, columns, dropping=False).scores, asked.asked, asked.answer)[0]

    done = model.forward(asked.subject, asked.relation, columns, dropping=False)
    found = model.gradients(done, cross_entropy(done.scores, asked.asked, asked.answer)[1], columns)
    assert set(found) == set(model.parameters)
    chance = np.random.default_rng(0)
    for name, value in model.parameters.items():
        if name == "entity":
            continue  # what stands in means counts as constant: no slope of the whole
        steepest = np.argsort(-np.abs(found[name]).ravel())[:5]
        for at in (*steepest, chance.integers(value.size)):
            kept, step = value.flat[at], 1e-4
            value.flat[at] = kept + step
            above = loss()
            value.flat[at] = kept - step
            below = loss()
            value.flat[at] = kept
            assert (above - below) / (2 * step) == pytest.approx(found[name].flat[at], rel=0.03, abs=2e-4), name


def test_the_embedding_model_learns_what_follows() -> None:
    stream = copying()
    memory = memory_of(stream)
    told: list[int] = []
    model = learned(memory, queries(stream.train, stream.relations), 0, lambda: told.append(1))
    assert len(told) == 2 * 42
    asked = queries(stream.test, stream.relations)[3]
    model.move_to(asked.day)
    loss, _ = cross_entropy(model.scores(asked.subject, asked.relation), asked.asked, asked.answer)
    assert loss < np.log(stream.entities) - 0.5


def test_a_long_stream_is_learned_from_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    train = queries(weekly().train, 1)
    assert [asked.day for asked in learning.course(train)] == [*range(42), *range(42)]
    monkeypatch.setattr(learning, "MOST", 95)  # 30 events a day
    assert [asked.day for asked in learning.course(train)] == [38, 39, 40, 41]


def test_a_rule_has_its_share_of_the_days_after_as_confidence() -> None:
    stream = copying()
    memory = memory_of(stream)
    found = confidences(memory, range(42))
    assert found.shape == (2, 4, 4)
    fast = found[0]
    assert fast[0, 1] > 2 * fast[0, 0]
    assert fast[0, 2] == fast[0, 3] == 0  # turned round is another pair
    memory.move_to(43)
    yesterday = memory.events(42)
    keys = memory.pairs.of_event[yesterday[memory.both[yesterday, 1] == 0]]
    said = support(memory, found, np.append(keys, -1), np.ones(len(keys) + 1, dtype=np.int64), 43)
    assert (said[:-1, 0] > 0.1).all()
    assert (said[-1] == 0).all()


def test_walks() -> None:
    events = np.array([[0, 0, 1, 0], [0, 0, 2, 0], [1, 1, 3, 0], [5, 0, 1, 0], [5, 0, 6, 0], [4, 0, 4, 1]])
    memory = Memory(events, 7, 2)
    memory.move_to(1)
    candidates = np.array([[0, 3, 6], [0, 3, 6], [1, 2, 3]])
    found = walks(memory, np.array([0, 0, 4]), np.array([0, 1, 0]), candidates).reshape(3, 3, 4)
    # Over 1 (half, then a third each to 0, 3 and 5) or over 2 (half, then back).
    assert found[0, :, 0].tolist() == pytest.approx([0.5 * (1 / 3 + 1), 0.5 / 3, 0])
    assert found[0, :, 1].tolist() == pytest.approx(found[0, :, 0].tolist())
    assert found[0, :, 2].tolist() == [0, 0, 0]  # no partner of 0 does relation 0
    assert found[1, :, 2].tolist() == [0, 0.5, 0]  # its partner 1 does relation 1 to 3
    assert found[0, :, 3].tolist() == pytest.approx([0, 0, 0.5 * 0.5 * 0.5])  # 5 has done to 1 as 0 has, and to 6
    assert (found[1, :, 3] == 0).all()
    assert (found[2] == 0).all()


def test_the_network_learns_an_order_and_keeps_the_given_one_without_examples() -> None:
    chance = np.random.default_rng(5)
    features = chance.standard_normal((600, 8, 4)).astype(np.float32)
    wanted = (features[:, :, 1] * features[:, :, 2]).argmax(axis=1)  # no line does it
    hits = np.eye(8, dtype=np.float32)[wanted]
    fresh = features[500:].copy()
    network = Reranker(0)
    assert network.scores(features)[0].argsort().tolist() == list(range(7, -1, -1))
    network.learn(features[:500].repeat(6, axis=0), hits[:500].repeat(6, axis=0), lambda: None)
    assert (network.scores(fresh).argmax(axis=1) == wanted[500:]).mean() > 0.6


def test_the_baseline_is_the_formula() -> None:
    known = Past(np.array([0]), np.array([2]), np.array([3.0], dtype=np.float32), np.array([[0.5, 0.25, 0.25, 0]], dtype=np.float32))
    found = scores(known, np.array([0.1], dtype=np.float32), np.array([0.9], dtype=np.float32))
    assert found[0].tolist() == pytest.approx([0.05, 0.025, 0.9 * 2**-0.3 + 0.025, 0])


def test_the_baseline_sees_only_the_past() -> None:
    stream = weekly()
    memory = memory_of(stream)
    simple = Recurrency(memory, queries(stream.valid, stream.relations))
    found = figures([simple.ranks(asked) for asked in queries(stream.test, stream.relations)])
    assert 10 < found["mrr"] < 60  # seven partners in turn, the last one least likely


def test_adam_goes_downhill() -> None:
    at = {"x": np.array([5.0, -3.0], dtype=np.float32)}
    optimiser = Adam(at, {})
    for _ in range(400):
        optimiser.step({"x": 2 * at["x"]}, 0.05)
    assert np.abs(at["x"]).max() < 0.05
