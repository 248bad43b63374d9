"""An article that is sent: coded, or coded and stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from riftline.api.access import Writes
from riftline.api.routes.articles import one, told
from riftline.api.schemas import Shape
from riftline.api.state import Held, State
from riftline.api.worker import Late, code_whole, coding_of, prepared
from riftline.store.writer import known
from riftline.stories.keeping import keep

router = APIRouter(tags=["articles"])

PATIENCE = 60.0
"""Seconds that a request waits for its article to be coded."""


class Sent(BaseModel):
    """An article as it is sent."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, Field(min_length=1, description="Plain text, or a page of HTML.")]
    title: str | None = None
    published: str | None = Field(default=None, examples=["2023-09-21"])
    publisher: str | None = None
    url: str | None = None
    id: str | None = Field(default=None, max_length=1_000, description="What it is to be known by; else its address, else its text.")

    def fields(self) -> dict[str, Any]:
        """What there is of it."""
        return self.model_dump(exclude_none=True)


def _called(held: State, work: Callable[..., Any], value: Any) -> Any:
    """What the process that codes makes of it. Raises Late where too many wait for it already, or it takes too long."""
    if not held.coding.acquire(blocking=False):
        raise Late("the coder is busy with other articles; try again later.")
    try:
        return held.worker.call(work, value, timeout=PATIENCE)
    finally:
        held.coding.release()


@router.post("/code", response_model=Shape, summary="Code an article; nothing is stored")
def code(held: Held, article: Sent) -> Any:
    """The record of `riftline code`, with the text that its offsets count in and a `headline` of each event."""
    done = _called(held, code_whole, article.fields())
    return told(done.coding) | {"notes": list(done.notes)}


_THERE: dict[int | str, dict[str, Any]] = {200: {"description": "It was there already."}}


@router.post("/articles", response_model=Shape, status_code=201, responses=_THERE, summary="Code an article and store it")
def add(held: Held, token: Writes, article: Sent, response: Response) -> Any:
    """As `GET /articles/{id}` gives it. An article that is there already and has not changed is left as it is (200)."""
    item = _called(held, prepared, article.fields())
    with held.database.reading() as connection:
        there = known(connection, item.article)
    if there and there.change is None:
        response.status_code = 200
        return one(held, there.id)
    done = _called(held, coding_of, item)
    with held.database.writing() as connection:
        keep(connection, done.coding)
    response.headers["Location"] = f"/api/v1/articles/{quote(item.article.id, safe='/:')}"
    return one(held, item.article.id) | {"notes": list(done.notes)}
