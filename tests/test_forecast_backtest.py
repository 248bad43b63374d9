"""The back-test scores what was said with what came, and on acts that come at random at known rates forecasts are calibrated."""

import xml.etree.ElementTree as ElementTree
from datetime import date

import numpy as np
import pytest

from outlook_streams import on, world
from riftline.errors import RiftlineError
from riftline.forecast.backtest import Backtest, backtest
from riftline.forecast.backtest_plot import curve
from riftline.forecast.outlook_fit import happened
from riftline.forecast.outlook_stream import OUTCOMES, made


@pytest.fixture(scope="module")
def found() -> Backtest:
    return backtest(made(world(420)))


def test_forecasts_of_random_acts_are_calibrated(found: Backtest) -> None:
    for name, parts in found.parts.items():
        whole = parts[0]
        assert whole.outcome is None
        assert whole.scores["full"].error < 0.02, name
        for each in whole.bins:
            if each.cells > 1000:
                assert each.came == pytest.approx(each.forecast, abs=0.08), (name, each)


def test_rates_that_differ_are_told_apart(found: Backtest) -> None:
    for parts in found.parts.values():
        whole = parts[0]
        share = whole.acts / whole.cells
        assert whole.scores["full"].brier < 0.8 * share * (1 - share)
        assert whole.scores["full"].log < 1.02 * whole.scores["climatology"].log  # of acts at random no more can be known than their rates
        assert whole.skill > -0.01


def test_the_parts_add_up(found: Backtest) -> None:
    for parts in found.parts.values():
        types = parts[1:17]
        assert parts[0].cells == sum(part.cells for part in types)
        assert parts[0].acts == sum(part.acts for part in types)
        assert parts[0].cells == sum(each.cells for each in parts[0].bins)
        brier = np.average([part.scores["full"].brier for part in types], weights=[part.cells for part in types])
        assert parts[0].scores["full"].brier == pytest.approx(brier)


def test_no_window_reaches_beyond_the_end() -> None:
    stream = made(world(200))
    early = backtest(stream, on(80), on(150))
    again = backtest(made([act for act in world(200) if act[2] <= on(150)]), on(80), on(150))
    for name in early.parts:
        one, other = early.parts[name][0], again.parts[name][0]
        assert (one.acts, one.cells) == (other.acts, other.cells)
        assert one.scores["full"].brier == pytest.approx(other.scores["full"].brier, rel=1e-4)


def test_what_happened_is_after_the_day_and_within_the_window() -> None:
    stream = made([("A", "B", on(day), "ACCUSE") for day in (0, 10, 17)])
    accuse = OUTCOMES.index("ACCUSE")
    assert [bool(happened(stream, day, 7)[:, accuse].any()) for day in (2, 3, 9, 10, 16, 17)] == [False, True, True, True, True, False]


@pytest.mark.parametrize(("first", "last"), [(None, on(20)), (on(95), None), (date(2030, 1, 1), None)])
def test_a_span_without_a_window_is_refused(first: date | None, last: date | None) -> None:
    with pytest.raises(RiftlineError, match="back-test needs"):
        backtest(made(world(100)), first, last)


def test_the_curve_is_a_picture_with_a_line_for_each_horizon(found: Backtest) -> None:
    root = ElementTree.fromstring(curve(found))
    lines = [each for each in root if each.tag.endswith("polyline")]
    assert len(lines) == len(found.parts) == 2
    points = [float(value) for each in lines for point in each.attrib["points"].split() for value in point.split(",")]
    assert min(points) >= 0
    assert max(points) <= 420
