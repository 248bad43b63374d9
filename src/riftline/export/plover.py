"""`plover`: JSON lines with the fields of PLOVER's manual (2021, chapter "Data Fields"), and some of our own beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from riftline.export.base import Format, Row, dumped, plain
from riftline.export.codes import country_name, plover_country, plover_sectors, resolved, side
from riftline.export.geojson import geometry, value_of
from riftline.ontology import QUAD_OF, SCORE_OF
from riftline.version import version

COLUMNS = (
    "id", "has_event", "date", "enddate", "actor", "recipient", "event", "event_loc", "event_text", "quad_code", "event_scale", "mode", "context",
    "text_info", "cite_info", "coder", "coded_date", "size", "comment",
    "origin", "status", "attribution", "figures", "confidence", "reports", "sources", "credibility",
)  # fmt: skip
"""The fields; those after `comment` are not PLOVER's."""

STATUSES = frozenset({"happened", "planned", "possible", "background"})

QUADS = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
"""PLOVER's quad codes."""

_RESOLUTION = {"point": 5, "city": 4, "admin1": 2, "region": 2, "country": 1}
_SIZES = {"dead": "killed", "injured": "injured", "arrested": "detained"}


def unfit(row: Row) -> str | None:
    """Why an event cannot be PLOVER's: it has no day, or no type."""
    return "without a day" if row["first_day"] is None else "without a type" if not row["type"] else None


def contexts(row: Row) -> list[str]:
    """The event's contexts, with PLOVER's `hypothetical` for what is planned or possible and `historical` for background."""
    told = {"planned": "hypothetical", "possible": "hypothetical", "background": "historical"}.get(row["status"])
    found = list(row["contexts"] or ())
    return [*found, told] if told and told not in found else found


def quad(row: Row) -> int:
    """1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
    return QUADS[QUAD_OF[row["type"]]]


def scale(row: Row) -> float:
    """The origin's score where there is one, else PLOVER's for the type."""
    return float(row["intensity"]) if row["intensity"] is not None else SCORE_OF[row["type"]]


def count_of(row: Row, what: str) -> int | None:
    """How many, at the least: of several figures the largest, as a part is named beside its whole."""
    return max((figure["low"] for figure in row["figures"] or () if figure["what"] == what), default=None)


def record(row: Row) -> Row:
    """An event as PLOVER's record; what is not known is left out, but `actor`, which the manual requires, may be empty."""
    spans = row["spans"]
    first = spans[0] if spans else None
    days = {"date": row["first_day"].isoformat()} | ({"enddate": row["last_day"].isoformat()} if row["last_day"] != row["first_day"] else {})
    size = {name: count_of(row, what) for name, what in _SIZES.items()}
    found: Row = {
        "id": row["id"],
        "has_event": True,
        **days,
        "actor": _entity(row, "source"),
        "recipient": _entity(row, "target"),
        "event": [row["type"]],
        "event_loc": _location(row),
        "event_text": [span["text"] for span in spans] or ([row["evidence"]] if row["evidence"] else None),
        "quad_code": quad(row),
        "event_scale": scale(row),
        "mode": [row["mode"]] if row["mode"] else None,
        "context": contexts(row) or None,
        "text_info": {"sequence": first["sentence"], "start": first["start"], "end": first["end"]} if first else None,
        "cite_info": _citation(row),
        "coder": f"riftline {version()}" if row["origin"] == "riftline" else row["origin"],
        "coded_date": first["stored"].date().isoformat() if first else None,
        "size": _known(size),
        "comment": row["reason"],
        "origin": _known({"format": row["origin"], "id": row["origin_id"], "code": row["origin_code"]}),
        "status": row["status"],
        "attribution": _known({key: row[f"attribution_{key}"] for key in ("code", "name", "anonymous", "via")}),
        "figures": row["figures"],
        "confidence": round(row["confidence"], 4) if row["confidence"] is not None else None,
        "reports": row["reports"],
        "sources": row["sources"],
        "credibility": row["credibility"],
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None and (value != [] or name == "actor")}


def _citation(row: Row) -> Row | None:
    told = {"url": row["url"], "title": row["title"], "publication": row["publisher"], "citation": row["article"]}
    more = {"language": "en" if row["spans"] else None, "published": row["published"].isoformat() if row["published"] else None}
    return _known({name: plain(value) or None for name, value in told.items()} | more)


def _entity(row: Row, which: str) -> list[Row]:
    code, country, sectors = side(row, which)
    if code is None:
        return []
    name, title = resolved(row, which)
    told = {
        "code": plover_country(code, country, sectors) or None,
        "sector": "".join(plover_sectors(code, country, sectors)[:2]) or None,
        "entity_text": plain(row[f"{which}_text"]) or None,
        "identifier_text": name or None,
        "office": title or None,
        "riftline": {"code": code, "country": row[f"{which}_country"], "sectors": list(sectors)},
    }
    return [{key: value for key, value in told.items() if value is not None}]


def _location(row: Row) -> Row | None:
    if row["place"] is None and row["country"] is None and geometry(row) is None:
        return None
    precise = row["precision"]
    told: dict[str, Any] = {
        "resolved_place": row["place"],
        "geonameid": row["geonames_id"],
        "lat": value_of(row["lat"]),
        "lon": value_of(row["lon"]),
        "city": row["place"] if precise in ("point", "city") else None,
        "province": row["admin1"] or (row["place"] if precise == "admin1" else None),
        "country": country_name(row["country"]) or None,
        "country_code": row["country"],
        "resolution": _RESOLUTION.get(precise or ""),
        "precision": precise,
    }
    return _known(told)


def _known(told: Row) -> Row | None:
    return {key: value for key, value in told.items() if value is not None} or None


def _lines(found: Iterable[Row]) -> Iterator[str]:
    return (dumped(record(row)) + "\n" for row in found)


FORMAT = Format(
    name="plover",
    ending="jsonl",
    loses="the reasons of day and place, and evidence offsets but the first; who vouches, status, figures and confidence go into fields that are not PLOVER's",
    columns=COLUMNS,
    statuses=STATUSES,
    unfit=unfit,
    lines=_lines,
    spans=True,
)
