"""Rift, tilt and their tails: what a sceptic would plant, and the clock."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from riftline.relations.commitments import Bond, Commitments, Rivalry
from riftline.relations.panel import TYPES, Panel
from riftline.signals.alarm import faded
from riftline.signals.daybook import of_panel
from riftline.signals.rift import rifts
from riftline.signals.series import Run, damped, within
from riftline.signals.stretch import Series, Stretch
from riftline.signals.tails import log_gamma, surprise_of_count, surprise_of_share, surprise_of_z
from riftline.signals.ties import Bonding, Breach, Ties
from riftline.signals.tilt import tilts

FIRST, DAYS = date(2020, 1, 1), 200
ACCUSE, ASSAULT, AID, CONSULT = (TYPES.index(kind) for kind in ("ACCUSE", "ASSAULT", "AID", "CONSULT"))
DYADS = (("ARM", "AZE"), ("ARM", "RUS"), ("AZE", "RUS"), ("FRA", "GBR"))
TIES = Ties(
    Commitments(
        [Bond("pact", "mutual defence", ("ARM", "RUS"), "Treaty of Aid", date(1997, 1, 1), None, "x", binds="defence")],
        [Rivalry("war", "war", ("ARM", "AZE"), "a region", date(1988, 1, 1), None, "x")],
    )
)


def made(counts: NDArray[np.float32]) -> Run:
    return Run(of_panel(Panel(FIRST, counts.shape[2], DYADS, TYPES, counts, np.zeros(counts.shape[:3], np.float32))))


def usual() -> NDArray[np.float32]:
    counts = np.zeros((len(DYADS), 2, DAYS, len(TYPES)), np.float32)
    counts[:, :, ::4, CONSULT] = 1
    counts[:, :, ::20, ACCUSE] = 1
    return counts


def test_only_the_bound_have_rifts_and_calm_is_none() -> None:
    found = rifts(made(usual()), TIES)
    assert found.score.shape == (1, DAYS)
    assert found.score[0, 100:].max() < 1.2


def test_friction_between_the_bound_is_a_rift_and_volume_is_not() -> None:
    turn, surge = usual(), usual()
    turn[1, 0, 150:170, ACCUSE] += 1
    surge[1, :, 150:170] *= 6
    rift, volume = rifts(made(turn), TIES), rifts(made(surge), TIES)
    assert rift.score[0, 165] > 3
    assert volume.score[0, 150:].max() < 1.5
    alarm = rift.explain(0, 165)
    assert alarm.actors == ("ARM", "RUS")
    assert alarm.bond == "Treaty of Aid"
    assert alarm.parts[0].name == "friction"
    assert alarm.observed > 2 * alarm.baseline
    assert sum(part.adds for part in alarm.parts) == pytest.approx(alarm.score, abs=1e-3)
    assert volume.explain(0, 165).attention > volume.score[0, 165]


def test_a_breach_counts_from_its_day_and_fades() -> None:
    breach = Breach("ARM", "RUS", date(2020, 5, 1), ("e1",), "Armenia left", 0.8)
    found = rifts(made(usual()), TIES, [breach])
    plain = rifts(made(usual()), TIES)
    gain = found.score[0] - plain.score[0]
    day = (breach.known - FIRST).days
    assert gain[day - 1] == 0
    assert gain[day] == pytest.approx(0.6, abs=1e-3)
    assert 0 < gain[day + 60] < gain[day]
    assert [part.events for part in found.explain(0, day).parts if part.name == "breach"] == [("e1",)]


def test_cooperation_with_the_rival_is_part_of_a_rift() -> None:
    counts = usual()
    counts[2, 1, 150:165, AID] += 2  # RUS to AZE, the rival of ARM
    alarm = rifts(made(counts), TIES).explain(0, 165)
    assert "cooperation with the rival" in {part.name for part in alarm.parts}
    assert any((look.source, look.target) == ("RUS", "AZE") for look in alarm.looks)


def test_nothing_comes_from_the_future() -> None:
    chance = np.random.default_rng(2)
    counts = chance.poisson(0.2, (len(DYADS), 2, DAYS, len(TYPES))).astype(np.float32)
    whole, then = made(counts), made(counts[:, :, :120])
    np.testing.assert_array_equal(rifts(whole, TIES).score[:, :120], rifts(then, TIES).score)
    pairs = TIES.pairs()
    before, after = tilts(then, pairs), tilts(whole, pairs)
    np.testing.assert_allclose(before.score, after.score[:, :120], atol=1e-6)
    assert before.explain(0, 110).actors == after.explain(0, 110).actors


def test_a_tilt_says_to_whom() -> None:
    counts = usual()
    counts[2, 1, 150:180, AID] += 1  # RUS to AZE
    counts[1, 1, 150:180, ACCUSE] += 1  # RUS to ARM
    found = tilts(made(counts), TIES.pairs())
    alarm = found.explain(0, 175)
    assert alarm.actors == ("RUS", "AZE", "ARM")
    assert alarm.score > 2
    assert alarm.observed > alarm.baseline
    assert found.score[0, 140] < 1
    assert "times as high towards Azerbaijan" in alarm.parts[0].words


def test_new_bonds_and_breaches_speak_for_a_tilt() -> None:
    day = date(2020, 6, 1)
    told = tilts(made(usual()), TIES.pairs(), [Breach("RUS", "ARM", day, ("e1",), "no help", 1.0)], [Bonding(("RUS", "AZE"), day, "pact", "a")])
    alarm = told.explain(0, (day - FIRST).days)
    assert alarm.actors == ("RUS", "AZE", "ARM")
    assert {part.name for part in alarm.parts} >= {"breach", "new bond"}


@given(st.integers(0, 12), st.integers(0, 12), st.floats(0.2, 20), st.floats(0.2, 20))
def test_the_tail_of_a_share_is_that_of_its_terms(k: int, more: int, a: float, b: float) -> None:
    n = k + more
    if n == 0 or k * (a + b) <= n * a:
        assert surprise_of_share(k, n, a, b) == 0
        return

    def beta(x: float, y: float) -> float:
        return math.lgamma(x) + math.lgamma(y) - math.lgamma(x + y)

    tail = sum(math.comb(n, j) * math.exp(beta(j + a, n - j + b) - beta(a, b)) for j in range(k, n + 1))
    assert float(surprise_of_share(k, n, a, b)) == pytest.approx(-math.log10(tail), abs=1e-6)


def test_the_other_tails() -> None:
    assert log_gamma([0.3, 7.0]) == pytest.approx([math.lgamma(0.3), math.lgamma(7.0)], abs=1e-8)
    tail = 1 - sum(math.exp(math.lgamma(j + 2) - math.lgamma(j + 1)) * (5 / 6) ** 2 * (1 / 6) ** j for j in range(3))
    assert float(surprise_of_count(3, 2, 5, 1)) == pytest.approx(-math.log10(tail), abs=1e-6)
    assert float(surprise_of_z(1.959964)) == pytest.approx(-math.log10(0.025), abs=1e-3)
    assert float(surprise_of_z(-1.0)) == 0


def test_sums_over_days() -> None:
    values = np.array([[1, 0, 2, 1]], np.float32)
    assert within(values, 2).tolist() == [[1, 1, 2, 3]]
    told = Series(Stretch(FIRST, 0, 4), "acts", np.zeros(3, np.int64), np.array([0, 2, 3]), np.array([1, 2, 1]), 1)
    assert told.values().tolist() == values.tolist()
    assert told.within(2).tolist() == [[1, 1, 2, 3]]
    assert told.past(2, 1.0).tolist() == [[0, 0, 1, 0.5]]
    assert told.before().tolist() == [[0, 1, 1, 3, 4]]
    assert damped(np.array([0, 1, math.e], np.float32)) == pytest.approx([0, 1, 2])
    assert faded(1.0, date(2020, 1, 2), FIRST, 4, 1.0).tolist() == [0, 1, 0.5, 0.25]
