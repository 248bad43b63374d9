import math
from xml.etree import ElementTree

import pytest
from evaluation.calibration import bins
from evaluation.confidence import curve, fitted
from evaluation.reliability import EDGE, SIZE, diagram


def test_each_bound_has_the_precision_and_recall_of_what_is_above_it() -> None:
    judged = [(True, 0.9), (False, 0.85), (True, 0.5), (False, 0.1)]
    rows = {row["least"]: row for row in curve(judged, found=[0.9, 0.5], core=4)}
    assert (rows[0.0]["precision"], rows[0.0]["recall"], rows[0.0]["events"]) == (0.5, 0.5, 4)
    assert (rows[0.8]["precision"], rows[0.8]["recall"]) == (0.5, 0.25)
    assert rows[0.9]["f1"] == pytest.approx(0.4)
    assert curve([], [], 0)[0]["precision"] is None


def test_bins_go_from_the_least_confident_to_the_most() -> None:
    assert bins([(True, 1.0), (False, 0.95), (False, 0.05)]) == [(0.05, 0.0, 1), (pytest.approx(0.975), 0.5, 2)]


def test_a_fit_finds_confidence_that_is_too_high() -> None:
    judged = [(n < 5, 0.8) for n in range(10)] + [(n < 2, 0.5) for n in range(10)]
    slope, offset = fitted(judged)
    for confidence, share in ((0.8, 0.5), (0.5, 0.2)):
        odds = slope * math.log(confidence / (1 - confidence)) + offset
        assert 1 / (1 + math.exp(-odds)) == pytest.approx(share, abs=0.02)


def test_the_diagram_has_a_point_for_each_bin_at_its_place() -> None:
    root = ElementTree.fromstring(diagram([(0.0, 1.0, 4), (1.0, 0.5, 1)], "a title"))
    points = [circle.attrib for circle in root.iter("{http://www.w3.org/2000/svg}circle")]
    assert [(float(p["cx"]), float(p["cy"])) for p in points] == [(EDGE, EDGE / 2), (EDGE + SIZE, EDGE / 2 + SIZE / 2)]
    assert float(points[0]["r"]) == 2 * float(points[1]["r"])
    assert "4 events of confidence 0.00: 100% right" in ElementTree.tostring(root, encoding="unicode")
