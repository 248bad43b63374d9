"""The panel holds the ledger's dyads by the day on which an act was known."""

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from riftline.ontology import PLOVER_TYPES
from riftline.relations.panel import COOPERATION, FRICTION, TYPES, panel
from riftline.store.database import insert, opened

FIRST = date(2024, 1, 1)
ROW = ("id", "origin", "type", "contexts", "source_code", "target_code", "first_day", "last_day", "published", "intensity", "status", "reports", "sources")


def filled(path: Path, acts: list[tuple[str, str, str | None, int, int]]) -> Path:
    """A database with acts: source, target, type, day and how many days later it was published."""
    with opened(str(path), write=True) as connection:
        rows = []
        for number, (source, target, kind, day, late) in enumerate(acts):
            on = FIRST + timedelta(days=day)
            score = None if kind else 0.0
            rows.append((f"e{number}", "icews", kind, [], source, target, on, on, on + timedelta(days=late), score, "happened", 1, 1))
        insert(connection, "events", rows, ROW)
        connection.execute("INSERT INTO ledger FROM ledger_of('acts')")
    return path


ACTS: list[tuple[str, str, str | None, int, int]] = [
    ("RUS", "ARM", "ACCUSE", 0, 0),
    ("RUS", "ARM", "ACCUSE", 0, 3),
    ("ARM", "RUS", "AID", 1, 0),
    ("ARM", "RUS", None, 1, 0),
    ("AZE", "ARM", "ASSAULT", 4, 28),
    ("AZE", "ARM", "ASSAULT", 4, 29),
    ("AZE", "TUR", "CONSULT", 6, 0),
]


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(filled(tmp_path / "t.duckdb", ACTS))) as opening:
        yield opening


def test_days_directions_and_types(connection: DuckDBPyConnection) -> None:
    made = panel(connection)
    assert (made.first, made.days, made.types) == (FIRST, 33, (*PLOVER_TYPES, ""))
    assert made.dyads == (("ARM", "AZE"), ("ARM", "RUS"), ("AZE", "TUR"))
    assert (made.counts.shape, made.intensity.shape) == ((3, 2, 33, 17), (3, 2, 33))
    found = {tuple(map(int, at)): float(made.counts[tuple(at)]) for at in np.argwhere(made.counts)}
    accuse, aid, assault, consult = (TYPES.index(kind) for kind in ("ACCUSE", "AID", "ASSAULT", "CONSULT"))
    # What was published 29 days after it happened is history.
    assert found == {(0, 1, 32, assault): 1, (1, 1, 0, accuse): 1, (1, 1, 3, accuse): 1, (1, 0, 1, aid): 1, (1, 0, 1, 16): 1, (2, 0, 6, consult): 1}
    assert made.intensity[1, 1].tolist()[:4] == [-3, 0, 0, -3]
    assert made.intensity[1, 0, 1] == 10
    assert made.first + timedelta(days=3) == date(2024, 1, 4)


def test_least_dyads_and_bounds(connection: DuckDBPyConnection) -> None:
    assert panel(connection, least=2).dyads == (("ARM", "RUS"),)
    asked = panel(connection, dyads=[("RUS", "ARM"), ("ZZZ", "AAA")], since=date(2023, 12, 30), until=date(2024, 1, 2))
    assert (asked.first, asked.days, asked.dyads) == (date(2023, 12, 30), 4, (("AAA", "ZZZ"), ("ARM", "RUS")))
    assert (asked.counts.sum(), asked.counts[0].sum()) == (3, 0)
    assert panel(connection, dyads=[("ARM", "RUS"), ("AZE", "TUR")], least=2).dyads == (("ARM", "RUS"),)
    late = panel(connection, since=date(2024, 1, 4))
    assert (late.first, late.counts.sum()) == (date(2024, 1, 4), 3)


def test_nothing_there(tmp_path: Path) -> None:
    with opened(str(filled(tmp_path / "t.duckdb", []))) as connection:
        made = panel(connection)
        assert (made.days, made.dyads, made.counts.shape) == (0, (), (0, 2, 0, 17))
        assert panel(connection, since=FIRST, until=FIRST, dyads=[("B", "A")]).counts.shape == (1, 2, 1, 17)


def test_friction_and_cooperation_share_the_types_between_them() -> None:
    assert sorted((*FRICTION, *COOPERATION)) == list(range(16))
    assert {TYPES[i] for i in FRICTION} >= {"REQUEST", "ACCUSE", "ASSAULT"}


CODES = st.sampled_from(["AAA", "BBB", "CCC"])
ACT = st.tuples(CODES, CODES, st.sampled_from([*PLOVER_TYPES[:4], None]), st.integers(0, 40), st.integers(0, 30))


@given(st.lists(ACT, max_size=20), st.integers(0, 60))
@settings(max_examples=15, deadline=None)
def test_what_is_known_until_a_day_is_the_beginning_of_what_is_known_later(acts: list[tuple[str, str, str | None, int, int]], days: int) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(str(filled(Path(folder) / "t.duckdb", acts))) as connection:
        dyads = [("AAA", "BBB"), ("CCC", "AAA"), ("BBB", "CCC")]
        whole = panel(connection, since=FIRST, until=FIRST + timedelta(days=70), dyads=dyads)
        part = panel(connection, since=FIRST, until=FIRST + timedelta(days=days), dyads=dyads)
        assert np.array_equal(part.counts, whole.counts[:, :, : days + 1])
        assert whole.counts.sum() == sum(source != target and late <= 28 for source, target, _, _, late in acts)
