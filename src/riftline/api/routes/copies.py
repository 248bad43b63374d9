"""Copies of the database file."""

from __future__ import annotations

import os
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from riftline.api.access import Administers
from riftline.api.asked import absolute
from riftline.api.copying import copied
from riftline.api.schemas import Shape
from riftline.api.state import Held

router = APIRouter(tags=["copies"])


class Wanted(BaseModel):
    """Where a copy is wanted."""

    model_config = ConfigDict(extra="forbid")

    path: Annotated[str, absolute] = Field(max_length=4_000, description="A file on the server's disk that is not there yet; absolute.")


@router.post("/copies", response_model=Shape, status_code=201, summary="Copy the database into a file")
def copy(held: Held, token: Administers, wanted: Wanted) -> Any:
    """All that is stored at this moment. Answers go on meanwhile; what writes waits. Commands that only read make one, read it and throw it away.
    It is not for keeping: what was deleted may still be in its free blocks."""
    copied(held.database, wanted.path)
    return {"path": wanted.path, "bytes": os.path.getsize(wanted.path)}
