"""The server's app: `/api/v1`, the desk, health and metrics."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI

from riftline.api import desk, problems
from riftline.api.access import reads
from riftline.api.headers import Guarded
from riftline.api.limiting import Limited
from riftline.api.queueing import Queued
from riftline.api.routes import (
    actors,
    agenda,
    articles,
    coding,
    commitments,
    copies,
    corrections,
    dyads,
    events,
    feeds,
    forecasts,
    health,
    info,
    jobs,
    maintenance,
    places,
    search,
    signals,
    sources,
    stories,
    tokens,
    webhooks,
)  # fmt: skip
from riftline.api.state import State
from riftline.version import version

PREFIX = "/api/v1"
ROOMS = (
    events, stories, articles, actors, dyads, commitments, signals, forecasts, places, agenda, feeds, search, info,
    sources, coding, corrections, jobs, copies, maintenance, tokens, webhooks,
)  # fmt: skip
ABOUT = """Sourced political events from the news: who did what to whom, who says so, and which way states lean.

Lists come in pages: `next` of an answer is the `cursor` of the next page. Every error is a problem detail (RFC 9457). Reading needs no token on
the own machine; writing always does (`riftline token create`)."""


def create(state: State) -> FastAPI:
    """The app over a database."""
    app = FastAPI(title="Riftline", version=version(), description=ABOUT, openapi_url=f"{PREFIX}/openapi.json", docs_url=None, redoc_url=None)
    app.state.riftline = state
    problems.install(app)
    wrong: dict[int | str, dict[str, Any]] = {
        status: {"model": problems.ProblemDetails, "description": what, "content": {problems.MEDIA_TYPE: {}}}
        for status, what in ((400, "No JSON"), (413, "More than a megabyte"),
                             (401, "No token, or a wrong one"), (403, "Not with this token, or from another origin"), (404, "There is no such thing"),
                             (422, "A value does not fit"), (429, "Too many wrong tokens"), (503, "Busy: try again"))
    }  # fmt: skip
    api = APIRouter(prefix=PREFIX, responses=wrong)
    for room in ROOMS:
        api.include_router(room.router, dependencies=[Depends(reads)])
    app.include_router(api)
    app.include_router(health.router, responses=wrong)
    app.include_router(desk.router)

    app.add_middleware(Queued, under=PREFIX)
    app.add_middleware(Limited)
    app.add_middleware(Guarded, metrics=state.metrics, private=PREFIX)
    return app
