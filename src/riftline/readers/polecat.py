"""POLECAT: 40 columns with tabs between them and a header; coded in PLOVER, so nothing has to be mapped but the actors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from riftline.ontology import PLOVER_TYPES
from riftline.readers.base import ACTOR, CODED, Dimension, Format, Keys, place, text
from riftline.readers.names import NOBODY, Party, group, is_state, sectors_of, state
from riftline.tables import parts, rows

SCHEME = "POLECAT"
STATUS = (
    "CASE WHEN list_contains(codes.contexts, 'hypothetical') THEN 'possible' "
    "WHEN list_contains(codes.contexts, 'historical') THEN 'background' ELSE 'happened' END"
)
"""PLOVER has no status, but contexts that tell of one."""
_NOTHING = ("", "none", "na", "nan", "null")
_BETWEEN = re.compile(r"[;|]")


def listed(cell: str, between: re.Pattern[str] = _BETWEEN) -> list[str]:
    """The values of a cell that may hold several; POLECAT writes None where it has nothing."""
    return [part.strip() for part in between.split(cell) if part.strip().casefold() not in _NOTHING]


@cache
def _entities() -> dict[str, Party]:
    """PLOVER's own codes and names for what is no state."""
    found: dict[str, Party] = {}
    for row in rows("actors/plover_entities"):
        country = row["code"] if is_state(row["code"]) else None
        party = Party(row["code"], country, sectors_of(row["sectors"]))
        found |= {row["plover"].casefold(): party, row["name"].casefold(): party}
    return found


@cache
def _sectors() -> dict[str, str]:
    """PLOVER's sectors where Riftline's have another code: JRN is MED here, and MED is HLH."""
    return {row["plover"]: row["code"] for row in rows("actors/sectors") if row["plover"]}


@cache
def _cow() -> dict[str, str]:
    return {number: row["code"] for row in rows("actors/cow") for number in parts(row["cow"])}


def sectors(*cells: str) -> list[str]:
    """Riftline's sectors for PLOVER's, each once, in their order."""
    return list(dict.fromkeys(_sectors().get(code, code) for cell in cells for code in listed(cell, re.compile(r"[;|,\s]+"))))


def party(name: str, country: str, cow: str, kinds: list[str]) -> Party:
    """Who an entity of PLOVER's is, by the name of its country or that country's code, else by its number, else by its own name.

    Of several countries in one cell it is the first; the name is that of all.
    """
    known = group(name, SCHEME)
    entity = next((found for part in listed(country) if (found := _entities().get(part.casefold()))), None)
    own = next((code for part in listed(country) if (code := part if is_state(part) else state(part, SCHEME))), "")
    own = own or next((_cow()[part] for part in listed(cow) if part in _cow()), "")
    if known and known.code and not own:
        return Party(known.code, known.country, list(dict.fromkeys([*kinds, *(known.sectors or [])])))
    if entity and not own:
        return Party(entity.code, entity.country, list(dict.fromkeys([*kinds, *(entity.sectors or [])])))
    return Party(own, own or None, kinds)


def countries(keys: Keys) -> Iterator[tuple[str | None]]:
    """ISO alpha-3 of each of the countries, which are told by name or by code."""
    return ((party("", key[0], "", []).country,) for key in keys)


def actors(keys: Keys) -> Iterator[Party]:
    """Who each of the actors is; nobody where POLECAT has neither a name nor a country."""
    for name, country, cow, primary, others in keys:
        if not listed(name) and not listed(country):
            yield NOBODY
        else:
            yield party(name, country, cow, sectors(primary, others))


def coded(title: str, kind: str, mode: str, contexts: str) -> tuple[Any, ...]:
    """A PLOVER type with its mode and contexts, as the dimension `codes` holds them."""
    name = kind.strip().upper()
    known = name in PLOVER_TYPES
    modes, themes = listed(mode, re.compile(r"[;|,]")), listed(contexts, re.compile(r"[;|,]"))
    reason = f"Imported from {title}, which is coded in PLOVER." if known else f"Imported from {title}; {name or 'no type'} is no PLOVER type."
    return name, "", name if known else None, modes[0].casefold() if modes else None, [theme.casefold() for theme in themes], reason


def _name(side: str) -> str:
    """The name that POLECAT resolved an actor to, else the words of the text."""
    return f"CASE WHEN {side}_name IN ('', 'None') THEN CASE WHEN {side}_name_raw = 'None' THEN '' ELSE {side}_name_raw END ELSE {side}_name END"


def _said(column: str) -> str:
    return f"CASE WHEN {column} IN ('None', 'NA') THEN '' ELSE {column} END"


FORMAT = Format(
    name="polecat",
    title="POLECAT",
    key="event_date",
    staged={
        "id": "'polecat-' || event_id",
        "origin_id": "event_id",
        "day": "event_date",
        "kind": "event_type",
        "mode": "event_mode",
        "themes": "contexts",
        "source_name": _name("actor"),
        "source_raw": _said("actor_name_raw"),
        "source_of": "actor_country",
        "source_cow": "actor_cow",
        "source_as": "primary_actor_sector",
        "source_also": "actor_sectors",
        "target_name": _name("recipient"),
        "target_raw": _said("recipient_name_raw"),
        "target_of": "recipient_country",
        "target_cow": "recipient_cow",
        "target_as": "primary_recipient_sector",
        "target_also": "recipient_sectors",
        "intensity": "intensity",
        "spot": _said("placename"),
        "city": _said("city"),
        "province": _said("province"),
        "country": _said("country"),
        "lat": "latitude",
        "lon": "longitude",
        "geonames": "geonames_id",
        "publisher": _said("source"),
        "published": "publication_date",
    },
    dimensions=(
        Dimension("codes", {"codes": ("kind", "mode", "themes")}, CODED, lambda keys: (coded("POLECAT", *key) for key in keys)),
        Dimension(
            "actors",
            {side: tuple(f"{side}_{part}" for part in ("name", "of", "cow", "as", "also")) for side in ("source", "target")},
            ACTOR,
            actors,
        ),
        Dimension("countries", {"here": ("country",)}, {"code": "VARCHAR"}, countries),
    ),
    events=place("city", "province", "country")
    | {
        "status": STATUS,
        "place": "coalesce(nullif(s.spot, ''), nullif(s.city, ''), nullif(s.province, ''), nullif(s.country, ''))",
        "source_text": "CASE WHEN source.code IS NOT NULL THEN nullif(s.source_raw, '') END",
        "target_text": "CASE WHEN target.code IS NOT NULL THEN nullif(s.target_raw, '') END",
        "country": "here.code",
        "geonames_id": "try_cast(s.geonames AS BIGINT)",
        "intensity": "try_cast(s.intensity AS DOUBLE)",
        "publisher": text("publisher"),
        "published": "try_cast(s.published[:10] AS DATE)",
    },
)
