"""Export, then import into a fresh database: the same events, as far as the format can carry them.

`CARRIED` says which fields each format gives back; what a format bends is in the functions below it, each with its reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from example_events import Row, database, reading, rows
from riftline.cli import app
from riftline.export.acled import kind_of, time_precision
from riftline.export.base import plain
from riftline.export.cameo import code_of, group_of
from riftline.export.codes import INTERNATIONAL, is_organisation, is_state, resolved
from riftline.export.formats import get_format
from riftline.export.listing import safe
from riftline.export.plover import contexts
from riftline.store.filters import Filters
from riftline.store.queries import events
from riftline.tables import rows as table
from riftline.text.normalise import visible

pytest.importorskip("riftline.readers.importing", reason="riftline import is not here")

CODES = {each["code"]: each for each in table("plover/cameo")}
ACTS = {(each["event_type"], each["sub_event_type"]): each for each in table("plover/acled")}

_WHERE = ("place", "lat", "lon", "country", "admin1")
_TEXTS = ("source_name", "source_text", "publisher", "title", "url")
_SIDES = tuple(f"{which}_{key}" for which in ("source", "target") for key in ("code", "country"))

CARRIED: dict[str, tuple[str, ...]] = {
    "plover": (
        "id", "type", "mode", "contexts", "first_day", "last_day", *_SIDES, "source_name", "source_text", "source_sectors", "target_sectors",
        *_WHERE, "geonames_id", "precision", "publisher", "url", "title",
    ),
    "polecat": (
        "id", "type", "mode", "contexts", "first_day", *_SIDES, "source_text", "source_sectors", "target_sectors", *_WHERE, "geonames_id", "precision",
        "publisher", "published",
    ),
    "icews": ("id", "type", "mode", "first_day", *_SIDES, "source_sectors", "target_sectors", *_WHERE, "precision", "publisher"),
    "gdelt": ("id", "type", "mode", "first_day", *_SIDES, "source_sectors", "target_sectors", *_WHERE, "precision", "url", "published"),
    "acled": ("id", "type", "mode", "within", "source_code", "target_code", "place", "lat", "lon", "country", "admin1", "publisher", "published", "killed"),
}  # fmt: skip


def cameo_type(row: Row) -> tuple[str | None, str | None]:
    """What PLOVER's map makes of the CAMEO code: the exceptions are those of test_export_cameo."""
    back = CODES[code_of(row) or ""]
    return back["type"] or None, back["mode"] or None


def acled_type(row: Row) -> tuple[str | None, str | None]:
    """What our map makes of ACLED's kinds, which are fewer."""
    kind = kind_of(row)
    assert kind
    back = ACTS[kind[1], kind[2]]
    return back["type"] or None, back["mode"] or None


def expected(form: str, row: Row) -> Row:
    """The event as it is to come back: `import` takes out what shows nothing."""
    told: Row = {name: plain(value) if isinstance(value, str) else value for name, value in row.items()}
    told["source_name"] = resolved(row, "source")[0] or None
    told |= {name: told[name] or None for name in ("publisher", "title", "source_text")}
    if form == "polecat":  # where it has nothing POLECAT writes None, and so does the news for all it knows
        told |= {name: None for name in ("publisher", "source_text") if told[name] == "None"}
    if form in ("icews", "gdelt"):
        told["type"], told["mode"] = cameo_type(row)
    if form == "acled":
        told["type"], told["mode"] = acled_type(row)
        told["publisher"] = safe(told["publisher"])  # a cell of CSV is no formula
        told["killed"] = max((figure["low"] for figure in row["figures"] or () if figure["what"] == "killed"), default=None)
    if form in ("plover", "polecat"):
        told["contexts"] = sorted(contexts(row))
    for which in ("source", "target"):
        told |= {f"{which}_{key}": value for key, value in BACK[form](row, which).items()}
    if row["url"] and not row["url"].startswith("http"):
        told["url"] = None if form == "gdelt" else told["url"]  # a citation
    return told | {name: visible(told[name]) or None for name in _TEXTS if told[name]}


def a_side(row: Row, which: str, sectors: Iterable[str], code: str | None = None, country: str | None = None) -> Row:
    return {"code": code, "country": country, "sectors": sorted(sectors)} if code is not None else {"code": None, "country": None, "sectors": None}


def by_plover(row: Row, which: str) -> Row:
    """A force that no state owns is its country's, with PRE where it is a partly recognised one; up to two sectors fit PLOVER's JSON lines."""
    code, country, sectors = row[f"{which}_code"], row[f"{which}_country"], row[f"{which}_sectors"] or ()
    if code is None:
        return a_side(row, which, ())
    if is_state(code) or is_organisation(code) or not country:
        return a_side(row, which, sectors, code, country)
    return a_side(row, which, (*sectors, "PRE"), country, country)


def by_plover_json(row: Row, which: str) -> Row:
    """Six letters have room for two sectors, beside NGO or IGO where a country would stand."""
    sectors = row[f"{which}_sectors"] or ()
    apart = [] if row[f"{which}_country"] else [sector for sector in sectors if sector in INTERNATIONAL]
    return by_plover(row | {f"{which}_sectors": [*apart, *(sector for sector in sectors if sector not in apart)][: 2 + len(apart)]}, which)


def by_icews(row: Row, which: str) -> Row:
    """Civil society is no sector of ICEWS's; of the others all come back."""
    code, sectors = row[f"{which}_code"], row[f"{which}_sectors"] or ()
    return a_side(row, which, (sector for sector in sectors if sector != "SOC"), code, row[f"{which}_country"])


def by_gdelt(row: Row, which: str) -> Row:
    """A side of which CAMEO has neither state, group nor role has no code at all; a force is its country's; civil society is no role."""
    code, country = row[f"{which}_code"], row[f"{which}_country"]
    sectors = [sector for sector in row[f"{which}_sectors"] or () if sector != "SOC"]
    known = code is not None and (is_state(code) or group_of(code))
    if code is None or not (known or country or sectors):
        return a_side(row, which, ())
    return a_side(row, which, sectors, code if known else country or "", country)


def by_acled(row: Row, which: str) -> Row:
    """Sectors are not asked for: ACLED's kinds of actors are fewer. A protest of nobody is one of protesters of no known state."""
    if which == "source" and row["source_code"] is None and row["type"] == "PROTEST":
        return {"code": "", "country": None}
    return {"code": row[f"{which}_code"], "country": row[f"{which}_country"]}


BACK: dict[str, Callable[[Row, str], Row]] = {
    "plover": by_plover_json, "polecat": by_plover, "icews": by_icews, "gdelt": by_gdelt, "acled": by_acled,
}  # fmt: skip


def id_of(form: str, row: Row) -> str:
    """Our id, from the one that the origin is said to have."""
    own = row["origin_id"]
    number = {"icews": own, "gdelt": own, "acled": own[3:]}.get(form)
    return own if number is None else f"{int(number):010x}"


def imported(form: str, row: Row) -> Row:
    """An imported event, as `expected` has it."""
    found = row | {"id": id_of(form, row), "contexts": sorted(row["contexts"])}
    for which in ("source", "target"):
        found[f"{which}_sectors"] = sorted(row[f"{which}_sectors"]) if row[f"{which}_sectors"] is not None else None
    found["killed"] = next((figure["low"] for figure in row["figures"] or ()), None)
    return found


def there_and_back(form: str, made: list[Row], folder: Path) -> list[tuple[Row, Row]]:
    """Each event that the format has a place for, as it was and as it came back."""
    stored, back = str(database(folder / "a.duckdb", made)), str(folder / "b.duckdb")
    file = str(folder / f"events.{get_format(form).ending}")
    done = CliRunner().invoke(app, ["export", "--to", form, "--db", stored, "--out", file], catch_exceptions=False)
    assert done.exit_code == 0
    if "0 events written" in done.stderr:
        return []
    done = CliRunner().invoke(app, ["import", file, "--as", form, "--db", back], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    with reading(Path(stored)) as connection:
        before = {row["id"]: row for row in events(connection, Filters())}
    with reading(Path(back)) as connection:
        after = [imported(form, row) for row in events(connection, Filters())]
    kept = get_format(form)
    assert {row["id"] for row in after} == {row["id"] for row in before.values() if row["status"] in kept.statuses and kept.unfit(row) is None}
    return [(expected(form, before[row["id"]]), row) for row in after]


def compare(form: str, pairs: list[tuple[Row, Row]]) -> None:
    for was, came in pairs:
        for field in CARRIED[form]:
            if field == "within":  # a week or a month for ACLED: all of the days that were told
                days = [(each["first_day"], each["last_day"]) for each in (was, came)]
                middle = days[0][0] + (days[0][1] - days[0][0]) // 2
                near = time_precision(was)
                assert days[0] == days[1] if near == 1 else days[1][0] <= middle <= days[1][1]
                assert near == 3 or days[1][0] <= days[0][0] <= days[0][1] <= days[1][1]
            elif field in ("lat", "lon"):
                assert came[field] == (None if was[field] is None else pytest.approx(was[field], abs=1e-6)), field
            else:
                assert (field, came[field]) == (field, was[field]), was


@pytest.mark.parametrize("form", CARRIED)
@settings(max_examples=4, deadline=None, phases=[Phase.explicit, Phase.generate])  # shrinking would take minutes: each try is two databases
@given(made=st.lists(rows(), min_size=8, max_size=25, unique_by=lambda row: row["id"]))
def test_the_same_events_come_back(form: str, made: list[Row], tmp_path_factory: pytest.TempPathFactory) -> None:
    compare(form, there_and_back(form, made, tmp_path_factory.mktemp(form)))


@pytest.mark.parametrize("form", ["icews", "gdelt"])
def test_what_was_imported_goes_out_as_it_came(form: str, tmp_path: Path) -> None:
    from example_events import ARMENIA, RUSSIA, row

    made: list[Any] = [
        row(ARMENIA, RUSSIA, id=f"{form}-7-20230921", origin=form, origin_id="7", origin_code="010", type=None, mode=None, intensity=0.0, contexts=[]),
        row(RUSSIA, ARMENIA, id=f"{form}-8-20230921", origin=form, origin_id="8", origin_code="0841", type="RETREAT", mode="release", intensity=6.5),
    ]
    stored = str(database(tmp_path / "a.duckdb", made))
    file, back = str(tmp_path / "out"), str(tmp_path / "b.duckdb")
    CliRunner().invoke(app, ["export", "--to", form, "--db", stored, "--out", file], catch_exceptions=False)
    CliRunner().invoke(app, ["import", file, "--as", form, "--db", back], catch_exceptions=False)
    with reading(Path(back)) as connection:
        found = [(row["origin_id"], row["origin_code"], row["type"], row["intensity"], row["first_day"]) for row in events(connection, Filters())]
    day = date(2023, 9, 21)
    assert sorted(found) == [("7", "010", None, 0.0, day), ("8", "0841", "RETREAT", 6.5, day)]
