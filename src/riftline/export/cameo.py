"""CAMEO: the code that stands best for an event, its name and Goldstein score, and the codes of actors."""

from __future__ import annotations

import re
from functools import cache

from riftline.export.base import Row
from riftline.export.codes import is_organisation, is_state, sector_words, side
from riftline.tables import rows
from riftline.wording import code_name

LONGEST = 31
"""Days that an event may be told to and still stand under the first of them."""

_CODE = re.compile(r"(?:0[1-9]|1\d|20)\d{0,2}")
"""Twenty roots, and up to two levels below."""


@cache
def _codes() -> dict[str, tuple[str, float]]:
    return {row["code"]: (row["name"], float(row["goldstein"])) for row in rows("plover/cameo")}


def known(code: str) -> str:
    """The code, or the nearest above it that the table has: 1459 is 145."""
    while code not in _codes() and len(code) > 2:
        code = code[:-1]
    return code


def name_of(code: str) -> str:
    """What a code means, as ICEWS words it."""
    return _codes()[known(code)][0]


def goldstein(code: str) -> float:
    """The code's score between conflict (-10) and cooperation (10)."""
    return _codes()[known(code)][1]


def quad_class(code: str) -> int:
    """GDELT's QuadClass, which it takes from the root: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.

    PLOVER's quads are the same but for CONCEDE, which is verbal while all of CAMEO's 08 is material cooperation.
    """
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


@cache
def _reverse() -> dict[tuple[str, str, str, str], str]:
    return {(row["status"], row["type"], row["mode"], row["context"]): row["code"] for row in rows("plover/to_cameo")}


def code_of(row: Row) -> str | None:
    """The CAMEO code of an event: the one that it came with, else the one that stands best for its type, mode and contexts.

    For what is only planned CAMEO has codes of intent; None where it has none, or the event has no type.
    """
    own = row["origin_code"]
    if row["origin"] != "riftline" and own and _CODE.fullmatch(own):
        return str(own)
    if not row["type"]:
        return None
    status = "planned" if row["status"] == "planned" else ""
    for mode in dict.fromkeys((row["mode"] or "", "")):
        for context in (*(row["contexts"] or ()), ""):
            if code := _reverse().get((status, row["type"], mode, context)):
                return code
    return None


def unfit(row: Row) -> str | None:
    """Why an event cannot be a row of CAMEO data: it has no day, or no code."""
    if reason := without_day(row):
        return reason
    if code_of(row) is None:
        return "planned, with no CAMEO code for the intent" if row["type"] else "without a type"
    return None


def roughly(row: Row) -> tuple[str, ...]:
    """What CAMEO data cannot say exactly of an event."""
    notes = several_days(row)
    if row["status"] in ("negated", "possible", "background"):
        notes += (f"{row['status']} stand there as if they had happened",)
    return notes


def without_day(row: Row) -> str | None:
    """Why an event cannot stand under one day: it has none, or is told so roughly that its first day would say nothing.

    Whatever happened "in 2019" would be on 1 January 2019, and so would all else of the year.
    """
    if row["first_day"] is None:
        return "without a day"
    return "told to longer than a month" if (row["last_day"] - row["first_day"]).days > LONGEST else None


def several_days(row: Row) -> tuple[str, ...]:
    """Whether an event that is told to several days stands under the first of them alone."""
    return ("of more than one day stand under their first day",) if row["first_day"] and row["last_day"] != row["first_day"] else ()


@cache
def _groups() -> dict[str, str]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows("actors/cameo_groups"):
        if row["code"] and not is_state(row["code"]):
            found.setdefault(row["code"], []).append((row["cameo"], row["name"]))
    groups: dict[str, str] = {}
    for code, several in found.items():
        named = [key for key, name in several if _bare(name) == _bare(code_name(code))]
        if named or (len(several) == 1 and is_organisation(code)):  # a party is not the whole of the force it belongs to
            groups[code] = (named or [several[0][0]])[0]
    return groups


def _bare(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def group_of(code: str | None) -> str:
    """CAMEO's known group for the code of an organisation or force; "" where it has none."""
    return _groups().get(code or "", "")


@cache
def _countries() -> dict[str, str]:
    return {row["code"]: row["cameo"] for row in rows("actors/to_cameo_countries")}


def country_of(code: str | None) -> str:
    """CAMEO's code of a state; "" for what is none."""
    return _countries().get(code or "", code or "") if is_state(code) else ""


def actor_code(row: Row, which: str) -> tuple[str, str, str, tuple[str, ...]]:
    """An actor's CAMEO code ("RUSGOVMIL", "IGOUNO"), and its parts: country, known group, and up to three roles."""
    code, country, sectors = side(row, which)
    words = sector_words("cameo")
    roles = tuple(dict.fromkeys(words[sector] for sector in sectors if sector in words))[:3]
    where, group = country_of(country), group_of(code)
    whole = where + group + "".join(roles) if where or not group else "".join(roles[:1]) + group + "".join(roles[1:])
    return whole, where, group, roles
