"""Webhooks: where new signals are sent."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from riftline.api.access import Administers, is_loopback
from riftline.api.hooks import CLOSED
from riftline.api.problems import Problem
from riftline.api.schemas import Items, Shape
from riftline.api.state import Held
from riftline.feeds.connecting import public
from riftline.feeds.plan import is_address
from riftline.store import webhooks

router = APIRouter(tags=["webhooks"])


class Wanted(BaseModel):
    """A webhook to be made."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2_000, description="http or https, to a public address.")
    kinds: list[Literal["rift", "tilt", "flashpoint", "rupture", "thaw"]] = Field(default_factory=list, max_length=5, description="None: all.")
    secret: Annotated[str | None, Field(min_length=16, max_length=500, description="Signs what is sent; made where none is given.")] = None


@router.post("/webhooks", response_model=Shape, status_code=201, summary="Have new signals sent to an address")
def create(held: Held, token: Administers, wanted: Wanted) -> Any:
    """The webhook with its `secret`, which is shown this once. A signal comes as the record of `GET /signals/{id}`, with `X-Riftline-Timestamp` and
    `X-Riftline-Signature`: "sha256=" and the HMAC-SHA256 of the timestamp, a dot and the body under the secret. It is tried five times."""
    host = urlsplit(wanted.url).hostname if is_address(wanted.url) else None
    if not host or "@" in urlsplit(wanted.url).netloc:
        raise Problem(422, "url: write an http or https address without a name or password.")
    literal = is_loopback(host) or host.replace(".", "").isdecimal() or ":" in host
    if literal and not held.settings.open_webhooks and not public(host):
        raise Problem(422, f"url: {host} {CLOSED}")  # names are looked up, and their addresses checked, each time that something is sent
    with held.database.writing() as connection:
        made = webhooks.add(connection, wanted.url, wanted.kinds, wanted.secret)
    return made.record() | {"secret": made.secret}


@router.get("/webhooks", response_model=Items, summary="All webhooks")
def listed(held: Held, token: Administers) -> Any:
    """How each fares: what waits, has arrived, was given up, the last problem."""
    with held.database.reading() as connection:
        return {"items": [each.record() | dict(webhooks.told(connection, each.id)) for each in webhooks.webhooks(connection)]}


@router.post("/webhooks/{id}/test", response_model=Shape, status_code=202, summary="Try a webhook")
def attempt(held: Held, token: Administers, id: str) -> Any:
    """Sends it a message whose `kind` is "test", signed as signals are; GET /webhooks tells how it fared."""
    with held.database.writing() as connection:
        webhooks.attempt(connection, id)
    held.hooks.wake()
    return {"id": id}


@router.delete("/webhooks/{id}", status_code=204, summary="Take a webhook away")
def remove(held: Held, token: Administers, id: str) -> None:
    """Nothing is sent to it any more."""
    with held.database.writing() as connection:
        webhooks.remove(connection, id)
