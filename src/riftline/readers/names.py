"""Names of states, organisations and groups in other people's event data, as whole names and without regard to case."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from riftline.extraction.names import country_of
from riftline.extraction.offices import terms_of
from riftline.tables import parts, rows

LEADER = 4
"""Rank from which on an office is not one that leads a state."""

_BRACKET = re.compile(r"\(([^()]+)\)\s*$")


class Party(NamedTuple):
    """Who a side is: code "" where that cannot be told, None where nobody is named; the state; sectors."""

    code: str | None
    country: str | None
    sectors: list[str] | None


NOBODY = Party(None, None, None)


def state(name: str, scheme: str) -> str:
    """ISO alpha-3 of a state that `scheme` (ICEWS, ACLED, UCDP) names so; "" where it is none."""
    return _states(scheme).get(_same(name), "")


def group(name: str, scheme: str) -> Party | None:
    """The organisation or force of that name; None where the tables have none."""
    return _groups(scheme).get(_same(name))


def body(name: str) -> Party | None:
    """A ministry, an army or a party with a name of its own; None where the tables have none of that name, or several states'."""
    return _bodies().get(_same(name))


def person(name: str) -> Party | None:
    """Whose a person of that full name is or was, by the terms of office; None where nobody's, or several states'. No sector: that has its dates."""
    terms = terms_of(name)
    led = {term.code for term in terms if not term.lesser and term.rank < LEADER}  # France's president is Andorra's prince too
    codes = {term.code for term in terms} or {row["code"] for row in _persons().get(_same(name), ())}
    code = next((few.pop() for few in (codes, led) if len(few) == 1), "")
    return Party(code, country_of(code) or None, []) if code else None


def role(name: str) -> list[str]:
    """The sectors of somebody named by what they are, whoever's they be ("Citizen", "Armed Rebel"); none where the table has no such role."""
    same = _same(name)
    whole, starts, ends = _roles()
    if same in whole:
        return list(whole[same])
    found = next((ours for end, ours in ends if same.endswith(end)), None) or next((ours for start, ours in starts if same.startswith(start)), [])
    return list(found)


def bracket(name: str) -> str:
    """What stands in brackets at the end: of "Citizen (Turkey)" the state; "" where nothing does."""
    found = _BRACKET.search(name)
    return found[1].strip() if found else ""


def is_state(code: str) -> bool:
    """Whether a code is a state's of ours."""
    return code in _codes()


def sectors_of(cell: str) -> list[str]:
    """The sectors of a table's cell, whichever sign separates them."""
    return list(parts(cell.replace(";", "|").replace(",", "|")))


def _same(name: str) -> str:
    same = name.casefold()
    if not same.isascii() or "  " in same:
        same = " ".join(same.replace("\u2019", "'").split())
    return same.removeprefix("the ")


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["code"] for table in ("actors/states", "places/countries") for row in rows(table))


@cache
def _states(scheme: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in _elsewhere(scheme):
        if not row["sectors"] and not row["country"]:
            found[_same(row["name"])] = row["code"]
    for row in rows("actors/states"):
        for name in (row["name"], row["official"], *parts(row["aliases"])):
            found.setdefault(_same(name), row["code"])
    for row in rows("places/countries"):
        for name in (row["name"], *parts(row["aliases"])):
            found.setdefault(_same(name), row["code"])
    found.pop("", None)
    return found


@cache
def _groups(scheme: str) -> dict[str, Party]:
    found: dict[str, Party] = {}
    for row in _elsewhere(scheme):
        if row["sectors"] or row["country"]:
            found[_same(row["name"])] = Party(row["code"], row["country"] or None, sectors_of(row["sectors"]))
    for table in ("actors/organisations", "actors/forces"):
        for row in rows(table):
            party = Party(row["code"], row.get("country") or None, sectors_of(row["sector"]))
            for name in (row["name"], *parts(row["aliases"])):
                found.setdefault(_same(name), party)
    return found


@cache
def _bodies() -> dict[str, Party]:
    found: dict[str, Party] = {}
    several: set[str] = set()
    for row in rows("actors/bodies"):
        party = Party(row["code"], country_of(row["code"]) or None, sectors_of(row["sector"]))
        for name in map(_same, (bare(row["name"]), *parts(row["aliases"]))):
            several |= {name} if name in found and found[name].code != party.code else set()
            found[name] = party
    return {name: party for name, party in found.items() if name not in several and party.code}


@cache
def _persons() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows("actors/persons"):
        for name in (row["name"], *parts(row["aliases"])):
            found.setdefault(_same(name), []).append(row)
    return found


@cache
def _roles() -> tuple[dict[str, list[str]], list[tuple[str, list[str]]], list[tuple[str, list[str]]]]:
    """Sectors of generic roles: by whole names, by beginnings and by ends."""
    whole: dict[str, list[str]] = {}
    starts, ends = [], []
    for row in rows("actors/generic_roles"):
        name, ours = _same(row["role"]), sectors_of(row["sectors"])
        if name.endswith("*"):
            starts.append((name[:-1], ours))
        elif name.startswith("*"):
            ends.append((name[1:], ours))
        else:
            whole[name] = ours
    return whole, starts, ends


def bare(name: str) -> str:
    """A name without what stands in brackets at its end."""
    return _BRACKET.sub("", name).strip()


def _elsewhere(scheme: str) -> list[dict[str, str]]:
    return [row for row in rows("actors/names_elsewhere") if scheme in row["used_by"]]
