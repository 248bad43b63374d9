"""Commitments: what binds and what divides, with breaches."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from riftline.api.schemas import Shape
from riftline.api.sending import sent
from riftline.api.state import Held
from riftline.relations.breaches import acts_against
from riftline.relations.standing import record, standing
from riftline.wording import actor_code

router = APIRouter(tags=["commitments"])


@router.get("/commitments", response_model=Shape, summary="What binds and divides on a day")
def listed(
    held: Held,
    who: Annotated[str | None, Query(max_length=100, description="Whose; all where it is left out.", examples=["ARM"])] = None,
    other: Annotated[str | None, Query(max_length=100, description="Only with this one, also through an organisation of both.")] = None,
    on: Annotated[date | None, Query(description="On this day; else on that of as_of, or today.")] = None,
    as_of: Annotated[date | None, Query(description="As it was known on this day.")] = None,
    kind: Annotated[list[str] | None, Query(description="Only of these kinds.", examples=[["mutual defence"]])] = None,
) -> Any:
    """As `riftline commitments --format json`: bonds in force with the breaches that touch them, rivalries, breaches of what binds no more."""
    with held.database.reading() as connection:
        acts = held.kept(f"acts against {as_of}", lambda: acts_against(connection, as_of), patient=True)
        found = standing(connection, actor_code(who) if who else None, actor_code(other) if other else None, on, as_of, kind or (), acts)
    return sent(record(found))
