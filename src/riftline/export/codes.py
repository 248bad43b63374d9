"""Riftline's codes in the codes of others: countries, organisations, sectors. The ways back are the importers'."""

from __future__ import annotations

from functools import cache, lru_cache

from riftline.export.base import Row, plain
from riftline.tables import parts, rows
from riftline.wording import code_name

INTERNATIONAL = ("IGO", "NGO", "ISM", "IMG", "MNC")
"""Sectors that PLOVER has codes for where a country stands."""


@cache
def _iso() -> dict[str, Row]:
    return {row["code"]: dict(row) for row in rows("places/iso")}


def is_state(code: str | None) -> bool:
    """Whether a code is a state's or territory's of ISO 3166."""
    return code in _iso()


def alpha2(code: str | None) -> str | None:
    """ISO 3166 alpha-2 of an alpha-3 code; None where it is none of a state's."""
    row = _iso().get(code or "")
    return row["alpha2"] if row else None


def numeric(code: str | None) -> str:
    """The ISO 3166 number, without leading zeros, as ACLED writes it; "" where there is none."""
    row = _iso().get(code or "")
    return row["numeric"].lstrip("0") if row else ""


def acled_region(code: str | None) -> str:
    """The part of the world in which ACLED counts a state; "" where there is none."""
    row = _iso().get(code or "")
    return row["acled_region"] if row else ""


@cache
def country_name(code: str | None) -> str:
    """A state's name; "" for what is no state's code."""
    if not is_state(code):
        return ""
    named = code_name(code or "")
    return named if named != code else _iso()[code or ""]["name"]


@cache
def _cow() -> dict[str, str]:
    return {row["code"]: next(iter(parts(row["cow"])), "") for row in rows("actors/cow")}


def cow(code: str | None) -> str:
    """The Correlates of War number of a state; "" where it has none."""
    return _cow().get(code or "", "")


@cache
def _fips() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows("places/fips"):
        if row["code"]:
            found.setdefault(row["code"], []).append((row["fips"], row["name"]))
    return found


@lru_cache(20_000)
def fips(code: str | None, around: str = "") -> str:
    """The FIPS 10-4 code of a state; "" where it has none. Of several (West Bank, Gaza Strip) the one whose name is the state's, else the
    one named in `around`, the place and its division, else the first."""
    found = _fips().get(code or "", [])
    name = country_name(code)
    best = [key for key, named in found if named == name] or [key for key, named in found if named in around]
    return (best or [key for key, _ in found] or [""])[0]


@cache
def _entities() -> dict[str, str]:
    return {row["code"]: row["plover"] for row in rows("actors/plover_entities") if row["code"]}


@cache
def _partly_recognised() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("actors/forces") if row["note"].startswith("PRE in PLOVER"))


@cache
def _organisations() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("actors/organisations"))


def is_organisation(code: str | None) -> bool:
    """Whether a code is that of an international organisation, court, coalition or the like."""
    return code in _organisations()


def plover_country(code: str | None, country: str | None, sectors: tuple[str, ...]) -> str:
    """What PLOVER has where a country stands: its code, or UNO, EUR, IGO, NGO, ISM, IMG or MNC; "" where the actor is none of these."""
    if code in _entities():
        return _entities()[code or ""]
    if country:
        return _entities().get(country, country)
    kind = next((sector for sector in sectors if sector in INTERNATIONAL), "")
    return kind or ("IGO" if is_organisation(code) else "")


@cache
def _sectors() -> dict[str, str]:
    return {row["code"]: row["plover"] for row in rows("actors/sectors")}


def plover_sectors(code: str | None, country: str | None, sectors: tuple[str, ...]) -> tuple[str, ...]:
    """Sectors in PLOVER's codes, which calls media JRN and health MED; PRE added for a partly recognised state.

    What PLOVER has in the country's place (IGO, NGO, …) is no sector of its own, but of a state's people ours stays: else it were lost.
    """
    found = [_sectors().get(sector) or sector for sector in sectors if country or sector not in INTERNATIONAL]
    return (*found, "PRE") if code in _partly_recognised() and "PRE" not in found else tuple(found)


@cache
def sector_words(column: str) -> dict[str, str]:
    """Sector to its word in a column of `actors/to_sectors.tsv`; those that have none are not in it."""
    return {row["sector"]: row[column] for row in rows("actors/to_sectors") if row[column]}


def named(row: Row, which: str) -> str:
    """A side's name, else its words in the text, its state's name or its code; "" only where there is nobody."""
    if row[f"{which}_code"] is None:
        return ""
    words = (plain(row[f"{which}_{key}"]) for key in ("name", "text"))
    return next(filter(None, words), None) or country_name(row[f"{which}_country"]) or row[f"{which}_code"] or "unnamed"


def resolved(row: Row, which: str) -> tuple[str, str]:
    """A side's name and title, as PLOVER has them: of "Economic Community of West African States: bloc" the organisation and "bloc". A state's
    people keep their name whole, as the country stands beside it."""
    name, code = named(row, which), row[f"{which}_code"]
    whole, _, title = name.partition(": ")
    return (whole, title) if code and not is_state(code) and whole == code_name(code) else (name, "")


def side(row: Row, which: str) -> tuple[str | None, str | None, tuple[str, ...]]:
    """An actor's code, its country and its sectors; a state's code is its country."""
    code = row[f"{which}_code"]
    return code, row[f"{which}_country"] or (code if is_state(code) else None), tuple(row[f"{which}_sectors"] or ())
