"""Actors: who is in the store, and how one stands to its partners."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from riftline.api.bound import bound
from riftline.api.problems import missing
from riftline.api.schemas import Items, Shape
from riftline.api.state import Held
from riftline.api.window import Since, Until
from riftline.relations.named import named
from riftline.relations.partners import actors, partners
from riftline.wording import actor_code, code_name

router = APIRouter(tags=["actors"])


@router.get("/actors", response_model=Items, summary="Who acts, those with most events first")
def listed(
    held: Held,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
    starting: Annotated[str | None, Query(max_length=100, description="Only those whose code or a word of whose name begins so.", examples=["arm"])] = None,
) -> Any:
    """Each with its code, name, and in how many events it stands on either side."""
    with held.database.reading() as connection:
        found = held.kept("actors", lambda: actors(connection))
    if starting:
        wanted = starting.casefold()
        found = [each for each in found if any(word.startswith(wanted) for word in (each["code"].casefold(), *each["name"].casefold().split()))]
    return {"items": found[:limit], "total": len(found)}


@router.get("/actors/{code}", response_model=Shape, summary="One actor: whom it tilts to")
def one(held: Held, code: str, since: Since = None, until: Until = None) -> Any:
    """Its partners by events, each with what both did to each other as friction and cooperation, the share of cooperation with a 95 % interval, now and in the
    equally long time before; what binds and divides it; and whom its events name: `people` in an office or quoted, and `bodies`."""
    code = actor_code(code)
    with held.database.reading() as connection:
        found = partners(connection, code, since, until)
        stands = bound(held, connection, code, on=until)
        known = connection.execute("SELECT 1 FROM events WHERE source_code = $1 OR target_code = $1 LIMIT 1", [code]).fetchone()
        if not known and not stands["bonds"] and code_name(code) == code:
            raise missing(f"actor {code}")
        about = named(connection, code)
    return {"code": code, "name": code_name(code), "partners": found, "commitments": stands} | about
