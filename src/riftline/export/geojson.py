"""`geojson`: a FeatureCollection (RFC 7946) with a Point Feature an event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any

from riftline.export.base import Format, Row, dumped
from riftline.export.listing import CSV_COLUMNS

COLUMNS = (
    *(name for name in CSV_COLUMNS if name not in ("id", "lat", "lon")),
    "precision", "admin1", "geonames_id", "contexts", "source_sectors", "target_sectors", "figures",
)  # fmt: skip
"""The properties; `precision` says what the point stands for: a point, a city, or the middle of a division, country or region."""


def feature(row: Row) -> Row:
    """An event as a Feature; its geometry is null where no place is told."""
    return {"type": "Feature", "id": row["id"], "geometry": geometry(row), "properties": {name: value_of(row[name]) for name in COLUMNS}}


def geometry(row: Row) -> Row | None:
    """The point, longitude first; None where there is none on Earth."""
    lat, lon = row["lat"], row["lon"]
    if lat is None or lon is None or not (isfinite(lat) and isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return {"type": "Point", "coordinates": [round(lon, 6), round(lat, 6)]}


def value_of(value: Any) -> Any:
    """A database value as JSON has it: a day as text, a number in few digits."""
    if isinstance(value, float):
        return round(value, 6) if isfinite(value) else None
    return value.isoformat() if hasattr(value, "isoformat") else value


def _lines(found: Iterable[Row]) -> Iterator[str]:
    yield '{"type": "FeatureCollection", "features": ['
    before = "\n"
    for row in found:
        yield before + dumped(feature(row))
        before = ",\n"
    yield "\n]}\n"


def _roughly(row: Row) -> tuple[str, ...]:
    if geometry(row) is None:
        return ("without a place have a null geometry",)
    return () if row["precision"] in ("point", "city", None) else ("stand at the middle of a division, country or region (property precision)",)


FORMAT = Format(
    name="geojson",
    ending="geojson",
    loses="reasons, the words for the two sides, and evidence but the first piece",
    columns=COLUMNS,
    roughly=_roughly,
    lines=_lines,
)
