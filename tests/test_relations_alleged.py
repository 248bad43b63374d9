"""Force that somebody is only accused of is none, until it is told as more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from example_breaches import telling
from riftline.records import Attribution, Coding
from riftline.relations.alleged import alleged
from riftline.relations.panel import TYPES, panel
from riftline.store.database import opened
from riftline.stories.keeping import keep

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DAY = date(2022, 9, 13)
MINES = "Azerbaijan accused Armenian troops of laying mines on the roads."


def accusing(id: str = "a", voucher: str = "AZE") -> Coding:
    """An article with the accusation and, of the same sentence, the act."""
    made = telling(id, DAY, ("ACCUSE", "allege", "AZE", "ARM", MINES), ("ASSAULT", "explosives", "ARM", "AZE", MINES))
    blame, act = made.events
    return replace(made, events=(blame, replace(act, attribution=Attribution(voucher, voucher))))


def ids(connection: DuckDBPyConnection, as_of: date | None = None) -> set[str]:
    return {row[0] for row in connection.execute(f"FROM {alleged(connection, as_of)}").fetchall()}


def assaults(connection: DuckDBPyConnection, as_of: date | None = None) -> float:
    made = panel(connection, until=as_of)
    return float(made.counts[..., TYPES.index("ASSAULT")].sum()) if made.dyads else 0.0


@pytest.mark.parametrize(("voucher", "counted"), [("AZE", 0), ("", 1), ("ARM", 1), ("USA", 1)])
def test_what_the_accuser_alone_says(tmp_path: Path, voucher: str, counted: int) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        keep(connection, accusing(voucher=voucher))
        assert assaults(connection) == counted
        assert len(ids(connection)) == 1 - counted
        blame = panel(connection).counts[..., TYPES.index("ACCUSE")].sum()
        assert blame == 1


def test_a_statement_in_so_many_words_counts(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        made = telling("b", DAY, ("ASSAULT", "", "ARM", "AZE", "Armenian guns fired on its post, the ministry in Baku said."))
        keep(connection, replace(made, events=tuple(replace(each, attribution=Attribution("AZE", "AZE")) for each in made.events)))
        assert ids(connection) == set()
        assert assaults(connection) == 1


def test_as_of_the_day(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        keep(connection, accusing())
        assert assaults(connection, DAY) == 0
        assert ids(connection, date(2022, 9, 1)) == set()
        assert len(ids(connection, DAY)) == 1
