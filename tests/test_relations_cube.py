"""Counts by key and day are, in any window, what the database counts in it."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.relations.cube import Sum, cube

DAY = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 20))
ROWS = st.lists(st.tuples(st.sampled_from(["ARM", "AZE", None]), DAY, st.integers(0, 5), st.sampled_from(["friction", "cooperation", ""])), max_size=30)
QUERY = """
    SELECT who, first, last, count(*) AS events, count(*) FILTER (tone = 'friction') AS friction, count(*) FILTER (tone = 'cooperation') AS cooperation
    FROM told {} GROUP BY ALL
"""


@settings(max_examples=40, deadline=None)
@given(ROWS, DAY, DAY)
def test_a_window_is_what_the_database_counts_in_it(told: list[tuple[str | None, date | None, int, str]], since: date | None, until: date | None) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE told (who VARCHAR, first DATE, last DATE, tone VARCHAR)")
        for who, first, days, tone in told:
            connection.execute("INSERT INTO told VALUES (?, ?, ?, ?)", [who, first, first + timedelta(days=days) if first else None, tone])
        found = cube(connection, QUERY.format(""), [], ["who"]).between(since, until)
        wanted = connection.execute(
            f"""SELECT who, sum(events), sum(friction), sum(cooperation), min(first), max(last)
            FROM ({QUERY.format("WHERE ($since IS NULL OR last >= $since) AND ($until IS NULL OR first <= $until)")}) GROUP BY who""",
            {"since": since, "until": until},
        ).fetchall()
    assert sorted(found, key=repr) == sorted((Sum((who,), *counts) for who, *counts in wanted), key=repr)


@pytest.mark.parametrize("window", [(None, None), (date(2024, 1, 1), None)])
def test_of_nothing_there_is_nothing(window: tuple[date | None, date | None]) -> None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE told (who VARCHAR, first DATE, last DATE, tone VARCHAR)")
        assert list(cube(connection, QUERY.format(""), [], ["who"]).between(*window)) == []
