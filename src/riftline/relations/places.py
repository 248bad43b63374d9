"""Where acts happen, and when: counts of events by place and by week, for maps and their axes of time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from riftline.ontology import IS_COOPERATION, IS_FRICTION
from riftline.relations.cube import Cube, cube
from riftline.store.filters import Filters, where
from riftline.store.queries import rows
from riftline.tables import rows as table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TONES = f"count(*) FILTER (e.{IS_FRICTION})::INTEGER AS friction, count(*) FILTER (e.{IS_COOPERATION})::INTEGER AS cooperation"
_KEYS = {"country": "country", "admin1": "nullif(admin1, '')", "place": "place", "precision": '"precision"', "lat": "lat", "lon": "lon"}
"""What tells a place from others, by name: how it is read of an event."""
_NOWHERE = (None,) * len(_KEYS)


def counted_places(connection: DuckDBPyConnection, wanted: Filters) -> Cube:
    """The events that pass, of whatever day, by place and days: what `places` and `without_place` add up. What has no place is one key, of nothing."""
    condition, values = where(replace(wanted, since=None, until=None))
    query = f"""
        SELECT {', '.join(f'CASE WHEN placed THEN {told} END AS {name}' for name, told in _KEYS.items())}, first_day AS first, last_day AS last,
            count(*)::INTEGER AS events, {_TONES}
        FROM (SELECT e.*, e.lat IS NOT NULL AND e.lon IS NOT NULL AS placed FROM events e WHERE {condition}) e GROUP BY ALL
    """
    return cube(connection, query, values, [f'"{name}"' for name in _KEYS])


def places(counted: Cube, since: date | None = None, until: date | None = None, limit: int = 2000) -> list[dict[str, Any]]:
    """Places of events, those with most first: country, admin1, place, precision, lat and lon in degrees (WGS 84; of a division, region or state its
    middle), events, friction, cooperation, first and last day. A state's numeric code of ISO 3166-1 is `numeric`, None where it has none."""
    numeric = {row["code"]: row["numeric"] for row in table("places/iso")}
    found = [each for each in counted.between(since, until, limit + 1) if each.key != _NOWHERE]
    return [
        dict(zip(_KEYS, each.key, strict=True)) | {"events": each.events, "friction": each.friction, "cooperation": each.cooperation}
        | {"first": _iso(each.first), "last": _iso(each.last), "numeric": numeric.get(each.key[0]) or None} for each in found[:limit]
    ]  # fmt: skip


def without_place(counted: Cube, since: date | None = None, until: date | None = None) -> int:
    """How many of the events have no place: a map says nothing of them."""
    return sum(each.events for each in counted.between(since, until, only=_NOWHERE))


def states() -> list[dict[str, Any]]:
    """Every state and territory with a middle: code, numeric (ISO 3166-1), name, lat and lon in degrees, whether it is disputed."""
    numeric = {row["code"]: row["numeric"] for row in table("places/iso")}
    return [
        {"code": row["code"], "numeric": numeric.get(row["code"]) or None, "name": row["name"]}
        | {"lat": float(row["lat"]), "lon": float(row["lon"]), "disputed": row["disputed"] == "yes"}
        for row in table("places/countries")
    ]


def timeline(connection: DuckDBPyConnection, wanted: Filters) -> list[dict[str, Any]]:
    """The weeks (from Monday, by an event's first day) in which the store has any dated event at all: start, `stored` (events of the store), events that
    pass, friction and cooperation among them, and how many have a place. A week that is left out is one of which nothing is known."""
    bounds, limits = where(replace(Filters(), since=wanted.since, until=wanted.until))
    condition, values = where(wanted)
    query = f"""
        SELECT date_trunc('week', e.first_day)::DATE AS start, count(*)::INTEGER AS stored, count(*) FILTER (e.passes)::INTEGER AS events,
            {_TONES.replace("FILTER (", "FILTER (e.passes AND ")}, count(e.lat) FILTER (e.passes)::INTEGER AS placed
        FROM (SELECT e.first_day, e.type, e.lat, {condition} AS passes FROM events e WHERE e.first_day IS NOT NULL AND {bounds}) e
        GROUP BY start ORDER BY start
    """
    found = rows(connection, query, [*values, *limits])
    return [row | {"start": _iso(row["start"]), "end": _iso(row["start"] + timedelta(days=6))} for row in found]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
