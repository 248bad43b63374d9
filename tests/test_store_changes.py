"""From which day on something is new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from example_breaches import telling
from riftline.store import changes
from riftline.store.database import opened
from riftline.stories.forgetting import forget
from riftline.stories.keeping import keep

FIRST = date(2024, 1, 1)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        yield connection


@given(st.lists(st.integers(0, 9), max_size=12))
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_earliest_day_since_any_number_is_known(db: DuckDBPyConnection, numbers: list[int]) -> None:
    db.execute("DELETE FROM changes")
    days = [FIRST + timedelta(days=number) for number in numbers]
    at = [changes.since(db, 0)[0]]
    for day in days:
        changes.note(db, [day, None, FIRST + timedelta(days=20)])
        at.append(changes.since(db, 0)[0])
    assert at == sorted(set(at))
    for index, number in enumerate(at):
        assert changes.since(db, number) == (at[-1], min(days[index:], default=None))
    assert len(db.execute("FROM changes").fetchall()) == len({days[at] for at in range(len(days)) if days[at] < min(days[at + 1 :], default=date.max)})


def test_what_has_no_day_is_nothing_new(db: DuckDBPyConnection) -> None:
    changes.note(db, [None])
    assert changes.since(db, -1) == (0, None)


def test_an_article_is_new_from_its_day_on_when_it_comes_and_when_it_goes(db: DuckDBPyConnection) -> None:
    keep(db, telling("late", date(2024, 5, 9), ("ACCUSE", "", "RUS", "ARM", "Russia blamed Armenia.")))
    keep(db, telling("early", date(2024, 5, 2), commitments=(("alliance", ("ARM", "RUS"), "in force"),)))
    number, day = changes.since(db, 0)
    assert day == date(2024, 5, 2)
    for article, when in (("early", date(2024, 5, 2)), ("late", date(2024, 5, 9))):
        forget(db, [article])
        assert changes.since(db, number)[1] == when
        number = changes.since(db, 0)[0]
