"""The ledger as it was on a day: from the reports that were published by then, and no others."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def ledger_as_of(connection: DuckDBPyConnection, day: date | None) -> str:
    """The name of a table or view of the connection with the ledger's columns, as of the end of `day`; the ledger itself where none is given."""
    if day is None:
        return "ledger"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW ledger_then AS SELECT * FROM ledger WHERE known <= DATE '{day}'")
    return "ledger_then"
