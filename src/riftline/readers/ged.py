"""UCDP GED: 49 columns, CSV, candidate releases sometimes without a header; violence that killed, between two sides or against civilians."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from riftline.readers.base import ACTOR, CODED, Dimension, Format, Keys, text
from riftline.readers.names import NOBODY, Party, bracket, group, state
from riftline.tables import parts, rows

SCHEME = "UCDP"
_GOVERNMENT = "government of "


@cache
def _numbers() -> dict[str, str]:
    """Gleditsch and Ward's numbers of states."""
    return {number: row["code"] for row in rows("actors/cow") for number in parts(row["gw"])}


def _state(name: str) -> str:
    return state(name, SCHEME) or state(name.partition("(")[0], SCHEME) or state(bracket(name), SCHEME)


def party(name: str, number: str, country: str) -> Party:
    """Who a side is: "Government of X" by its number, else its name; civilians are those of the country where they were killed."""
    if not name:
        return NOBODY
    plain = name.casefold()
    if plain.startswith(_GOVERNMENT):
        code = _numbers().get(number) or _state(name[len(_GOVERNMENT) :])
        return Party(code, code or None, ["GOV"])
    if plain == "civilians":
        code = _state(country)
        return Party(code, code or None, ["CVL"])
    known = group(name, SCHEME) or group(name.partition(" (")[0], SCHEME)
    if known:
        return known
    code = _state(bracket(name)) if bracket(name) else ""
    return Party(code, code or None, ["REB"] if code else [])


def actors(keys: Keys) -> Iterator[Party]:
    """Who each of the sides is."""
    return (party(*key) for key in keys)


@cache
def _kinds() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in rows("plover/ged")}


def coded(keys: Keys) -> Iterator[tuple[Any, ...]]:
    """What PLOVER makes of a type of violence."""
    for (kind,) in keys:
        row = _kinds().get(kind.strip())
        if row is None:
            yield kind, "no type of violence of GED's", None, None, [], f"Imported from UCDP GED; {kind or 'no type'} is no type of violence."
            continue
        reason = f"Imported from UCDP GED; {row['name'].casefold()} is {row['type']} by Riftline's map."
        yield kind.strip(), row["name"], row["type"], row["mode"] or None, list(parts(row["contexts"])), reason


_LOW, _HIGH, _BEST = "try_cast(s.low AS BIGINT)", "try_cast(s.high AS BIGINT)", "try_cast(s.best AS BIGINT)"

FORMAT = Format(
    name="ged",
    title="UCDP GED",
    key="date_start",
    days=("date_end",),
    staged={
        "id": "'ged-' || id",
        "origin_id": "id",
        "day": "date_start::DATE",
        "until": "date_end::DATE",
        "exact": "date_prec",
        "kind": "type_of_violence",
        "source_name": "side_a",
        "source_as": "gwnoa",
        "target_name": "side_b",
        "target_as": "gwnob",
        "country": "country",
        "province": "adm_1",
        "spot": "where_coordinates",
        "near": "where_prec",
        "lat": "latitude",
        "lon": "longitude",
        "office": "source_office",
        "headline": "source_headline",
        "article": "source_article",
        "low": "low",
        "high": "high",
        "best": "best",
    },
    dimensions=(
        Dimension("codes", {"codes": ("kind",)}, CODED, coded),
        Dimension("actors", {"source": ("source_name", "source_as", "country"), "target": ("target_name", "target_as", "country")}, ACTOR, actors),
        Dimension("countries", {"here": ("country",)}, {"code": "VARCHAR"}, lambda keys: ((_state(key[0]) or None,) for key in keys)),
    ),
    events={
        "last_day": "greatest(s.day, s.until)",
        "date_reason": "CASE WHEN s.exact IN ('2', '3', '4', '5') AND s.until > s.day THEN 'UCDP knows the days to that extent only' END",
        "place": "coalesce(nullif(s.spot, ''), nullif(s.province, ''), nullif(s.country, ''))",
        "admin1": text("province"),
        "country": "here.code",
        "precision": "CASE s.near WHEN '1' THEN 'city' WHEN '4' THEN 'admin1' WHEN '6' THEN 'country' WHEN '' THEN NULL ELSE 'region' END",
        "lat": "try_cast(s.lat AS DOUBLE)",
        "lon": "try_cast(s.lon AS DOUBLE)",
        "publisher": text("office"),
        "title": text("headline"),
        "evidence": "coalesce(nullif(s.headline, ''), nullif(s.article, ''))",
        "figures": f"""
            CASE WHEN coalesce({_HIGH}, {_BEST}) > 0 THEN [{{'what': 'killed', 'low': coalesce({_LOW}, {_BEST}), 'high': coalesce({_HIGH}, {_BEST}),
            'text': 'best estimate ' || s.best}}] END
        """,
    },
    quoted=True,
    headless=True,
)
