"""Jobs written down in the database, and found there again by the next server."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import duckdb

from riftline.api.jobs import Entry, Job, brief
from riftline.store import jobs as store

if TYPE_CHECKING:
    from riftline.api.database import Database

log = logging.getLogger("riftline.api")


def write(database: Database, job: Job) -> None:
    """Writes a job down as it is now. Where that cannot be, the job goes on all the same."""
    try:
        with database.noting() as connection:
            store.save(connection, _row(job))  # as it is now, not as it was when this waited for its turn
    except duckdb.Error:
        log.exception("job %s could not be written down", job.id)


def remembered(database: Database) -> list[Job]:
    """The jobs of earlier servers. One that had not ended is interrupted, and says what to do."""
    with database.noting() as connection:
        store.prune(connection)
        rows = store.jobs(connection)
    found = [_job(row) for row in rows]
    for job in found:
        if job.ended is None:
            job.cut = True
            job.stop()
            write(database, job)
    return found


def _row(job: Job) -> store.Row:
    told = [(entry.kind, entry.data) for entry in job.after(0) if entry.kind in ("message", "output")]
    about = job.record()
    times = (job.made, job.began, job.ended)
    return store.Row(job.id, job.kind, job.state, job.by, *times, job.exit, job.asked(), job.progress or None, brief(about)["result"], told)


def _job(row: store.Row) -> Job:
    job = Job(row.kind, row.options, row.token, row.id, row.state, row.made, row.began, row.ended, row.exit, row.result)  # type: ignore[arg-type]
    job.progress = row.progress or {}
    for kind, data in row.told:
        (job.say if kind == "message" else job.print)(data["text"])
    if job.ended:
        job.entries.append(Entry(len(job.entries) + 1, "end", brief(job.record())))
    return job
