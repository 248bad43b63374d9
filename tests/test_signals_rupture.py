from datetime import date

import numpy as np
from numpy.typing import NDArray

from riftline.relations.panel import TYPES, Panel
from riftline.signals.choosing import choose
from riftline.signals.daybook import of_panel
from riftline.signals.rupture import ruptures, thaws
from riftline.signals.series import Run

ACCUSE, ASSAULT, CONSULT = (TYPES.index(kind) for kind in ("ACCUSE", "ASSAULT", "CONSULT"))
DAYS, TURN = 200, 150


def made(counts: NDArray[np.float32]) -> Run:
    dyads = tuple((f"A{index:02}", f"B{index:02}") for index in range(len(counts)))
    return Run(of_panel(Panel(date(2020, 1, 1), counts.shape[2], dyads, TYPES, counts, np.zeros(counts.shape[:3], np.float32))))


def quiet(dyads: int = 20) -> NDArray[np.float32]:
    chance = np.random.default_rng(1)
    counts = np.zeros((dyads, 2, DAYS, len(TYPES)), np.float32)
    counts[..., CONSULT] = chance.poisson(0.3, counts.shape[:3])
    counts[..., ACCUSE] = chance.poisson(0.08, counts.shape[:3])
    return counts


def test_a_planted_rupture_stands_out_and_is_explained() -> None:
    counts = quiet()
    counts[3, 0, TURN : TURN + 7, ASSAULT] += 3
    found = ruptures(made(counts))
    day = int(np.nanargmax(found.score[3]))
    assert TURN <= day <= TURN + 7
    assert found.score[3, day] > 1.5 * np.nanmax(np.delete(found.score, 3, axis=0))
    alarm = found.explain(3, day)
    assert alarm.kind == "rupture"
    assert alarm.parts[0].name == "assault"
    assert "none before" in alarm.parts[0].words
    assert abs(sum(part.adds for part in alarm.parts) - alarm.score) < 1e-4
    assert alarm.observed > 5 * alarm.baseline


def test_a_surge_of_all_acts_at_the_same_share_counts_far_less() -> None:
    surge, turn = quiet(), quiet()
    surge[3, :, TURN : TURN + 7, CONSULT], surge[3, :, TURN : TURN + 7, ACCUSE] = 12, 3
    turn[3, :, TURN : TURN + 7, ACCUSE] = 3
    volume, friction = (ruptures(made(each)) for each in (surge, turn))
    day = TURN + 6
    assert volume.score[3, day] < 0.6 * friction.score[3, day]
    assert volume.score[3, day] < 4.5
    assert volume.explain(3, day).attention > volume.score[3, day]


def test_what_comes_later_changes_nothing() -> None:
    counts = quiet()
    counts[5, 0, TURN:, ASSAULT] += 4
    for detect in (ruptures, thaws):
        whole, part = detect(made(counts)).score, detect(made(counts[:, :, :120])).score
        np.testing.assert_allclose(whole[:, :120], part, rtol=1e-5)


def test_sides_may_be_swapped() -> None:
    counts = quiet()
    counts[5, 0, TURN : TURN + 7, ASSAULT] += 4
    for detect in (ruptures, thaws):
        np.testing.assert_allclose(detect(made(counts)).score, detect(made(counts[:, ::-1])).score, rtol=1e-5)


def test_a_thaw_is_a_turn_to_cooperation_of_those_at_odds() -> None:
    counts = quiet()
    counts[3:5, :, :TURN] = 0
    counts[3, :, :TURN:4, ACCUSE] = counts[4, :, :TURN:4, CONSULT] = 1
    counts[3:5, :, TURN : TURN + 7] = 0
    counts[3:5, :, TURN : TURN + 7, CONSULT] = 4
    score = thaws(made(counts)).score
    assert score[3, TURN + 6] > score[4, TURN + 6]
    assert score[3, TURN + 6] > 2 * np.nanmax(np.delete(score, [3, 4], axis=0))
    assert not np.nan_to_num(ruptures(made(counts)).score[3, TURN + 6 :]).any()


def test_an_alarm_at_a_rate_is_the_planted_one() -> None:
    counts = quiet()
    counts[3, 0, TURN : TURN + 7, ASSAULT] += 3
    found = ruptures(made(counts))
    alarms, _ = choose(found.score, found.busy, (0, DAYS - 1), 0.1)
    assert [subject for subject, _ in alarms] == [3]
