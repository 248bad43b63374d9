"""From articles to signals: which are counted, and the clock's own stream."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from evaluation.end_to_end import news, wanted
from evaluation.signals_speed import dyads, measured, write

from riftline.readers.importing import Settings
from riftline.records import Act, Interval, Signal

DAY = date(2018, 1, 24)
ACT = Act("e", "ASSAULT", DAY, DAY, "TUR", "KRD", "Turkey attacked Kurds in Afrin", "It shelled the YPG.", "The Post", "a", None, None, 1, 1, 1.0)
RIFT = Signal("r", "rift", ("TUR", "USA"), None, DAY, Interval(DAY, DAY), 1.9, None, 0, 0, 0, "They turn away from each other.", (), (ACT,))
OTHER = replace(RIFT, actors=("RUS", "SYR"), score=1.5, events=(), reason="Where it was: Manbij.")


def test_the_figures_of_the_news() -> None:
    found = news([RIFT, OTHER])
    assert (found["rank"], found["score"], found["next"], found["next_actors"]) == (1, 1.9, 1.5, ["RUS", "SYR"])
    assert (found["january"], found["december"], found["dates"]) == (1, 0, ["2018-01-24"])
    assert (found["names"], found["named"]) == ({"YPG": 1, "Afrin": 1, "Manbij": 0}, 2)
    winter = news([replace(OTHER, score=2.0), replace(RIFT, date=date(2018, 12, 23))])
    assert (winter["rank"], winter["december"], winter["winter_names"]) == (2, 1, 2)
    assert news([OTHER])["rank"] is None


def test_which_signals_of_the_examples_count() -> None:
    leaning = replace(RIFT, kind="tilt", actors=("RUS", "AZE", "ARM"))
    there = replace(RIFT, kind="flashpoint", actors=("ARM", "AZE"), place="Nagorno-Karabakh")
    told = [replace(RIFT, actors=("ARM", "RUS")), RIFT, leaning, replace(leaning, actors=("RUS", "ARM", "AZE")), there, replace(there, place=None)]
    rifts, tilts, flashpoints = wanted(told)
    assert [each.actors for each in (*rifts, *tilts)] == [("ARM", "RUS"), ("RUS", "AZE", "ARM")]
    assert flashpoints == [there]


def test_a_year_of_a_few_dyads(tmp_path: Path) -> None:
    pairs = dyads(30)
    assert len(set(pairs)) == 30
    path = tmp_path / "year.tab"
    count = write(path, pairs)
    out = measured([str(path)], Settings("icews"))
    assert (out["dyads"], out["events"]) == (30, count)
    assert 360 <= out["days"] <= 365
    assert sum(out["signals"].values()) > 0
    assert write(tmp_path / "again.tab", pairs) == count
    assert (tmp_path / "again.tab").read_bytes() == path.read_bytes()
