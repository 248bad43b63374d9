"""The tables, as numbered migrations that only go forward: each runs once, in order, and is never changed afterwards."""

from __future__ import annotations

from contextlib import suppress
from importlib.resources import files
from typing import TYPE_CHECKING

import duckdb

from riftline.errors import StoreError, StoreNewer

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_FILES = sorted((file for file in files("riftline").joinpath("store", "migrations").iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)

MIGRATIONS: tuple[tuple[str, str], ...] = tuple(
    (text.split("\n", 1)[0].removeprefix("-- "), text) for text in (file.read_text(encoding="utf-8") for file in _FILES)
)
"""Name (a file's first line) and script of each, in the order of `migrations/NNNN_*.sql`."""

NEWEST = len(MIGRATIONS)


def version(connection: DuckDBPyConnection, path: str) -> int:
    """The number of the last migration that ran; 0 for an empty database. Raises StoreError for a database of something else."""
    tables = {row[0] for row in connection.execute("SELECT table_name FROM information_schema.tables").fetchall()}
    if "riftline_schema" not in tables:
        if tables:
            raise StoreError(f"{path} is a DuckDB database, but not Riftline's; name another file with --db.")
        return 0
    row = connection.execute("SELECT max(number) FROM riftline_schema").fetchone()
    return int(row[0]) if row and row[0] is not None else 0


def check(connection: DuckDBPyConnection, path: str) -> int:
    """The schema's version. Raises StoreNewer where this Riftline does not know it."""
    found = version(connection, path)
    if found > NEWEST:
        raise StoreNewer(
            f"{path} was made by a newer Riftline (its schema is {found}, this one knows {NEWEST}); "
            "upgrade Riftline with pip install --upgrade riftline, or name another file with --db."
        )
    return found


def migrate(connection: DuckDBPyConnection, path: str) -> None:
    """Brings the database to the newest schema, all steps or none."""
    found = check(connection, path)
    if found == NEWEST:
        return
    connection.execute("BEGIN")
    try:
        connection.execute("CREATE TABLE IF NOT EXISTS riftline_schema (number INTEGER, name VARCHAR, ran TIMESTAMP)")
        for number, (name, script) in enumerate(MIGRATIONS[found:], start=found + 1):
            connection.execute(script)
            connection.execute("INSERT INTO riftline_schema VALUES (?, ?, now()::TIMESTAMP)", [number, name])
        connection.execute("COMMIT")
    except BaseException:
        with suppress(duckdb.Error):  # after a full disk DuckDB has rolled back by itself and no transaction is left
            connection.execute("ROLLBACK")
        raise
