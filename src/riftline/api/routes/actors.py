"""Actors: who is in the store, and how one stands to its partners."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from riftline.api.problems import missing
from riftline.api.schemas import Items, Shape
from riftline.api.state import Held
from riftline.relations.breaches import acts_against
from riftline.relations.partners import actors, partners
from riftline.relations.standing import record, standing
from riftline.store.queries import rows
from riftline.wording import actor_code, code_name

router = APIRouter(tags=["actors"])

Since = Annotated[date | None, Query(description="Acts on or after this day.")]
Until = Annotated[date | None, Query(description="Acts on or before this day.")]


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
    equally long time before; and what binds and divides it."""
    code = actor_code(code)
    with held.database.reading() as connection:
        found = partners(connection, code, since, until)
        acts = held.kept("acts against None", lambda: acts_against(connection), patient=True)
        stands = record(standing(connection, code, on=until, every_act=acts))
        known = connection.execute("SELECT 1 FROM events WHERE source_code = $1 OR target_code = $1 LIMIT 1", [code]).fetchone()
        if not known and not stands["bonds"] and code_name(code) == code:
            raise missing(f"actor {code}")
        people = list(rows(connection, _PEOPLE, {"code": code}))
    return {"code": code, "name": code_name(code), "partners": found, "commitments": stands, "people": people}


_PEOPLE = """
    SELECT name, count(*) AS events FROM (
        SELECT source_name AS name FROM events WHERE source_country = $code AND len(source_sectors) > 0
        UNION ALL SELECT target_name FROM events WHERE target_country = $code AND len(target_sectors) > 0)
    WHERE name IS NOT NULL GROUP BY name ORDER BY events DESC, name LIMIT 30
"""
