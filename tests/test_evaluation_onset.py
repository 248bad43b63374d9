from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from evaluation.onset import Asked, auc, average_precision, measured, questions

from riftline.relations.panel import TYPES, Panel

FORCE, CONSULT, MOBILIZE = (TYPES.index(kind) for kind in ("ASSAULT", "CONSULT", "MOBILIZE"))


def asked(did: list[int], score: list[float]) -> Asked:
    return Asked(np.arange(len(did)), np.array(did, dtype=bool), np.array(score, dtype=float))


def test_ranking_figures_on_cases_reckoned_by_hand() -> None:
    assert auc(asked([0, 0, 1, 1], [1, 2, 3, 4])) == 1
    assert auc(asked([1, 0, 1, 0], [1, 1, 1, 1])) == 0.5
    assert auc(asked([1, 0, 0, 1], [1, 2, 3, 4])) == 0.5
    assert average_precision(asked([1, 0, 1, 0], [4, 3, 2, 1])) == pytest.approx((1 + 2 / 3) / 2)
    assert average_precision(asked([1, 0, 0, 0], [1, 1, 1, 1])) == 0.25


def test_only_the_quiet_and_known_are_asked_and_three_acts_make_it() -> None:
    force, acts = np.zeros((3, 120)), np.ones((3, 120))
    force[0, 70:73] = 1
    force[1, 70:72] = 1
    force[2, 40] = 1
    found = questions(force, acts, np.zeros((3, 120)), range(60, 61), 10)
    assert found.dyad.tolist() == [0, 1]
    assert found.did.tolist() == [True, False]
    assert not len(questions(force, acts, force, range(60, 61), 100).did)


def test_the_line_on_a_stream_where_troops_come_before_fighting() -> None:
    chance = np.random.default_rng(0)
    counts = chance.poisson(0.2, (60, 2, 200, len(TYPES))).astype(np.float32)
    counts[..., FORCE] = 0
    for dyad in range(12):
        day = 70 + 8 * dyad
        counts[dyad, 0, day : day + 4, MOBILIZE] += 4
        counts[dyad, 0, day + 10 : day + 13, FORCE] = 2
    names = tuple((f"A{index:02}", f"B{index:02}") for index in range(60))
    line = measured(Panel(date(2018, 1, 1), 200, names, TYPES, counts, np.zeros((60, 2, 200), np.float32)), date(2018, 4, 1), None, 10)
    assert line["came"] > 5
    assert line["auc"] > 0.7
    assert line["auc"] > line["controls"]["volume"]["auc"]
    assert sum(number for _, _, number in line["reliability"]) == line["asked"]
