"""Errors as problem details (RFC 9457): one shape for all that goes wrong, whoever noticed it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import duckdb
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from riftline.api.headers import HEADERS
from riftline.api.overdue import LIMIT
from riftline.api.worker import Late
from riftline.errors import InputError, QueryError, RiftlineError, StoreError, StoreFull, StoreLocked
from riftline.store.database import explanation

if TYPE_CHECKING:
    from datetime import date

    from fastapi import FastAPI, Request

MEDIA_TYPE = "application/problem+json"
COME_AGAIN = 2
"""Seconds after which who was told to come again should."""
log = logging.getLogger("riftline.api")


class ProblemDetails(BaseModel):
    """What went wrong."""

    type: str = Field(description="Names the kind of problem; `about:blank` where the status says it all.", examples=["about:blank"])
    title: str = Field(description="The kind of problem in words.", examples=["Not Found"])
    status: int = Field(description="The HTTP status.", examples=[404])
    detail: str | None = Field(None, description="What was wrong with this request, and what to do.", examples=["no event has the id 3fa4c1."])
    instance: str | None = Field(None, description="The path that was asked for.", examples=["/api/v1/events/3fa4c1"])
    errors: list[dict[str, Any]] | None = Field(None, description="Of a request that does not fit: each value that does not, where it stands and why.")


class Problem(Exception):
    """Raised by a route: becomes problem details."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, headers


def missing(what: str) -> Problem:
    """404: there is no such thing."""
    return Problem(404, f"there is no {what}.")


def in_order(since: date | None, until: date | None) -> None:
    """Raises a Problem (422) where a window ends before it begins."""
    if since and until and since > until:
        raise Problem(422, f"since {since} is after until {until}.")


def response(path: str, status: int, detail: str | None, headers: Mapping[str, str] | None = None, **more: Any) -> JSONResponse:
    """The problem as it is sent to who asked for `path`."""
    body = ProblemDetails(type="about:blank", title=HTTPStatus(status).phrase, status=status, detail=detail, instance=path, **more)
    return JSONResponse(body.model_dump(exclude_none=True), status, dict(headers or {}), MEDIA_TYPE)


def status_of(problem: RiftlineError) -> int:
    """The HTTP status of an error that Riftline raises on purpose."""
    if isinstance(problem, StoreLocked | Late):
        return 503
    if isinstance(problem, StoreFull):
        return 507
    if isinstance(problem, QueryError):
        return 422
    if isinstance(problem, InputError):
        return 422
    return 404 if isinstance(problem, StoreError) else 500


def install(app: FastAPI) -> None:
    """Makes the app answer with problem details whatever goes wrong."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, problem: Problem) -> JSONResponse:
        return response(request.url.path, problem.status, problem.detail, problem.headers)

    @app.exception_handler(HTTPException)
    async def _http(request: Request, problem: HTTPException) -> JSONResponse:
        detail = problem.detail if problem.detail != HTTPStatus(problem.status_code).phrase else None
        return response(request.url.path, problem.status_code, detail, problem.headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(request: Request, problem: RequestValidationError) -> JSONResponse:
        errors = [{"where": ".".join(str(part) for part in each["loc"]), "why": each["msg"]} for each in problem.errors()]
        return response(request.url.path, 422, "; ".join(f"{each['where']}: {each['why']}" for each in errors[:5]), errors=errors)

    @app.exception_handler(RiftlineError)
    async def _ours(request: Request, problem: RiftlineError) -> JSONResponse:
        status = status_of(problem)
        return response(request.url.path, status, str(problem), {"Retry-After": str(COME_AGAIN)} if status == 503 else None)

    @app.exception_handler(duckdb.InterruptException)
    async def _overdue(request: Request, problem: duckdb.InterruptException) -> JSONResponse:
        detail = f"this took longer than {LIMIT:.0f} seconds and was broken off. Ask for less: fewer days, one actor, one type."
        return response(request.url.path, 503, detail, {"Retry-After": str(COME_AGAIN)})

    @app.exception_handler(duckdb.Error)
    async def _database(request: Request, problem: duckdb.Error) -> JSONResponse:
        why = explanation(request.app.state.riftline.database.path, problem)
        if isinstance(why, StoreFull):
            log.error("%s: %s", request.url.path, why)
            return await _ours(request, why)
        log.exception("%s: the database", request.url.path)
        return response(request.url.path, 500, "the database gave an error; the server's log has it.")

    @app.exception_handler(Exception)
    async def _unforeseen(request: Request, problem: Exception) -> JSONResponse:
        log.exception("%s", request.url.path)
        # Starlette answers this outside of all that is put around the app, hence the headers.
        return response(request.url.path, 500, "something went wrong that should not; the server's log has it.", HEADERS)
