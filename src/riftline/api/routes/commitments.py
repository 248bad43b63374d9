"""Commitments: what binds and what divides, with breaches."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from riftline.api.access import Writes
from riftline.api.bound import bound
from riftline.api.problems import Problem
from riftline.api.schemas import Shape
from riftline.api.sending import sent
from riftline.api.state import Held
from riftline.relations import commitments_added
from riftline.wording import actor_code

router = APIRouter(tags=["commitments"])


class Row(BaseModel):
    """A commitment or a rivalry of the user's own, as a row of the CSV that `riftline commitments --add` reads."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    id: str = Field(max_length=200, examples=["our-pact"])
    parties: str = Field(max_length=4_000, examples=["ARM|RUS"])
    kind: str = Field(max_length=200, examples=["mutual defence"])
    treaty: str = Field(default="", max_length=2_000, description="Of a rivalry: what it is over.")
    start: str = Field(alias="from", max_length=10, examples=["2023-09"])
    end: str = Field(default="", alias="to", max_length=10)
    source: str = Field(default="", max_length=2_000)
    note: str = Field(default="", max_length=2_000)


class Added(BaseModel):
    """What is to be added."""

    model_config = ConfigDict(extra="forbid")

    rows: list[Row] = Field(min_length=1, max_length=10_000, description="Each as a row of the CSV: id, parties, kind, treaty, from, to, source, note.")


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
        return sent(bound(held, connection, actor_code(who) if who else None, actor_code(other) if other else None, on, as_of, kind or ()))


@router.post("/commitments", response_model=Shape, status_code=201, summary="Add commitments or rivalries of your own")
def add(held: Held, token: Writes, wanted: Added) -> Any:
    """Each takes the place of one with its `id`; all or none. `new` and `replaced` count them."""
    given = [row.model_dump(by_alias=True) for row in wanted.rows]
    if faults := commitments_added.faults_of(given):
        raise Problem(422, f"{'; '.join(faults[: commitments_added.SHOWN])}. Nothing was added.")
    with held.database.writing() as connection:
        done = commitments_added.add(connection, given)
    return {"new": done.new, "replaced": done.replaced}


@router.delete("/commitments/{id}", status_code=204, summary="Take a commitment of your own away")
def remove(held: Held, token: Writes, id: str) -> None:
    """Riftline's own stay."""
    with held.database.writing() as connection:
        commitments_added.remove(connection, id)
