"""The ledgers kept current: where events come or go, the cells that they count in are counted again, and no others.

What counts, and in which cells, is what the view `acts` says (migrations/0006_ledger.sql); the table `ledger` is its aggregate. A cell here
is a key without what an event may be: kind, scope, source, target and day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from riftline.store.database import insert

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Cell = tuple[str, str, str, str, date]
"""Kind, scope, source, target and day."""

COLUMNS = (
    "id", "origin", "status", "type", "mode", "intensity", "source_code", "target_code", "source_country", "target_country",
    "source_sectors", "target_sectors", "country", "admin1", "precision", "place", "published", "first_day", "last_day", "reports", "sources",
)  # fmt: skip
"""The columns of `events` by which an event counts."""

GAP = timedelta(days=92)
"""Days that lie further apart are asked for apart: DuckDB passes over the stretches of a table that hold none of the days between two bounds."""

_KEY = "kind, scope, source, target, day"


def hold(connection: DuckDBPyConnection, table: str, events: Iterable[Mapping[str, Any]]) -> None:
    """Makes a temporary table of the COLUMNS of events that need not be stored, for `acts_of`; a column that a row lacks is NULL."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT {', '.join(COLUMNS)} FROM events LIMIT 0")
    insert(connection, table, ([event.get(column) for column in COLUMNS] for event in events))


def cells(connection: DuckDBPyConnection, events: Collection[Mapping[str, Any]]) -> set[Cell]:
    """The cells that events count in; of each the COLUMNS are looked at."""
    if not any(event["first_day"] and event["status"] == "happened" for event in events):
        return set()
    hold(connection, "noted", events)
    found = connection.execute(f"SELECT DISTINCT {_KEY} FROM acts_of('noted')").fetchall()
    return set(found)


def recount(connection: DuckDBPyConnection, touched: Collection[Cell]) -> None:
    """Counts these cells again from the events that are stored now."""
    for part in _stretches(touched):
        connection.execute(f"CREATE OR REPLACE TEMP TABLE touched AS SELECT {_KEY} FROM ledger LIMIT 0")
        insert(connection, "touched", part)
        _again(connection, f"({_KEY})", f"SEMI JOIN touched USING ({_KEY})", part[0][4], part[-1][4])


def recount_days(connection: DuckDBPyConnection, days: Collection[date]) -> None:
    """Counts all cells of these days again: what an import changes."""
    if not days:
        return
    first, last = min(days), max(days)
    others = connection.execute("SELECT DISTINCT first_day FROM events WHERE first_day BETWEEN ? AND ?", [first, last]).fetchall()
    connection.execute("CREATE OR REPLACE TEMP TABLE touched AS SELECT unnest(?::DATE[]) AS day", [sorted(days)])
    # A load of whole months is quicker counted without asking of each act whether its day is among them.
    whole = {row[0] for row in others} <= set(days)
    # A pair's cells beside each other: DuckDB passes over the stretches that hold none of it.
    _again(connection, "day", "" if whole else "SEMI JOIN touched USING (day)", first, last, f"ORDER BY {_KEY}")


def _again(connection: DuckDBPyConnection, key: str, those: str, first: date, last: date, order: str = "") -> None:
    between = f"day BETWEEN DATE '{first}' AND DATE '{last}'"
    connection.execute(f"DELETE FROM ledger WHERE {between} AND {key} IN (SELECT {key} FROM touched)")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW counted_again AS SELECT * FROM acts {those} WHERE {between}")
    connection.execute(f"INSERT INTO ledger FROM ledger_of('counted_again') {order}")
    connection.execute("DROP VIEW temp.counted_again")
    connection.execute("DROP TABLE temp.touched")


def _stretches(touched: Collection[Cell]) -> list[list[Cell]]:
    """The cells by day, parted where none has a day for a GAP."""
    found: list[list[Cell]] = []
    for cell in sorted(touched, key=lambda cell: cell[4]):
        if found and cell[4] - found[-1][-1][4] <= GAP:
            found[-1].append(cell)
        else:
            found.append([cell])
    return found
