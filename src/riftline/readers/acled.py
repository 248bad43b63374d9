"""ACLED: 31 columns, CSV. Its two actors have no direction: actor1 stands as source and actor2 as target because they stand so there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from riftline.readers.base import ACTOR, CODED, Dimension, Format, Keys, text
from riftline.readers.names import NOBODY, Party, bracket, group, sectors_of, state
from riftline.tables import parts, rows

SCHEME = "ACLED"
_YEARS = re.compile(r"(?<!\s)\s*+\(\d{4}\s*+-\s*+(?:\d{4})?\)")
_OF = re.compile(r"\b(Military|Police|Government|Private Security|Mutiny|Civilian|Border|Naval|Air|Prison|Unidentified)\b.{0,200}?\bof (.+)$")
_ROLES = {"Military": "MIL", "Naval": "MIL", "Air": "MIL", "Border": "COP", "Police": "COP", "Prison": "COP", "Government": "GOV", "Mutiny": "MIL",
          "Private Security": "BUS", "Civilian": "CVL"}  # fmt: skip


@cache
def _kinds() -> dict[str, list[str]]:
    """ACLED's kinds of actors, by number and by word."""
    found: dict[str, list[str]] = {}
    for row in rows("actors/acled_inter"):
        found |= {row["number"]: sectors_of(row["sectors"]), row["word"].casefold(): sectors_of(row["sectors"])}
    return found


def party(name: str, inter: str) -> Party:
    """Who an actor of ACLED is: "Military Forces of Sudan (2019-)" is SDN MIL, "Protesters (France)" are FRA CVL.

    A group that no table knows and whose name tells no state has none: where it acted is the event's place, not its home.
    """
    if not name:
        return NOBODY
    bare = _YEARS.sub("", name).strip()
    kinds = _kinds().get(inter.strip().casefold(), [])
    if "Unidentified Armed Group" in bare or bare.startswith("Unidentified Military"):
        kinds = ["UAF"]
    for candidate in (bare, *bare.split(": ", 1), bracket(bare), bare.rpartition("(")[0].strip()):
        if candidate and not state(candidate, SCHEME) and (known := group(candidate, SCHEME)):
            return Party(known.code, known.country, known.sectors or kinds)
    found = _OF.search(bare)
    if found and (code := _state_in(found[2])):
        role = _ROLES.get(found[1])
        return Party(code, code, [role] if role else kinds)
    code = state(bracket(bare), SCHEME) or state(bare, SCHEME)
    return Party(code, code or None, kinds)


def _state_in(words: str) -> str:
    """The state that a phrase begins with: "Sudan Rapid Support Branch" is Sudan's."""
    split = words.split()
    return next((code for end in range(len(split), 0, -1) if (code := state(" ".join(split[:end]).rstrip(",;:"), SCHEME))), "")


def actors(keys: Keys) -> Iterator[Party]:
    """Who each of the actors with its kind is."""
    return (party(*key) for key in keys)


@cache
def _acts() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["event_type"].casefold(), row["sub_event_type"].casefold()): row for row in rows("plover/acled")}


def coded(keys: Keys) -> Iterator[tuple[Any, ...]]:
    """What PLOVER makes of an event type with its sub-event type."""
    for kind, sub in keys:
        row = _acts().get((kind.strip().casefold(), sub.strip().casefold())) or _acts().get((kind.strip().casefold(), ""))
        code = f"{kind}/{sub}" if sub else kind
        plover = row["type"] if row else ""
        became = f"is {plover} by Riftline's map" if plover else "has no PLOVER type" if row else "is no event type of ACLED's"
        reason = f"Imported from ACLED, which tells no direction between its two actors; {code} {became}."
        yield code, "", plover or None, (row["mode"] or None) if row else None, list(parts(row["contexts"])) if row else [], reason


_WEEK = "s.exact = '2'"
_MONTH = "s.exact = '3'"

FORMAT = Format(
    name="acled",
    title="ACLED",
    key="event_date",
    staged={
        "id": "'acled-' || event_id_cnty",
        "origin_id": "event_id_cnty",
        "day": "event_date",
        "exact": "time_precision",
        "kind": "event_type",
        "sub": "sub_event_type",
        "source_name": "actor1",
        "source_as": "inter1",
        "target_name": "actor2",
        "target_as": "inter2",
        "country": "country",
        "province": "admin1",
        "spot": "location",
        "lat": "latitude",
        "lon": "longitude",
        "near": "geo_precision",
        "publisher": "source",
        "words": "notes",
        "dead": "fatalities",
        "stamp": "\"timestamp\"",
    },
    dimensions=(
        Dimension("codes", {"codes": ("kind", "sub")}, CODED, coded),
        Dimension("actors", {"source": ("source_name", "source_as"), "target": ("target_name", "target_as")}, ACTOR, actors),
        Dimension("countries", {"here": ("country",)}, {"code": "VARCHAR"}, lambda keys: ((state(key[0], SCHEME) or None,) for key in keys)),
    ),
    events={
        "first_day": f"CASE WHEN {_WEEK} THEN s.day - 3 WHEN {_MONTH} THEN date_trunc('month', s.day)::DATE ELSE s.day END",
        "last_day": f"CASE WHEN {_WEEK} THEN s.day + 3 WHEN {_MONTH} THEN last_day(s.day) ELSE s.day END",
        "date_reason": f"CASE WHEN {_WEEK} THEN 'ACLED knows the week only' WHEN {_MONTH} THEN 'ACLED knows the month only' END",
        "place": "coalesce(nullif(s.spot, ''), nullif(s.province, ''), nullif(s.country, ''))",
        "admin1": text("province"),
        "country": "here.code",
        "precision": "CASE s.near WHEN '1' THEN 'city' WHEN '2' THEN 'region' WHEN '3' THEN 'admin1' END",
        "lat": "try_cast(s.lat AS DOUBLE)",
        "lon": "try_cast(s.lon AS DOUBLE)",
        "publisher": text("publisher"),
        "evidence": text("words"),
        "published": "to_timestamp(try_cast(s.stamp AS BIGINT))::DATE",
        "figures": """
            CASE WHEN try_cast(s.dead AS BIGINT) > 0 THEN [{'what': 'killed', 'low': try_cast(s.dead AS BIGINT), 'high': try_cast(s.dead AS BIGINT),
            'text': s.dead || CASE WHEN s.dead = '1' THEN ' fatality' ELSE ' fatalities' END}] END
        """,
    },
    quoted=True,
)
