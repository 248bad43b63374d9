"""Opening the database file: to read or to write, with a sentence for the user where that cannot be."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from riftline.errors import StoreError, StoreFull, StoreLocked, StoreNewer, StoreReadOnly
from riftline.store.lake import is_lake, show
from riftline.store.schema import NEWEST, check, migrate
from riftline.store.serving import running

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

DEFAULT = "riftline.duckdb"

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False, "autoload_known_extensions": False, "late_materialization_max_rows": 51,
}  # fmt: skip
"""Nothing is downloaded at run time. A usual page of events, and one more, is found by what it is sorted by before its rows are read
whole, as DuckDB does with 50 by itself; of longer ones some take thrice as long so."""

_DAMAGED = re.compile(r"corrupt|checksum|could not read (enough|all) bytes|serializ|INTERNAL Error|FATAL Error|invalidated|failed to load|WAL file", re.I)
"""What DuckDB says where the bytes of a file are not what it has written."""

PATIENCE = 1.0
"""Seconds for which a database that another process has open is waited for."""


@contextmanager
def opened(path: str, write: bool = False, make: bool = True) -> Iterator[DuckDBPyConnection]:
    """A connection to the database at `path`, its schema the newest. Raises StoreError or one of its kinds.

    To write, a missing file is made, unless `make` is false. To read, it must be there; readers share the file with each other.
    A folder or address is a lake (`store.lake`), which can only be read.
    """
    if is_lake(path):
        if write:
            raise StoreReadOnly(f"{path} is a folder or an address: a lake, which only riftline ingest --out adds to. Name a database file with --db.")
        with _lake(path) as connection:
            yield connection
        return
    if not (write and make) and not os.path.exists(path):
        raise StoreError(f"there is no database {path}; make one with riftline ingest, or name yours with --db.")
    connection = _connected(path, read_only=not write)
    try:
        with explained(path):
            if write:
                migrate(connection, path)
            elif check(connection, path) < NEWEST:
                connection.close()
                with opened(path, write=True):  # an older schema: brought forward, then read
                    pass
                connection = _connected(path, read_only=True)
            yield connection
    finally:
        with suppress(duckdb.Error):  # after a full disk even closing fails; what went wrong was said already
            connection.close()


def _damaged(path: str, what: str) -> StoreError:
    """The error for a file that is not as it was written."""
    return StoreError(
        f"{path} is damaged ({what}). Nothing was changed. riftline restore BACKUP --db {path} brings a backup back and keeps this file aside."
    )


@contextmanager
def _lake(path: str) -> Iterator[DuckDBPyConnection]:
    """A database in memory whose tables are a lake's files."""
    with duckdb.connect(config=CONFIG) as connection, explained(path):
        migrate(connection, path)
        show(connection, path)
        yield connection


def _connected(path: str, read_only: bool) -> DuckDBPyConnection:
    """A connection; a process that has the database for a moment only, as riftline watch does, is waited for."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            with explained(path):
                return duckdb.connect(path, read_only=read_only, config=CONFIG)
        except StoreLocked:
            if time.monotonic() > ends:
                raise
        time.sleep(0.05)


def now() -> datetime:
    """The moment, to the second, in UTC, as the tables keep it."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0)


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """All that is written inside, or nothing of it."""
    connection.execute("BEGIN")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # after a full disk DuckDB has rolled back by itself and no transaction is left
            connection.execute("ROLLBACK")
        raise


def insert(connection: DuckDBPyConnection, table: str, rows: Iterable[Sequence[Any]], names: Sequence[str] = ()) -> None:
    """Puts rows into a table, whole ones or of the columns `names`. One statement, however many they are: a statement a row would take some
    forty times as long."""
    columns = [list(column) for column in zip(*rows)]
    if columns:
        into = f"{table} ({', '.join(names)})" if names else table
        connection.execute(f"INSERT INTO {into} SELECT {', '.join('unnest(?)' for _ in columns)}", columns)


def update(connection: DuckDBPyConnection, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Sets the columns `names` of the rows of a table whose `id` each row has in front. One statement, as `insert`."""
    columns = [list(column) for column in zip(*rows)]
    if columns:
        new = ", ".join(f"unnest(?) AS {name}" for name in ("id", *names))
        changes = ", ".join(f"{name} = new.{name}" for name in names)
        connection.execute(f"UPDATE {table} SET {changes} FROM (SELECT {new}) new WHERE {table}.id = new.id", columns)


@contextmanager
def explained(path: str) -> Iterator[None]:
    """DuckDB's errors as sentences for the user."""
    try:
        yield
    except duckdb.Error as problem:
        raise explanation(path, problem) from problem


def explanation(path: str, problem: duckdb.Error) -> StoreError:
    """An error of DuckDB as a sentence for the user."""
    message = str(problem)
    if found := re.search(r"[Cc]onflicting lock is held in (.*?)\s*\(PID (\d+)\)", message):
        pid = int(found[2])
        server = running(path)
        if server and server.pid == pid:
            return StoreLocked(
                f"{path} is held by riftline serve at {server.url} (process {pid}): ask it there, end it with kill {pid}, or name another file with --db."
            )
        command = command_line(pid) or found[1]
        return StoreLocked(
            f"{path} is open in another process: {command} (process {pid}). Wait until it has finished, "
            f"or end it with kill {pid}, or name another file with --db."
        )
    if "lock" in message.lower() and "could not set" in message.lower():
        return StoreLocked(f"{path} is open in another process. Wait until it has finished, or name another file with --db.")
    if "No space left" in message or "out of disk space" in message.lower():
        return _full(path, message)
    if "File too large" in message:
        return StoreError(f"{path} may not grow any further (a limit on file sizes); what was stored before is safe. Raise the limit.")
    if "Permission denied" in message or "Read-only file system" in message or "read-only mode" in message:
        return StoreError(f"{path} cannot be opened: no permission, or its disk is read-only. Name a file elsewhere with --db.")
    if "No such file or directory" in message or "Not a directory" in message:
        return StoreError(f"{path} cannot be made: the folder {Path(path).parent} does not exist.")
    if "not a valid DuckDB database" in message or "not a DuckDB database" in message:
        return StoreError(f"{path} is no database, or a damaged one; name another file with --db, or bring a backup back with riftline restore.")
    if "version number" in message and "read" in message:
        return StoreNewer(f"{path} was written by a DuckDB of another version: {message.splitlines()[0]}")
    if _DAMAGED.search(message):
        return _damaged(path, " ".join(message.split())[:200])
    return StoreError(f"{path}: the database gave an error: {' '.join(message.split())}")


def _full(path: str, message: str) -> StoreFull:
    """The error for a full disk: the database's, unless DuckDB names a file of another name or place."""
    found = re.search(r'"(/[^"]+)"', message)
    full = f"{path} cannot grow"
    if found and not found[1].startswith(os.path.realpath(path)):
        folder = os.path.dirname(found[1])
        full = f"there is no room in {os.path.dirname(folder) if os.path.basename(folder).startswith('riftline-') else folder}"
    return StoreFull.storing(full)


def command_line(pid: int) -> str | None:
    """The command of a running process as /proc tells it; None where that is not to be had."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return None
    return " ".join(word.decode("utf-8", "replace") for word in words if word) or None
