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

Told = tuple[str | None, date | None, int, str]


def tell(connection: duckdb.DuckDBPyConnection, told: list[Told]) -> None:
    connection.execute("CREATE TABLE told (who VARCHAR, first DATE, last DATE, tone VARCHAR)")
    for who, first, days, tone in told:
        connection.execute("INSERT INTO told VALUES (?, ?, ?, ?)", [who, first, first + timedelta(days=days) if first else None, tone])


@settings(max_examples=40, deadline=None)
@given(ROWS, DAY, DAY)
def test_a_window_is_what_the_database_counts_in_it(told: list[Told], since: date | None, until: date | None) -> None:
    with duckdb.connect() as connection:
        tell(connection, told)
        if since and until and since > until:
            since, until = until, since
        counted = cube(connection, QUERY.format(""), [], ["who"])
        found = counted.between(since, until)
        wanted = connection.execute(
            f"""SELECT who, sum(events), sum(friction), sum(cooperation), min(first), max(last)
            FROM ({QUERY.format("WHERE ($since IS NULL OR last >= $since) AND ($until IS NULL OR first <= $until)")}) GROUP BY who""",
            {"since": since, "until": until},
        ).fetchall()
    # NULL as a key comes first, as in Python "" does.
    assert found == sorted((Sum((who,), *counts) for who, *counts in wanted), key=lambda each: (-each.events, each.key[0] or ""))
    assert counted.between(since, until, 1) == found[:1]


@settings(max_examples=20, deadline=None)
@given(ROWS, DAY, DAY)
def test_a_keys_days_are_what_begins_on_them(told: list[Told], since: date | None, until: date | None) -> None:
    with duckdb.connect() as connection:
        tell(connection, told)
        found = list(cube(connection, QUERY.format(""), [], ["who"]).days(("ARM",), since, until))
    begun = [first for who, first, *_ in told if who == "ARM" and first and (since or first) <= first <= (until or first)]
    assert [day for day, _, counts in found for _ in range(counts[0])] == sorted(begun)
    assert all(way for _, way, _ in found)


@pytest.mark.parametrize("window", [(None, None), (date(2024, 1, 1), None)])
def test_of_nothing_there_is_nothing(window: tuple[date | None, date | None]) -> None:
    with duckdb.connect() as connection:
        tell(connection, [])
        assert list(cube(connection, QUERY.format(""), [], ["who"]).between(*window)) == []
