"""Corrections by hand: of a field, merges, splits."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from riftline.api.access import Writes
from riftline.api.schemas import Items, Shape
from riftline.api.state import Held
from riftline.stories import correcting
from riftline.stories.fields import corrections

router = APIRouter(tags=["corrections"])


class Correction(BaseModel):
    """What is to be corrected."""

    model_config = ConfigDict(extra="forbid")

    event: str = Field(min_length=1, max_length=100, description="An event's id, or that of one of its reports.")
    field: Literal["type", "mode", "status", "source", "target", "day", "place", "none"] = Field(description="`none`: it is no event.")
    value: str | None = Field(default=None, max_length=500, description="A side's code or name, a day (or first/last), a place; empty for nobody or unknown.")
    note: str | None = Field(default=None, max_length=2_000)


class Merge(BaseModel):
    """Events that are one."""

    model_config = ConfigDict(extra="forbid")

    events: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(min_length=1, max_length=100)


class Split(BaseModel):
    """A report that does not belong to its event."""

    model_config = ConfigDict(extra="forbid")

    report: str = Field(min_length=1, max_length=100)


@router.get("/corrections", response_model=Items, summary="Corrections of fields, the oldest first")
def listed(held: Held) -> Any:
    """All that hold."""
    with held.database.reading() as connection:
        return {"items": [each.record() for each in corrections(connection)]}


@router.post("/corrections", response_model=Shape, status_code=201, summary="Correct a field of an event")
def correct(held: Held, token: Writes, wanted: Correction) -> Any:
    """Holds at once, in the ledgers too, and when the article is coded or loaded again. A later one outweighs an earlier one."""
    by = token.id if token else None
    with held.database.writing() as connection:
        return correcting.correct(connection, wanted.event, wanted.field, wanted.value, wanted.note, by).record()


@router.delete("/corrections/{id}", status_code=204, summary="Take a correction back")
def undo(held: Held, token: Writes, id: int) -> None:
    """The event is what its reports say again, and what other corrections do."""
    with held.database.writing() as connection:
        correcting.undo(connection, id)


@router.post("/corrections/merge", response_model=Shape, summary="Make one event of several")
def merge(held: Held, token: Writes, wanted: Merge) -> Any:
    """`events` has the one that they are now; `followed` what came with them, being likelier the same than not."""
    with held.database.writing() as connection:
        done = correcting.merge(connection, wanted.events)
    return {"events": list(done.events), "followed": list(done.followed)}


@router.post("/corrections/split", response_model=Shape, summary="Take a report out of its event")
def split(held: Held, token: Writes, wanted: Split) -> Any:
    """`events` has what the reports tell now, that of the report first."""
    with held.database.writing() as connection:
        done = correcting.split(connection, wanted.report)
    return {"events": list(done.events), "followed": list(done.followed)}
