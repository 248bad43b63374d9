"""Jobs: begun, followed, cancelled."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import FileResponse, StreamingResponse
from pydantic import ValidationError

from riftline.api import asked
from riftline.api.access import Writes
from riftline.api.jobs import Job, brief
from riftline.api.problems import Problem, missing
from riftline.api.schemas import Items, Shape, anything
from riftline.api.state import Held, State
from riftline.api.work import filters_of

router = APIRouter(tags=["jobs"])

LOOKS, ALIVE = 0.15, 15.0
"""Seconds between two looks at what a job tells, and after which a silent stream says that it is there."""


@router.post("/jobs", response_model=Shape, status_code=202, summary="Begin a job")
def begin(held: Held, token: Writes, wanted: asked.Asked) -> Any:
    """What the commands `ingest`, `import`, `export`, `signals` and `watch` do. Jobs that write wait for each other, but for a `watch` without `once`.
    Paths are the server's, and need the scope admin."""
    if wanted.paths_of() and not (token and token.allows("admin")):
        raise Problem(403, "paths on the server's disk need a token with the scope admin; POST /articles takes articles by themselves.")
    if isinstance(wanted, asked.Export):
        _check(wanted)
    job = Job(wanted.kind, wanted, token.id if token else None)
    return held.jobs.submit(job, aside=isinstance(wanted, asked.Watch) and not wanted.once).record()


def _check(wanted: asked.Export) -> None:
    """Raises a Problem where an export makes no sense."""
    from riftline.export.formats import FORMATS

    names = [form.name for form in FORMATS]
    if wanted.to not in names:
        raise Problem(422, f"to: {wanted.to!r} is not one of {', '.join(names)}.")
    if wanted.mentions and wanted.to != "gdelt":
        raise Problem(422, f"mentions: {wanted.to} has no table of mentions, only gdelt has.")
    try:
        filters_of(wanted.filters)
    except ValidationError as problem:
        told = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in problem.errors()[:5])
        raise Problem(422, f"filters: {told}") from problem


@router.get("/jobs", response_model=Items, summary="Jobs, the newest first")
def listed(held: Held) -> Any:
    """Also those of earlier servers; of those that have ended the latest two hundred."""
    return {"items": [brief(job.record()) for job in held.jobs.all()]}


@router.get("/jobs/{id}", response_model=Shape, summary="One job")
def one(held: Held, id: str) -> Any:
    """Its state (queued, running, done, failed, cancelled, or interrupted by the server's end), how far it is, the exit code that its command would have
    had, what came of it, what it said."""
    job = _job(held, id)
    told = [entry.data["text"] for entry in job.after(0) if entry.kind in ("message", "output")]
    return job.record() | {"told": told}


@router.delete("/jobs/{id}", response_model=Shape, status_code=202, summary="Cancel a job")
def cancel(held: Held, token: Writes, id: str) -> Any:
    """It ends once what it is at is done; the same job later goes on from there."""
    job = _job(held, id)
    held.jobs.cancel(job)
    return brief(job.record())


@router.get("/jobs/{id}/file", response_class=FileResponse, responses=anything("application/octet-stream", "The file."), summary="What an export has written")
def file(held: Held, id: str) -> FileResponse:
    """The file of an export that was asked for without `out`. It is kept while the server runs, and only the latest twenty are."""
    job = _job(held, id)
    found = held.exports.file(id)
    if found is None:
        late = job.kind == "export" and not job.ended
        why = "is not written yet" if late else "is not there; an export without `out` makes one, for as long as the server runs"
        raise Problem(404, f"the file of job {id} {why}.")
    return FileResponse(found, filename=found.name, media_type="application/octet-stream")


@router.get("/jobs/{id}/events", responses=anything("text/event-stream", "Server-sent events."), summary="What a job tells, as it does")
async def told(
    held: Held, request: Request, id: str,
    last_event_id: Annotated[str | None, Header(description="Goes on after this event.")] = None,
) -> StreamingResponse:  # fmt: skip
    """`progress` (done, total, share, message), `message` and `output` (text: a line of standard error or output), and at last `end`, with the job."""
    job = _job(held, id)
    last = int(last_event_id) if last_event_id and last_event_id.isdecimal() else 0
    return StreamingResponse(_stream(held, request, job, last), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _stream(held: State, request: Request, job: Job, last: int) -> AsyncIterator[str]:
    said = time.monotonic()
    while True:
        for entry in job.after(last):
            last, said = entry.number, time.monotonic()
            yield f"id: {entry.number}\nevent: {entry.kind}\ndata: {json.dumps(entry.data, ensure_ascii=False)}\n\n"
            if entry.kind == "end":
                return
        if held.ending.is_set() or (job.ended and not job.after(last)):
            return  # the server ends, or the job was at its end before
        if time.monotonic() - said > ALIVE:
            said = time.monotonic()
            yield ": still here\n\n"
        await asyncio.sleep(LOOKS)


def _job(held: State, id: str) -> Job:
    job = held.jobs.get(id)
    if job is None:
        raise missing(f"job {id}")
    return job
