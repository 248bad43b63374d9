"""How far each input was read: kept, so that the next run goes on there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from riftline.sources.reading import Position
from riftline.sources.resuming import Reached, Stamp
from riftline.store.database import insert, now

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COLUMNS = "path, size, changed, mark, how, again, member, unit, done, growing, articles, unfit, errors"


def reached(connection: DuckDBPyConnection, path: str) -> Reached | None:
    """How far the file with this absolute path was read; None where it never was."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM inputs WHERE path = ?", [path]).fetchone()
    if row is None:
        return None
    _, size, changed, mark, how, again, member, unit, done, growing, articles, unfit, errors = row
    return Reached(Stamp(path, size, changed, mark), how, again, Position(member, unit), done, growing, articles, unfit, errors)


def remember(connection: DuckDBPyConnection, found: Iterable[Reached]) -> None:
    """Keeps how far files were read, in place of what was known of them. The caller has begun a transaction."""
    rows = [_row(each) for each in found]
    if rows:
        connection.execute("DELETE FROM inputs WHERE path IN ?", [[row[0] for row in rows]])
        insert(connection, "inputs", rows, (*_COLUMNS.split(", "), "read"))


def _row(of: Reached) -> list[Any]:
    file = of.stamp
    return [file.path, file.size, file.changed, file.mark, of.how, of.again, *of.position, of.done, of.growing, of.articles, of.unfit, of.errors, now()]
