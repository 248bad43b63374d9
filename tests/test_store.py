import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest

from example_coding import TEXT, coding
from riftline.errors import StoreError, StoreLocked, StoreNewer
from riftline.store.codec import pack, unpack
from riftline.store.database import explained, opened
from riftline.store.filters import Filters
from riftline.store.queries import counts, events, evidence_of, find
from riftline.store.schema import MIGRATIONS, NEWEST
from riftline.store.writer import event_ids, known
from riftline.stories.keeping import keep


@pytest.fixture
def db(tmp_path: Path) -> str:
    return str(tmp_path / "t.duckdb")


@pytest.fixture
def filled(db: str) -> str:
    with opened(db, write=True) as connection:
        keep(connection, coding())
    return db


def test_codec_loses_nothing() -> None:
    assert unpack(pack(coding()), TEXT) == coding()
    later = pack(coding()).replace('"events"', '"novelties": [], "events"', 1)
    assert unpack(later, TEXT) == coding()


def test_what_was_stored_comes_back_whole(filled: str) -> None:
    with opened(filled) as connection:
        stored, local = find(connection, "rur-1")
        assert (stored.coding, local) == (coding(), None)
        assert counts(connection)["events"] == 6
        row = next(events(connection, Filters(types=("ASSAULT",), status=("happened",))))
        assert (row["source_code"], row["place"], row["attribution_anonymous"]) == ("BOR", "Strelsau", True)
        assert row["first_day"] == date(2024, 5, 6)
        assert evidence_of(connection, [row["id"]])[row["id"]][0]["text"] == "Bordurian shells killed 13 soldiers"


def test_ids_are_short_distinct_stable_and_found_by_their_beginning(filled: str) -> None:
    ids = event_ids(coding())
    assert len(set(ids)) == 6
    assert {len(short) for short in ids} == {10}
    fewer = replace(coding(), events=coding().events[2:])
    assert event_ids(fewer) == ids[2:]
    twins = replace(coding(), events=coding().events[:1] * 2)
    assert len(set(event_ids(twins))) == 2
    with opened(filled) as connection:
        stored, local = find(connection, ids[3][:7])
        assert (local, stored.ids["e4"]) == ("e4", ids[3])
        with pytest.raises(StoreError, match="no event or article has an id that begins with 'zzz'"):
            find(connection, "zzz")
        with pytest.raises(StoreError, match="begins several ids"):
            find(connection, "")


def test_same_article_is_known_by_id_and_by_text_and_its_changes_are_told(filled: str) -> None:
    article = coding().document
    with opened(filled) as connection:

        def seen(**changes: object) -> tuple[str, str | None] | None:
            there = known(connection, replace(article, **changes))  # type: ignore[arg-type]
            return (there.id, there.change) if there else None

        assert seen() == ("rur-1", None)
        assert seen(id="other") == ("rur-1", None)
        assert seen(text=TEXT + " More.") == ("rur-1", "text")
        assert seen(published=date(2024, 5, 9)) == ("rur-1", "date")
        assert seen(published=None, published_from=None) == ("rur-1", None)
        assert seen(id="other", text="Other.") is None


def test_storing_again_replaces_and_leaves_nothing_behind(filled: str) -> None:
    smaller = replace(coding(), events=coding().events[:2], statements=(), accounts=())
    with opened(filled, write=True) as connection:
        keep(connection, coding("other", TEXT + " More."))
        keep(connection, smaller)
        found = counts(connection)
        assert (found["articles"], found["reports"], found["events"], found["statements"], found["accounts"]) == (2, 8, 6, 1, 1)
        orphans = connection.execute("SELECT count(*) FROM evidence WHERE report NOT IN (SELECT id FROM reports)").fetchone()
        assert orphans == (0,)


def test_article_is_stored_whole_or_not_at_all(db: str) -> None:
    broken = replace(coding(), commitments=(replace(coding().commitments[0], kind=None),))  # type: ignore[arg-type]
    with opened(db, write=True) as connection:
        with pytest.raises(duckdb.Error):
            keep(connection, broken)
        assert counts(connection)["articles"] == counts(connection)["events"] == 0
        keep(connection, coding())
        assert counts(connection)["articles"] == 1


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(), 6),
        (Filters(actor="rur"), 2),
        (Filters(actor="Elphberg"), 1),
        (Filters(actor="Elph"), 0),
        (Filters(actor="BOR"), 3),  # two attacks, and the talks, in which sides are alike
        (Filters(target="Borduria"), 2),
        (Filters(actor="BOR", target="RUR"), 3),
        (Filters(types=("ACCUSE", "THREATEN")), 3),
        (Filters(since=date(2024, 5, 7)), 2),
        (Filters(until=date(2024, 5, 6)), 2),
        (Filters(since=date(2024, 5, 7), until=date(2024, 5, 7)), 1),
        (Filters(country="rur"), 1),
        (Filters(status=("planned", "negated")), 2),
        (Filters(limit=1), 1),
        (Filters(actor="'; DROP TABLE events; --"), 0),
        (Filters(actor="(["), 0),
    ],
)
def test_filters(filled: str, filters: Filters, found: int) -> None:
    with opened(filled) as connection:
        assert len(list(events(connection, filters))) == found


def test_newer_and_foreign_and_damaged_databases_are_refused(filled: str, tmp_path: Path) -> None:
    with duckdb.connect(filled) as connection:
        connection.execute("INSERT INTO riftline_schema VALUES (?, 'of tomorrow', now()::TIMESTAMP)", [NEWEST + 1])
    for write in (False, True):
        with pytest.raises(StoreNewer, match="upgrade Riftline"), opened(filled, write=write):
            pass
    foreign = str(tmp_path / "f.duckdb")
    with duckdb.connect(foreign) as connection:
        connection.execute("CREATE TABLE cats (name VARCHAR)")
    with pytest.raises(StoreError, match="not Riftline's"), opened(foreign, write=True):
        pass
    damaged = tmp_path / "d.duckdb"
    damaged.write_text("This is no database. " * 500)
    with pytest.raises(StoreError, match="no database, or a damaged one"), opened(str(damaged), write=True):
        pass
    with pytest.raises(StoreError, match="riftline ingest"), opened(str(tmp_path / "gone.duckdb")):
        pass
    with pytest.raises(StoreError, match="is a folder"), opened(str(tmp_path), write=True):
        pass
    with pytest.raises(StoreError, match="does not exist"), opened(str(tmp_path / "no" / "where.duckdb"), write=True):
        pass


def test_older_schema_is_brought_forward_even_to_read(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(db, write=True) as connection:
        keep(connection, coding())
    later = (*MIGRATIONS, ("a note on articles", "ALTER TABLE articles ADD COLUMN note VARCHAR"))
    monkeypatch.setattr("riftline.store.schema.MIGRATIONS", later)
    monkeypatch.setattr("riftline.store.schema.NEWEST", NEWEST + 1)
    monkeypatch.setattr("riftline.store.database.NEWEST", NEWEST + 1)
    with opened(db) as connection:
        assert connection.execute("SELECT note FROM articles").fetchall() == [(None,)]
        assert counts(connection)["events"] == 6


def test_locked_database_says_which_process_has_it(filled: str) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb, sys; c = duckdb.connect({filled!r}); print('open', flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout
        assert holder.stdout.readline() == "open\n"
        for write in (False, True):
            with pytest.raises(StoreLocked, match=rf"import duckdb.*\(process {holder.pid}\).*--db"), opened(filled, write=write):
                pass
    finally:
        holder.communicate()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_permission_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="no permission"), opened(str(tmp_path / "t.duckdb"), write=True):
        pass


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ('IO Error: Could not write file "x": No space left on device', "the disk is full"),
        ('IO Error: Cannot open file "x": Read-only file system', "read-only"),
        ("IO Error: File too large", "may not grow"),
        ("IO Error: something\nnew", "the database gave an error: IO Error: something new"),
    ],
)
def test_errors_of_the_disk_are_sentences(message: str, words: str) -> None:
    with pytest.raises(StoreError, match=words), explained("t.duckdb"):
        raise duckdb.IOException(message)


def test_a_database_that_is_free_again_in_a_moment_is_waited_for(filled: str) -> None:
    code = f"import duckdb, sys, time; c = duckdb.connect({filled!r}); print('open', flush=True); time.sleep(0.4); c.close(); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout
        holder.stdout.readline()
        with opened(filled) as connection:
            assert counts(connection)["articles"] == 1
    finally:
        holder.communicate()
