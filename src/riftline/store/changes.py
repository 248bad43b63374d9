"""From which day on something is new: noted where events and articles come, change or go, so that what is made of them need not be made again in whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def note(connection: DuckDBPyConnection, days: Iterable[date | None]) -> None:
    """Notes a change of what was published on these days, or happened on them where it has no such day. The caller has begun a transaction."""
    day = min((each for each in days if each), default=None)
    if day is None:
        return
    connection.execute("INSERT INTO changes SELECT coalesce(max(number), 0) + 1, ? FROM changes", [day])
    connection.execute("DELETE FROM changes WHERE day >= ? AND number < (SELECT max(number) FROM changes)", [day])


def since(connection: DuckDBPyConnection, number: int) -> tuple[int, date | None]:
    """The number of the newest change, and the earliest day of those after a number; None where there are none."""
    ((newest, day),) = connection.execute("SELECT coalesce(max(number), 0), min(day) FILTER (number > ?) FROM changes", [number]).fetchall()
    return newest, day
