"""ICEWS: 20 columns with tabs between them and a header; an event is known by its id and its day together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from riftline.readers.base import ACTOR, CODED, Dimension, Format, Keys, place, text
from riftline.readers.codes import by_code, stripped
from riftline.readers.names import NOBODY, Party, bracket, group, sectors_of, state
from riftline.tables import rows

SCHEME = "ICEWS"
_ALSO_OF_OTHERS = ("ELI", "UNK")
"""Sectors that ICEWS gives those with an office too: they count only where there is no other."""


@cache
def _sectors() -> tuple[dict[str, tuple[int, list[str]]], tuple[tuple[str, int, list[str]], ...], tuple[tuple[str, int, list[str]], ...]]:
    """ICEWS's sectors with their rank: whole names, and beginnings and ends for those with a * in them."""
    whole, ends, starts = {}, [], []
    for rank, row in enumerate(rows("actors/icews_sectors")):
        name, ours = row["sector"], sectors_of(row["sectors"])
        if name.startswith("*"):
            ends.append((name[1:], rank, ours))
        elif name.endswith("*"):
            starts.append((name[:-1], rank, ours))
        else:
            whole[name] = (rank, ours)
    return whole, tuple(ends), tuple(starts)


@cache
def _sector(name: str) -> tuple[int, list[str]]:
    whole, ends, starts = _sectors()
    if name in whole:
        return whole[name]
    found = next((item for item in ends if name.endswith(item[0])), None) or next((item for item in starts if name.startswith(item[0])), None)
    return found[1:] if found else (0, [])


def sectors(cell: str) -> list[str]:
    """Riftline's sectors for a cell of ICEWS's: "Government,Military" is GOV and MIL."""
    found = sorted((_sector(name.strip()) for name in cell.split(",") if name.strip()), key=lambda item: item[0])
    ours = list(dict.fromkeys(code for _, codes in found for code in codes))
    return [code for code in ours if code not in _ALSO_OF_OTHERS] or ours


def party(name: str, country: str) -> Party:
    """Who an actor of ICEWS is: an organisation or force that Riftline knows, else whose state it is; its sectors only where the tables tell them."""
    if not name:
        return NOBODY
    inner = bracket(name)
    own = state(country, SCHEME)
    for candidate in (name, inner):
        if candidate and (known := group(candidate, SCHEME)):
            return Party(known.code, known.country or own or None, known.sectors)
    code = own or state(name, SCHEME) or state(inner, SCHEME)
    return Party(code, code or None, [])


def actors(keys: Keys) -> Iterator[Party]:
    """Who each of the names with its country is."""
    return (party(*key) for key in keys)


def countries(keys: Keys) -> Iterator[tuple[str | None]]:
    """ISO alpha-3 of each of the names of states."""
    return ((state(key[0], SCHEME) or None,) for key in keys)


def _sides(side: str) -> str:
    """ICEWS's sectors, else what the tables say of the actor."""
    return f"CASE WHEN {side}.code IS NULL THEN NULL WHEN len({side}_as.sectors) > 0 THEN {side}_as.sectors ELSE {side}.sectors END"


FORMAT = Format(
    name="icews",
    title="ICEWS",
    key="event_date",
    staged={
        "id": "'icews-' || event_id || '-' || replace(event_date::VARCHAR, '-', '')",
        "origin_id": "event_id",
        "day": "event_date",
        "code": "cameo_code",
        "source_name": "source_name",
        "source_as": "source_sectors",
        "source_of": "source_country",
        "target_name": "target_name",
        "target_as": "target_sectors",
        "target_of": "target_country",
        "words": "event_text",
        "intensity": "intensity",
        "publisher": "publisher",
        "city": "city",
        "province": "province",
        "country": "country",
        "lat": "latitude",
        "lon": "longitude",
    },
    dimensions=(
        Dimension("codes", {"codes": ("code",)}, CODED, by_code("ICEWS")),
        Dimension("actors", {"source": ("source_name", "source_of"), "target": ("target_name", "target_of")}, ACTOR, actors),
        Dimension(
            "sectors",
            {"source_as": ("source_as",), "target_as": ("target_as",)},
            {"sectors": "VARCHAR[]"},
            lambda keys: ((sectors(key[0]),) for key in keys),
        ),
        Dimension("countries", {"here": ("country",)}, {"code": "VARCHAR"}, countries),
    ),
    events=place("city", "province", "country")
    | {
        "source_sectors": _sides("source"),
        "target_sectors": _sides("target"),
        "country": "here.code",
        "intensity": "try_cast(s.intensity AS DOUBLE)",
        "publisher": text("publisher"),
        "evidence": text("words"),
    },
    notes=stripped,
)
