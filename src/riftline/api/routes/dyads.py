"""Dyads: who has to do with whom, and one pair's ledger in both directions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query

from riftline.api.problems import Problem, in_order
from riftline.api.schemas import Items, Shape
from riftline.api.sending import sent
from riftline.api.state import Held, State
from riftline.api.window import Since, Until
from riftline.relations import ledger
from riftline.relations.accounts import accounts, with_accounts
from riftline.relations.cube import Cube
from riftline.relations.daily import daily, pair
from riftline.relations.dyads import counted_dyads, dyads, movers
from riftline.relations.nearby import near
from riftline.relations.overview import last_acts, overview, record
from riftline.wording import actor_code

router = APIRouter(tags=["dyads"])


@router.get("/dyads", response_model=Items, summary="Who has to do with whom")
def listed(
    held: Held,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 200,
) -> Any:
    """Unordered pairs with what both did to each other, those with most events first: the edges of a network."""
    return {"items": dyads(_counted(held), since, until, limit)}


@router.get("/dyads/movers", response_model=Items, summary="Which pairs have moved most of late")
def moved(held: Held, days: Annotated[int, Query(ge=1, le=366)] = 28, limit: Annotated[int, Query(ge=1, le=500)] = 20) -> Any:
    """The pairs whose share of friction changed most in the store's last days against as many days before, few acts counting less."""
    with held.database.reading() as connection:
        return sent({"items": held.kept(f"movers {days}", lambda: movers(connection, days))[:limit]})


def _pair(a: str, b: str, since: date | None, until: date | None, as_of: date | None = None) -> ledger.Asked:
    one_, other = actor_code(a), actor_code(b)
    if one_ == other:
        raise Problem(422, f"{a!r} and {b!r} are the same actor; a dyad has two.")
    in_order(since, until)
    return ledger.dyad(one_, other, since, until, as_of)


def _counted(held: State) -> Cube:
    def made() -> Cube:
        with held.database.reading() as connection:
            return counted_dyads(connection)

    found: Cube = held.kept("counted dyads", made)
    return found


@router.get("/dyads/{a}/{b}", response_model=Shape, summary="One pair's ledger")
def one(
    held: Held,
    a: str,
    b: str,
    since: Since = None,
    until: Until = None,
    as_of: Annotated[date | None, Query(description="As it was known on this day.")] = None,
    by: Annotated[Literal["day", "week", "month"], Query(description="How long a period of the course is.")] = "week",
    last: Annotated[int, Query(ge=0, le=1000, description="How many of the last acts to tell.")] = 10,
    ids: Annotated[bool, Query(description="With the ids of the events behind each period.")] = True,
    types: Annotated[bool, Query(description="With the counts by type of each period.")] = True,
) -> Any:
    """As `riftline relation A B --format json`: both directions by type, the course of time with the events behind each count, commitments, the last acts."""
    asked = _pair(a, b, since, until, as_of)
    with held.database.reading() as connection:
        known = held.kept(f"stored {by} {since} {until} {as_of}", lambda: ledger.stored(connection, asked, by))
        made = overview(connection, asked, by, last, known, ids, types)
    return sent(record(made, ids, types))


@router.get("/dyads/{a}/{b}/days", response_model=Shape, summary="One pair day by day, in few numbers")
def days(
    held: Held,
    a: str,
    b: str,
    since: Since = None,
    until: Until = None,
) -> Any:
    """For charts: `days`, each with its date and events, friction and cooperation of the first towards the second and the other way; `known`, the stretches
    of which the store has anything at all. A day outside of them is unknown, one inside that is not told had no act."""
    asked = _pair(a, b, since, until)
    counted = _counted(held)
    with held.database.reading() as connection:
        stored = held.kept("stored day None None None", lambda: ledger.stored(connection, replace(asked, since=None, until=None), "day"))
    return sent(daily(counted, asked.values["a"], asked.values["b"], since, until, stored))


@router.get("/dyads/{a}/{b}/acts", response_model=Shape, summary="One pair's last acts")
def acts(
    held: Held,
    a: str,
    b: str,
    since: Since = None,
    until: Until = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 10,
) -> Any:
    """The acts that the ledger tells of, the latest first, each with who tells of it in which words; `notes`: where there is none, what there is near it."""
    asked = _pair(a, b, since, until)
    counted = _counted(held)
    with held.database.reading() as connection:
        found = last_acts(connection, asked, limit, counted.since(pair(asked.values["a"], asked.values["b"]), until, limit))
        return sent({"items": found, "notes": [] if found else list(near(connection, asked))})


@router.get("/dyads/{a}/{b}/accounts", response_model=Items, summary="Where the two say different things")
def told(held: Held, a: str, b: str, limit: Annotated[int, Query(ge=1, le=500)] = 50) -> Any:
    """Both versions of one thing side by side, each with its evidence, the newest article's first."""
    pair = actor_code(a), actor_code(b)
    with held.database.reading() as connection:
        some = held.kept("who has accounts", lambda: with_accounts(connection))
        return {"items": accounts(connection, *pair, limit) if some.issuperset(pair) else []}
