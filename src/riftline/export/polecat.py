"""`polecat`: the 40 columns of POLECAT, tab-separated, with a header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from riftline.export.base import Format, Row, tabbed
from riftline.export.cameo import several_days, without_day
from riftline.export.codes import country_name, cow, plover_country, plover_sectors, resolved, side
from riftline.export.plover import STATUSES, contexts, quad, scale
from riftline.version import version

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip

_FEATURES = {"city": "PPL", "admin1": "ADM1", "country": "PCLI", "region": "RGN"}
"""GeoNames' feature codes for the precision of a place; a point has none."""


def cells(row: Row) -> list[Any]:
    """The 40 cells of an event; what is not known is empty."""
    precise = row["precision"] or ""
    return [
        row["id"], row["first_day"], row["type"], row["mode"], scale(row), quad(row), ";".join(contexts(row)),
        *_actor(row, "source"), *_actor(row, "target"),
        row["place"], row["place"] if precise in ("point", "city") else None, None,
        row["admin1"] or (row["place"] if precise == "admin1" else None), country_name(row["country"]), row["lat"], row["lon"], row["geonames_id"], None,
        _FEATURES.get(precise), row["publisher"], row["published"], None, None, None, "English" if row["origin"] == "riftline" else None,
        f"riftline {version()}",
    ]  # fmt: skip


def _actor(row: Row, which: str) -> list[Any]:
    """The eight cells of a side: POLECAT's Actor Sectors name the primary one again."""
    code, country, sectors = side(row, which)
    found = plover_sectors(code, country, sectors)
    where = plover_country(code, country, sectors)
    name, title = resolved(row, which)
    return [name, where, cow(country), found[0] if found else None, ";".join(found), title, row[f"{which}_text"], None]


def _unfit(row: Row) -> str | None:
    return without_day(row) or (None if row["type"] else "without a type")


def _lines(found: Iterable[Row]) -> Iterator[str]:
    yield tabbed(COLUMNS)
    yield from (tabbed(cells(row)) for row in found)


FORMAT = Format(
    name="polecat",
    ending="txt",
    loses="who vouches, evidence, figures, confidence, and codes of actors that are no states; planned and possible become the context hypothetical, "
    "background historical",
    columns=COLUMNS,
    statuses=STATUSES,
    unfit=_unfit,
    roughly=several_days,
    lines=_lines,
)
