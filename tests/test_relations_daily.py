"""A dyad day by day in few numbers."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from example_breaches import telling
from riftline.relations.daily import daily
from riftline.relations.dyads import counted_dyads
from riftline.store.database import opened
from riftline.stories.keeping import keep

FIRST = date(2023, 7, 2)


def test_days_with_acts_and_stretches_of_which_anything_is_known(tmp_path: Path) -> None:
    with opened(str(tmp_path / "daily.duckdb"), write=True) as connection:
        for n, (kind, source, target) in enumerate((("ACCUSE", "ARM", "RUS"), ("AID", "RUS", "ARM"), ("ACCUSE", "RUS", "ARM"))):
            keep(connection, telling(f"a{n}", FIRST + timedelta(days=3 * n), (kind, "", source, target, f"{source} did {kind} to {target}, {n}.")))
        told = [(day, *rest) for day, *rest in connection.execute("SELECT day, source, type FROM ledger WHERE kind = 'dyad' ORDER BY day").fetchall()]
        stored = {day for day, *_ in told} | {told[0][0] + timedelta(days=1)}
        counted = counted_dyads(connection)
        found = daily(counted, "ARM", "RUS", None, None, stored)
        assert (found["from"], found["to"]) == (told[0][0].isoformat(), told[-1][0].isoformat())
        assert [row[1:] for row in found["days"]] == [[1, 1, 0, 0, 0, 0], [0, 0, 0, 1, 0, 1], [0, 0, 0, 1, 1, 0]]
        assert found["known"][0] == [told[0][0].isoformat(), (told[0][0] + timedelta(days=1)).isoformat()]
        assert len(found["known"]) == 3
        turned = daily(counted, "RUS", "ARM", None, told[1][0], stored)
        assert [row[1:] for row in turned["days"]] == [[0, 0, 0, 1, 1, 0], [1, 0, 1, 0, 0, 0]]
        assert turned["to"] == told[1][0].isoformat()
        names = {"ARM": "Armenia", "FRA": "France"}
        assert daily(counted, "ARM", "FRA", None, None, stored) == {"of": ["ARM", "FRA"], "names": names, "from": None, "to": None, "known": [], "days": []}
