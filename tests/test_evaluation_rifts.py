"""The evaluation of rifts looks at those who are bound, and ranks a planted rift above calm."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from evaluation.rifts import NEVER, bound, measured, scored
from evaluation.ruptures import Known

from riftline.relations.commitments import bundled
from riftline.relations.panel import TYPES, Panel
from riftline.signals.choosing import BUSY
from riftline.signals.ties import Ties

FIRST, DAYS = date(2018, 1, 1), 300
DYADS = (("ARM", "RUS"), ("BRA", "JPN"), ("DEU", "USA"), ("TUR", "USA"))


@pytest.fixture
def stream() -> Panel:
    chance = np.random.default_rng(5)
    counts = chance.poisson(0.02, (len(DYADS), 2, DAYS, len(TYPES))).astype(np.float32)
    counts[3, :, 200:215, TYPES.index("ACCUSE")] += 2
    return Panel(FIRST, DAYS, DYADS, TYPES, counts, np.zeros(counts.shape[:3], np.float32))


def test_who_is_bound(stream: Panel) -> None:
    rows, holds = bound(stream, Ties(bundled()))
    assert [DYADS[row] for row in rows] == [DYADS[0], DYADS[2], DYADS[3]]
    assert holds.shape == (3, DAYS)
    assert holds.all()


def test_a_planted_rift_is_found(stream: Panel, tmp_path: Path) -> None:
    path = tmp_path / "known.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("a", "b", "date", "kind"), ("TUR", "USA", "2018-07-20", "rupture"), ("TUR", "USA", "2018-07-20", "thaw"), ("BRA", "JPN", "2018-07-20", "rupture")]
        )
    out = measured(stream, path)
    assert (out["events"], out["dyads"], out["counted"]) == (1, 3, 3)
    assert out["scores"]["ours"]["found"][-1] == 1
    assert out["scores"]["ours"]["log"] < np.log10(NEVER)
    assert {"friction", "volume", "rupture", "365 days as well"} <= set(out["scores"])


def test_what_is_never_found_counts_as_such() -> None:
    score = np.zeros((2, 100), np.float32)
    score[1, 50] = 3
    assert scored([Known(0, 50, False)], score, np.full(2, BUSY, np.float32)) == {"found": [0, 0, 0, 0], "log": 2.0}
