"""Which signals of a look are news: the first look, later ones, late articles, a store that is filled at once, a date far ahead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from riftline.records import Interval, Signal
from riftline.store.database import now, opened
from riftline.store.news import LATE, MOST, news
from riftline.store.schema import MIGRATIONS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LAST = date(2023, 6, 30)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "n.duckdb"), write=True) as connection:
        ends(connection, LAST)
        yield connection


def ends(connection: DuckDBPyConnection, day: date) -> None:
    """The data has something on this day."""
    query = "INSERT INTO ledger BY NAME SELECT 'dyad' AS kind, '' AS scope, 'ARM' AS source, 'RUS' AS target, $1::DATE AS day, $1::DATE AS known, "
    connection.execute(query + "'CONSULT' AS type, '' AS mode, 1 AS events, 1.0 AS intensity", [day])


def signal(day: date, score: float = 2.0, name: str = "") -> Signal:
    identity = f"rift-ARM-RUS-{name or day}"
    return Signal(
        id=identity, kind="rift", actors=("ARM", "RUS"), place=None, date=day, window=Interval(day, day), score=score, probability=None,
        baseline=0.0, observed=1.0, attention=0.0, reason="because.", parts=(), events=(), thin=None,
    )  # fmt: skip


def test_the_first_look_tells_of_the_datas_last_week_only(store: DuckDBPyConnection) -> None:
    old, week, fresh = signal(date(2020, 1, 1)), signal(LAST - LATE), signal(LAST - LATE + timedelta(days=1))
    found = news(store, [old, week, fresh])
    assert (found.signals, found.past, found.beyond) == ((fresh,), 2, 0)
    assert news(store, [old, week, fresh]).signals == ()


def rests(connection: DuckDBPyConnection, days: int) -> None:
    """As if the last look had been so many days ago."""
    connection.execute("UPDATE signals_looked SET since = ?", [now().date() - timedelta(days=days)])


def test_a_store_that_is_filled_year_by_year_tells_of_each_years_last_week(store: DuckDBPyConnection) -> None:
    news(store, [])
    for year in (2024, 2025):
        ends(store, date(year, 6, 30))
        spring, fresh = signal(date(year, 3, 1)), signal(date(year, 6, 28))
        assert news(store, [spring, fresh]).signals == (fresh,)


def test_data_that_did_not_come_for_a_while_is_told_of_whole_though_it_was_looked_daily(store: DuckDBPyConnection) -> None:
    news(store, [])
    rests(store, 30)
    news(store, [])
    ends(store, LAST + timedelta(days=30))
    missed = signal(LAST + timedelta(days=2))
    assert news(store, [missed]).signals == (missed,)


def test_a_later_look_tells_of_all_since_the_one_before_and_of_what_came_late(store: DuckDBPyConnection) -> None:
    news(store, [])
    rests(store, 60)
    ends(store, LAST + timedelta(days=60))
    late, between, history = signal(LAST - timedelta(days=3)), signal(LAST + timedelta(days=20)), signal(date(2015, 3, 1))
    found = news(store, [late, between, history])
    assert (set(found.signals), found.past) == ({late, between}, 1)


def test_old_data_that_is_added_is_no_news_though_it_be_the_first_after_years(store: DuckDBPyConnection) -> None:
    news(store, [])
    rests(store, 5000)
    ends(store, date(1995, 1, 1))
    assert news(store, [signal(date(1995, 1, 1))]).signals == ()


def test_of_very_many_at_once_the_strongest_are_told_and_the_rest_never(store: DuckDBPyConnection) -> None:
    many = [signal(LAST, float(n), str(n)) for n in range(MOST + 5)]
    found = news(store, many)
    assert len(found.signals) == MOST
    assert (found.signals[0].score, found.beyond) == (MOST + 4, 5)
    assert news(store, many).signals == ()


def test_one_date_far_ahead_does_not_make_the_present_the_past(store: DuckDBPyConnection) -> None:
    ends(store, date(2099, 1, 1))
    today = now().date()
    assert news(store, [signal(today)]).signals == (signal(today),)
    assert news(store, [signal(today, name="next")]).signals


def test_nothing_is_news_of_an_empty_store(tmp_path: Path) -> None:
    with opened(str(tmp_path / "empty.duckdb"), write=True) as connection:
        assert news(connection, []).signals == ()


def test_what_an_older_store_had_raised_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = str(tmp_path / "old.duckdb")
    with monkeypatch.context() as older:
        older.setattr("riftline.store.schema.MIGRATIONS", MIGRATIONS[:10])
        older.setattr("riftline.store.schema.NEWEST", 10)
        with opened(path, write=True) as connection:
            ends(connection, LAST)
            connection.execute(
                "INSERT INTO signals BY NAME SELECT $1 AS id, 1 AS version, 'rift' AS kind, ['ARM'] AS actors, $2::DATE AS date, $2::DATE AS first_day, "
                "$2::DATE AS last_day, 1.0 AS score, 0.0 AS baseline, 0.0 AS observed, 0.0 AS attention, '' AS reason, '{}' AS record, "
                "now()::TIMESTAMP AS made, '0' AS riftline", [signal(LAST).id, LAST],
            )  # fmt: skip
    with opened(path, write=True) as connection:
        assert news(connection, [signal(LAST), signal(LAST, name="other")]).signals == (signal(LAST, name="other"),)
