"""Search: sentences of stored articles and texts of imported events."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from riftline.api.schemas import Items
from riftline.api.state import Held
from riftline.search.query import parse
from riftline.search.ranking import Narrow
from riftline.search.ranking import search as ranked
from riftline.search.record import record
from riftline.store.queries import events_of

router = APIRouter(tags=["search"])


@router.get("/search", response_model=Items, summary="Sentences that answer, the best first")
def listed(
    held: Held,
    q: Annotated[str, Query(min_length=1, max_length=500, description='Words, a "phrase", escalat*, -without.', examples=["ceasefire talks"])],
    since: Annotated[date | None, Query(description="Published on or after this day.")] = None,
    until: Annotated[date | None, Query(description="Published on or before this day.")] = None,
    publisher: Annotated[str | None, Query(max_length=200, description="Whole words of the publisher's name.")] = None,
    events: Annotated[bool, Query(description="Only sentences that are evidence of an event.")] = False,
    limit: Annotated[int, Query(ge=1, le=500)] = 20,
) -> Any:
    """As `riftline search`: sentences with all the words first, each with where the words stand in it and the events that rest on it."""
    asked = parse(q)
    with held.database.moment() as connection:
        found = ranked(connection, asked, Narrow(since, until, publisher, events), limit)
        told = events_of(connection, {identity for hit in found.hits for identity in hit.events})
    return {"items": [record(hit, told) for hit in found.hits], "total": found.total, "whole": found.whole, "left_out": list(asked.common)}
