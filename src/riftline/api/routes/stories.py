"""Stories: an event with all its reports side by side."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from riftline.api.problems import Problem, missing
from riftline.api.schemas import Shape
from riftline.api.sending import sent
from riftline.api.state import Held
from riftline.export.dossier import record
from riftline.store.rows import told
from riftline.stories.dossier import dossier
from riftline.stories.fields import NONE, of_reports

router = APIRouter(tags=["stories"])


@router.get("/stories/{id}", response_model=Shape, summary="An event's reports side by side")
def one(held: Held, id: str) -> Any:
    """The event with its `headline`, each report with its evidence and what became of its article, which reports are independent of each other, and
    what they say differently."""
    with held.database.moment() as connection:
        found = dossier(connection, id)
        mended = of_reports(connection, [id]) if found is None else []
    if found is None:
        numbers = [str(each.id) for each in mended if each.field == NONE]
        if numbers:
            raise Problem(404, f"{id} was corrected to be no event; DELETE /corrections/{numbers[-1]} takes that back.")
        raise missing(f"event {id}")
    return sent(record(found) | {"headline": told(found.event)})
