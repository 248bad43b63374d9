"""Backups that are whole or not there, restored only when they are sound; files that shrink."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from example_reports import LATER, OTHER, raid
from riftline.errors import StoreError, StoreLocked
from riftline.store.backup import backup, backup_live, compact, restore
from riftline.store.checking import check
from riftline.store.copying import beside, summed, tables
from riftline.store.database import opened
from riftline.stories.forgetting import forget
from riftline.stories.keeping import keep
from small_disks import remounted

CODINGS = (raid("a"), raid("b", LATER, "Borduria Today", killed=14), raid("c", OTHER, "The Tarn Herald", killed=3, place="High Tarn"))


@pytest.fixture
def db(tmp_path: Path) -> str:
    path = str(tmp_path / "t.duckdb")
    with opened(path, write=True) as connection:
        for coding in CODINGS:
            keep(connection, coding)
    return path


def contents(path: str) -> dict[str, tuple[int, int]]:
    with opened(path) as connection:
        name = connection.execute("SELECT current_database()").fetchall()[0][0]
        return {table: summed(connection, name, table) for table in tables(connection, name)}


def test_a_backup_holds_all_and_comes_back(db: str, tmp_path: Path) -> None:
    saved = backup(db, str(tmp_path / "saved"))
    assert (saved.articles, saved.events, saved.bytes) == (3, 2, (tmp_path / "saved").stat().st_size)
    assert contents(str(tmp_path / "saved")) == contents(db)
    before = contents(db)
    with opened(db, write=True) as connection:
        forget(connection, ["a", "b"])
    done = restore(str(tmp_path / "saved"), db)
    assert contents(db) == before
    assert done.saved.articles == 3
    assert done.aside is not None
    assert contents(done.aside)["articles"][0] == 1  # what was there is kept
    assert sorted(os.listdir(tmp_path)) == sorted(["t.duckdb", "saved", os.path.basename(done.aside)])
    with opened(db) as connection:
        assert check(connection).findings == []


def test_a_backup_takes_nobodys_place_unless_it_may(db: str, tmp_path: Path) -> None:
    dest = tmp_path / "saved"
    dest.write_text("mine")
    itself, nowhere = Path(db), tmp_path / "no" / "b"
    for place, words in ((dest, "is there already"), (itself, "is the database itself"), (tmp_path, "is a folder"), (nowhere, "does not exist")):
        with pytest.raises(StoreError, match=words):
            backup(db, str(place))
    with pytest.raises(StoreError, match="is the database itself"):
        backup(db, db, force=True)
    assert dest.read_text() == "mine"
    assert backup(db, str(dest), force=True).articles == 3


def test_a_live_database_is_saved_as_it_was_at_one_moment(db: str, tmp_path: Path) -> None:
    with opened(db, write=True) as connection:
        ends = threading.Event()

        def write() -> None:
            cursor = connection.cursor()
            for number in range(1_000):
                keep(cursor, raid(f"more-{number}", f"Raid number {number} left {number} dead.", killed=number))
                if ends.is_set():
                    return

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(2):
                backup_live(connection.cursor(), db, str(tmp_path / f"saved-{number}"))
        finally:
            ends.set()
            writer.join()
        assert connection.execute("SELECT current_database()").fetchall() == [("t",)]
    for number in range(2):
        with opened(str(tmp_path / f"saved-{number}")) as connection:
            assert check(connection).findings == []


def test_what_a_killed_process_left_is_taken_away_and_what_a_living_one_writes_is_not(tmp_path: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    dead, living = tmp_path / f"saved.{ended.pid}-0a1b2c3d.part", tmp_path / f"saved.{os.getppid()}-0a1b2c3d.part"
    for path in (dead, living, tmp_path / "saved.mine.part", tmp_path / f"other.{ended.pid}-0a.part"):
        path.write_text("x")
    with beside(str(tmp_path / "saved")):
        pass
    assert not dead.exists()
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("harm", ["cut", "flipped", "foreign", "rows", "newer", "text", "missing"])
def test_what_is_no_sound_backup_is_refused_and_the_database_stays(db: str, tmp_path: Path, harm: str) -> None:
    bad = tmp_path / "saved"
    backup(db, str(bad))
    held = bytearray(bad.read_bytes())
    if harm == "cut":
        bad.write_bytes(held[: len(held) // 2])
    elif harm == "flipped":
        for at in range(20_000, len(held), 50_000):
            held[at] ^= 4
        bad.write_bytes(held)
    elif harm == "text":
        bad.write_text("This is no database. " * 500)
    elif harm == "missing":
        bad.unlink()
    else:
        if harm == "foreign":
            bad.unlink()
        with duckdb.connect(str(bad)) as connection:
            connection.execute({
                "foreign": "CREATE TABLE cats (name VARCHAR)", "rows": "DELETE FROM articles WHERE id = 'a'",
                "newer": "INSERT INTO riftline_schema VALUES (99, 'of tomorrow', now()::TIMESTAMP)",
            }[harm])  # fmt: skip
    before = Path(db).read_bytes()
    with pytest.raises(StoreError) as problem:
        restore(str(bad), db)
    assert str(bad) in str(problem.value)
    assert ".part" not in str(problem.value)
    assert Path(db).read_bytes() == before
    assert not [name for name in os.listdir(tmp_path) if "part" in name or "before" in name]


def test_a_damaged_database_is_replaced_by_its_backup_and_kept_aside(db: str, tmp_path: Path) -> None:
    backup(db, str(tmp_path / "saved"))
    harmed = Path(db).read_bytes()[:500_000]
    Path(db).write_bytes(harmed)
    done = restore(str(tmp_path / "saved"), db)
    assert done.aside is not None
    assert Path(done.aside).read_bytes() == harmed
    assert contents(db)["articles"][0] == 3
    os.unlink(db)
    assert restore(str(tmp_path / "saved"), db).aside is None


def test_an_open_database_is_neither_replaced_nor_written_anew(db: str, tmp_path: Path) -> None:
    backup(db, str(tmp_path / "saved"))
    script = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script, db], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "open\n"
        for work in (lambda: restore(str(tmp_path / "saved"), db), lambda: compact(db), lambda: backup(db, str(tmp_path / "other"))):
            with pytest.raises(StoreLocked, match=f"process {holder.pid}"):
                work()
        holder.communicate()
    assert sorted(os.listdir(tmp_path)) == ["saved", "t.duckdb"]


def test_a_file_shrinks_and_holds_the_same(db: str) -> None:
    with opened(db, write=True) as connection:
        connection.execute("INSERT INTO postings SELECT hash(range)::VARCHAR, -1, 1 FROM range(300_000)")
        connection.execute("CHECKPOINT")
        keep(connection, raid("d", "Rain fell.", killed=1))
        connection.execute("CHECKPOINT")
        connection.execute("DELETE FROM postings WHERE sentence = -1")
    os.chmod(db, 0o640)
    before = contents(db)
    done = compact(db)
    assert done.saved.bytes < 0.7 * done.before
    assert done.saved.bytes == os.path.getsize(db)
    assert contents(db) == before
    assert os.stat(db).st_mode & 0o777 == 0o640
    assert os.listdir(os.path.dirname(db)) == ["t.duckdb"]


def test_a_full_disk_leaves_the_backup_that_was_there(db: str, small_disk: Path) -> None:
    dest = small_disk / "saved"
    dest.write_text("the one of yesterday")
    with duckdb.connect(str(small_disk / "x")) as connection:  # a database, to be written anew where there is no room for two
        connection.execute("CREATE TABLE t AS SELECT 1 AS x")
    with pytest.raises(StoreError, match="the disk is full"):
        backup(db, str(small_disk / "another"))
    assert sorted(path.name for path in small_disk.iterdir()) == ["saved", "x"]
    assert dest.read_text() == "the one of yesterday"


def test_a_read_only_disk_is_read_and_not_written(db: str, small_disk: Path) -> None:
    remounted(small_disk, "size=20m")
    path = str(small_disk / "t.duckdb")
    backup(db, path)
    remounted(small_disk, "ro")
    held = Path(path).read_bytes()
    assert contents(path)["articles"][0] == 3
    for work in (lambda: compact(path), lambda: backup(db, path, force=True), lambda: restore(db, path), lambda: backup(db, str(small_disk / "b"))):
        with pytest.raises(StoreError, match=r"no permission|read-only|Read-only"):
            work()
    with pytest.raises(StoreError, match="read-only"), opened(path, write=True):
        pass
    assert Path(path).read_bytes() == held
