"""The acts that carry an alarm: of each part as many as it adds, nothing twice, nothing that does not count; and the scene."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from example_breaches import telling
from riftline.records import Part
from riftline.signals.acts import MOST, Carried, acts
from riftline.signals.alarm import Alarm, Look
from riftline.signals.scene import scene
from riftline.store.database import opened
from riftline.stories.keeping import keep

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY = date(2018, 2, 1)
LOOKS = (Look("TUR", "USA", "friction", "friction"), Look("TUR", "KRD", "force", "force"))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    """Ten attacks on the rival, told by two articles; two quarrels of the allies; a protest of citizens."""
    with opened(str(tmp_path / "t.duckdb"), write=True) as made:
        for name, late in (("a", 1), ("b", 12)):
            attacks = [("ASSAULT", "", "TUR", "KRD REB", f"In {name}, Turkish guns fired on hill {n} of the Kurds.") for n in range(5)]
            keep(made, telling(name, DAY - timedelta(days=late), *attacks))
        keep(made, telling("c", DAY - timedelta(days=9), ("ACCUSE", "", "TUR", "USA", "Turkey accused the United States of arming them.")))
        keep(made, telling("d", DAY - timedelta(days=5), ("THREATEN", "", "TUR", "USA", "Turkey threatened American troops in Manbij.")))
        keep(made, telling("e", DAY - timedelta(days=3), ("PROTEST", "", "TUR CVL", "USA", "Turks burnt flags outside the embassy.")))
        keep(made, telling("f", DAY - timedelta(days=3), ("THREATEN", "", "TUR", "USA", "Turkey may close the base."), status="possible"))
        yield made


def carried(connection: DuckDBPyConnection, *adds: float, named: Sequence[str] = ()) -> Carried:
    parts = [Part(name, value, "") for name, value in zip(("friction", "force"), adds, strict=True)]
    parts += [Part("breach", 0.7, "", (event,)) for event in named]
    alarm = Alarm("rift", ("TUR", "USA"), None, DAY - timedelta(days=27), DAY, sum(adds), None, 0, 0, 0, tuple(parts), looks=LOOKS)
    (found,) = acts(connection, [alarm])
    return found


@pytest.mark.parametrize(("friction", "force", "own"), [(1.0, 1.0, 2), (2.0, 0.0, 2), (0.1, 2.0, 1)])
def test_each_part_is_shown_by_what_it_adds(connection: DuckDBPyConnection, friction: float, force: float, own: int) -> None:
    found = carried(connection, friction, force).acts
    assert len(found) == MOST
    assert sum(act.target == "USA" for act in found) == own
    assert found[0].target == ("USA" if friction > force else "KRD")


def test_of_ten_tellings_both_articles_are_shown(connection: DuckDBPyConnection) -> None:
    found = [act for act in carried(connection, 0.1, 2.0).acts if act.target == "KRD"]
    assert {act.article for act in found[:2]} == {"a", "b"}
    assert len({act.quote for act in found}) == len(found)


def test_what_does_not_count_carries_nothing(connection: DuckDBPyConnection) -> None:
    quotes = " ".join(act.quote or "" for act in carried(connection, 5.0, 0.0).acts)
    assert "Manbij" in quotes
    assert "flags" not in quotes
    assert "may close" not in quotes


def test_what_a_part_names_comes_with_its_weight(connection: DuckDBPyConnection) -> None:
    (event,) = connection.execute("SELECT id FROM events WHERE evidence LIKE '%flags%'").fetchall()[0]
    found = carried(connection, 0.1, 0.1, named=[event]).acts
    assert found[0].event == event
    assert found[0].weight == pytest.approx(0.7 / 0.9)
    assert all(act.weight < 0.2 for act in found[1:])


def test_the_scene_is_that_of_all_acts() -> None:
    row = {"place": "Afrin", "precision": "city", "source_code": "TUR", "source_name": "Turkey", "source_sectors": [], "target_code": "KRD",
           "target_name": "People's Protection Units", "target_sectors": ["REB"]}  # fmt: skip
    others = [
        row | {"place": "Syria", "precision": "country", "target_name": "Kurds"},
        row | {"place": "Manbij", "target_name": "Kurds: fighters"},
        row | {"place": None, "target_code": "USA", "target_name": "Donald Trump"},
    ]
    assert scene(("TUR", "USA"), [row, row, *others]) == "Where it was: Afrin (2 acts) and Manbij. Who else: People's Protection Units (2 acts)."
    assert scene(("TUR", "USA"), []) == ""
