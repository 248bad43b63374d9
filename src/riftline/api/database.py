"""The database that a server owns: one connection to write with, and a cursor of its own for each request that reads."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from riftline.api.overdue import watched
from riftline.store.database import opened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


TURN = 0.005
"""Seconds that others have to begin writing in."""


class Database:
    """The open file. Each question of a reader sees what was committed when it was asked, and never waits for the writer; writers wait for each other."""

    def __init__(self, path: str, connection: DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._writing, self._noting = threading.Lock(), threading.Lock()
        self.changes = 0
        """How often something was written since the server began: what is kept of answers is kept by it."""

    @contextmanager
    def reading(self) -> Iterator[DuckDBPyConnection]:
        """A cursor to read with; it has temporary tables of its own. What is asked within `overdue.limited` ends with that limit."""
        cursor = self._connection.cursor()
        try:
            with watched(cursor):
                yield cursor
        finally:
            cursor.close()

    @contextmanager
    def moment(self) -> Iterator[DuckDBPyConnection]:
        """As `reading`, with all that is asked told as of one moment, the first question's, whatever is written meanwhile. What is made of it may be
        old already: not for what is kept by `changes`."""
        with self.reading() as cursor:
            cursor.execute("BEGIN")  # ended by the cursor's end
            yield cursor

    @contextmanager
    def writing(self) -> Iterator[DuckDBPyConnection]:
        """A cursor to write with, one at a time."""
        with self._writing, self.reading() as cursor:
            try:
                yield cursor
            finally:
                self.changes += 1

    @contextmanager
    def noting(self) -> Iterator[DuckDBPyConnection]:
        """A cursor to write tables with that no answer is made of and no other writer knows of; it waits for no `writing`, and may be had inside of one."""
        with self._noting, self.reading() as cursor:
            yield cursor

    @contextmanager
    def still(self) -> Iterator[None]:
        """As long as this lasts nothing is written, and what was is in the files."""
        with self._writing, self._noting:
            yield

    def turn(self) -> None:
        """Lets others write who wait, in the middle of `writing`; outside of a transaction."""
        self._writing.release()
        time.sleep(TURN)  # a lock is not fair: who takes it again at once, has it again
        self._writing.acquire()


@contextmanager
def owned(path: str) -> Iterator[Database]:
    """The database at a path, opened for writing (made where it is missing) as long as the context lasts. Raises StoreError, StoreLocked."""
    with opened(path, write=True) as connection:
        yield Database(path, connection)
