"""How far each input was read: kept, so that the next run goes on there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riftline.sources.reading import Position
from riftline.sources.resuming import Reached, Stamp
from riftline.store.database import transaction

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


def remember(connection: DuckDBPyConnection, now: Reached) -> None:
    """Keeps how far a file was read, in place of what was known of it."""
    stamp = now.stamp
    values = [stamp.size, stamp.changed, stamp.mark, now.how, now.again, *now.position, now.done, now.growing, now.articles, now.unfit, now.errors]
    with transaction(connection):
        connection.execute("DELETE FROM inputs WHERE path = ?", [stamp.path])
        connection.execute(f"INSERT INTO inputs ({_COLUMNS}, read) VALUES ({', '.join('?' * 13)}, now()::TIMESTAMP)", [stamp.path, *values])
