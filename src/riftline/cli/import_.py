"""`riftline import`: other people's event data into the database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import BAD_INPUT, Database, chosen, day, guarded, say, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from riftline.errors import InputError
    from riftline.readers.report import Report

FORMATS = ("text", "json")


def import_(
    paths: Annotated[list[str], typer.Argument(metavar="FILE...", help="Files, folders or patterns; gzip, Zstandard or zip; - is standard input.")],
    kind: Annotated[
        str | None,
        typer.Option("--as", metavar="FORMAT", help="icews, gdelt, gdelt1, polecat, acled, ged, plover or icews-ids; told from each file if left out."),
    ] = None,
    db: Database = "riftline.duckdb",
    replace: Annotated[bool, typer.Option("--replace", help="Put rows in place of events that are there with other contents.")] = False,
    first_day: Annotated[str | None, typer.Option(metavar="DATE", help="Day of time 0, for icews-ids.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="How to print what was done.")] = "text",
) -> None:
    """Stores other people's event data beside your own, coded in PLOVER where there is a map.

    CAMEO (ICEWS, GDELT) is mapped by PLOVER's own map; statements and appeals (01, 02) have no PLOVER type, and what was not
    mapped is said, by code. ACLED and UCDP GED are mapped by tables of Riftline's; POLECAT and plover are coded in it.

    A row is known by its format and id, so importing it again changes nothing. Where two rows of one id differ, the one
    published later stands, else the greater as text, whichever comes first; --replace puts in what comes now.

    ACLED's two actors have no direction: actor1 stands as source. GDELT's reports are its articles, and count as one source.

    \b
    Examples:
      riftline import 20181004-icews-events.tab --as icews
      riftline import 20150218230000.export.CSV.zip --as gdelt
      riftline import acled/*.csv GEDEvent_v25_1.csv
      riftline import icews18.zip --as icews-ids --first-day 2018-01-01
      riftline events --origin icews --dyad ARM-AZE
    """
    form = chosen(form, FORMATS, "--format")
    from riftline.readers.formats import FORMATS as KINDS
    from riftline.readers.importing import Settings, load
    from riftline.readers.told import notes, summed
    from riftline.store.database import explained, opened

    settings = Settings(chosen(kind, tuple(KINDS), "--as") if kind else None, replace, day(first_day, "--first-day"))
    from riftline.cli.handing import finished, for_server, handed, server_of

    if server := server_of(db):
        about = {"format": settings.format, "replace": replace, "first_day": first_day and str(settings.first_day), "quiet": form == "json", "shown": db}
        with guarded(), for_server(paths) as there:
            done = handed(server, "import", paths=there, **about)
            if form == "json" and done["result"]:
                print(json.dumps(done["result"], ensure_ascii=False, indent=2))
            finished(done)
        return
    failures: list[InputError] = []

    def failed(problem: InputError) -> None:
        failures.append(problem)
        say(str(problem))

    with guarded():
        with opened(db, write=True) as connection, explained(db), _spinner() as told:
            reports = load(connection, paths, settings, told, failed)
        if form == "json":
            _json(reports, failures)
        else:
            for report in reports:
                for line in notes(report):
                    say(line)
                for line in summed(report, db):
                    print(shown(line))
    if failures or any(report.refused and not report.read for report in reports):
        raise typer.Exit(BAD_INPUT)


@contextmanager
def _spinner() -> Iterator[Callable[[str], object]]:
    """Says which file is being read, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console

    with Console(stderr=True).status("Reading …") as status:
        yield lambda name: status.update(f"Reading {name} …")


def _json(reports: list[Report], failures: list[InputError]) -> None:
    print(json.dumps({"imports": [report.record() for report in reports], "failed": [str(item) for item in failures]}, ensure_ascii=False, indent=2))
