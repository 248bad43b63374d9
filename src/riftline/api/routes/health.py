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


@router.get("/api/v1/info", response_model=Shape, dependencies=[Depends(reads)], tags=["health"], summary="What the store holds")
def info(held: Held) -> Any:
    """How many articles, events by type and origin, statements and so on; first and last day of publication."""
    with held.database.reading() as connection:
        found = held.kept("counts", lambda: counts(connection))
    days = [day.isoformat() if day else None for day in found["published"]]
    return found | {"published": days, "version": version(), "database": held.database.path}
