"""`riftline corrections`: what has been corrected by hand, also as sentences to train with."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from riftline.cli.common import Database, chosen, console, guarded, table
from riftline.cli.reading import reading

FORMATS = ("table", "json", "jsonl")


def corrections(
    db: Database = "riftline.duckdb",
    form: Annotated[str, typer.Option("--format", metavar="table|json|jsonl", help="For reading, for a program, or as training sentences.")] = "table",
) -> None:
    """Lists the corrections of fields that were made by hand (POST /api/v1/corrections, or at the desk).

    jsonl writes the sentence that each corrected event was read from as training/ has them: sides in brackets with their
    codes, the act in braces, and the event as it is after all corrections; none where it was said to be no event.

    \b
    Examples:
      riftline corrections
      riftline corrections --format jsonl > corpus/desk.jsonl
    """
    form = chosen(form, FORMATS, "--format")
    from riftline.export.training import sentences
    from riftline.stories.fields import corrections as kept

    with guarded(), reading(db) as connection:
        if form == "jsonl":
            for row in sentences(connection):
                print(json.dumps(row, ensure_ascii=False))
            return
        found = [each.record() for each in kept(connection)]
        if form == "json":
            print(json.dumps(found, ensure_ascii=False, indent=2))
        elif not found:
            print("No corrections.")
        else:
            out = console()
            made = table(out)
            for column in ("id", "event", "field", "was", "is", "made", "note"):
                made.add_column(column, overflow="fold")
            for each in found:
                made.add_row(str(each["id"]), each["report"], each["field"], each["old"] or "", each["value"] or "", each["made"][:10], each["note"] or "")
            out.print(made)
