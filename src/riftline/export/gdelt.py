"""`gdelt`: the 61 columns of GDELT 2.0's events, tab-separated, without a header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from riftline.export.base import Format, Row, number, plain, tabbed
from riftline.export.cameo import actor_code, code_of, goldstein, quad_class, roughly, unfit
from riftline.export.codes import country_name, fips, named
from riftline.export.numbers import event_number

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in _GEO), *(f"Actor2Geo_{name}" for name in _GEO), *(f"ActionGeo_{name}" for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip

NOWHERE = [0, *[None] * 7]
"""The eight cells of a place that is not told."""


def cells(row: Row) -> list[Any]:
    """The 61 cells of an event that has a day and a CAMEO code."""
    code = code_of(row)
    assert code
    day: date = row["first_day"]
    score = row["intensity"] if row["origin_code"] == code and row["intensity"] is not None else goldstein(code)
    lead = int(row["spans"][0]["lead"]) if row["spans"] else None
    return [
        event_number(row), f"{day:%Y%m%d}", f"{day:%Y%m}", f"{day:%Y}", fraction(day), *_actor(row, "source"), *_actor(row, "target"),
        lead, code, code[:3], code[:2], quad_class(code), number(score), row["reports"], row["sources"], row["reports"], None,
        *NOWHERE, *NOWHERE, *_place(row), added(row["published"] or day), source_of(row["url"], row["publisher"], row["title"]),
    ]  # fmt: skip


def fraction(day: date) -> str:
    """The day as a year and a fraction of it, by GDELT's formula: (month * 30 + day) / 365."""
    return f"{day.year + (day.month * 30 + day.day) / 365:.4f}"


def added(day: date) -> str:
    """A day as a timestamp of GDELT's: its first second."""
    return f"{day:%Y%m%d}000000"


def source_of(url: str | None, publisher: str | None, title: str | None) -> str:
    """The report's address, else what it can be cited by."""
    return url or ", ".join(part for part in (publisher, title) if part)


def _actor(row: Row, which: str) -> list[Any]:
    whole, country, group, roles = actor_code(row, which)
    return [whole, named(row, which).upper(), country, group, None, None, None, *(*roles, None, None, None)[:3]]


def _place(row: Row) -> list[Any]:
    """GDELT's kinds of places: 1 country, 2 state and 3 city of the United States, 4 city and 5 division elsewhere."""
    if row["lat"] is None or row["lon"] is None:
        return NOWHERE
    precise, home = row["precision"], row["country"] == "USA"
    kind = 1 if precise == "country" else (3 if home else 4) if precise in ("point", "city") else (2 if home else 5)
    within = row["admin1"] if kind in (3, 4) else None  # "Yerevan, Yerevan, Armenia", but "Kotayk, Armenia"
    names = [plain(name.replace(",", "")) for name in (row["place"], within, country_name(row["country"]) if kind != 1 else None) if name]
    where = fips(row["country"], f"{row['place']} {row['admin1']}")
    return [kind, ", ".join(filter(None, names)), where, where, None, row["lat"], row["lon"], where if kind == 1 else None]


def _lines(found: Iterable[Row]) -> Iterator[str]:
    return (tabbed(cells(row)) for row in found)


FORMAT = Format(
    name="gdelt",
    ending="CSV",
    loses="status, who vouches, evidence, figures, confidence, contexts, modes that CAMEO has no code for, and actors that are neither states nor its "
    "known groups; tone is left empty",
    columns=COLUMNS,
    statuses=frozenset({"happened"}),
    unfit=unfit,
    roughly=roughly,
    lines=_lines,
    spans=True,
)
