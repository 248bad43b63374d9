"""`icews`: the 20 columns of ICEWS, tab-separated, with a header."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from riftline.export.base import Format, Row, number, tabbed
from riftline.export.cameo import code_of, goldstein, name_of, roughly, unfit
from riftline.export.codes import country_name, is_state, resolved, sector_words, side
from riftline.export.numbers import event_number, text_number
from riftline.wording import code_name

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code", "Intensity",
    "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City", "District", "Province", "Country",
    "Latitude", "Longitude",
)  # fmt: skip


def cells(row: Row) -> list[Any]:
    """The 20 cells of an event that has a day and a CAMEO code."""
    code = code_of(row)
    assert code
    intensity = row["intensity"] if row["origin_code"] == code and row["intensity"] is not None else goldstein(code)
    first = row["spans"][0] if row["spans"] else None
    precise = row["precision"]
    return [
        event_number(row), row["first_day"], *_actor(row, "source"), name_of(code), code, number(intensity), *_actor(row, "target"),
        text_number(row["article"]) if row["article"] else None, first["sentence"] if first else None, row["publisher"],
        row["place"] if precise in ("point", "city") else None, None,
        row["admin1"] or (row["place"] if precise in ("admin1", "region") else None), _state(row), row["lat"], row["lon"],
    ]  # fmt: skip


def _state(row: Row) -> str | None:
    """The name of the state where it was: as it was told where nothing more exact was."""
    return row["place"] if row["precision"] == "country" and row["place"] else country_name(row["country"])


def _actor(row: Row, which: str) -> list[Any]:
    """Name, sectors and country. ICEWS knows an actor by its name alone, so whose it is stands in brackets where that is no state: "observers
    (European Union)"."""
    code, country, sectors = side(row, which)
    words = sector_words("icews")
    name, title = resolved(row, which)
    whose = code_name(code) if code and not is_state(code) and name != code_name(code) else ""
    told = f"{title} ({name})" if title else f"{name} ({whose})" if whose else name
    return [told, ",".join(words[sector] for sector in sectors if sector in words), country_name(country)]


def _lines(found: Iterable[Row]) -> Iterator[str]:
    yield tabbed(COLUMNS)
    yield from (tabbed(cells(row)) for row in found)


FORMAT = Format(
    name="icews",
    ending="tab",
    loses="status, who vouches, evidence, figures, confidence, contexts, modes that CAMEO has no code for, and codes of actors but by their names",
    columns=COLUMNS,
    statuses=frozenset({"happened"}),
    unfit=unfit,
    roughly=roughly,
    lines=_lines,
    spans=True,
)
