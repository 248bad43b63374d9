"""What the store holds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from riftline.api.schemas import Shape
from riftline.api.state import Held
from riftline.store.queries import counts
from riftline.version import version

router = APIRouter(tags=["health"])


@router.get("/info", response_model=Shape, summary="What the store holds")
def info(held: Held) -> Any:
    """How many articles, events by type and origin, statements and so on; first and last day of publication."""
    with held.database.reading() as connection:
        found = held.kept("counts", lambda: counts(connection))
    days = [day.isoformat() if day else None for day in found["published"]]
    return found | {"published": days, "version": version(), "database": held.database.path}
