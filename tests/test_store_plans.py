"""The hot questions look at a part of their tables: what the order in which rows are stored leaves over, as DuckDB's EXPLAIN ANALYZE counts it."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from duckdb import DuckDBPyConnection

from riftline.api.routes.events import _page
from riftline.relations.dyads import movers
from riftline.relations.ledger import counted, dyad, latest, stored
from riftline.relations.overview import last_acts
from riftline.store.database import opened
from riftline.store.filters import Filters
from riftline.store.ledger import recount_days
from riftline.store.queries import events, events_of

EVENTS, A_DAY = 400_000, 80
FIRST = date(2010, 1, 1)
LAST = FIRST + timedelta(days=EVENTS // A_DAY - 1)
_MADE = f"""
    INSERT INTO events (id, origin, type, status, source_code, target_code, first_day, last_day, contexts, reports, sources, attribution_anonymous)
    SELECT 'made-' || (1000000 + n), 'icews', CASE WHEN n % 3 = 0 THEN 'ACCUSE' ELSE 'CONSULT' END, 'happened', chr(65 + (n * 7 % 26)::INTEGER) || 'AA',
        chr(65 + ((n * 7 % 26 + 1 + n // 26 % 25) % 26)::INTEGER) || 'AA', DATE '{FIRST}' + (n // {A_DAY})::INTEGER, DATE '{FIRST}' + (n // {A_DAY})::INTEGER,
        [], 1, 1, false FROM range({EVENTS}) made(n)
"""


class Looked:
    """A connection that notes of each question what it looks at of which table: the largest share of the rows."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self.shares: dict[str, float] = {}

    def execute(self, query: str, values: Any = ()) -> DuckDBPyConnection:
        if query.lstrip().startswith(("SELECT", "WITH")):
            told = self._connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}", values).fetchall()
            for table, rows in _scans(json.loads(told[0][1]).get("operator", [])):
                self.shares[table] = max(self.shares.get(table, 0.0), rows / EVENTS)
        return self._connection.execute(query, values)

    def cursor(self) -> "Looked":
        return self


def _scans(operators: list[dict[str, Any]]) -> Iterator[tuple[str, int]]:
    """Of each scan of a table its name and the rows that were looked at; what statistics alone answer has none."""
    for each in operators:
        if each["type"] == "TABLE_SCAN":
            yield each["extra_info"]["Table"].rsplit(".", 1)[-1], each["rows_scanned"]
        yield from _scans(each.get("children", []))


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Events by day, as an import stores them, and their ledgers, as it counts them."""
    path = tmp_path_factory.mktemp("plans") / "p.duckdb"
    with opened(str(path), write=True) as connection:
        connection.execute(_MADE)
        recount_days(connection, {FIRST + timedelta(days=n) for n in range(EVENTS // A_DAY)})
        assert connection.execute("SELECT count(*) FROM ledger").fetchone() == (EVENTS,)
    return path


@pytest.fixture
def looked(db: Path) -> Iterator[Any]:
    with opened(str(db)) as connection:
        yield Looked(connection)


HALF = 0.65
"""At most two of the four stretches in which DuckDB keeps these rows: a pair's two directions lie in one each."""
ONE = 0.35


def test_a_pairs_ledger_looks_at_its_cells(looked: Any) -> None:
    found = counted(looked, dyad("CAA", "KAA"), "week")
    assert sum(period.events for period in found) > 1_000
    assert counted(looked, dyad("CAA", "KAA"), "all", ids=False, types=False)
    assert set(looked.shares) == {"ledger"}
    assert looked.shares["ledger"] < ONE


def test_a_pairs_last_acts_look_at_the_last_days(looked: Any) -> None:
    since = LAST - timedelta(days=60)
    assert len(latest(looked, dyad("CAA", "KAA", since), 5)) == 5
    assert len(last_acts(looked, dyad("CAA", "KAA"), 5, since)) == 5
    assert looked.shares["events"] < HALF


def test_events_by_their_ids_look_at_those_stretches(looked: Any) -> None:
    ids = ["made-1000007", "made-1000003", "made-1000009"]
    assert list(events_of(looked, ids)) == ids
    assert looked.shares["events"] < ONE


def test_a_later_page_looks_at_the_days_after_it(looked: Any) -> None:
    day = FIRST + timedelta(days=2_000)
    after = [day, day, None, None, "made-1160040"]
    found = _page(cast(DuckDBPyConnection, looked), Filters(since=day - timedelta(days=9), until=day + timedelta(days=900)), 51, after, newest=False)
    assert found[0]["id"] == "made-1160041"
    assert len(found) == 51
    assert looked.shares["events"] < HALF


def test_a_window_of_events_looks_at_its_days(looked: Any) -> None:
    since = FIRST + timedelta(days=3_000)
    found = list(events(looked, Filters(since=since, until=since + timedelta(days=9))))
    assert len(found) == 10 * A_DAY
    assert looked.shares["events"] < HALF


def test_what_is_asked_of_all_pairs_looks_at_no_events(looked: Any) -> None:
    """By day the ledger is in no order, since it is in that of pairs: these read two or three of its columns."""
    assert movers(looked, 14)
    assert sum(stored(looked, dyad("CAA", "KAA"), "week").values()) == EVENTS
    assert set(looked.shares) == {"ledger"}
