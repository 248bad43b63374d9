"""Events: pages, all of them as a stream, one with everything it rests on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse

from riftline.api.paging import USUAL, Cursor, Fields, Limit, chosen, decoded, encoded, page
from riftline.api.problems import Problem, in_order, missing
from riftline.api.schemas import Event, EventPage, anything
from riftline.api.sending import sent
from riftline.api.state import Held
from riftline.export.listing import CSV_COLUMNS, flat, nested
from riftline.ontology import PLOVER_TYPES
from riftline.records import STATUSES
from riftline.store.filters import Filters, among, sides, where
from riftline.store.queries import BATCH, IN_ORDER, events_of, evidence_of, number_of_events, rows
from riftline.store.queries import events as query
from riftline.store.rows import told
from riftline.wording import state_code

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from riftline.api.database import Database

router = APIRouter(tags=["events"])
NEAR = 28
"""Days in which the next page is looked for first: mostly it is there, and few rows have to be read."""
KEY = ("first_day", "last_day", "article", "position", "id")


def filters(
    actor: Annotated[str | None, Query(max_length=200, description="Who acts: a code (RUS, EU) or part of a name.", examples=["RUS"])] = None,
    target: Annotated[str | None, Query(max_length=200, description="To whom: a code or part of a name.", examples=["ARM"])] = None,
    involving: Annotated[str | None, Query(max_length=200, description="On either side.")] = None,
    dyad: Annotated[str | None, Query(max_length=200, description="Between the two, in either direction.", examples=["ARM-RUS"])] = None,
    type: Annotated[list[str] | None, Query(description="PLOVER types.", examples=[["ACCUSE"]])] = None,
    since: Annotated[date | None, Query(description="On or after this day; events without a date are left out.")] = None,
    until: Annotated[date | None, Query(description="On or before this day.")] = None,
    country: Annotated[str | None, Query(max_length=200, description="Where it happened, as ISO code.", examples=["UKR"])] = None,
    place: Annotated[str | None, Query(max_length=200, description="Where it happened: part of a name, or a state's code.")] = None,
    status: Annotated[list[str] | None, Query(description="happened, planned, negated, possible, background.")] = None,
    origin: Annotated[list[str] | None, Query(description="riftline for what was coded here, or icews, gdelt, …")] = None,
    min_sources: Annotated[int, Query(ge=0, le=1_000_000, description="Told by at least so many independent sources.")] = 0,
) -> Filters:
    """The filters of the command line. Raises a Problem (422) where one of them makes no sense."""
    in_order(since, until)
    return Filters(
        _code(actor), _code(target), _code(involving), _between(dyad), _among("type", type, PLOVER_TYPES), since, until,
        _code(country), _code(place), _among("status", status, STATUSES), tuple(origin or ()), min_sources,
    )  # fmt: skip


Wanted = Annotated[Filters, Depends(filters)]


@router.get("/events", response_model=EventPage, response_model_exclude_unset=True, summary="Events, the oldest first or the newest")
def listed(held: Held, wanted: Wanted, limit: Limit = USUAL, cursor: Cursor = None, fields: Fields = None, newest: bool = False, count: bool = False) -> Any:
    """A page of the events that pass. Events without a day come last. `count=true` says how many pass altogether."""
    with held.database.moment() as connection:
        found = _page(connection, wanted, limit + 1, decoded(cursor, len(KEY)) if cursor else None, newest)
        told = _told(connection, found[:limit])
    total = {"total": held.kept(f"count {wanted}", lambda: _number(held.database, wanted))} if count else {}
    after = encoded([found[limit - 1][key] for key in KEY]) if len(found) > limit else None
    return sent(page([chosen(each, fields) for each in told], after, **total))


@router.get("/events.jsonl", responses=anything("application/x-ndjson", "An event a line, as in pages."), summary="All events that pass, as JSON lines")
def as_lines(held: Held, wanted: Wanted, fields: Fields = None) -> StreamingResponse:
    """Every event that passes, without a cap, as they come out of the database."""
    if fields:
        chosen(dict.fromkeys(Event.model_fields), fields)
    return StreamingResponse(_lines(held.database, wanted, fields), media_type="application/x-ndjson")


@router.get("/events.csv", responses=anything("text/csv", "An event a row, as `riftline events --format csv`."), summary="All events that pass, as CSV")
def as_csv(held: Held, wanted: Wanted) -> StreamingResponse:
    """Every event that passes, without a cap. No cell begins with what a spreadsheet takes for a formula."""
    about = {"Content-Disposition": 'attachment; filename="events.csv"'}
    return StreamingResponse(_rows(held.database, wanted), media_type="text/csv; charset=utf-8", headers=about)


@router.get("/events/{id}", response_model=Event, response_model_exclude_unset=True, summary="One event")
def one(held: Held, id: str, fields: Fields = None) -> Any:
    """An event with its evidence; `/stories/{id}` has all its reports."""
    with held.database.moment() as connection:
        row = events_of(connection, [id]).get(id)
        if row is None:
            raise missing(f"event {id}")
        return sent(chosen(_told(connection, [row])[0], fields))


def _told(connection: DuckDBPyConnection, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as they are sent."""
    ours = [row["id"] for row in found if row["origin"] == "riftline"]  # others have no reports that evidence could be of
    evidence = evidence_of(connection, ours) if ours else {}
    return [nested(row, evidence.get(row["id"], [])) | {"headline": told(row)} for row in found]


def _number(database: Database, wanted: Filters) -> int:
    with database.reading() as connection:
        return number_of_events(connection, wanted)


def _page(connection: DuckDBPyConnection, wanted: Filters, limit: int, after: list[Any] | None, newest: bool) -> list[dict[str, Any]]:
    condition, values = where(wanted)
    order = IN_ORDER
    if newest:
        order = "ORDER BY e.first_day DESC NULLS LAST, e.last_day DESC, e.article DESC, e.position DESC, e.id DESC"
    if after is not None:
        sign = "<" if newest else ">"
        first = after[0]
        same = f"(e.last_day, coalesce(e.article, ''), coalesce(e.position, 0), e.id) {sign} (?, ?, ?, ?)"
        rest = [after[1], after[2] or "", after[3] or 0, after[4]]
        if first is None:
            condition += f" AND e.first_day IS NULL AND (coalesce(e.article, ''), coalesce(e.position, 0), e.id) {sign} (?, ?, ?)"
            values += rest[1:]
        else:
            near = first + timedelta(days=-NEAR if newest else NEAR)
            here = f"{condition} AND e.first_day BETWEEN ? AND ? AND (e.first_day {sign} ? OR {same})"
            found = list(rows(connection, f"SELECT e.* FROM events e WHERE {here} {order} LIMIT ?", [*values, *sorted((first, near)), first, *rest, limit]))
            if len(found) == limit:
                return found
            condition += f" AND (e.first_day {sign} ? OR e.first_day IS NULL OR (e.first_day = ? AND {same}))"
            values += [first, first, *rest]
    return list(rows(connection, f"SELECT e.* FROM events e WHERE {condition} {order} LIMIT ?", [*values, limit]))


def _lines(database: Database, wanted: Filters, fields: str | None) -> Iterator[str]:
    with database.reading() as connection:
        found = iter(query(connection, wanted))
        while batch := list(islice(found, BATCH)):
            yield "".join(json.dumps(chosen(each, fields), ensure_ascii=False) + "\n" for each in _told(connection, batch))


def _rows(database: Database, wanted: Filters) -> Iterator[str]:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(CSV_COLUMNS)
    with database.reading() as connection:
        found = iter(query(connection, wanted))
        while batch := list(islice(found, BATCH)):
            write.writerows(flat(row) for row in batch)
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    if out.getvalue():
        yield out.getvalue()


def _code(name: str | None) -> str | None:
    return state_code(name) if name else None


def _between(dyad: str | None) -> tuple[str, str] | None:
    try:
        return None if dyad is None else sides(dyad)
    except ValueError as problem:
        raise Problem(422, f"dyad: {problem}") from None


def _among(name: str, given: list[str] | None, choices: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return among(given or (), choices)
    except ValueError as problem:
        raise Problem(422, f"{name}: {problem}") from None
