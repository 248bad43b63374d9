"""Reading a database, also one that a server holds: it makes a copy of it, which is read and thrown away."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from riftline.cli.common import say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@contextmanager
def reading(db: str) -> Iterator[DuckDBPyConnection]:
    """A connection to read with. Raises StoreError, StoreLocked where another process than a server of this user holds the database."""
    from riftline.store.database import explained, opened

    with readable(db) as path, opened(path) as connection, explained(db):
        yield connection


@contextmanager
def readable(db: str) -> Iterator[str]:
    """The file to read a database from, which is nobody else's to write as long as the context lasts: itself, or the copy."""
    from riftline.cli.handing import server_of

    server = server_of(db)
    if server is None:
        yield db
        return
    with closing(server.client), TemporaryDirectory(prefix=".riftline-copy-", dir=_room(db)) as folder:
        path = os.path.join(folder, os.path.basename(db))
        server.ask("POST", "/copies", {"path": path})
        say(f"note: read from a copy, for the server at {server.running.url} holds {db}.")
        yield path


def _room(db: str) -> str | None:
    """The folder for the copy: the database's, where it may be written to; else that for temporary files, which may be in memory. Raises StoreError
    where there is no room."""
    from tempfile import gettempdir

    from riftline.errors import StoreError

    beside = os.path.dirname(os.path.realpath(db))
    folder = beside if os.access(beside, os.W_OK) else gettempdir()
    size, free = os.path.getsize(db), shutil.disk_usage(folder).free
    if size > free:
        raise StoreError(
            f"{db} is held by riftline serve, and for a copy to read there is no room in {folder} ({size / 1e6:,.0f} MB, {free / 1e6:,.0f} MB are free). "
            "Free some, end the server, or ask the server itself, at the desk or by its API."
        )
    return folder
