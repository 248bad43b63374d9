"""A database saved, brought back, and made smaller: each time a whole new file that takes the other's place at once, or nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from riftline.errors import StoreError, StoreFull, StoreLocked, disk_full, unwritten
from riftline.store.checking import check
from riftline.store.copying import Told, attached, beside, copied, current, settled, silent, synced
from riftline.store.database import explained, now, opened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Saved:
    """A file that was written."""

    bytes: int
    articles: int
    events: int

    def record(self) -> dict[str, int]:
        """As it is sent."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that is the database now."""

    saved: Saved
    aside: str | None
    """Where the file is that was there before; None where there was none."""


@dataclass(frozen=True, slots=True)
class Compacted:
    """A database that was written anew."""

    before: int
    """Its bytes."""
    saved: Saved


def backup(db: str, dest: str, force: bool = False, told: Told = silent) -> Saved:
    """Saves a database that nobody has open for writing. Raises StoreError; then whatever was at `dest` is as it was."""
    _free(db, dest, force)
    with attached(db) as (connection, source):
        return _saved(connection, source, dest, told)


def backup_live(connection: DuckDBPyConnection, db: str, dest: str, force: bool = False, told: Told = silent) -> Saved:
    """Saves the database of an open connection as it is at this moment; others go on reading and writing. Raises StoreError, as `backup`."""
    _free(db, dest, force)
    return _saved(connection, current(connection), dest, told)


def restore(source: str, db: str, told: Told = silent) -> Restored:
    """Makes a backup the database. What is there is kept beside it, under a name with the moment.

    Raises StoreError where the backup is damaged or of something else, StoreLocked where the database is open elsewhere; then nothing has changed.
    """
    if not os.path.isfile(source):
        raise StoreError(f"{source}: there is no such file; name one that riftline backup has made.")
    if os.path.exists(db) and os.path.samefile(source, db):
        raise StoreError(f"{source} is the database itself; name a backup of it.")
    _not_open(db)
    with beside(db) as part:
        with _files(db):
            shutil.copyfile(source, part)
        with _called(part, source, db), opened(part, write=True, make=False) as connection:  # brought to the newest schema
            told("the backup")
            checked = check(connection)
            if found := checked.findings:
                more = f" and {len(found) - 1} more" if len(found) > 1 else ""
                raise StoreError(f"{source} is damaged, and {db} was left as it is: {found[0].words}{more}. riftline check --db {source} tells all.")
        saved = Saved(os.path.getsize(part), checked.rows["articles"], checked.rows["events"])
        _not_open(db)
        with _files(db):
            aside = _set_aside(db)
            settled(part, db)
    return Restored(saved, aside)


def compact(db: str, told: Told = silent) -> Compacted:
    """Writes a database anew without what was deleted from it, and puts the new file in the old one's place: the same rows, compared one table after
    the other. Raises StoreError, StoreLocked; then it is as it was."""
    with opened(db, write=True, make=False):
        pass  # what a process that was killed has left in the log of changes goes into the file
    before = os.path.getsize(db)
    with attached(db) as (connection, name):  # which keeps writers out until the end
        saved = _saved(connection, name, db, told, like=db)
    return Compacted(before, saved)


def _saved(connection: DuckDBPyConnection, name: str, dest: str, told: Told, like: str | None = None) -> Saved:
    """Writes a database of a connection into a new file and puts that into its place, readable by whom `like` is."""
    with _files(dest), beside(dest) as part:
        with _called(part, dest), explained(dest):
            sums = copied(connection, name, part, told)
        if like:
            shutil.copymode(like, part)
        saved = Saved(os.path.getsize(part), sums["articles"][0], sums["events"][0])
        settled(part, dest)
    return saved


def _free(db: str, dest: str, force: bool) -> None:
    """Raises StoreError where a backup may not go to `dest`."""
    if os.path.isdir(dest):
        raise StoreError(f"{dest} is a folder; name a file for the backup.")
    if not os.path.lexists(dest):
        return
    if os.path.exists(db) and os.path.exists(dest) and os.path.samefile(db, dest):
        raise StoreError(f"{dest} is the database itself; name another file for the backup.")
    if not force:
        raise StoreError(f"{dest} is there already; name another file, or put the backup in its place with --force.")
    _not_open(dest)


def _not_open(path: str) -> None:
    """Raises StoreLocked where another process has a database open; what is no database, nobody has."""
    try:
        with opened(path, write=True, make=False):
            pass
    except StoreLocked:
        raise
    except StoreError:
        pass


def _set_aside(db: str) -> str | None:
    """Gives a database a second name that says when, and its log of changes, which is of no other file, that name alone; the name."""
    if not os.path.exists(db):
        return None
    aside = f"{db}.before-{now():%Y%m%d-%H%M%S}"
    with suppress(FileExistsError):  # a second time within a second: what is there is what was restored a moment ago
        os.link(db, aside)
    if os.path.exists(f"{db}.wal"):
        os.replace(f"{db}.wal", f"{aside}.wal")
    synced(os.path.dirname(os.path.realpath(db)))
    return aside


@contextmanager
def _called(part: str, name: str, grows: str = "") -> Iterator[None]:
    """Errors speak of the file that the user knows; that of a full disk of the one that is to be written, `grows`, where that is another."""
    try:
        yield
    except StoreFull as problem:
        raise StoreFull(str(problem).replace(os.path.realpath(part), grows or name)) from problem
    except StoreError as problem:
        raise type(problem)(str(problem).replace(os.path.realpath(part), name)) from problem


@contextmanager
def _files(path: str) -> Iterator[None]:
    """What the file system refuses, as a sentence for the user."""
    try:
        yield
    except OSError as problem:
        if disk_full(problem):
            raise StoreFull(unwritten(path)) from problem
        what = problem.strerror or str(problem)
        raise StoreError(f"{path} cannot be written: {what}. What was there is as it was; name a file elsewhere, or make room.") from problem
