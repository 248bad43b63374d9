"""Flashpoints of dyads and places: on made-up panels, and on a store whose clock is moved."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from event_data import imported, table, write
from riftline.relations.panel import TYPES, Panel
from riftline.signals.daybook import of_panel
from riftline.signals.find import Wanted, find
from riftline.signals.flashpoint import of_dyads, probabilities
from riftline.signals.onset import FORCE, dyads
from riftline.signals.onset_learning import learnt
from riftline.signals.series import Run
from riftline.store.database import opened

MOBILIZE, THREATEN, CONSULT = (TYPES.index(kind) for kind in ("MOBILIZE", "THREATEN", "CONSULT"))
DAYS = 150


def made(counts: NDArray[np.float32]) -> Run:
    names = tuple((f"A{index:02}", f"B{index:02}") for index in range(len(counts)))
    return Run(of_panel(Panel(date(2020, 1, 1), counts.shape[2], names, TYPES, counts, np.zeros(counts.shape[:3], np.float32))))


def talking(dyads_: int = 30) -> NDArray[np.float32]:
    counts = np.zeros((dyads_, 2, DAYS, len(TYPES)), np.float32)
    counts[..., CONSULT] = np.random.default_rng(1).poisson(0.2, counts.shape[:3])
    return counts


def test_threats_and_troops_stand_out_and_the_parts_are_the_score() -> None:
    counts = talking()
    counts[4, 0, 100:105, MOBILIZE], counts[4, 1, 101:104, THREATEN] = 1, 1
    run = made(counts)
    subjects = dyads(run)
    found = of_dyads(run, subjects, learnt(subjects))
    assert int(np.nanargmax(found.score[:, 106])) == 4
    likely = probabilities(subjects, learnt(subjects))[4]
    assert likely[106] > 3 * likely[99]
    alarm = found.explain(4, 106)
    assert alarm.probability is not None
    assert alarm.probability > 3 * alarm.baseline
    assert alarm.parts[0].name == "mobilisation"
    assert "mobilisations in four weeks: 5" in alarm.parts[0].words
    assert sum(part.adds for part in alarm.parts) == pytest.approx(alarm.score, abs=1e-5)
    assert alarm.attention < alarm.score
    assert "outbreaks" in str(alarm.thin)


def test_more_signs_never_make_violence_less_likely() -> None:
    fewer, more = talking(), talking()
    more[4, 0, 100:105, MOBILIZE] += 2
    likely = [probabilities(subjects, learnt(subjects))[4, 106] for each in (fewer, more) if (subjects := dyads(made(each)))]
    assert likely[1] > likely[0]


def test_where_there_is_violence_already_or_nothing_new_nothing_is_said() -> None:
    counts = talking()
    counts[1:4, 0, 80:140:20, THREATEN] = 1
    counts[2, 0, 90, FORCE] = 1
    counts[3, :, 81:] = 0
    run = made(counts)
    subjects = dyads(run)
    found = of_dyads(run, subjects, learnt(subjects))
    assert np.isnan(found.score[2, 90:146]).all()
    assert np.isfinite(found.score[2, 146:]).any()
    assert np.isfinite(found.score[1, 80:]).all()
    assert np.isfinite(found.score[3, 80:136]).all()
    assert np.isnan(found.score[3, 136:]).all()


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Talks for 15 weeks between two whom a dispute divides, then troops gather in one province, then they fight there."""
    folder = tmp_path_factory.mktemp("flashpoint")
    rows = []
    for n in range(160):
        day = date(2021, 1, 1) + timedelta(days=n)
        code, text, province = ("042", "Make a visit", "Yerevan") if n % 3 else ("112", "Accuse", "Syunik Province")
        if 110 <= n < 118:
            code, text, province = "154", "Mobilize or increase armed forces", "Syunik Province"
        if n >= 130:
            code, text, province = "190", "Use conventional military force", "Syunik Province"
        rows.append({
            "event_id": str(n), "event_date": day.isoformat(), "cameo_code": code, "event_text": text, "story_id": str(n),
            "source_name": "Azerbaijan", "source_country": "Azerbaijan", "target_name": "Armenia", "target_country": "Armenia",
            "city": "", "district": "", "province": province, "country": "Armenia", "source_sectors": "", "target_sectors": "",
        })  # fmt: skip
    imported(folder / "t.duckdb", write(folder / "events.csv", table("icews", *rows)))
    return folder / "t.duckdb"


def test_dyad_and_place_are_raised_before_the_fighting_with_the_acts_that_carry_them(db: Path) -> None:
    with opened(str(db)) as connection:
        signals = find(connection, Wanted(("flashpoint",), as_of=date(2021, 5, 5)))
        later = find(connection, Wanted(("flashpoint",), since=date(2021, 5, 15)))
    where = {each.place: each for each in signals if each.date >= date(2021, 4, 20)}
    assert {None, "Syunik Province"} <= set(where)
    for each in where.values():
        assert each.actors == ("ARM", "AZE")
        assert each.events[0].type == "MOBILIZE"
        assert "chance of" in each.reason
        assert each.probability == each.observed
    assert where["Syunik Province"].id == f"flashpoint-ARM-AZE-Syunik-Province-{where['Syunik Province'].date}"
    assert later == []


def test_what_is_said_of_a_day_does_not_change_when_the_clock_goes_on(db: Path) -> None:
    with opened(str(db)) as connection:
        whole = find(connection, Wanted(("flashpoint",), rate=20))
        for day in (date(2021, 4, 1), date(2021, 4, 25), date(2021, 5, 8)):
            now = {each.id: each for each in find(connection, Wanted(("flashpoint",), as_of=day))}
            then = {each.id: each for each in find(connection, Wanted(("flashpoint",), until=day))}
            assert now == then
    assert whole
