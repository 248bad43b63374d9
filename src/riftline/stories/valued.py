"""What a correction of a field comes to: the columns of the event that a value, as a person writes it, fills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from riftline.errors import InputError
from riftline.ontology import MODES_OF, PLOVER_TYPES
from riftline.records import STATUSES
from riftline.sources.published import published_date
from riftline.tables import parts, rows
from riftline.wording import code_name, state_code

Row = dict[str, Any]

FIELDS = ("type", "mode", "status", "source", "target", "day", "place", "none")
"""What can be corrected; "none": it is no event."""

_REASON = "Said by hand."


def columns_of(field: str, value: str | None, event: Row, seen: Callable[[str], Row | None] = lambda _: None) -> Row:
    """The columns that a value of a field fills; dates are written as ISO ones. `seen` gives an actor of the store by its code or name, as `_side`
    does. Raises InputError where it makes no sense."""
    given = (value or "").strip()
    if field == "type":
        return {"type": _among(field, given.upper(), PLOVER_TYPES)}
    if field == "mode":
        return {"mode": _among(f"mode of {event['type']}", given, MODES_OF.get(event["type"], ("",))) or None}
    if field == "status":
        return {"status": _among(field, given.lower(), STATUSES)}
    if field in ("source", "target"):
        return {f"{field}_{key}": found for key, found in _side(field, given, event, seen).items()}
    if field == "day":
        return _days(given)
    if field == "place":
        return _place(given)
    if field == "none":
        return {}
    raise InputError("field", f"{field!r} is not one of {', '.join(FIELDS)}.")


def shown(field: str, event: Row) -> str | None:
    """What stands in a field of an event now."""
    if field in ("source", "target"):
        side: str | None = event[f"{field}_code"] or event[f"{field}_name"]
        return side
    if field == "day":
        first, last = event["first_day"], event["last_day"]
        return None if first is None else first.isoformat() if first == last else f"{first}/{last}"
    found = event.get(field)
    return None if found is None else str(found)


def _among(what: str, given: str, choices: tuple[str, ...]) -> str:
    if given not in choices:
        raise InputError(what, f"{given!r} is not one of {', '.join(choice or 'none' for choice in choices)}.")
    return given


def _side(field: str, given: str, event: Row, seen: Callable[[str], Row | None]) -> Row:
    """A side by its code or its name; "" is nobody. A name of several words that neither the tables nor the store have is a side without a code;
    a single word is a code, or a name with a slip in it."""
    if not given:
        return dict.fromkeys(("code", "name", "text", "country", "sectors"))
    state = state_code(given).upper()
    code = state if state in _countries() else _called().get(given.casefold(), "")
    if not code and (known := seen(given)):
        return known | {"text": None}
    if not code and len(given.split()) == 1:
        raise InputError(
            field, f"{given!r} is neither a code nor a name of a known actor; GET /api/v1/actors lists those of the store. Write its state's code, "
            "or the name in full where it has no code."
        )  # fmt: skip
    same = code and code == event[f"{field}_code"]
    sectors = list(event[f"{field}_sectors"] or []) if same else []
    return {"code": code, "name": code_name(code) if code else given, "text": None, "country": _countries().get(code), "sectors": sectors}


@cache
def _countries() -> dict[str, str | None]:
    """The codes of the tables, and the state that each belongs to."""
    found: dict[str, str | None] = {row["code"]: row["code"] for row in rows("actors/states")}
    for table in ("organisations", "forces"):
        for row in rows(f"actors/{table}"):
            found.setdefault(row["code"], row.get("country") or None)
    return found


@cache
def _called() -> dict[str, str]:
    """Codes of organisations and forces by each of their names, folded."""
    def names() -> Iterator[tuple[str, str]]:
        for table in ("organisations", "forces"):
            for row in rows(f"actors/{table}"):
                yield from ((name, row["code"]) for name in (row["code"], row["name"], *parts(row["aliases"])))

    found: dict[str, str] = {}
    for name, code in names():
        found.setdefault(name.casefold(), code)
    return found


def _days(given: str) -> Row:
    """A day, or a first and a last one with a slash between; "" where the day is not known."""
    if not given:
        return {"first_day": None, "last_day": None, "date_text": None, "date_reason": _REASON}
    days = [_day(part) for part in given.split("/")]
    if len(days) > 2 or days[0] > days[-1]:
        raise InputError("day", f"{given!r} is neither a day nor a first and a last one; write it as 2023-09-19 or 2023-09-19/2023-09-20.")
    return {"first_day": days[0].isoformat(), "last_day": days[-1].isoformat(), "date_text": None, "date_reason": _REASON}


def _day(given: str) -> date:
    found = published_date(given.strip())
    if found is None:
        raise InputError("day", f"{given!r} is no date; write it as 2023-09-19.")
    return found


def _place(given: str) -> Row:
    """A place of the gazetteer by its name, "Goris" or "Goris, Armenia"; "" where it is not known."""
    names = ("place", "lat", "lon", "country", "admin1", "geonames_id", "precision")
    if not given:
        return dict.fromkeys(names) | {"place_reason": _REASON}
    from riftline.extraction.places import resolve_toponyms  # reads the gazetteer

    (found,) = resolve_toponyms(given, [(0, len(given.partition(",")[0]))])
    if found is None:
        raise InputError("place", f"no place of the name {given!r} is known.")
    values = (found.name, found.lat, found.lon, found.country, found.admin1, found.geonames_id, found.precision)
    return dict(zip(names, values, strict=True)) | {"place_reason": f"{_REASON} {found.reason or ''}".strip()}
