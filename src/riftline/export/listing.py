"""Events as Riftline itself lists them: nested, as in the record of `riftline code`, or flat, a row an event."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

Row = dict[str, Any]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

CSV_COLUMNS = (
    "id", "origin", "type", "mode", "status", "first_day", "last_day", "source_code", "source_name", "source_country", "target_code", "target_name",
    "target_country", "place", "country", "lat", "lon", "attribution_code", "attribution_name", "attribution_anonymous", "attribution_via",
    "confidence", "reports", "sources", "credibility", "article", "published", "publisher", "title", "url", "evidence",
)  # fmt: skip


def nested(row: Row, evidence: Sequence[Row]) -> Row:
    """An event of the database as in the record of `riftline code`, with its first report's article and how many reports it has."""

    def side(name: str) -> Row | None:
        keys = ("code", "name", "text", "country", "sectors")
        return {key: row[f"{name}_{key}"] for key in keys} if row[f"{name}_code"] is not None else None

    def iso(value: Any) -> str | None:
        return value.isoformat() if value else None

    about = {"id": row["article"]} | {key: row[key] for key in ("title", "publisher", "url")} | {"published": iso(row["published"])}
    date = {"start": iso(row["first_day"]), "end": iso(row["last_day"]), "text": row["date_text"], "reason": row["date_reason"]}
    keys = ("lat", "lon", "country", "admin1", "geonames_id", "precision")
    place = {"name": row["place"]} | {key: row[key] for key in keys} | {"reason": row["place_reason"]}
    said = {key: row[f"attribution_{key}"] for key in ("code", "name", "anonymous", "via")}
    return {
        "id": row["id"],
        "origin": row["origin"],
        "article": about,
        "type": row["type"],
        "mode": row["mode"],
        "contexts": row["contexts"],
        "source": side("source"),
        "target": side("target"),
        "date": date if row["first_day"] else None,
        "place": place if row["place"] else None,
        "status": row["status"],
        "attribution": said if row["attribution_code"] is not None else None,
        "figures": row["figures"] or [],
        "confidence": round(row["confidence"], 4) if row["confidence"] is not None else None,
        "reason": row["reason"],
        "reports": row["reports"],
        "sources": row["sources"],
        "credibility": row["credibility"],
        "evidence": list(evidence),
    }


def flat(row: Row) -> list[Any]:
    """The cells of an event, in the order of `CSV_COLUMNS`."""
    return [safe(row[name]) for name in CSV_COLUMNS]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula, in any of its languages."""
    return text[:1] in _FORMULA


def safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: the news is not to be trusted with a leading = + - @. Control characters but tab and
    line end are spaces: a carriage return ends a row for some readers of CSV, and NUL the file."""
    if isinstance(value, str):
        return _CONTROLS.sub(" ", f"'{value}" if is_formula(value) else value)
    return round(value, 4) if isinstance(value, float) else value
