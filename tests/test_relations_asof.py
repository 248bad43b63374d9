"""What is asked as of a day is told by what was published by then: later articles change later answers, not earlier ones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from example_reports import LATER, OTHER, RAID, raid
from riftline.records import Coding
from riftline.relations.asof import acts_as_of, ledger_as_of
from riftline.relations.panel import panel
from riftline.store.database import opened
from riftline.stories.keeping import keep

DAY = date(2024, 5, 7)


def typed(coding: Coding, kind: str, confidence: float = 0.8) -> Coding:
    return replace(coding, events=tuple(replace(event, type=kind, confidence=confidence) for event in coding.events))


# Two reports that are an event each until a third tells both in one.
BRIDGE = [
    raid("p", "Gunmen raided the market of Lower Quill."),
    raid("q", "A bomb went off at Lower Quill, the army of Ruritania said.", "The Tarn Herald", killed=2, day=date(2024, 5, 7)),
    raid("r", "Gunmen raided the market of Lower Quill and a bomb went off, the army of Ruritania said.", "Borduria Today", date(2024, 5, 10), killed=7),
]
ARTICLES = [
    raid("a"),
    raid("b", LATER, "Borduria Today", date(2024, 5, 8), 14),
    raid("c", RAID + " The market opens again tomorrow.", "The Lower Quill Echo", date(2024, 5, 9)),
    raid("d", OTHER, "The Tarn Herald", killed=3, place="High Tarn"),
    raid("e", "Borduria denied that its men had raided the market in Lower Quill on Monday.", "Borduria Today", date(2024, 5, 10), status="negated"),
    raid("f", "RETRACTION: " + RAID, published=date(2024, 5, 11)),
    typed(raid("g", LATER, "The Strelsau Courier", date(2024, 5, 12), 14), "COERCE", 0.99),
    raid("h", RAID, "The Strelsau Mail", date(2024, 5, 8), day=None),
    *BRIDGE,
]


def told(connection: DuckDBPyConnection, day: date) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """The ledger and the acts as of a day."""
    tables = ledger_as_of(connection, day), acts_as_of(connection, day)
    ledger, acts = (connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in tables)
    return ledger, acts


def kept(path: Path, codings: Sequence[Coding]) -> None:
    path.unlink(missing_ok=True)
    with opened(str(path), write=True) as connection:
        for coding in codings:
            keep(connection, coding)


@given(st.permutations(ARTICLES), st.integers(0, 6))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_as_of_a_day_is_what_would_be_told_had_nothing_been_published_since(tmp_path: Path, order: list[Coding], days: int) -> None:
    day = DAY + timedelta(days=days)
    kept(tmp_path / "then.duckdb", [item for item in order if item.document.published and item.document.published <= day])
    kept(tmp_path / "now.duckdb", order)
    with opened(str(tmp_path / "then.duckdb")) as then, opened(str(tmp_path / "now.duckdb")) as now:
        as_it_was = [row for row in then.execute("SELECT * FROM ledger ORDER BY ALL").fetchall() if row[5] <= day]
        assert told(now, day) == told(then, day)
        assert told(now, day)[0] == as_it_was


def test_a_panel_stays_as_it_was_when_later_articles_join(tmp_path: Path) -> None:
    kept(tmp_path / "t.duckdb", [ARTICLES[0], ARTICLES[3]])
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        before = panel(connection, until=DAY)
        for coding in ARTICLES[4:7]:
            keep(connection, coding)
        assert connection.execute("SELECT type FROM events WHERE article = 'a'").fetchall() != [("ASSAULT",)]
        after = panel(connection, until=DAY)
    assert (after.first, after.days, after.dyads) == (before.first, before.days, before.dyads)
    assert after.counts.tobytes() == before.counts.tobytes()
    assert after.intensity.tobytes() == before.intensity.tobytes()
    assert np.sum(before.counts) == 2


def test_what_is_told_again_may_stand_in_one_cell_with_what_is_not(tmp_path: Path) -> None:
    kept(tmp_path / "t.duckdb", [ARTICLES[0], ARTICLES[3], ARTICLES[6]])
    with opened(str(tmp_path / "t.duckdb")) as connection:
        rows = connection.execute(f"SELECT events, reports, len(ids) FROM {ledger_as_of(connection, DAY)} WHERE kind = 'dyad'").fetchall()
    assert rows == [(2, 2, 2)]


@pytest.mark.parametrize("day", [None, date(2030, 1, 1)])
def test_after_the_last_article_all_is_as_it_is_now(tmp_path: Path, day: date | None) -> None:
    kept(tmp_path / "t.duckdb", ARTICLES)
    with opened(str(tmp_path / "t.duckdb")) as connection:
        for name, table in (("ledger", ledger_as_of(connection, day)), ("acts", acts_as_of(connection, day))):
            assert connection.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() == connection.execute(f"SELECT * FROM {name} ORDER BY ALL").fetchall()
