from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from riftline.relations.panel import TYPES, Panel
from riftline.signals.daybook import Rows, of_panel
from riftline.signals.onset import FORCE, KNOWN, QUIET, SIGNS, USUAL, Subjects, dyads, elsewhere
from riftline.signals.series import Run

DAYS = 120
MOBILIZE, CONSULT, ACCUSE = (TYPES.index(kind) for kind in ("MOBILIZE", "CONSULT", "ACCUSE"))


def subjects(counts: NDArray[np.float32], rivalry: bool = False) -> Subjects:
    names = tuple((f"A{index:02}", f"B{index:02}") for index in range(len(counts)))
    run = made(np.stack([counts, np.zeros_like(counts)], axis=1), names)
    rows = Rows(run.acts.subject // 2, run.acts.day, run.acts.counts)
    usual = np.full(counts.shape[:2], USUAL["violence"], dtype=np.float32)
    return Subjects(run.stretch, "subjects", rows, len(counts), np.full(counts.shape[:2], rivalry), usual)


def made(counts: NDArray[np.float32], names: tuple[tuple[str, str], ...]) -> Run:
    return Run(of_panel(Panel(date(2020, 1, 1), counts.shape[2], names, TYPES, counts, np.zeros(counts.shape[:3], np.float32))))


def told(*acts: tuple[int, int, int]) -> NDArray[np.float32]:
    """Counts of one subject: (day, type, number)."""
    counts = np.zeros((1, DAYS, len(TYPES)), dtype=np.float32)
    for day, kind, number in acts:
        counts[0, day, kind] += number
    return counts


def test_signs_tell_what_was_seen_in_their_days() -> None:
    found = subjects(told((50, MOBILIZE, 3), (60, CONSULT, 1)), rivalry=True)
    assert round(found.value("mobilisation", 0, 50)) == 3
    assert round(found.value("mobilisation", 0, 77)) == 3
    assert round(found.value("mobilisation", 0, 78)) == 0
    assert round(found.value("threat", 0, 60)) == 0
    assert found.signs[SIGNS.index("rivalry"), 0, 5] == 1
    assert abs(found.value("friction", 0, 60) - 4 / 9) < 1e-6
    assert found.value("surge", 0, 60) > 2
    assert found.signs.shape == (len(SIGNS), 1, DAYS)


def test_it_is_asked_only_after_eight_weeks_without_force_and_of_what_is_known() -> None:
    found = subjects(told((10, FORCE, 1), (11, CONSULT, KNOWN - 1)))
    asked = np.flatnonzero(found.open[0])
    assert asked[0] == 10 + QUIET
    assert not subjects(told((10, CONSULT, KNOWN - 1))).open.any()
    assert round(found.value("history", 0, 100)) == 1


def test_what_comes_later_changes_no_sign() -> None:
    chance = np.random.default_rng(3)
    counts = chance.poisson(0.05, (6, 2, DAYS, len(TYPES))).astype(np.float32)
    names = (("AAA", "BBB"), ("AAA", "CCC"), ("AAA", "DDD"), ("BBB", "CCC"), ("BBB", "DDD"), ("CCC", "DDD"))
    whole, part = (dyads(made(counts[:, :, :days], names)) for days in (DAYS, 70))
    np.testing.assert_allclose(whole.signs[:, :, :70], part.signs, rtol=1e-4, atol=1e-5)
    np.testing.assert_array_equal(whole.open[:, :70], part.open)


def test_force_elsewhere_counts_where_one_deals_it_out_and_the_other_suffers() -> None:
    counts = np.zeros((4, 2, DAYS, len(TYPES)), dtype=np.float32)
    counts[:, :, :, CONSULT] = 0.2
    counts[1, 0, 20, FORCE] = 6  # AAA strikes CCC
    counts[3, 1, 20, FORCE] = 6  # DDD strikes BBB
    names = (("AAA", "BBB"), ("AAA", "CCC"), ("AAA", "DDD"), ("BBB", "DDD"))
    found = elsewhere(made(counts, names))
    assert found[0, 30] > found[2, 30]
    assert found[0, 30] > found[0, 10]
