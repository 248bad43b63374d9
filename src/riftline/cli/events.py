"""`riftline events`: a table of the stored events that pass the filters."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from riftline.cli.common import Database, chosen, console, day, guarded, refuse

FORMATS = ("table", "json", "jsonl", "csv")


def events(
    db: Database = "riftline.duckdb",
    actor: Annotated[str | None, typer.Option(metavar="WHO", help="Who acts: a code (RUS, EU) or part of a name.")] = None,
    target: Annotated[str | None, typer.Option(metavar="WHO", help="To whom: a code or part of a name.")] = None,
    kind: Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="A PLOVER type; several with commas or again.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="On or after this day; events without a date are left out.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DATE", help="On or before this day.")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="Where it happened, as ISO code (UKR).")] = None,
    status: Annotated[list[str] | None, typer.Option(metavar="STATUS", help="happened, planned, negated, possible, background.")] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", help="At most so many.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="table|json|jsonl|csv", help="How to print them.")] = "table",
) -> None:
    """Lists stored events, oldest first. `riftline show ID` tells what one of them rests on.

    Meetings, agreements and joint work are found from either side, whoever is named first.

    \b
    Examples:
      riftline events --actor RUS --target ARM
      riftline events --type ACCUSE,THREATEN --since 2023-09-01 --status happened
      riftline events --country UKR --format csv > ukraine.csv
    """
    from riftline.ontology import PLOVER_TYPES
    from riftline.records import STATUSES

    form = chosen(form, FORMATS, "--format")
    types = _several(kind, PLOVER_TYPES, "--type")
    statuses = _several(status, STATUSES, "--status")
    first, last = day(since, "--since"), day(until, "--until")
    if limit is not None and limit < 0:
        raise refuse("--limit: the number must not be negative.")
    from riftline.store.database import explained, opened
    from riftline.store.queries import Filters, evidence_of
    from riftline.store.queries import events as query

    with guarded(), opened(db) as connection, explained(db):
        rows = query(connection, Filters(actor, target, types, first, last, country, statuses, limit))
        if form == "table":
            _table(rows)
        elif form == "csv":
            _csv(rows)
        else:
            evidence = evidence_of(connection, [row["id"] for row in rows])
            _json([_nested(row, evidence.get(row["id"], [])) for row in rows], lines=form == "jsonl")


def _several(given: Sequence[str] | None, choices: Sequence[str], option: str) -> tuple[str, ...]:
    """The values of an option that may come with commas or again, spelt as in `choices`."""
    spelt = {choice.casefold(): choice for choice in choices}
    words = [word.strip() for value in given or () for word in value.split(",") if word.strip()]
    for word in words:
        if word.casefold() not in spelt:
            raise refuse(f"{option}: {word!r} is not one of {', '.join(choices)}.")
    return tuple(spelt[word.casefold()] for word in words)


def _nested(row: dict[str, Any], evidence: list[dict[str, Any]]) -> dict[str, Any]:
    """An event as in the record of `riftline code`, with its article."""

    def side(name: str) -> dict[str, Any] | None:
        keys = ("code", "name", "text", "country", "sectors")
        return {key: row[f"{name}_{key}"] for key in keys} if row[f"{name}_code"] is not None else None

    def iso(value: Any) -> str | None:
        return value.isoformat() if value else None

    dated = row["first_day"] is not None
    placed = row["place"] is not None
    said = row["attribution_code"] is not None
    return {
        "id": row["id"],
        "article": {key: iso(row[key]) if key == "published" else row[key] for key in ("title", "publisher", "url", "published")}
        | {"id": row["article"]},
        "type": row["type"],
        "mode": row["mode"],
        "contexts": row["contexts"],
        "source": side("source"),
        "target": side("target"),
        "date": {"start": iso(row["first_day"]), "end": iso(row["last_day"]), "text": row["date_text"], "reason": row["date_reason"]}
        if dated
        else None,
        "place": {"name": row["place"]}
        | {key: row[key] for key in ("lat", "lon", "country", "admin1", "geonames_id", "precision")}
        | {"reason": row["place_reason"]}
        if placed
        else None,
        "status": row["status"],
        "attribution": {key: row[f"attribution_{key}"] for key in ("code", "name", "anonymous", "via")} if said else None,
        "confidence": round(row["confidence"], 4),
        "reason": row["reason"],
        "evidence": evidence,
    }


def _json(found: list[dict[str, Any]], lines: bool) -> None:
    import json

    if lines:
        for item in found:
            sys.stdout.write(json.dumps(item, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")


CSV_COLUMNS = (
    "id", "type", "mode", "status", "first_day", "last_day", "source_code", "source_name", "source_country", "target_code", "target_name",
    "target_country", "place", "country", "lat", "lon", "attribution_code", "attribution_name", "attribution_anonymous", "attribution_via",
    "confidence", "article", "published", "publisher", "title", "url", "evidence",
)  # fmt: skip


def _csv(rows: list[dict[str, Any]]) -> None:
    import csv

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(CSV_COLUMNS)
    for row in rows:
        out.writerow([_safe(row[name]) for name in CSV_COLUMNS])


def _safe(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: the news is not to be trusted with a leading = + - @."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return round(value, 4) if isinstance(value, float) else value


def _table(rows: list[dict[str, Any]]) -> None:
    from rich.table import Table
    from rich.text import Text

    from riftline.ontology import COOPERATION

    out = console()
    if not rows:
        out.print("No event passes.")
        return
    if not out.is_terminal:
        out.width = max(out.width, 140)  # a pipe has no edge to break at; what reads it should not have to guess
    wide = out.width >= 100
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("Day", no_wrap=True)
    table.add_column("Type", no_wrap=True)
    table.add_column("Who", overflow="fold")
    table.add_column("To whom", overflow="fold")
    if wide:
        table.add_column("Status", no_wrap=True)
        table.add_column("Says", overflow="fold")
        table.add_column("Where", overflow="fold")
    table.add_column("Id", no_wrap=True)
    for row in rows:
        more = [row["status"], row["attribution_name"] or row["attribution_code"] or "", row["place"] or ""] if wide else []
        name = Text(row["type"], style="green" if row["type"] in COOPERATION else "red")
        if not wide and row["status"] != "happened":
            name.append(f" ({row['status']})", style="dim")
        cells = [_days(row), name, _side(row, "source"), _side(row, "target"), *more, row["id"]]
        table.add_row(*(cell if isinstance(cell, Text) else Text(cell) for cell in cells))
    out.print(table)


def _days(row: dict[str, Any]) -> str:
    if row["first_day"] is None:
        return "–"
    first, last = row["first_day"].isoformat(), row["last_day"].isoformat()
    return first if first == last else f"{first}…{last[5:] if first[:4] == last[:4] else last}"


def _side(row: dict[str, Any], side: str) -> str:
    code, name = row[f"{side}_code"], row[f"{side}_name"]
    return "–" if code is None else f"{code} {name}" if code and code != name else name or code
