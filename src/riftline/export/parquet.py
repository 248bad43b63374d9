"""`parquet`: every column of the table of events with its type, written by DuckDB."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from riftline.export.base import Format, Query
from riftline.store.filters import where
from riftline.store.queries import IN_ORDER, number_of_events

ROW_GROUP = 20_000
"""Events a row group: what the writer holds in memory."""

PIECE = 1 << 20


def _whole(query: Query) -> Iterator[bytes]:
    condition, values = where(query.filters)
    events = f"SELECT e.* FROM events e WHERE {condition}"
    if query.filters.limit is not None:  # else unsorted: sorting would hold them all
        events += f" {IN_ORDER} LIMIT ?"
        values.append(query.filters.limit)
    with TemporaryDirectory(prefix="riftline-") as folder:
        path = Path(folder) / "events.parquet"
        literal = str(path).replace("'", "''")
        query.connection.execute("SET preserve_insertion_order = false")  # to keep it, DuckDB would hold a good part of the events
        query.connection.execute(f"COPY ({events}) TO '{literal}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})", values)
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                yield piece
    query.written["events"] += number_of_events(query.connection, query.filters)


FORMAT = Format(name="parquet", ending="parquet", loses="evidence but the first piece", whole=_whole)
