"""A check finds what is wrong, names it, and finds nothing where nothing is."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from example_reports import LATER, OTHER, raid
from riftline.store.checking import check
from riftline.store.database import opened
from riftline.stories.correcting import correct, split
from riftline.stories.keeping import keep

RIFTLINE = [sys.executable, "-c", "from riftline.cli import main; main()"]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[DuckDBPyConnection]:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        for coding in (raid("a"), raid("b", LATER, "Borduria Today", killed=14), raid("c", OTHER, "The Tarn Herald", killed=3, place="High Tarn")):
            keep(connection, coding)
        yield connection


def test_nothing_is_found_where_nothing_is_wrong(db: DuckDBPyConnection) -> None:
    assert (check(db).rows["articles"], check(db).findings) == (3, [])
    split(db, db.execute("SELECT id FROM reports WHERE article = 'b'").fetchall()[0][0])
    correct(db, db.execute("SELECT id FROM events WHERE article = 'c'").fetchall()[0][0], "none", None)
    correct(db, db.execute("SELECT id FROM events WHERE article = 'a'").fetchall()[0][0], "day", "2024-05-05")
    assert check(db).findings == []
    assert db.execute("SELECT count(*) FROM articles").fetchall() == [(3,)]  # the transaction that it looked in is over


@pytest.mark.parametrize(
    ("harm", "table", "words"),
    [
        ("DELETE FROM articles WHERE id = 'a'", "reports", "article is not in articles"),
        ("DELETE FROM reports WHERE article = 'b'", "evidence", "report is not in reports"),
        ("DELETE FROM reports WHERE article = 'c'", "events", "events that no article tells"),
        ("DELETE FROM events WHERE article = 'c'", "reports", "belong to no event"),
        ("UPDATE evidence SET first = first + 1", "evidence", "does not stand where it says"),
        ("UPDATE articles SET text = text || '!' WHERE id = 'a'", "articles", "is not the one that was stored"),
        ("UPDATE articles SET coding = '{' WHERE id = 'a'", "articles", "coding cannot be read"),
        ("INSERT INTO articles FROM articles WHERE id = 'a'", "articles", "several rows of articles with one id"),
        ("UPDATE events SET reports = 7", "events", "not as many reports as they say"),
        ("DELETE FROM postings WHERE sentence = 1", "sentences", "as many words in the index"),
        ("UPDATE sentences SET last = 100000 WHERE last > 0", "sentences", "end after their article's text"),
        ("UPDATE ledger SET events = 5", "ledger", "do not count what the events are"),
        ("INSERT INTO ledger FROM ledger LIMIT 1", "ledger", "do not count what the events are"),
        ("UPDATE reports SET neighbourhood = 'x' WHERE article = 'a'", "links", "were not grouped together"),
        ("DROP TABLE agenda", "agenda", "the table agenda is missing"),
        ("ALTER TABLE agenda DROP COLUMN actors", "agenda", "(actors)"),
        ("INSERT INTO duplicates VALUES ('a', 'nobody', 1)", "duplicates", "other is not in articles"),
    ],
)
def test_what_is_wrong_is_named(db: DuckDBPyConnection, harm: str, table: str, words: str) -> None:
    db.execute(harm)
    found = check(db).findings
    assert any(each.table == table and words in each.words and each.count for each in found), found


def test_damaged_bytes_are_found_and_said_without_a_trace_and_left(db: DuckDBPyConnection, tmp_path: Path) -> None:
    db.close()
    path = tmp_path / "t.duckdb"
    sound = path.read_bytes()
    chance = random.Random(5)
    for number in range(6):
        held = bytearray(sound)
        if number % 2:
            held[chance.randrange(len(held) // 2, len(held))] ^= 1 << chance.randrange(8)
        else:
            held = held[: chance.randrange(1, len(held))]
        path.write_bytes(held)
        done = subprocess.run([*RIFTLINE, "check", "--db", str(path)], capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr
        assert path.read_bytes() == held  # no damage is done
        if done.returncode:
            assert f"riftline restore BACKUP --db {path}" in done.stdout + done.stderr or "bring a backup back" in done.stderr
        else:  # a bit that nothing rests on
            assert "nothing is wrong" in done.stdout
        assert done.returncode or number % 2, "a file that lacks its end is not sound"
    assert not os.path.exists(f"{path}.wal")


def test_every_bit_of_a_block_that_is_used_counts(db: DuckDBPyConnection, tmp_path: Path) -> None:
    """DuckDB keeps a sum of each block: one bit of the text of an article, flipped in the file, is found."""
    db.close()
    path = tmp_path / "t.duckdb"
    held = bytearray(path.read_bytes())
    at = held.find(b"customs post")
    assert at > 0
    held[at] ^= 1
    path.write_bytes(held)
    with opened(str(path)) as connection:
        found = check(connection).findings
    assert found
    assert "cannot be read" in found[0].words
