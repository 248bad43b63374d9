"""Where and when: counts of events by place and by week, for the map."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from riftline.api.routes.events import Wanted
from riftline.api.schemas import Items, Shape
from riftline.api.sending import sent
from riftline.api.state import Held
from riftline.relations.cube import Cube
from riftline.relations.places import counted_places, places, states, timeline, without_place

router = APIRouter(tags=["places"])


@router.get("/places", response_model=Items, summary="Where the events that pass happened")
def listed(held: Held, wanted: Wanted, limit: Annotated[int, Query(ge=1, le=20_000, description="How many at most.")] = 2000) -> Any:
    """Each place with its precision and counts, those with most events first; `unplaced` says how many events that pass have no place."""

    def counted() -> Cube:
        with held.database.reading() as connection:
            return counted_places(connection, wanted)

    def made() -> Response:
        # The days of a window are added up from what was counted once for all days.
        found: Cube = held.kept(f"counted places {replace(wanted, since=None, until=None)}", counted)
        window = wanted.since, wanted.until
        return sent({"items": places(found, *window, limit), "unplaced": without_place(found, *window)})

    return held.kept(f"places {wanted} {limit}", made)


@router.get("/states", response_model=Items, summary="The middles of states")
def middles() -> Any:
    """Every state and territory: code, numeric code, name, latitude and longitude."""
    return {"items": states()}


@router.get("/timeline", response_model=Shape, summary="How many events that pass happened in each week")
def weeks(held: Held, wanted: Wanted) -> Any:
    """The weeks of which the store has anything. A week that is left out is unknown, not quiet."""

    def made() -> Response:
        with held.database.reading() as connection:
            return sent({"items": timeline(connection, wanted)})

    return held.kept(f"timeline {wanted}", made)
