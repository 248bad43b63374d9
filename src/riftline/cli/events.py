"""`riftline events`: a table of the stored events that pass the filters."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from textwrap import indent
from typing import Annotated, Any

import typer

from riftline.cli.common import Database, chosen, console, guarded, table
from riftline.cli.filtering import Actor, Between, Country, Involving, Limit, Origin, PlaceName, Since, Sources, Status, Target, Type, Until, filters
from riftline.cli.reading import reading

FORMATS = ("table", "json", "jsonl", "csv")


def events(
    db: Database = "riftline.duckdb",
    actor: Actor = None,
    target: Target = None,
    involving: Involving = None,
    dyad: Between = None,
    kind: Type = None,
    since: Since = None,
    until: Until = None,
    country: Country = None,
    place: PlaceName = None,
    status: Status = None,
    origin: Origin = None,
    min_sources: Sources = 0,
    limit: Limit = None,
    form: Annotated[str, typer.Option("--format", metavar="table|json|jsonl|csv", help="How to print them.")] = "table",
) -> None:
    """Lists stored events, oldest first. `riftline show ID` tells what one of them rests on.

    What several articles report is one event. Meetings, agreements and joint work are found from either side,
    whoever is named first.

    \b
    Examples:
      riftline events --actor RUS --target ARM
      riftline events --type ACCUSE,THREATEN --since 2023-09-01 --status happened
      riftline events --dyad ARM-RUS --min-sources 2
      riftline events --country UKR --format csv > ukraine.csv
    """
    form = chosen(form, FORMATS, "--format")
    wanted = filters(actor, target, involving, dyad, kind, since, until, country, place, status, origin, min_sources, limit)
    from riftline.store.queries import events as query

    with guarded(), reading(db) as connection:
        rows = query(connection, wanted)
        if form == "table":
            _table(list(rows))
        elif form == "csv":
            _csv(rows)
        else:
            _json(_with_evidence(connection, rows), lines=form == "jsonl")


def _with_evidence(connection: Any, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    from riftline.export.listing import nested
    from riftline.store.queries import BATCH, evidence_of

    rows = iter(rows)
    while batch := list(islice(rows, BATCH)):
        evidence = evidence_of(connection, [row["id"] for row in batch])
        yield from (nested(row, evidence.get(row["id"], [])) for row in batch)


def _json(found: Iterable[dict[str, Any]], lines: bool) -> None:
    import json

    if lines:
        for item in found:
            sys.stdout.write(json.dumps(item, ensure_ascii=False) + "\n")
        return
    before = "["
    for item in found:
        sys.stdout.write(before + "\n" + indent(json.dumps(item, ensure_ascii=False, indent=2), "  "))
        before = ","
    sys.stdout.write("[]\n" if before == "[" else "\n]\n")


def _csv(rows: Iterable[dict[str, Any]]) -> None:
    import csv

    from riftline.export.listing import CSV_COLUMNS, flat

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(CSV_COLUMNS)
    out.writerows(flat(row) for row in rows)


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.text import Text

    from riftline.ontology import COOPERATION

    out = console()
    if not rows:
        out.print("No event passes.")
        return
    listed = table(out)
    wide = out.width >= 100
    listed.add_column("Day", no_wrap=True)
    listed.add_column("Type", no_wrap=True)
    listed.add_column("Who", overflow="fold")
    listed.add_column("To whom", overflow="fold")
    if wide:
        listed.add_column("Status", no_wrap=True)
        listed.add_column("Says", overflow="fold")
        listed.add_column("Where", overflow="fold")
        listed.add_column("Reports", justify="right", no_wrap=True)
    listed.add_column("Id", no_wrap=True)
    for row in rows:
        more = [row["status"], row["attribution_name"] or row["attribution_code"] or "", row["place"] or "", _reports(row)] if wide else []
        name = Text(row["type"] or f"({row['origin_code']})", style="green" if row["type"] in COOPERATION else "red")
        if not wide and row["status"] != "happened":
            name.append(f" ({row['status']})", style="dim")
        cells = [_days(row), name, _side(row, "source"), _side(row, "target"), *more, row["id"]]
        listed.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in cells))
    out.print(listed)


def _days(row: dict[str, Any]) -> str:
    if row["first_day"] is None:
        return "–"
    first, last = row["first_day"].isoformat(), row["last_day"].isoformat()
    return first if first == last else f"{first}…{last[5:] if first[:4] == last[:4] else last}"


def _side(row: dict[str, Any], side: str) -> str:
    code, name = row[f"{side}_code"], row[f"{side}_name"]
    return "–" if code is None else f"{code} {name}" if code and code != name else name or code


def _reports(row: dict[str, Any]) -> str:
    """How many reports, and how many of them independent where that is fewer."""
    return str(row["reports"]) if row["sources"] == row["reports"] else f"{row['reports']} ({row['sources']} indep.)"
