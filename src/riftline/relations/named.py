"""Whom an actor's events name: persons in an office or with a word of their own, and the bodies and roles that act for it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from riftline.extraction.offices import fold, terms_of
from riftline.store.queries import rows
from riftline.tables import parts
from riftline.tables import rows as table
from riftline.wording import code_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 30
_LOOKED_AT = 300
_WORD = re.compile(r"\w+")

_NAMES = """
    SELECT name, count(*) AS events FROM (
        SELECT source_name AS name FROM events WHERE source_country = $code AND len(source_sectors) > 0
        UNION ALL SELECT target_name FROM events WHERE target_country = $code AND len(target_sectors) > 0)
    WHERE name IS NOT NULL GROUP BY name ORDER BY events DESC, name LIMIT $most
"""
_QUOTED = """
    SELECT DISTINCT speaker_name FROM statements WHERE speaker_name IN $names AND NOT anonymous
    UNION SELECT DISTINCT attribution_name FROM events WHERE attribution_name IN $names
"""


def named(connection: DuckDBPyConnection, code: str) -> dict[str, list[dict[str, Any]]]:
    """`people` and `bodies`, each with name and events, those with most first, at most `MOST`.

    People are those who hold or held an office of the tables or are quoted by name; bodies are ministries, armies, parties and roles ("Armenia:
    soldiers"). A name that is neither is left out: nobody else's name is of use here. The actor itself is no body of its own.
    """
    found = list(rows(connection, _NAMES, {"code": code, "most": _LOOKED_AT}))
    found = [each for each in found if each["name"] not in (code, code_name(code))]
    asked = [each["name"] for each in found]
    quoted = {name for (name,) in connection.execute(_QUOTED, {"names": asked}).fetchall()} if asked else set()
    bodies = [each for each in found if _body(each["name"])]
    people = [each for each in found if not _body(each["name"]) and _person(each["name"], each["name"] in quoted)]
    return {"people": people[:MOST], "bodies": bodies[:MOST]}


def _person(name: str, quoted: bool) -> bool:
    return bool(terms_of(name)) or fold(name) in _persons() or (quoted and len(name.split()) > 1)


def _body(name: str) -> bool:
    """Whether a name is one of the tables, is a role ("Armenia: soldiers", "Military (Armenia)"), or has a word that bodies and roles have."""
    if terms_of(name) or fold(name) in _persons():
        return False
    return ":" in name or "(" in name or fold(name) in _bodies() or any(word in _words() for word in _WORD.findall(name.casefold()))


@cache
def _persons() -> frozenset[str]:
    return frozenset(fold(name) for row in table("actors/persons") for name in (row["name"], *parts(row["aliases"])))


@cache
def _bodies() -> frozenset[str]:
    """Names of bodies, organisations, forces and states, folded."""
    tables = ("bodies", "organisations", "forces", "states")
    return frozenset(fold(name) for each in tables for row in table(f"actors/{each}") for name in (row["name"], *parts(row["aliases"])))


@cache
def _words() -> frozenset[str]:
    """Words that tell of a kind of body or of a role, and adjectives of states: "Armenian peacekeepers"."""
    kinds = (word for row in table("actors/kinds") for word in parts(row["words"]))
    roles = (word for row in table("actors/agents") for word in (row["word"], row["plural"]))
    adjectives = (word for row in table("actors/states") for word in parts(row["demonyms"]))
    return frozenset(word.casefold() for word in (*kinds, *roles, *adjectives) if word and " " not in word)
