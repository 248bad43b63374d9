"""ICEWS: 20 columns with tabs between them and a header; an event is known by its id and its day together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache

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


@lru_cache(20_000)
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
    """Who an actor is: an organisation or force that Riftline knows, else whose state it is; its sectors only where the tables tell them."""
    if not name:
        return NOBODY
    own = state(country, SCHEME)
    known = _known(name)
    if known and known.code:
        return Party(known.code, known.country or own or None, known.sectors)
    code = own or (known.country if known else None) or ""
    return Party(code, code or None, [])


def _known(name: str) -> Party | None:
    """An organisation or force by its name or by what stands in brackets behind it ("Combatant (Taliban)"), else, without a code, the state
    that either names; None where the tables know neither."""
    inner = bracket(name) if name.endswith(")") else ""
    for candidate in (name, inner):
        if candidate and (found := group(candidate, SCHEME)):
            return found
    code = state(name, SCHEME) or (state(inner, SCHEME) if inner else "")
    return Party(None, code, []) if code else None


def actors(keys: Keys) -> Iterator[Party | None]:
    """What is known of each of the names: most are persons, of whom ICEWS tells the country itself."""
    return (_known(key[0]) for key in keys)


def countries(keys: Keys) -> Iterator[tuple[str | None]]:
    """ISO alpha-3 of each of the names of states."""
    return ((state(key[0], SCHEME) or None,) for key in keys)


def _side(side: str) -> dict[str, str]:
    """The columns of a side: whom the tables know by name, else whose state ICEWS says it is; ICEWS's sectors, else those of the tables."""
    nobody, known = f"s.{side}_name = ''", f"{side}.code IS NOT NULL"
    own = f"coalesce({side}_of.code, {side}.country)"
    return {
        f"{side}_code": f"CASE WHEN {nobody} THEN NULL WHEN {known} THEN {side}.code ELSE coalesce({own}, '') END",
        f"{side}_country": f"CASE WHEN {nobody} THEN NULL WHEN {known} THEN coalesce({side}.country, {side}_of.code) ELSE {own} END",
        f"{side}_sectors": f"CASE WHEN {nobody} THEN NULL WHEN len({side}_as.sectors) > 0 THEN {side}_as.sectors ELSE coalesce({side}.sectors, []) END",
    }


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
        Dimension("actors", {"source": ("source_name",), "target": ("target_name",)}, ACTOR, actors, sparse=True),
        Dimension(
            "sectors",
            {"source_as": ("source_as",), "target_as": ("target_as",)},
            {"sectors": "VARCHAR[]"},
            lambda keys: ((sectors(key[0]),) for key in keys),
        ),
        Dimension(
            "countries", {"here": ("country",), "source_of": ("source_of",), "target_of": ("target_of",)}, {"code": "VARCHAR"}, countries
        ),
    ),
    events=place("city", "province", "country")
    | _side("source")
    | _side("target")
    | {
        "country": "here.code",
        "intensity": "try_cast(s.intensity AS DOUBLE)",
        "publisher": text("publisher"),
        "evidence": text("words"),
    },
    notes=stripped,
)
