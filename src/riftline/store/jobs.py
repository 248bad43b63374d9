"""Jobs of the server as they are written down, so that they are there after a restart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from riftline.store.database import insert, transaction
from riftline.store.queries import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

KEPT = 200
"""Jobs that are remembered once they have ended."""


@dataclass(frozen=True, slots=True)
class Row:
    """A job as it stands in the database."""

    id: str
    kind: str
    state: str
    token: str | None
    made: datetime
    began: datetime | None
    ended: datetime | None
    exit: int | None
    options: dict[str, Any]
    progress: dict[str, Any] | None
    result: dict[str, Any] | None
    told: Sequence[tuple[str, dict[str, Any]]]
    """What it said, in order: `message` or `output`, and the line."""


def save(connection: DuckDBPyConnection, job: Row) -> None:
    """Writes a job down, in place of what was written of it before."""
    progress, result = (json.dumps(each, ensure_ascii=False) if each is not None else None for each in (job.progress, job.result))
    told = [json.dumps({"kind": kind, "data": data}, ensure_ascii=False) for kind, data in job.told]
    times = (job.made, job.began, job.ended)
    values = [job.id, job.kind, job.state, job.token, *times, job.exit, json.dumps(job.options, ensure_ascii=False), progress, result, told]
    with transaction(connection):
        connection.execute("DELETE FROM jobs WHERE id = ?", [job.id])
        insert(connection, "jobs", [values])


def prune(connection: DuckDBPyConnection) -> None:
    """Forgets all but the `KEPT` latest of the jobs that have ended."""
    old = "SELECT id FROM jobs WHERE ended IS NOT NULL ORDER BY ended DESC, made DESC, id OFFSET ?"
    connection.execute(f"DELETE FROM jobs WHERE id IN ({old})", [KEPT])


def quiet(connection: DuckDBPyConnection) -> None:
    """Takes out what jobs that have ended told, which may be of articles that are to be forgotten."""
    connection.execute("UPDATE jobs SET told = [], progress = NULL, result = NULL WHERE ended IS NOT NULL")


def jobs(connection: DuckDBPyConnection) -> list[Row]:
    """All that are remembered, in the order in which they were taken on."""
    found = rows(connection, "SELECT * FROM jobs ORDER BY made, began NULLS LAST, id")
    return [Row(**{name: _read(name, value) for name, value in row.items()}) for row in found]


def _read(name: str, value: Any) -> Any:
    if name == "told":
        return [(each["kind"], each["data"]) for each in map(json.loads, value)]
    return json.loads(value) if name in ("options", "progress", "result") and value is not None else value
