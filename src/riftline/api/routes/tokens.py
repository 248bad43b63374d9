"""Tokens: made, listed, revoked."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from riftline.api.access import Administers
from riftline.api.schemas import Items, Shape
from riftline.api.state import Held
from riftline.store import tokens
from riftline.store.tokens import Scope

router = APIRouter(tags=["tokens"])


class Wanted(BaseModel):
    """A token to be made."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    scope: Scope
    days: int | None = Field(default=None, ge=1, le=36_500, description="After so many days it ends; without, it does not.")


@router.post("/tokens", response_model=Shape, status_code=201, summary="Make a token")
def create(held: Held, token: Administers, wanted: Wanted) -> Any:
    """The token with its `secret`, which is shown this once."""
    with held.database.writing() as connection:
        made, secret = tokens.create(connection, wanted.name, [wanted.scope], wanted.days)
    return made.record() | {"secret": secret}


@router.get("/tokens", response_model=Items, summary="All tokens")
def listed(held: Held, token: Administers) -> Any:
    """Without their secrets, which nobody knows."""
    with held.database.reading() as connection:
        return {"items": [each.record() for each in tokens.tokens(connection)]}


@router.delete("/tokens/{id}", status_code=204, summary="Revoke a token")
def revoke(held: Held, token: Administers, id: str) -> None:
    """It is refused from now on."""
    with held.database.writing() as connection:
        tokens.revoke(connection, id)
