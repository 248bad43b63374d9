"""A database written anew, table by table, into a file of its own: nothing that was deleted goes along, and what was written is read again and compared."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import duckdb

from riftline.errors import StoreError
from riftline.store.database import CONFIG, explained, opened
from riftline.store.schema import migrate
from riftline.store.serving import lives

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Sum = tuple[int, int]
"""How many rows a table has, and the sum of their hashes."""

Told = Callable[[str], object]
"""Hears which table is being copied."""

def silent(table: str) -> None:
    """Tells nobody."""


_PART = re.compile(r"\.(\d+)-[0-9a-f]+\.part(\.wal)?$")


def quoted(name: str) -> str:
    """A name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def tables(connection: DuckDBPyConnection, database: str) -> list[str]:
    """The tables of one of the databases of a connection, in order of their names."""
    query = "SELECT table_name FROM duckdb_tables() WHERE database_name = ? AND schema_name = 'main' AND NOT temporary ORDER BY table_name"
    return [row[0] for row in connection.execute(query, [database]).fetchall()]


def summed(connection: DuckDBPyConnection, database: str, table: str) -> Sum:
    """A table's sum; every column of every row is read for it."""
    row = connection.execute(f"SELECT count(*), coalesce(sum(hash(t)::HUGEINT), 0) FROM {quoted(database)}.{quoted(table)} t").fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def current(connection: DuckDBPyConnection) -> str:
    """The name of the database that a connection is to."""
    row = connection.execute("SELECT current_database()").fetchone()
    return str(row[0]) if row else ""


@contextmanager
def attached(path: str) -> Iterator[tuple[DuckDBPyConnection, str]]:
    """A connection from which other files can be written, and the name that the database at `path` has there, to be read.

    Raises StoreError where it cannot be opened; an older schema is brought forward first.
    """
    with opened(path):
        pass  # an error is said as for any other command
    with explained(path), duckdb.connect(config=CONFIG) as connection:
        connection.execute(f"ATTACH '{_text(path)}' AS source (READ_ONLY)")
        yield connection, "source"


@contextmanager
def beside(path: str) -> Iterator[str]:
    """The name of a new file in the folder of `path`, to be renamed to it once it is whole. What is left of it at the end is taken away, and so is what
    processes that were killed have left."""
    folder, name = os.path.split(os.path.realpath(path))
    if not os.path.isdir(folder):
        raise StoreError(f"{path} cannot be made: the folder {folder} does not exist.")
    for other in os.listdir(folder):
        found = _PART.fullmatch(other.removeprefix(name)) if other.startswith(name) else None
        if found and not lives(int(found[1])):
            _unlink(os.path.join(folder, other))
    part = os.path.join(folder, f"{name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        yield part
    finally:
        _unlink(part)
        _unlink(f"{part}.wal")


def settled(part: str, path: str) -> None:
    """Puts a file that is whole into its place: on the disk first, then under its name, at once."""
    synced(part)
    os.replace(part, os.path.realpath(path))
    synced(os.path.dirname(os.path.realpath(path)))


def synced(path: str) -> None:
    """Has the disk take a file, or a folder's list of files."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copied(connection: DuckDBPyConnection, source: str, part: str, told: Told = silent) -> dict[str, Sum]:
    """Writes one of the databases of a connection, as it is at this moment, into the new file `part`; the sum of each table.

    Others may read and write the source meanwhile. The file is opened again and read: raises StoreError where it is not the same.
    """
    with duckdb.connect(part, config=CONFIG) as fresh:
        migrate(fresh, part)
    into = f"copy_{secrets.token_hex(4)}"
    connection.execute(f"ATTACH '{_text(part)}' AS {into} (READ_WRITE)")
    try:
        sums = _filled(connection, source, into, told)
        connection.execute(f"CHECKPOINT {into}")
    finally:
        with suppress(duckdb.Error):  # after a full disk even this fails; what went wrong is on its way
            connection.execute(f"DETACH {into}")
    with duckdb.connect(part, read_only=True, config=CONFIG) as again:
        name = current(again)
        for table, wanted in sums.items():
            told(table)
            if summed(again, name, table) != wanted:
                raise StoreError(f"the copy of the table {table} is not what the table is; nothing was put in its place. Look at the disk, and try again.")
    return sums


def _filled(connection: DuckDBPyConnection, source: str, into: str, told: Told) -> dict[str, Sum]:
    """Copies all tables in one transaction: what others write meanwhile is not seen."""
    connection.execute("BEGIN")
    try:
        found = tables(connection, source)
        if missing := set(tables(connection, into)) ^ set(found):
            raise StoreError(f"the database has not the tables that it should have ({', '.join(sorted(missing))}); riftline check tells more.")
        sums = {}
        for table in found:
            told(table)
            sums[table] = summed(connection, source, table)
            name = f"{into}.{quoted(table)}"
            connection.execute(f"DELETE FROM {name}")  # of the migrations' own
            connection.execute(f"INSERT INTO {name} BY NAME SELECT * FROM {quoted(source)}.{quoted(table)}")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):
            connection.execute("ROLLBACK")
        raise
    return sums


def _text(path: str) -> str:
    return path.replace("'", "''")


def _unlink(path: str) -> None:
    with suppress(OSError):  # it was never made, or the disk is read-only
        os.unlink(path)
