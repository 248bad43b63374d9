"""`riftline import`: other people's event data into the database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import BAD_INPUT, Database, chosen, day, guarded, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from riftline.errors import InputError
    from riftline.readers.report import Report

FORMATS = ("text", "json")
CODES, ACTORS = 12, 5
"""How many codes that were not mapped, and actors whose state is not known, the text names."""


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
    from riftline.store.database import explained, opened

    settings = Settings(chosen(kind, tuple(KINDS), "--as") if kind else None, replace, day(first_day, "--first-day"))
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
                _text(report, db)
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
    import json

    print(json.dumps({"imports": [report.record() for report in reports], "failed": [str(item) for item in failures]}, ensure_ascii=False, indent=2))


def _text(report: Report, db: str) -> None:
    for note in report.notes:
        say(f"note: {note}")
    _refused(report)
    unmapped = report.read - report.mapped
    print(f"{db}: {_rows(report.imported)} imported as {report.format}, {report.present:,} there already{_changes(report)}; "
          f"{report.mapped:,} mapped to PLOVER, {unmapped:,} not{_unmapped(report)}.")  # fmt: skip
    if report.stateless:
        print(f"No state or organisation is known for {sum(report.stateless.values()):,} sides: {_stateless(report)}.")
    if report.seconds >= 1:
        print(f"{_rows(report.read)} in {report.seconds:.1f} s, {report.read / report.seconds:,.0f} a second.")


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _changes(report: Report) -> str:
    found = f", {report.replaced:,} replaced" if report.replaced else ""
    found += f", {report.repeated:,} there more than once" if report.repeated else ""
    if report.differing:
        found += f", {report.differing:,} with different contents under one id"
    return found


def _unmapped(report: Report) -> str:
    codes = [f"{code} {name}".strip() or "no code" for code, name, _ in report.unmapped]
    counts = [f"{name} {count:,}" for name, (_, _, count) in zip(codes, report.unmapped, strict=True)]
    more = len(counts) - CODES
    rest = sum(count for _, _, count in report.unmapped[CODES:])
    return (": " if counts else "") + ", ".join(counts[:CODES]) + (f" and {more} more codes {rest:,}" if more > 0 else "")


def _stateless(report: Report) -> str:
    first = report.stateless.most_common(ACTORS)
    more = len(report.stateless) - len(first)
    return ", ".join(f"{name} {count:,}" for name, count in first) + (f" and {more:,} more" if more > 0 else "")


def _refused(report: Report) -> None:
    for item in report.examples:
        say(f"{item.file}:{item.line}: {item.why}; the row was left out.")
    more = report.refused - len(report.examples)
    if more > 0:
        say(f"{more:,} more row{'' if more == 1 else 's'} left out.")
