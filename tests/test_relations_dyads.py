"""Which pairs have moved: what the database works out is what the formula says, whoever adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from math import sqrt

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.ontology import COOPERATION, FRICTION
from riftline.relations.dyads import PRIOR, movers
from riftline.store.database import insert, opened

DAYS = 10
LAST = date(2024, 3, 31)
CELLS = st.lists(
    st.tuples(
        st.sampled_from(["ARM", "AZE", "RUS", "TUR"]), st.sampled_from(["GEO", "IRN"]), st.booleans(), st.integers(0, 2 * DAYS + 2),
        st.sampled_from(["ACCUSE", "ASSAULT", "CONSULT", "AID", ""]), st.integers(1, 4),
    ), max_size=60,
)  # fmt: skip
Cell = tuple[str, str, bool, int, str, int]


def worked_out(cells: list[Cell]) -> list[tuple[list[str], float, float, int, int]]:
    """Pairs in their order, change, weight, events now and before, by hand."""
    last = min(ago for *_, ago, _, _ in cells)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for one, other, _, ago, kind, events in cells:
        if ago - last >= 2 * DAYS:
            continue
        of = counts.setdefault((min(one, other), max(one, other)), Counter())
        when = "now" if ago - last < DAYS else "before"
        of[when] += events
        if kind:
            of[f"{'friction' if kind in FRICTION else 'cooperation'} {when}"] += events
    found = []
    for pair, of in counts.items():
        bad, good, bad_before, good_before = (of[f"{what} {when}"] for when in ("now", "before") for what in ("friction", "cooperation"))
        if not (bad + good and bad_before + good_before):
            continue
        share = (bad_before + 1) / (bad_before + good_before + 2)
        seen = (bad + PRIOR * share) / (bad + good + PRIOR)
        weight = (seen - share) / sqrt(share * (1 - share) * (1 / (bad + good + PRIOR) + 1 / (bad_before + good_before + PRIOR)))
        change = bad / (bad + good) - bad_before / (bad_before + good_before)
        found.append((list(pair), round(change, 4), round(weight, 4), of["now"], of["before"]))
    return sorted(found, key=lambda each: (-abs(each[2]), each[0]))


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(str(tmp_path_factory.mktemp("dyads") / "d.duckdb"), write=True) as made:
        yield made


@settings(max_examples=60, deadline=None)
@given(CELLS)
def test_pairs_move_as_the_formula_says(connection: duckdb.DuckDBPyConnection, cells: list[Cell]) -> None:
    assert {kind for *_, kind, _ in cells} <= {*FRICTION, *COOPERATION, ""}
    rows = []
    for one, other, turned, ago, kind, events in cells:
        day = LAST - timedelta(days=ago)
        rows.append(("dyad", "", *((other, one) if turned else (one, other)), day, day, kind, "", events, 0.0, 1, 1, list[str]()))
    connection.execute("DELETE FROM ledger")
    insert(connection, "ledger", rows)
    found = [(each["actors"], each["change"], each["weight"], each["events"], each["before"]) for each in movers(connection, DAYS)]
    assert found == (worked_out(cells) if cells else [])
    assert movers(connection, DAYS, most=2) == movers(connection, DAYS)[:2]
