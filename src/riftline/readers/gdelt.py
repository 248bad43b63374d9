"""GDELT's events, 2.0 (61 columns) and 1.0 (57, or 58 with the URL): tabs, no header, actors in CAMEO's codes, places in FIPS 10-4.

GDELT counts articles and sources that name an event, and means by a source whatever it read: no two of them are said to be
independent. So an event has as many reports as it has articles, and one source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from riftline.readers.base import ACTOR, CODED, Dimension, Format, Keys, text
from riftline.readers.codes import by_code, stripped
from riftline.readers.names import NOBODY, Party, is_state, sectors_of
from riftline.tables import rows

_ROLES = 3


@cache
def _countries() -> dict[str, str]:
    return {row["cameo"]: row["code"] for row in rows("actors/cameo_countries")}


@cache
def _groups() -> dict[str, Party]:
    return {row["cameo"]: Party(row["code"], row["country"] or None, sectors_of(row["sectors"])) for row in rows("actors/cameo_groups")}


@cache
def _roles() -> dict[str, list[str]]:
    return {row["cameo"]: sectors_of(row["sectors"]) for row in rows("actors/cameo_roles")}


def party(cell: str) -> Party:
    """Who an actor of GDELT is: `cell` has its country, its known group and its roles, "|" between them; "" means nobody.

    A known group goes before the country that it is also said to belong to; a region ("AFR") is no state.
    """
    if not cell:
        return NOBODY
    country, group, *roles = cell.split("|")
    sectors = [sector for role in roles if role for sector in _roles().get(role, [])]
    own = _countries().get(country, country if is_state(country) else "")
    known = _groups().get(group)
    if known:
        sectors = list(dict.fromkeys([*sectors, *(known.sectors or [])]))
    if known and known.code:
        return Party(known.code, known.country or own or None, sectors)
    return Party(own, own or None, list(dict.fromkeys(sectors)))


def actors(keys: Keys) -> Iterator[Party]:
    """Who each of the actors is."""
    return (party(key[0]) for key in keys)


@cache
def _fips() -> dict[str, str]:
    return {row["fips"]: row["code"] for row in rows("places/fips")}


def _actor(n: int) -> str:
    cells = [f"actor{n}countrycode", f"actor{n}knowngroupcode", *(f"actor{n}type{i}code" for i in range(1, _ROLES + 1))]
    joined = " || '|' || ".join(cells)
    return f"CASE WHEN actor{n}code = '' THEN '' ELSE {joined} END"


_PLACE = "split_part(s.spot, ', ', 1)"

FORMAT = Format(
    name="gdelt",
    title="GDELT",
    key="sqldate",
    staged={
        "id": "'gdelt-' || globaleventid",
        "origin_id": "globaleventid",
        "day": "sqldate",
        "code": "eventcode",
        "source_name": "CASE WHEN actor1name = '' THEN actor1code ELSE actor1name END",
        "source_as": _actor(1),
        "target_name": "CASE WHEN actor2name = '' THEN actor2code ELSE actor2name END",
        "target_as": _actor(2),
        "intensity": "goldsteinscale",
        "articles": "numarticles",
        "spot_type": "actiongeo_type",
        "spot": "actiongeo_fullname",
        "fips": "actiongeo_countrycode",
        "lat": "actiongeo_lat",
        "lon": "actiongeo_long",
        "added": "dateadded",
        "url": "sourceurl",
    },
    dimensions=(
        Dimension("codes", {"codes": ("code",)}, CODED, by_code("GDELT")),
        Dimension("actors", {"source": ("source_as",), "target": ("target_as",)}, ACTOR, actors),
        Dimension("countries", {"here": ("fips",)}, {"code": "VARCHAR"}, lambda keys: ((_fips().get(key[0]) or None,) for key in keys)),
    ),
    events={
        "intensity": "try_cast(s.intensity AS DOUBLE)",
        "reports": "greatest(1, coalesce(try_cast(s.articles AS INTEGER), 1))",
        "place": f"nullif(CASE WHEN s.spot_type = '1' THEN s.spot ELSE {_PLACE} END, '')",
        "admin1": f"""
            CASE WHEN s.spot_type IN ('2', '5') THEN nullif({_PLACE}, '')
            WHEN s.spot_type IN ('3', '4') AND split_part(s.spot, ', ', 3) <> '' THEN split_part(s.spot, ', ', 2) END
        """,
        "precision": "CASE s.spot_type WHEN '1' THEN 'country' WHEN '2' THEN 'admin1' WHEN '5' THEN 'admin1' WHEN '3' THEN 'city' WHEN '4' THEN 'city' END",
        "country": "here.code",
        "lat": "try_cast(s.lat AS DOUBLE)",
        "lon": "try_cast(s.lon AS DOUBLE)",
        "published": "try_strptime(s.added[:8], '%Y%m%d')::DATE",
        "publisher": "nullif(CASE WHEN s.url LIKE 'http%' THEN replace(split_part(s.url, '/', 3), 'www.', '') ELSE s.url END, '')",
        "url": f"CASE WHEN s.url LIKE 'http%' THEN {text('url')} END",
    },
    headless=True,
    notes=stripped,
)

FIRST = replace(FORMAT, name="gdelt1", title="GDELT 1.0", origin="gdelt")
"""GDELT 1.0, which has two columns fewer for each of the three places."""
