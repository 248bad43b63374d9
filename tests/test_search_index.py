from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from example_coding import coding
from riftline.records import Article, Coding
from riftline.search.index import complete, missing
from riftline.search.query import parse
from riftline.search.ranking import search
from riftline.store.database import opened, transaction
from riftline.store.writer import forget
from riftline.stories.keeping import keep

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "t.duckdb")


def found(connection: "DuckDBPyConnection", text: str) -> list[str | None]:
    return [hit.article for hit in search(connection, parse(text)).hits]


def size(connection: "DuckDBPyConnection") -> tuple[int, ...]:
    return tuple(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("sentences", "postings"))  # type: ignore[index]


def imported(connection: "DuckDBPyConnection", identity: str, words: str | None, origin: str = "acled") -> None:
    connection.execute(
        """INSERT INTO events BY NAME SELECT ? AS id, ? AS origin, [] AS contexts, 'happened' AS status, ? AS evidence,
        DATE '2024-02-03' AS published, 'A monitor' AS publisher, 1 AS reports, 1 AS sources""",
        [identity, origin, words],
    )


def test_an_article_is_indexed_as_it_is_kept_and_taken_out_with_it(db: str) -> None:
    with opened(db, write=True) as connection:
        keep(connection, coding())
        first = size(connection)
        assert first[0] == 8
        keep(connection, coding())
        assert size(connection) == first
        keep(connection, Coding(Article("rur-1", "Nothing but herrings.")))
        assert found(connection, "herrings") == ["rur-1"]
        assert found(connection, "shells") == []
        assert size(connection) == (1, 2)
        with transaction(connection):
            forget(connection, ["rur-1"])
        assert size(connection) == (0, 0)


def test_what_was_stored_before_there_was_an_index_is_made_up_for_once(db: str) -> None:
    with opened(db, write=True) as connection:
        for number in range(3):
            keep(connection, coding(f"a{number}"))
        keep(connection, Coding(Article("odd", "…", published=date(2024, 1, 1))))
        whole = size(connection)
        connection.execute("DELETE FROM sentences WHERE article <> 'a1'")
        connection.execute("DELETE FROM postings WHERE sentence NOT IN (SELECT number FROM sentences)")
        assert missing(connection) == 3
        assert list(complete(connection)) == [3]
        assert (missing(connection), size(connection)) == (0, whole)
        assert list(complete(connection)) == []
        assert sorted(found(connection, "Strelsau"), key=str) == ["a0", "a1", "a2"]


def test_completing_goes_on_where_it_stopped(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("riftline.search.index.BATCH", 2)
    with opened(db, write=True) as connection:
        for number in range(5):
            keep(connection, coding(f"a{number}"))
        connection.execute("DELETE FROM sentences")
        connection.execute("DELETE FROM postings")
        assert next(complete(connection)) == 2
        assert missing(connection) == 3
        assert list(complete(connection)) == [2, 1]


def test_words_of_imported_events_are_found_with_the_event(db: str) -> None:
    with opened(db, write=True) as connection:
        keep(connection, coding())
        imported(connection, "acled-1", "On 3 February, militants ambushed a convoy near Djibo.")
        imported(connection, "acled-2", None)
        imported(connection, "icews-1", "Make a visit", "icews")  # the label of a code, and nobody's words
        assert missing(connection) == 1
        assert list(complete(connection)) == [1]
        hit = search(connection, parse("ambushed convoy")).hits[0]
        assert (hit.article, hit.events, hit.publisher, hit.all_in) == (None, ("acled-1",), "A monitor", "sentence")
        assert hit.text == "On 3 February, militants ambushed a convoy near Djibo."
        connection.execute("DELETE FROM events WHERE id = 'acled-1'")
        assert search(connection, parse("ambushed convoy")).hits == ()
        list(complete(connection))
        assert size(connection)[0] == 8
