from __future__ import annotations

import numpy as np

from riftline.relations.panel import TYPES
from riftline.signals.onset import AHEAD, FORCE, QUIET, SIGNS, WEIGHTS
from riftline.signals.onset_learning import CONSTANT, FIRM, LOOSE, learnt, updated
from riftline.signals.tails import logistic
from test_signals_onset import DAYS, subjects

MOBILIZE, CONSULT = TYPES.index("MOBILIZE"), TYPES.index("CONSULT")


def test_rows_that_contradict_the_judgement_move_the_weights_and_as_many_more_move_them_further() -> None:
    mean, precision = np.concatenate([[CONSTANT], WEIGHTS]), np.diag([LOOSE, *[FIRM] * len(SIGNS)])
    chance = np.random.default_rng(0)
    signs = chance.normal(size=(4000, len(SIGNS)))
    truth = np.concatenate([[-3.0], -WEIGHTS])
    did = chance.random(4000) < logistic(truth[0] + signs @ truth[1:])
    some, _ = updated(mean, precision, signs[:400], did[:400])
    many, curve = updated(mean, precision, signs, did)
    gap = [float(np.abs(each - truth).mean()) for each in (mean, some, many)]
    assert gap[0] > gap[1] > gap[2]
    assert (np.linalg.eigvalsh(curve - precision) > -1e-6).all()


def test_nothing_to_learn_from_leaves_the_judged_weights() -> None:
    counts = np.zeros((3, QUIET + AHEAD, len(TYPES)), dtype=np.float32)
    found = learnt(subjects(counts))
    np.testing.assert_array_equal(found.weights[-1], np.concatenate([[CONSTANT], WEIGHTS]))
    assert found.onsets.sum() == 0


def test_a_week_teaches_when_its_four_weeks_are_over_and_not_before() -> None:
    counts = np.zeros((40, DAYS, len(TYPES)), dtype=np.float32)
    counts[:, :50, CONSULT] = 1
    counts[:20, 50, MOBILIZE] = 2
    counts[:20, QUIET + 3, FORCE] = 3
    found = learnt(subjects(counts))
    assert (found.weights[: QUIET + AHEAD] == found.weights[0]).all()
    assert found.onsets[QUIET + AHEAD - 1] == 0
    assert found.onsets[QUIET + AHEAD] == 20
    assert found.weights[QUIET + AHEAD, 1 + SIGNS.index("mobilisation")] > WEIGHTS[SIGNS.index("mobilisation")]
    part = learnt(subjects(counts[:, : DAYS - 20]))
    np.testing.assert_allclose(found.weights[: DAYS - 20], part.weights)
