"""`acled`: CSV with the 31 columns of ACLED. It is like ACLED's data in form only: ACLED's are coded by people, from other sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import Any

from riftline.export.base import Format, Row, plain
from riftline.export.cameo import without_day
from riftline.export.codes import acled_region, country_name, is_state, named, numeric, sector_words, side
from riftline.export.listing import safe
from riftline.export.numbers import event_number
from riftline.export.plover import count_of
from riftline.export.table import csv_lines
from riftline.tables import rows
from riftline.wording import code_name

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1",
    "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location",
    "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

CIVILIANS = "Civilians"

_PRECISION = {"point": 1, "city": 1, "admin1": 3, "region": 3, "country": 3}
"""ACLED's geo_precision: 1 the town itself, 2 near one, 3 a larger region."""


@cache
def _kinds() -> dict[tuple[str, str, str, str], tuple[str, str, str]]:
    return {
        (row["type"], row["mode"], row["context"], row["target"]): (row["disorder_type"], row["event_type"], row["sub_event_type"])
        for row in rows("plover/to_acled")
    }


def kind_of(row: Row) -> tuple[str, str, str] | None:
    """ACLED's disorder type, event type and sub-event type; None for what ACLED does not record."""
    whom = "civilians" if _kind_of_actor(row, "target") == CIVILIANS else ""
    for mode in dict.fromkeys((row["mode"] or "", "")):
        for target in dict.fromkeys((whom, "")):
            for context in (*(row["contexts"] or ()), ""):
                if kind := _kinds().get((row["type"] or "", mode, context, target)):
                    return kind
    return None


def unfit(row: Row) -> str | None:
    """Why an event is not one for ACLED."""
    return without_day(row) or ("of kinds that ACLED does not record" if kind_of(row) is None else None)


def cells(row: Row) -> list[Any]:
    """The 31 cells of an event, as a spreadsheet may open them."""
    kind = kind_of(row)
    assert kind
    first, second = _actor(row, "source", kind[1]), _actor(row, "target", kind[1])
    inter = [first[2], second[2]]
    state = row["country"]
    day = row["first_day"] + (row["last_day"] - row["first_day"]) // 2  # the middle, as ACLED does where it knows the week or the month
    found = [
        f"{state or 'XXX'}{event_number(row)}", day.isoformat(), day.year, time_precision(row), *kind,
        *first, *second, "-".join(inter) if all(inter) else f"{''.join(inter)} only" if any(inter) else None,
        "Civilian targeting" if kind[0] == "Political violence" and inter[1] == CIVILIANS else None,
        numeric(state), acled_region(state), country_name(state), row["admin1"], None, None, row["place"], row["lat"], row["lon"],
        _PRECISION.get(row["precision"] or "", 1) if row["place"] else None, row["publisher"], None, plain(row["evidence"]),
        count_of(row, "killed") or 0, _tags(row), _stamp(row),
    ]  # fmt: skip
    return [safe(plain(value) if isinstance(value, str) else value) for value in found]


def time_precision(row: Row) -> int:
    """ACLED's: 1 the day, 2 the week, 3 the month (or longer)."""
    days = (row["last_day"] - row["first_day"]).days
    return 1 if days == 0 else 2 if days < 7 else 3


def _kind_of_actor(row: Row, which: str) -> str:
    """ACLED's kind of a side, by the first of its sectors that has one; "" where there is no such side."""
    code, country, sectors = side(row, which)
    if code is None:
        return ""
    words = sector_words("acled")
    return next((words[sector] for sector in sectors if sector in words), "State forces" if code == country else "")


def _actor(row: Row, which: str, event_type: str) -> tuple[str, str, str]:
    """Actor, who stands beside it, and its kind: "Military Forces of Armenia", "Nikol Pashinyan", "State forces"."""
    code, country, sectors = side(row, which)
    name, kind, state = named(row, which), _kind_of_actor(row, which), country_name(country)
    if which == "source" and kind in (CIVILIANS, "") and event_type in ("Protests", "Riots"):
        kind = "Protesters" if event_type == "Protests" else "Rioters"
        return (f"{kind} ({state})" if state else kind), _beside(name, state), kind
    if code and not is_state(code) and code_name(code) != code:
        return code_name(code), _beside(name, code_name(code)), kind
    if code is None or not state:
        return name, "", kind
    forms = sector_words("acled_name")
    violent = event_type in ("Battles", "Explosions/Remote violence")
    whole = {*sectors} | ({"MIL"} if violent else {"GOV"}) if code == country and not {*sectors} - {"GOV"} else {*sectors}
    form = next((forms[sector] for sector in ("MIL", *sectors, "GOV") if sector in whole and sector in forms), "")
    if form and code == country:
        return form.format(state), _beside(name, state), kind
    return name if state in name else f"{name} ({state})", "", kind


def _beside(name: str, state: str) -> str:
    return name if name != state else ""


def _tags(row: Row) -> str | None:
    """Crowd sizes, in ACLED's words."""
    sizes = [figure["text"] for figure in row["figures"] or () if figure["what"] == "protesters"]
    return f"crowd size={sizes[0]}" if sizes else None


def _stamp(row: Row) -> int | None:
    """The day of publication in seconds since 1970."""
    day = row["published"]
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) if day else None


def _lines(found: Iterable[Row]) -> Iterator[str]:
    return csv_lines(COLUMNS, map(cells, found))


def _roughly(row: Row) -> tuple[str, ...]:
    notes: tuple[str, ...] = () if time_precision(row) == 1 else ("of more than one day stand under the middle one, with time_precision 2 or 3",)
    if row["place"] is None:
        notes += ("have no place, which ACLED's always have",)
    if row["status"] != "happened":
        notes += (f"{row['status']} stand there as if they had happened",)
    return notes


FORMAT = Format(
    name="acled",
    ending="csv",
    loses="direction (actor1 and actor2 imply none), status, who vouches, confidence, sectors, and what is neither violence, protest nor a strategic "
    "development; deaths that nobody counts are 0",
    columns=COLUMNS,
    statuses=frozenset({"happened"}),
    unfit=unfit,
    roughly=_roughly,
    lines=_lines,
)
