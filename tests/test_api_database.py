"""Readers of the server's database."""

from pathlib import Path

from api_server import FIRST
from riftline.api.database import owned
from riftline.store.queries import events_of, evidence_of, find
from riftline.stories.forgetting import forget
from riftline.stories.keeping import keep


def test_all_that_is_asked_at_one_moment_is_of_that_moment(tmp_path: Path) -> None:
    """An article that goes between two questions is still whole to who has begun, and gone to who asks afterwards."""
    with owned(str(tmp_path / "m.duckdb")) as database:
        with database.writing() as connection:
            keep(connection, FIRST)
        with database.moment() as connection, database.reading() as other:
            stored, _ = find(connection, FIRST.document.id)
            with database.writing() as writing:
                forget(writing, [FIRST.document.id])
            ids = list(stored.ids.values())
            assert ids
            assert list(events_of(connection, ids)) == ids
            assert list(evidence_of(connection, ids)) == ids
            assert events_of(other, ids) == {}
        with database.moment() as connection:
            assert events_of(connection, ids) == {}
