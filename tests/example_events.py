"""Rows of the table of events made by hand or by hypothesis, in a database, for tests of what leaves it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from example_coding import coding
from riftline.export.base import Format, Query
from riftline.export.selection import exported
from riftline.ontology import MODES_OF, PLOVER_TYPES
from riftline.readers.polecat import listed
from riftline.store.database import opened
from riftline.store.filters import Filters
from riftline.stories.keeping import keep
from riftline.text.normalise import visible

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]
ALL = Filters()

ARMENIA: Row = {"code": "ARM", "name": "Armenia", "text": "Yerevan", "country": "ARM", "sectors": ["GOV"]}
RUSSIA: Row = {"code": "RUS", "name": "Russia: army", "text": "the army", "country": "RUS", "sectors": ["MIL"]}
KARABAKH: Row = {"code": "NKR", "name": "Nagorno-Karabakh", "text": "Stepanakert", "country": "AZE", "sectors": ["GOV"]}
UN: Row = {"code": "UN", "name": "United Nations", "text": "the UN", "country": None, "sectors": ["IGO"]}
YEREVAN: Row = {
    "place": "Yerevan", "lat": 40.1811, "lon": 44.5136, "country": "ARM", "admin1": "Yerevan", "geonames_id": 616052, "precision": "city",
}  # fmt: skip
NOWHERE: Row = dict.fromkeys(YEREVAN)


def side(which: str, about: Row | None) -> Row:
    """The columns of one side; all NULL where there is nobody."""
    keys = ("code", "name", "text", "country", "sectors")
    return {f"{which}_{key}": about[key] if about else None for key in keys}


def row(source: Row | None = ARMENIA, target: Row | None = RUSSIA, where: Row = YEREVAN, **more: Any) -> Row:
    """An event with all its columns; no article behind it."""
    day = more.get("first_day", date(2023, 9, 21))
    found: Row = {
        "id": "3fa4c10b2d", "origin": "riftline", "origin_id": None, "origin_code": None, "type": "ACCUSE", "mode": "disapprove", "contexts": ["military"],
        "intensity": None, **side("source", source), **side("target", target), "first_day": day, "last_day": day, "date_text": "Thursday",
        "date_reason": "The Thursday before publication.", **where, "place_reason": "Only one.", "status": "happened",
        "attribution_code": None, "attribution_name": None, "attribution_anonymous": None, "attribution_via": None, "figures": None,
        "confidence": 0.8125, "reason": "The classifier is sure.", "article": None, "position": 0, "published": date(2023, 9, 22),
        "publisher": "The Post", "title": "A title", "url": "https://www.example.org/a", "evidence": "Armenia criticised Russia", "reports": 1,
        "sources": 1, "credibility": None, "credibility_reason": None,
    }  # fmt: skip
    assert set(more) <= set(found)
    return found | more


def database(path: Path, rows: Iterable[Row] = (), articles: int = 0) -> Path:
    """A database with these rows, and with so many articles of `example_coding` and their six events each."""
    with opened(str(path), write=True) as connection:
        for number in range(articles):
            keep(connection, coding(f"rur-{number}", url=f"https://news.example/{number}"))
        insert(connection, rows)
    return path


def insert(connection: DuckDBPyConnection, rows: Iterable[Row]) -> None:
    """Writes rows into the table of events."""
    for each in rows:
        names = ", ".join(each)
        connection.execute(f"INSERT INTO events ({names}) VALUES ({', '.join('?' * len(each))})", list(each.values()))


def reading(path: Path) -> AbstractContextManager[DuckDBPyConnection]:
    """The database, to read."""
    return opened(str(path))


def written(form: Format, path: Path, filters: Filters = ALL) -> tuple[bytes, Query]:
    """An export, and what was counted."""
    with reading(path) as connection:
        query = Query(connection, filters)
        return b"".join(exported(form, query)), query


# What the news may put into a field: anything that is text, above all what formats stumble over.
nasty = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12) | st.sampled_from(
    ["=1+1", "+49", "-2", "@here", "a\tb", "two\nlines", "\r\n", "a;b", 'say "x"', "a,b", "nul\0", "None", "\u2028", "]]>", "\\N", "'", "’", "Ḥ\u0301", "🕊"],
)
named = nasty.filter(lambda text: listed(visible(text)))
"""Who is nothing else but a name: where nothing of it shows, or it is a word that POLECAT has for nothing, there is nobody."""
states = st.sampled_from(["ARM", "RUS", "USA", "COD", "ROU", "XKX", "PSE", "TLS"])


@st.composite
def sides(draw: st.DrawFn) -> Row | None:
    """A side: nobody, a state, an organisation, a force, or somebody of whom nothing is known but words."""
    kind = draw(st.sampled_from(["none", "state", "state", "known", "unknown"]))
    if kind == "none":
        return None
    if kind == "known":
        return draw(st.sampled_from([UN, KARABAKH]))
    code = draw(states) if kind == "state" else ""
    sectors = draw(st.lists(st.sampled_from(["GOV", "MIL", "CVL", "OPP", "MED", "HLH", "REB", "SOC", "NGO"]), unique=True, max_size=3))
    return {"code": code, "name": draw(named), "text": draw(named), "country": code or None, "sectors": sectors}


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """An event of any kind."""
    kind = draw(st.sampled_from(PLOVER_TYPES))
    day = draw(st.none() | st.dates(date(1900, 1, 1), date(2100, 12, 31)))
    length = draw(st.sampled_from([0, 0, 1, 6, 30, 364]))
    place = draw(st.sampled_from([NOWHERE, YEREVAN, YEREVAN | {"precision": "admin1"}, YEREVAN | {"place": "Armenia", "precision": "country", "admin1": None}]))
    return row(
        draw(sides()),
        draw(sides()),
        place,
        id=f"{draw(st.integers(0, 16**10 - 1)):010x}",
        type=kind,
        mode=draw(st.sampled_from(MODES_OF[kind])) or None,
        contexts=draw(st.lists(st.sampled_from(["military", "economic", "legal", "diplomatic", "territory"]), unique=True, max_size=2)),
        status=draw(st.sampled_from(["happened", "happened", "planned", "negated", "possible", "background"])),
        first_day=day,
        last_day=day + timedelta(days=length) if day else None,
        evidence=draw(nasty),
        title=draw(nasty | st.none()),
        publisher=draw(nasty | st.none()),
        url=draw(st.sampled_from([None, "https://a.example/x?y=1&z=ä", "not an address", "http://["])),
        confidence=draw(st.none() | st.floats(0, 1)),
        figures=draw(st.none() | st.just([{"what": "killed", "low": 2, "high": 5, "text": "two to five\tpeople"}])),
        reason=draw(nasty),
    )
