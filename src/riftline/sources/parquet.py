"""Parquet through DuckDB's reader: an article a row, read batch by batch, of the columns that are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from riftline.errors import InputError, NotAnArticle
from riftline.sources.base import Found, Loaded, Raw, too_large
from riftline.sources.columns import checked, used
from riftline.sources.fields import loaded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MAGIC = b"PAR1"
BATCH = 100
"""Rows taken at once."""

CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False, "autoload_known_extensions": False, "threads": 1,
}  # fmt: skip
"""Nothing is downloaded, and one thread keeps both the order and the memory."""


def read_parquet(raw: Raw) -> Iterator[Found]:
    """One article a row; a row without one is an error that names it, and the next is read."""
    if raw.path is None:
        yield InputError(
            raw.origin, "a Parquet file has its contents listed at its end, so it cannot be read out of a pipe or an archive; name the file itself."
        )
        return
    import duckdb

    try:
        with duckdb.connect(config=CONFIG) as connection:
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET enable_external_file_cache = false")
            yield from _read(connection, raw, _literal(raw.path))
    except duckdb.Error as problem:
        yield InputError(raw.origin, f"the Parquet file cannot be read: {' '.join(str(problem).split())[:200]}")


def _read(connection: DuckDBPyConnection, raw: Raw, path: str) -> Iterator[Found]:
    types = {row[0]: row[1] for row in connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [path]).fetchall()}
    counted = connection.execute("SELECT num_rows FROM parquet_file_metadata(?)", [path]).fetchone()
    raw.total = int(counted[0]) if counted else 0
    if not raw.total:
        yield NotAnArticle(raw.origin, "the table has no row.")
        return
    names = list(types)
    try:
        checked(names, raw.columns, raw.origin, {})
    except InputError:
        first = connection.execute("SELECT * FROM read_parquet(?) LIMIT 1", [path]).fetchone() or ()
        checked(names, raw.columns, raw.origin, dict(zip(names, first, strict=False)))  # raises again, with a column that may be the text
        raise
    wanted = used(names, raw.columns)
    columns = ", ".join(_expression(name, types[name]) for name in wanted)
    query = f"SELECT {columns} FROM read_parquet(?, file_row_number = true) WHERE file_row_number >= ?"
    cursor = connection.execute(query, [path, raw.start])
    while batch := cursor.fetchmany(BATCH):
        for row in batch:
            raw.at = max(raw.at, raw.start) + 1
            origin = f"{raw.origin}, row {raw.at}"
            if sum(len(value) for value in row if isinstance(value, str | bytes)) > raw.limit:
                yield too_large(origin, raw.limit)
                continue
            try:
                found = loaded(dict(zip(wanted, row, strict=True)), origin, raw.columns)
            except InputError as problem:
                yield problem
                continue
            yield Loaded(found.article, (*raw.notes, *found.notes))


def _expression(name: str, kind: str) -> str:
    """A column as it is asked for. A time with a zone is taken in UTC: the driver would want a package for zones."""
    quoted = '"' + name.replace('"', '""') + '"'
    return f"make_timestamp(epoch_us({quoted})) AS {quoted}" if kind == "TIMESTAMP WITH TIME ZONE" else quoted


def _literal(path: str) -> str:
    """A path in which DuckDB sees no pattern for several files."""
    return re.sub(r"[*?\[]", lambda found: f"[{found[0]}]", path)
