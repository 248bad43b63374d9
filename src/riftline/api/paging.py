"""Pages by cursor: an opaque word for where the last page ended. Pages stay whole while articles come in, and the last costs no more than the first."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Query

from riftline.api.problems import Problem

MOST, USUAL = 500, 50

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[str | None, Query(max_length=2000, description="`next` of the page before.")]
Fields = Annotated[str | None, Query(max_length=1000, description="The fields that are wanted, with commas; all where it is left out.", examples=["id,type"])]


def encoded(key: Sequence[Any]) -> str:
    """The cursor of the row with this key: strings, numbers, days and None."""
    plain = [{"d": each.isoformat()} if isinstance(each, date) else each for each in key]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def decoded(cursor: str, length: int) -> list[Any]:
    """The key of a cursor. Raises a Problem (422) where it is none of ours."""
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(found, list) or len(found) != length:
            raise ValueError(cursor)
        return [date.fromisoformat(each["d"]) if isinstance(each, dict) else each for each in found]
    except (binascii.Error, ValueError, KeyError, TypeError, UnicodeError):
        raise Problem(422, "cursor: it is none that this server gave; leave it out to begin with the first page.") from None


def chosen(row: dict[str, Any], fields: str | None) -> dict[str, Any]:
    """The row with the wanted fields only. Raises a Problem (422) for a field that it does not have."""
    if fields is None:
        return row
    names = [name.strip() for name in fields.split(",") if name.strip()]
    if unknown := [name for name in names if name not in row]:
        raise Problem(422, f"fields: {', '.join(unknown)}: there is no such field; there are {', '.join(row)}.")
    return {name: row[name] for name in names}


def page(items: Sequence[dict[str, Any]], after: str | None, **more: Any) -> dict[str, Any]:
    """What a route that gives pages answers with."""
    return {"items": list(items), "next": after} | more
