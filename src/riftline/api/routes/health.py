"""Whether the server is well, what the store holds, and figures for Prometheus."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends
from fastapi.responses import PlainTextResponse

from riftline.api.access import reads
from riftline.api.metrics import exposition
from riftline.api.schemas import Shape, anything
from riftline.api.state import Held
from riftline.store.queries import counts
from riftline.version import version

router = APIRouter(tags=["health"])


@router.get("/healthz", response_model=Shape, summary="Whether the server answers")
def healthz(held: Held) -> Any:
    """`ok` where the database answers."""
    with held.database.reading() as connection:
        connection.execute("SELECT 1").fetchone()
    return {"status": "ok", "version": version()}


@router.get("/metrics", responses=anything("text/plain", "Prometheus' text format."), dependencies=[Depends(reads)], summary="Figures for Prometheus")
def metrics(held: Held) -> PlainTextResponse:
    """Requests by route and status, how long they took, what the store holds."""
    with held.database.reading() as connection:
        stored = held.kept("counts", lambda: counts(connection))
    return PlainTextResponse(exposition(held, stored), media_type="text/plain; version=0.0.4; charset=utf-8")
