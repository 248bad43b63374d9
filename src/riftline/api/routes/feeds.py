"""Feeds: how well each watched feed is."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from riftline.api.schemas import Items
from riftline.api.state import Held
from riftline.feeds.health import healths
from riftline.feeds.health_record import record

router = APIRouter(tags=["feeds"])


@router.get("/feeds", response_model=Items, summary="How well each watched feed is")
def listed(held: Held) -> Any:
    """As `riftline feeds --format json`: last success, last new item, errors in a row, since when it is silent, and its `state` in words."""
    with held.database.reading() as connection:
        return {"items": [record(health) for health in healths(connection)]}
