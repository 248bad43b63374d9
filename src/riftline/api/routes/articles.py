"""Articles: pages of them, and one with all that was found in it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from riftline import record
from riftline.api.paging import USUAL, Cursor, Fields, Limit, chosen, decoded, encoded, page
from riftline.api.problems import missing
from riftline.api.schemas import Page, Shape
from riftline.api.state import Held
from riftline.records import Coding
from riftline.store.filters import whole_words
from riftline.store.queries import find, rows
from riftline.wording import headline

router = APIRouter(tags=["articles"])

_COLUMNS = "a.id, a.title, a.publisher, a.url, a.published, a.language, a.stored"


@router.get("/articles", response_model=Page, summary="Articles, the newest first")
def listed(
    held: Held,
    limit: Limit = USUAL,
    cursor: Cursor = None,
    fields: Fields = None,
    since: Annotated[date | None, Query(description="Published on or after this day; what has no date is left out.")] = None,
    until: Annotated[date | None, Query(description="Published on or before this day.")] = None,
    publisher: Annotated[str | None, Query(max_length=200, description="Whole words of the publisher's name.")] = None,
) -> Any:
    """A page of the stored articles, without their texts; those without a day come last."""
    parts, values = ["TRUE"], list[Any]()
    asked = (("a.published >= ?", since, 1), ("a.published <= ?", until, 1), (whole_words("a.publisher"), publisher, 2))
    for condition, value, times in asked:
        if value is not None:
            parts.append(condition)
            values += [value] * times
    if cursor:
        day, identity = decoded(cursor, 2)
        if day is None:
            parts.append("a.published IS NULL AND a.id > ?")
            values.append(identity)
        else:
            parts.append("(a.published < ? OR a.published IS NULL OR (a.published = ? AND a.id > ?))")
            values += [day, day, identity]
    query = f"""
        SELECT {_COLUMNS}, (SELECT count(*) FROM reports r WHERE r.article = a.id) AS reports FROM articles a WHERE {" AND ".join(parts)}
        ORDER BY a.published DESC NULLS LAST, a.id LIMIT ?
    """
    with held.database.reading() as connection:
        found = list(rows(connection, query, [*values, limit + 1]))
    after = encoded([found[limit - 1]["published"], found[limit - 1]["id"]]) if len(found) > limit else None
    return page([chosen(_plain(row), fields) for row in found[:limit]], after)


@router.get("/articles/{id:path}", response_model=Shape, summary="One article with all that was found in it")
def one(held: Held, id: str) -> Any:
    """The record of `riftline code` with the article's text; `events` have a `headline`, the ids that the store knows them by, and `event`, that of the
    whole event where several articles tell of it."""
    with held.database.moment() as connection:
        if not connection.execute("SELECT 1 FROM articles WHERE id = ?", [id]).fetchone():
            raise missing(f"article {id}")
        stored, _ = find(connection, id)
        wholes = dict(connection.execute("SELECT id, event FROM reports WHERE article = ?", [id]).fetchall())
    made = told(stored.coding)
    for event in made["events"]:
        event["id"] = stored.ids[event["id"]]
        event["event"] = wholes.get(event["id"])
    return made | {"stored": stored.stored.isoformat(), "riftline": stored.version}


def told(coding: Coding) -> dict[str, Any]:
    """The record of a coding with the article's text, and each event with a `headline`."""
    made = record.record(coding)
    for event, found in zip(made["events"], coding.events, strict=True):
        event["headline"] = headline(found)
    return made | {"text": coding.document.text}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in row.items()}
