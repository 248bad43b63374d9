"""Forecasts: which acts are likely next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from riftline.api.problems import Problem
from riftline.api.schemas import Shape
from riftline.api.state import Held
from riftline.forecast.outlook import HORIZONS, Learnt, learn, outlook
from riftline.forecast.outlook_acts import acts_for
from riftline.forecast.outlook_agenda import announced
from riftline.forecast.outlook_record import record
from riftline.forecast.outlook_stream import OUTCOMES, Stream, stream
from riftline.wording import actor_code

router = APIRouter(tags=["forecasts"])


@router.get("/forecasts", response_model=Shape, summary="Which acts are likely in the next week and four weeks")
def listed(
    held: Held,
    actor: Annotated[list[str] | None, Query(description="One actor, or the two of a dyad; all where it is left out.", examples=[["ARM", "AZE"]])] = None,
    as_of: Annotated[date | None, Query(description="What was known by the end of this day; else the store's last.")] = None,
    type: Annotated[list[str] | None, Query(description="PLOVER types, quads, any friction or any cooperation.")] = None,
    by: Annotated[Literal["probability", "lift"], Query(description="The likeliest first, or the furthest above their base rate.")] = "probability",
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Any:
    """As `riftline forecast --format json`: each row with its probability, base rate and the past acts that speak for it; and what is announced."""
    actors = tuple(dict.fromkeys(actor_code(name) for name in actor or ()))
    if len(actors) > 2:
        raise Problem(422, "actor: at most two.")
    outcomes = {name.casefold(): name for name in OUTCOMES}
    if unknown := [name for name in type or () if name.casefold() not in outcomes]:
        raise Problem(422, f"type: {', '.join(unknown)}: there are {', '.join(OUTCOMES)}.")
    wanted = tuple(outcomes[name.casefold()] for name in type or ())

    def learning() -> tuple[Stream, date, Learnt]:
        with held.database.reading() as connection:
            acted = stream(connection, as_of)
        if acted.last < 0:
            raise Problem(404, "the store holds no act of one actor towards another by then.")
        day = as_of or acted.date(acted.last)
        return acted, day, learn(acted, day)

    def made() -> dict[str, Any]:
        acted, day, learnt = held.kept(f"learnt {as_of}", learning, patient=True)
        with held.database.reading() as connection:
            found = outlook(acted, day, actors, wanted, tuple(HORIZONS), limit, by, learnt)
            due = announced(connection, day, day + timedelta(days=max(HORIZONS.values())), actors)
            return record(found, acts_for(connection, found), due, actors)

    return held.kept(f"forecast {actors} {as_of} {wanted} {by} {limit}", made)
