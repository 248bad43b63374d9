"""What a briefing is about, in words, and on which side of it an event's actors stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal

from riftline.ontology import SYMMETRIC
from riftline.store.filters import Filters
from riftline.store.queries import rows
from riftline.wording import code_name, listed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = Mapping[str, Any]
Direction = Literal["there", "back", "together", "within", "aside"]
NEAR = 4
"""How many near names are told where a name matches nothing."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The filters of a briefing and what follows from them."""

    filters: Filters

    @property
    def sides(self) -> tuple[str, ...]:
        """Whom it is about: two of a dyad, one actor, or none."""
        return self.filters.between or ((self.filters.involving,) if self.filters.involving else ())

    @property
    def title(self) -> str:
        """What it is about, as a heading."""
        names = [named(side) for side in self.sides]
        about = listed(names) if len(names) == 2 and names[0] != names[1] else names[0] if names else ""
        if self.filters.place:
            return f"{about}, in {named(self.filters.place)}" if about else f"Events in {named(self.filters.place)}"
        if not about and self.filters.since:
            return f"Events since {in_words(self.filters.since)}"
        return about or "Everything that is stored"

    @property
    def asked(self) -> tuple[tuple[str, str], ...]:
        """What was asked for, by name."""
        filters = self.filters
        given = (
            ("Dyad", "–".join(filters.between) if filters.between else None),
            ("Actor", filters.involving),
            ("Place", filters.place),
            ("Types", ", ".join(filters.types)),
            ("From", filters.since and in_words(filters.since)),
            ("Until", filters.until and in_words(filters.until)),
            ("Independent sources", f"at least {filters.least_sources}" if filters.least_sources > 1 else None),
        )
        return tuple((name, value) for name, value in given if value)

    def direction(self, row: Row) -> Direction:
        """Who acts: the first side ("there"), the other ("back"), both alike, one upon its own, or somebody else."""
        if not self.sides:
            return "aside"
        one, other = self.sides[0], self.sides[-1]
        if len(self.sides) == 1:
            acts, suffers = is_side(row, "source", one), is_side(row, "target", one)
            if acts and suffers:
                return "within"
            if row["type"] in SYMMETRIC and row["target_code"] is not None:
                return "together"
            return "there" if acts else "back"
        there = is_side(row, "source", one) and is_side(row, "target", other)
        back = is_side(row, "source", other) and is_side(row, "target", one)
        if there and back:
            return "within"
        return "together" if row["type"] in SYMMETRIC else "there" if there else "back"

    def partner(self, row: Row) -> str:
        """Of a briefing on one actor, who is on the other side."""
        side = "target" if is_side(row, "source", self.sides[0]) else "source"
        return party(row, side)


def party(row: Row, side: str) -> str:
    """Whose a side is, for counting: the name of its state or body, else its own."""
    code, name = row[f"{side}_code"], row[f"{side}_name"]
    return code_name(code) if code else name or "nobody named"


def is_side(row: Row, side: str, who: str) -> bool:
    """Whether a side of an event is who was asked for, as `store.filters.side` has it in SQL."""
    wanted = who.upper()
    if wanted in ((row[f"{side}_code"] or "").upper(), (row[f"{side}_country"] or "").upper()):
        return True
    return bool(re.search(rf"(?:^|\W){re.escape(who)}(?:$|\W)", row[f"{side}_name"] or "", re.IGNORECASE | re.ASCII))


def named(who: str) -> str:
    """A side as it was asked for, in words: "ARM" is Armenia, a name is itself."""
    return code_name(who.upper()) if code_name(who.upper()) != who.upper() else who


def in_words(value: date) -> str:
    """ "20 September 2023"."""
    return f"{value.day} {value:%B %Y}"


def strangers(connection: DuckDBPyConnection, filters: Filters) -> dict[str, list[str]]:
    """Whom and what the filters name that is in no event at all, with the nearest names that are."""
    found: dict[str, list[str]] = {}
    for who in (*(filters.between or ()), filters.involving):
        if who and not _any(connection, Filters(involving=who)):
            found[who] = _near(connection, who, _ACTORS)
    if filters.place and not _any(connection, Filters(place=filters.place)):
        found[filters.place] = _near(connection, filters.place, _PLACES)
    return found


def _any(connection: DuckDBPyConnection, filters: Filters) -> bool:
    from dataclasses import replace

    from riftline.store.queries import events

    return next(events(connection, replace(filters, limit=1)), None) is not None


_ACTORS = """
    SELECT code, name, count(*) AS n FROM (
        SELECT source_code AS code, source_name AS name FROM events UNION ALL SELECT target_code, target_name FROM events)
    WHERE coalesce(code, '') <> '' OR coalesce(name, '') <> '' GROUP BY code, name ORDER BY n DESC, code, name LIMIT 20000
"""
_PLACES = """
    SELECT country AS code, name, count(*) AS n FROM (
        SELECT country, place AS name FROM events UNION ALL SELECT country, admin1 FROM events)
    WHERE name IS NOT NULL GROUP BY country, name ORDER BY n DESC, code, name LIMIT 20000
"""


def _near(connection: DuckDBPyConnection, who: str, query: str) -> list[str]:
    known: dict[str, str] = {}
    for row in rows(connection.cursor(), query):
        for spelt in (row["code"], code_name(row["code"] or ""), row["name"]):
            if spelt:
                known.setdefault(spelt.casefold(), row["code"] if spelt == row["code"] else spelt)
    return [known[key] for key in get_close_matches(who.casefold(), list(known), n=NEAR, cutoff=0.6)]
