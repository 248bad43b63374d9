"""The shapes of answers, for the description of the API. What is deeply nested is told by its own documentation and left open here."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An object with the fields below, and possibly others later."""

    model_config = ConfigDict(extra="allow")


class Event(Shape):
    """An event, as `riftline events --format json` gives it; `headline` says it in words. `fields` may leave out any."""

    id: str | None = Field(None, examples=["196d16f0b9"])
    origin: str | None = Field(None, description="riftline, or whose data it was imported from.", examples=["riftline"])
    headline: str | None = Field(None, examples=["Azerbaijan moved forces against Armenia"])
    article: dict[str, Any] | None = Field(None, description="The article of its first report.")
    type: str | None = Field(None, description="PLOVER.", examples=["MOBILIZE"])
    mode: str | None = Field(None, examples=["troops"])
    contexts: list[str] | None = None
    source: dict[str, Any] | None = Field(None, description="Who acts: code, name, text, country, sectors.")
    target: dict[str, Any] | None = Field(None, description="To whom.")
    date: dict[str, Any] | None = Field(None, description="start, end, the words it was told in, and why.")
    place: dict[str, Any] | None = Field(None, description="Name, coordinates, state, division, precision, and why.")
    status: str | None = Field(None, examples=["happened"])
    attribution: dict[str, Any] | None = Field(None, description="Who says so, where the newsroom does not say it itself.")
    figures: list[Any] | None = None
    confidence: float | None = Field(None, description="How often such an event is right, 0 to 1.")
    reason: str | None = None
    reports: int | None = None
    sources: int | None = Field(None, description="Independent ones.")
    credibility: int | None = None
    evidence: list[dict[str, Any]] | None = Field(None, description="The words it rests on: article, start and end in characters, text.")


class Page(Shape):
    """A page of a list."""

    items: list[dict[str, Any]]
    next: str | None = Field(None, description="The cursor of the next page; null on the last.")


class EventPage(Shape):
    """A page of events."""

    items: list[Event]
    next: str | None = Field(None, description="The cursor of the next page; null on the last.")
    total: int | None = Field(None, description="How many pass, where it was asked for.")


class Items(Shape):
    """A whole list."""

    items: list[dict[str, Any]]


class Agenda(Items):
    """What lies ahead of a day."""

    model_config = ConfigDict(populate_by_name=True)
    start: str | None = Field(None, alias="from", description="The day that the items lie ahead of; null where the store holds nothing.")
    total: int = Field(description="How many there are altogether.")


def anything(media_type: str, description: str) -> dict[int | str, dict[str, Any]]:
    """The description of an answer that is no JSON."""
    return {200: {"description": description, "content": {media_type: {"schema": {"type": "string"}}}}}
