from datetime import date

import numpy as np

from riftline.relations.commitments import Commitments, Rivalry
from riftline.relations.panel import TYPES, Panel
from riftline.signals.daybook import of_panel
from riftline.signals.odds import FRIENDS, HALF, at_odds, rivals
from riftline.signals.series import Run

DYADS = (("AAA", "BBB"), ("ARM", "AZE"), ("FRA", "GBR"))


def run(days: int = 10) -> Run:
    shape = (len(DYADS), 2, days)
    return Run(of_panel(Panel(date(2020, 1, 1), days, DYADS, TYPES, np.zeros((*shape, len(TYPES)), np.float32), np.zeros(shape, np.float32))))


def test_a_rivalry_holds_from_its_first_day_to_its_last_in_either_order_of_sides() -> None:
    told = Commitments((), [Rivalry("r", "rivalry", ("BBB", "AAA"), "", date(2020, 1, 4), date(2020, 1, 6), "s")])
    assert list(np.flatnonzero(rivals(run(), told)[0])) == [3, 4, 5]
    assert not rivals(run(), told)[1:].any()
    ended = Commitments((), [Rivalry("r", "rivalry", ("AAA", "BBB"), "", None, date(2019, 1, 6), "s")])
    assert not rivals(run(), ended).any()


def test_rivals_count_in_full_and_others_by_their_friction() -> None:
    share = np.zeros((len(DYADS), 10))
    share[2, 5], share[2, 6] = HALF / 2, 1.0
    weight = at_odds(run(), share)
    assert (weight[1] == 1).all()
    np.testing.assert_allclose(weight[0], FRIENDS)
    np.testing.assert_allclose(weight[2, 5:7], [0.5, 1.0])
