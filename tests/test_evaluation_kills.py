"""Real kills, few of them: `python -m evaluation.kills` does a hundred."""

from pathlib import Path

import pytest
from evaluation.kills import measured
from evaluation.kills_work import DB, WORKS, rows

from riftline.store.database import opened

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("names", [("ingest", "serve"), ("import", "migration"), ("backup", "compact", "merge"), ("restore", "forget")], ids="-".join)
def test_nothing_is_lost_when_it_is_killed(names: tuple[str, ...], tmp_path: Path) -> None:
    works = [work for work in WORKS if work.name in names]
    found = measured(works, len(works), seed=3, folder=tmp_path)
    assert found["problems"] == []
    assert all(each["kills"] == 1 for each in found["works"].values())


def test_what_was_lost_is_noticed(tmp_path: Path) -> None:
    """The checks of the kills fail where they should."""
    ingest = next(work for work in WORKS if work.name == "ingest")
    ingest.make(tmp_path)
    ingest.holds(tmp_path, ())
    with pytest.raises(AssertionError, match="acknowledged and not there"):
        ingest.holds(tmp_path, ("made-20",))
    with opened(str(tmp_path / DB), write=True) as connection:
        connection.execute("DELETE FROM reports WHERE id = (SELECT min(id) FROM reports)")
    with pytest.raises(AssertionError, match="half an article"):
        ingest.holds(tmp_path, ())
    assert rows(tmp_path / DB, "SELECT count(*) FROM articles") == [(3,)]
