"""The server's app: `/api/v1`, the desk, health and metrics."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response

from riftline.api import desk, problems
from riftline.api.access import reads
from riftline.api.limiting import Limited
from riftline.api.routes import (
    actors,
    agenda,
    articles,
    coding,
    commitments,
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
    stories,
    tokens,
    webhooks,
)  # fmt: skip
from riftline.api.state import State
from riftline.version import version

PREFIX = "/api/v1"
ROOMS = (
    events, stories, articles, actors, dyads, commitments, signals, forecasts, places, agenda, feeds, search, info,
    coding, corrections, jobs, maintenance, tokens, webhooks,
)  # fmt: skip
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Of every answer: no script but the desk's own, nothing from elsewhere, in no other page's frame."""

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

    app.add_middleware(Limited)

    @app.middleware("http")
    async def _headers(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        begun = time.perf_counter()
        answer = await call_next(request)
        route = getattr(request.scope.get("route"), "path", "none")
        state.metrics.saw(route, request.method, answer.status_code, time.perf_counter() - begun)
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if request.url.path.startswith(PREFIX):
            answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return app
