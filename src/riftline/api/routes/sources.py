"""Outlets, and how the user judges them."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from riftline.api.access import Writes
from riftline.api.schemas import Items, Shape
from riftline.api.sending import sent
from riftline.api.state import Held
from riftline.store.outlets import judge, outlets

router = APIRouter(tags=["sources"])


class Judgement(BaseModel):
    """How an outlet is judged."""

    model_config = ConfigDict(extra="forbid")

    publisher: str = Field(min_length=1, max_length=500, description="As its articles name it.")
    grade: Literal["A", "B", "C", "D", "E", "F"] | None = Field(description="Of the Admiralty scale; null takes it away.")
    note: str | None = Field(default=None, max_length=2_000, description="Why.")


@router.get("/sources", response_model=Items, summary="The outlets of the stored articles")
def listed(held: Held) -> Any:
    """As `riftline sources --format json`: each with its articles, copies, first and last day, grade and note."""
    with held.database.reading() as connection:
        found = outlets(connection)
    return sent({"items": [{name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in each.items()} for each in found]})


@router.post("/sources", response_model=Shape, summary="Judge an outlet")
def grade(held: Held, token: Writes, wanted: Judgement) -> Any:
    """`publisher` is the outlet's name as its articles have it."""
    with held.database.writing() as connection:
        name = judge(connection, wanted.publisher, wanted.grade, wanted.note)
    return {"publisher": name, "grade": wanted.grade}
