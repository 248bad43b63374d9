"""Signals as they were raised, and one replayed."""

from __future__ import annotations

import json
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response

from riftline.api.atom import feed
from riftline.api.paging import USUAL, Cursor, Fields, Limit, chosen, decoded, encoded, page
from riftline.api.problems import Problem, missing
from riftline.api.schemas import Page, Shape, anything
from riftline.api.sending import sent
from riftline.api.state import Held, State
from riftline.records import SIGNAL_KINDS
from riftline.signals.find import Wanted, find
from riftline.signals.keeping import find as stored
from riftline.signals.record import record
from riftline.wording import actor_code

router = APIRouter(tags=["signals"])

FEED = 100
"""Signals that the feed holds."""

# Kind, actors and day make the id: no version has others.
_LATEST = """
    FROM (SELECT * FROM signals WHERE (len($kinds) = 0 OR list_contains($kinds, kind)) AND list_has_all(actors, $actors)
        AND date >= coalesce($since::DATE, date) AND date <= coalesce($until::DATE, date)
        QUALIFY row_number() OVER (PARTITION BY id ORDER BY version DESC) = 1)
    WHERE score >= $least
"""


@router.get("/signals", response_model=Page, summary="Signals, the newest first")
def listed(
    held: Held,
    limit: Limit = USUAL,
    cursor: Cursor = None,
    fields: Fields = None,
    kind: Annotated[list[str] | None, Query(description="rift, tilt, flashpoint, rupture or thaw.")] = None,
    actor: Annotated[list[str] | None, Query(description="Of this actor; of several, what names them all.", examples=[["ARM"]])] = None,
    since: Annotated[date | None, Query(description="Raised on or after this day.")] = None,
    until: Annotated[date | None, Query(description="Raised on or before this day; a signal is made from what was known on its day.")] = None,
    least: Annotated[float, Query(description="Only those with a score of at least this.")] = 0.0,
    order: Annotated[str, Query(pattern="^(date|score)$", description="date or score.")] = "date",
) -> Any:
    """A page of the signals that were raised when they were last looked for (`POST /jobs` with kind `signals` looks again)."""
    asked = {"kinds": _words(kind), "actors": [actor_code(name) for name in actor or ()], "since": since, "until": until, "least": least}
    found, after = _page(held, asked, limit, cursor, order)
    return sent(page([chosen(each, fields) for each in found], after))


def _words(given: list[str] | None) -> list[str]:
    return [word for value in given or () for word in value.split(",")]


def _page(held: State, asked: dict[str, Any], limit: int, cursor: str | None, order: str) -> tuple[list[dict[str, Any]], str | None]:
    """The records of a page, and the cursor of the next."""
    if unknown := [each for each in asked["kinds"] if each not in SIGNAL_KINDS]:
        raise Problem(422, f"kind: {', '.join(unknown)}: there are {', '.join(SIGNAL_KINDS)}.")
    values = dict(asked)
    key, sort = ("date", "date DESC, score DESC, id") if order == "date" else ("score", "score DESC, id")
    after = ""
    if cursor:
        if order == "date":
            values |= dict(zip(("c0", "c1", "c2"), decoded(cursor, 3), strict=True))
            after = " AND (date < $c0 OR (date = $c0 AND (score < $c1 OR (score = $c1 AND id > $c2))))"
        else:
            values |= dict(zip(("c1", "c2"), decoded(cursor, 2), strict=True))
            after = " AND (score < $c1 OR (score = $c1 AND id > $c2))"
    with held.database.reading() as connection:
        found = connection.execute(f"SELECT record, date, score, id {_LATEST}{after} ORDER BY {sort} LIMIT {limit + 1}", values).fetchall()
    last = found[limit - 1] if len(found) > limit else None
    mark = None if last is None else encoded(last[1:] if key == "date" else last[2:])
    return [json.loads(row[0]) for row in found[:limit]], mark


@router.get("/signals.atom", responses=anything("application/atom+xml", "An Atom feed."), summary="The newest signals as a feed")
def as_feed(held: Held, kind: Annotated[list[str] | None, Query(description="rift, tilt, flashpoint, rupture or thaw.")] = None) -> Response:
    """The last hundred signals, for a feed reader."""
    asked = {"kinds": _words(kind), "actors": [], "since": None, "until": None, "least": 0.0}
    return Response(feed(_page(held, asked, FEED, None, "date")[0]), media_type="application/atom+xml")


@router.get("/signals/{id}", response_model=Shape, summary="One signal, as it was raised")
def one(held: Held, id: str, replay: Annotated[bool, Query(description="Compute it again from what was published by then.")] = False) -> Any:
    """The newest version with all earlier ones; with `replay`, `replayed` is what comes out now of what was published by its day, null where nothing does."""
    with held.database.reading() as connection:
        versions = stored(connection, id)
        if not versions or versions[-1][0].id.lower() != id.lower():
            raise missing(f"signal {id}")
        signal, number, as_of = versions[-1]
        made = record(signal) | {"version": number, "as_of": as_of.isoformat() if as_of else None, "earlier": [record(each) for each, *_ in versions[:-1]]}
        if replay:
            again = find(connection, Wanted((signal.kind,), signal.date, signal.date, signal.date))
            made["replayed"] = next((record(each) for each in again if each.id == signal.id), None)
    return made
