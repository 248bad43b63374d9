"""Agenda: what is announced for the days ahead."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query

from riftline.api.schemas import Agenda
from riftline.api.state import Held
from riftline.forecast.outlook_agenda import announced
from riftline.forecast.outlook_record import item
from riftline.wording import state_code

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

router = APIRouter(tags=["agenda"])


@router.get("/agenda", response_model=Agenda, summary="What is announced for the days ahead")
def listed(
    held: Held,
    start: Annotated[date | None, Query(alias="from", description="As it was known on this day, what lies ahead of it; else of the store's last.")] = None,
    days: Annotated[int, Query(ge=1, le=3660, description="How far ahead.")] = 366,
    actor: Annotated[str | None, Query(max_length=100, description="In which this actor takes part.", examples=["ARM"])] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 50,
) -> Any:
    """Dated items of the articles' agendas and acts that are planned, the soonest first; `from` is the day that they lie ahead of."""
    actors = (state_code(actor),) if actor else ()
    with held.database.reading() as connection:
        day = start or _last_day(connection)
        found = [] if day is None else announced(connection, day, day + timedelta(days=min(days, (date.max - day).days)), actors)
    return {"items": [item(each) for each in found[:limit]], "from": day.isoformat() if day else None, "total": len(found)}


def _last_day(connection: DuckDBPyConnection) -> date | None:
    """The last day on which something was published; where nothing says so, of which an event is told."""
    row = connection.execute(
        "SELECT coalesce((SELECT max(published) FROM articles), (SELECT max(published) FROM events), "
        "(SELECT max(last_day) FROM events WHERE status IS DISTINCT FROM 'planned'))"
    ).fetchone()
    found: date | None = row[0] if row else None
    return found
