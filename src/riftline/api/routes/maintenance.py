"""What keeps the database safe: backups, checks, and forgetting articles."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from riftline.api.access import Administers
from riftline.api.asked import absolute
from riftline.api.problems import Problem
from riftline.api.schemas import Shape
from riftline.api.state import Held
from riftline.errors import StoreError
from riftline.store.backup import backup_live
from riftline.store.checking import check as look
from riftline.stories import forgetting

router = APIRouter(tags=["maintenance"])


class Backup(BaseModel):
    """Where a backup is to go."""

    model_config = ConfigDict(extra="forbid")

    to: Annotated[str, absolute] = Field(min_length=1, max_length=4_000, description="A file on the server's disk; absolute.")
    force: bool = Field(default=False, description="Whether it may take the place of a file that is there.")


class Forget(BaseModel):
    """Articles that are to be forgotten."""

    model_config = ConfigDict(extra="forbid")

    articles: list[Annotated[str, Field(min_length=1, max_length=4_000)]] = Field(min_length=1, max_length=1_000, description="Ids, or URLs.")


@router.post("/maintenance/backup", response_model=Shape, status_code=201, summary="Save the database in a file")
def backup(held: Held, token: Administers, wanted: Backup) -> Any:
    """As it is at this moment, while others read and write. Answers when it is done: `bytes` of the file, its `articles` and `events`."""
    try:
        with held.database.reading() as connection:
            return backup_live(connection, held.database.path, wanted.to, wanted.force).record()
    except StoreError as problem:
        raise Problem(422, str(problem)) from problem


@router.get("/maintenance/check", response_model=Shape, summary="Whether the database is whole")
def check(held: Held, token: Administers) -> Any:
    """Reads all of it. `rows` of each table, and `findings`: the table, what is wrong in words, how many rows, and some of their ids."""
    with held.database.reading() as connection:
        return look(connection).record()


@router.post("/maintenance/forget", response_model=Shape, summary="Forget articles with all that came of them")
def forget(held: Held, token: Administers, wanted: Forget) -> Any:
    """`articles` has their ids; how many `reports`, `events` that no other article tells, and `signals` that rested on them went."""
    with held.database.writing() as connection:
        done = forgetting.forget(connection, wanted.articles)
        held.signals.drop(connection)
    for job in held.jobs.all():
        job.quiet()
    return done.record()
