"""What is forgotten is gone from every table, from backups and from the compacted file, and what is left is as if it had never been there."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from example_reports import COPY, DENIED, FIRST, MENDED, RAID, SECOND, TOWN, raid
from riftline.errors import StoreError
from riftline.records import Coding
from riftline.search.index import missing
from riftline.store.backup import backup, compact
from riftline.store.checking import check
from riftline.store.database import insert, opened
from riftline.stories.correcting import correct, merge
from riftline.stories.forgetting import forget
from riftline.stories.keeping import keep

AGAIN = raid("g", RAID.replace("Monday", "Monday evening") + " No more is known.", "The Wend Gazette", date(2024, 5, 9))
ALL = (FIRST, SECOND, COPY, TOWN, DENIED, MENDED, AGAIN)
WORD = "Xylophagous"


@pytest.fixture
def db(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        yield connection


def kept(connection: DuckDBPyConnection, *codings: Coding) -> None:
    for coding in codings:
        keep(connection, coding)


def state(connection: DuckDBPyConnection) -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds, but for what counts the order of loading and the time, and what was changed in it."""
    left_out = {"articles": "stored", "reports": "likeness", "links": "odds", "sentences": "number", "postings": "sentence", "events": "confidence"}
    tables = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()]
    found = {}
    for table in sorted(set(tables) - {"riftline_schema", "changes"}):
        without = f"EXCLUDE ({left_out[table]})" if table in left_out else ""
        found[table] = sorted(connection.execute(f"SELECT * {without} FROM {table}").fetchall(), key=repr)
    return found


@pytest.mark.parametrize("gone", [*([each] for each in "abcdefg"), *map(list, combinations("abcf", 2))], ids="".join)
def test_what_is_left_is_as_if_the_article_had_never_been_there(db: DuckDBPyConnection, tmp_path: Path, gone: Sequence[str]) -> None:
    kept(db, *ALL)
    done = forget(db, gone)
    assert (done.articles, done.reports) == (tuple(gone), len(gone))
    with opened(str(tmp_path / "fresh.duckdb"), write=True) as fresh:
        kept(fresh, *(each for each in ALL if each.document.id not in gone))
        assert state(db) == state(fresh)
    assert check(db).findings == []
    assert missing(db) == 0


def test_an_event_that_no_other_article_tells_goes_and_the_others_stay(db: DuckDBPyConnection) -> None:
    kept(db, FIRST, SECOND, TOWN)
    assert forget(db, ["d"]).events == 1
    assert forget(db, ["a"]).events == 0
    assert db.execute("SELECT article, reports FROM events").fetchall() == [("b", 1)]
    kept(db, FIRST)  # it may come back
    assert db.execute("SELECT article, reports FROM events").fetchall() == [("a", 2)]


def test_it_is_named_by_its_whole_id_or_its_address(db: DuckDBPyConnection) -> None:
    url = "https://news.example/raid"
    kept(db, *(Coding(replace(each.document, id=name, url=address), each.events)
               for each, name, address in ((FIRST, "long-one", url), (SECOND, "long-two", None), (TOWN, "other", None))))  # fmt: skip
    with pytest.raises(StoreError, match=r"no article has the id or the URL 'oth'. Give the whole id: other\?"):
        forget(db, ["oth"])
    with pytest.raises(StoreError, match="no article has the id or the URL 'nothing'"):
        forget(db, ["other", "nothing"])
    event = db.execute("SELECT id FROM events WHERE article = 'other'").fetchall()[0][0]
    with pytest.raises(StoreError, match="riftline forget other"):
        forget(db, [event])
    assert db.execute("SELECT count(*) FROM articles").fetchall() == [(3,)]  # all of it or nothing
    assert forget(db, [url, "other"]).articles == ("long-one", "other")


def test_corrections_signals_deliveries_and_the_feeds_words_go_with_it(db: DuckDBPyConnection) -> None:
    kept(db, FIRST, TOWN)
    first, town = (row[0] for row in db.execute("SELECT id FROM events ORDER BY article").fetchall())
    merge(db, [first, town])
    correct(db, first, "day", "2024-05-05")
    day, moment = date(2024, 5, 9), datetime(2024, 5, 9)
    for name, events in (("rests", [town]), ("other", ["0123456789"])):
        record = json.dumps({"id": name, "events": [{"event": each} for each in events]})
        insert(db, "signals", [[name, 1, "rift", [], None, *[day] * 3, *[1.0] * 5, "", None, record, None, moment, ""]])
        insert(db, "deliveries", [[name, "hook", name, 1, record, 0, None, None, None]])
    told = ['{"kind": "message", "data": {"text": "Raided: stored"}}']
    insert(db, "jobs", [[name, "ingest", "done", None, moment, moment, ended, 0, "{}", None, "{}", told] for name, ended in (("past", moment), ("now", None))])
    insert(db, "feed_items", [["https://x/rss", "mark", "https://x/d", "Raided", None, "Words", moment, 0, moment, "stored", None, 1, None, "d"]])
    assert forget(db, ["d"]).signals == 1
    assert db.execute("SELECT id FROM signals UNION ALL SELECT id FROM deliveries").fetchall() == [("other",), ("other",)]
    assert db.execute("SELECT id, len(told), result FROM jobs ORDER BY id").fetchall() == [("now", 1, "{}"), ("past", 0, None)]
    assert db.execute("SELECT count(*) FROM corrections").fetchall() == [(0,)]
    assert db.execute("SELECT count(*) FROM field_corrections").fetchall() == [(1,)]
    assert db.execute("SELECT identity, link, title, content, article, outcome FROM feed_items").fetchall() == [("mark", None, None, None, None, "skipped")]
    forget(db, ["a"])
    assert db.execute("SELECT count(*) FROM field_corrections").fetchall() == [(0,)]


def test_it_is_gone_from_the_bytes_of_backups_and_of_the_compacted_file(tmp_path: Path) -> None:
    path, copy = tmp_path / "t.duckdb", tmp_path / "backup.duckdb"
    secret = raid("s", f"{RAID} {WORD} beetles were blamed. " + " ".join(f"Word{number} of {WORD}{number}." for number in range(3_000)), title=f"{WORD} news")
    with opened(str(path), write=True) as connection:
        kept(connection, FIRST, secret, TOWN)
    assert WORD.encode() in path.read_bytes()
    with opened(str(path), write=True) as connection:
        forget(connection, ["s"])
    backup(str(path), str(copy))
    compact(str(path))
    for file in sorted(tmp_path.iterdir()):
        held = file.read_bytes().lower()
        assert WORD.lower().encode() not in held, file
        assert RAID[:40].lower().encode() in held or b"raid" in held, file
    assert {file.name for file in tmp_path.iterdir()} == {"t.duckdb", "backup.duckdb"}
    with opened(str(path)) as connection:
        assert check(connection).findings == []
