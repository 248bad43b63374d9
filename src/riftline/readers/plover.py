"""PLOVER's JSON lines: a record an event, with lists of entities as actor and recipient (PLOVER manual of 2021, chapter "JSON format").

A record with several event types becomes an event for each: what one sentence tells may be both an agreement and aid. Of several
entities on a side the first gives the code, and all of them the name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from riftline.ontology import MODES_OF
from riftline.readers.base import ACTOR, CODED, Dimension, Format, Keys, text
from riftline.readers.files import Source, stream
from riftline.readers.flat import ROW, Flat, lines, written
from riftline.readers.names import NOBODY, Party
from riftline.readers.polecat import STATUS, coded, countries, listed, party, sectors
from riftline.readers.staging import Refused
from riftline.records import STATUSES

NAME = "plover"
_SIDE = ("name", "of", "as", "raw")
_PLACE = ("spot", "city", "province", "country", "lat", "lon", "geonames", "near")
_FIGURES = (("dead", "killed"), ("injured", "injured"), ("arrested", "detained"))
COLUMNS = (
    "id", "origin_id", "day", "until", "kind", "mode", "themes", *(f"source_{part}" for part in _SIDE), *(f"target_{part}" for part in _SIDE),
    "intensity", *_PLACE, "words", "publisher", "title", "url", "told", *(name for name, _ in _FIGURES),
)  # fmt: skip


def flattened(source: Source, path: str) -> Flat:
    """The records as rows; those without an id, a day or an event type are refused."""
    return written(source.name, path, NAME, COLUMNS, _rows(source))


def _rows(source: Source) -> Iterator[ROW | Refused]:
    with stream(source) as opened:
        for number, line in lines(opened):
            try:
                record = json.loads(line)
            except RecursionError:
                yield Refused(source.name, number, "it is nested too deeply")
                continue
            except ValueError as problem:
                yield Refused(source.name, number, f"it is no JSON ({problem})")
                continue
            why = _lacks(record)
            if why:
                yield Refused(source.name, number, why)
            else:
                yield from _events(record)


def _lacks(record: Any) -> str:
    if not isinstance(record, dict):
        return "it is no JSON object"
    for key in ("id", "date", "event"):
        if not _texts(record.get(key)):
            return f"it has no {key}"
    try:
        date.fromisoformat(_texts(record["date"])[0][:10])
    except ValueError:
        return f"date: {record['date']!r} is no date"
    return ""


def _events(record: dict[str, Any]) -> Iterator[ROW]:
    own = _texts(record["id"])[0]
    day = _texts(record["date"])[0][:10]
    spot, cite, size = (value if isinstance(value, dict) else {} for value in map(record.get, ("event_loc", "cite_info", "size")))
    modes = [mode.casefold() for mode in _texts(record.get("mode"))]
    kinds = list(dict.fromkeys(kind.upper() for kind in _texts(record["event"])))
    for number, kind in enumerate(kinds, 1):
        mode = next((mode for mode in modes if mode in MODES_OF.get(kind, ())), modes[0] if len(kinds) == 1 and modes else "")
        yield (
            own if number == 1 else f"{own}-{number}",
            own,
            day,
            (_texts(record.get("enddate")) or [day])[0][:10],
            kind,
            mode,
            ";".join(_texts(record.get("context"))),
            *_entities(record.get("actor")),
            *_entities(record.get("recipient")),
            _first(record.get("event_scale")),
            _first(spot.get("resolved_place")) or _first(spot.get("extracted_place")),
            *(_first(spot.get(key)) for key in ("city", "province", "country_code" if spot.get("country_code") else "country")),
            *(_first(spot.get(key)) for key in ("lat", "lon", "geonameid", "resolution")),
            " ".join(_texts(record.get("event_text"))) or _first(record.get("text")),
            *(_first(cite.get(key)) for key in ("publication", "title", "url")),
            _first(record.get("status")),
            *(_first(size.get(name)) for name, _ in _FIGURES),
        )


def _entities(value: Any) -> tuple[str, ...]:
    """Name, country, sectors and words of a side's entities."""
    items = [item if isinstance(item, dict) else {"code": item} for item in (value if isinstance(value, list) else [value]) if item]
    names = [_first(item.get("identifier_text")) or _first(item.get("entity_text")) or _first(item.get("code")) for item in items]
    codes = ";".join(_first(item.get("code")) for item in items)
    kinds = ";".join(_six(part) for item in items[:1] for part in _texts(item.get("sector")))
    return ", ".join(dict.fromkeys(filter(None, names))), codes, kinds, ", ".join(filter(None, (_first(item.get("entity_text")) for item in items)))


def _six(sector: str) -> str:
    """A sector of six letters is two of three: GOVMIL."""
    return f"{sector[:3]};{sector[3:]}" if len(sector) == 6 and sector.isalpha() else sector


def _texts(value: Any) -> list[str]:
    return [str(item).strip() for item in (value if isinstance(value, list) else [value]) if item is not None and str(item).strip()]


def _first(value: Any) -> str:
    return next(iter(_texts(value)), "")


def _actors(keys: Keys) -> Iterator[Party]:
    for name, country, kinds in keys:
        yield party(name, country, "", sectors(kinds)) if name or listed(country) else NOBODY


def _figures() -> str:
    each = (
        f"CASE WHEN try_cast(s.{name} AS BIGINT) > 0 THEN {{'what': '{what}', 'low': try_cast(s.{name} AS BIGINT), "
        f"'high': try_cast(s.{name} AS BIGINT), 'text': s.{name} || ' {name}'}} END"
        for name, what in _FIGURES
    )
    listed_figures = f"list_filter([{', '.join(each)}], lambda figure: figure IS NOT NULL)"
    return f"CASE WHEN len({listed_figures}) > 0 THEN {listed_figures} END"


_KEPT = {column: column for column in COLUMNS if column not in ("id", "until")}

FORMAT = Format(
    name=NAME,
    title="PLOVER's JSON lines",
    key="day",
    staged=_KEPT | {"id": "'plover-' || id", "until": "try_cast(until AS DATE)"},
    dimensions=(
        Dimension("codes", {"codes": ("kind", "mode", "themes")}, CODED, lambda keys: (coded("PLOVER records", *key) for key in keys)),
        Dimension("actors", {side: tuple(f"{side}_{part}" for part in _SIDE[:3]) for side in ("source", "target")}, ACTOR, _actors),
        Dimension("countries", {"here": ("country",)}, {"code": "VARCHAR"}, countries),
    ),
    events={
        "last_day": "greatest(s.day, coalesce(s.until, s.day))",
        "source_text": text("source_raw"),
        "target_text": text("target_raw"),
        "place": "coalesce(nullif(s.spot, ''), nullif(s.city, ''), nullif(s.province, ''), nullif(s.country, ''))",
        "admin1": text("province"),
        "country": "here.code",
        "precision": "CASE s.near WHEN '5' THEN 'point' WHEN '4' THEN 'city' WHEN '3' THEN 'region' WHEN '2' THEN 'admin1' WHEN '1' THEN 'country' END",
        "lat": "try_cast(s.lat AS DOUBLE)",
        "lon": "try_cast(s.lon AS DOUBLE)",
        "geonames_id": "try_cast(s.geonames AS BIGINT)",
        "intensity": "try_cast(s.intensity AS DOUBLE)",
        "evidence": text("words"),
        "publisher": text("publisher"),
        "title": text("title"),
        "url": text("url"),
        "figures": _figures(),
        # A field of Riftline's own exports; elsewhere the contexts tell it.
        "status": f"CASE WHEN s.told IN ({', '.join(map(repr, STATUSES))}) THEN s.told ELSE {STATUS} END",
    },
)
