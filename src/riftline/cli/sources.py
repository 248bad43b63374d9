"""`riftline sources`: the outlets of the stored articles, and how the user judges them."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from riftline.cli.common import Database, chosen, console, guarded, refuse, table
from riftline.cli.reading import reading

FORMATS = ("table", "json")


def sources(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="The outlet to judge, as its articles name it.")] = None,
    db: Database = "riftline.duckdb",
    grade: Annotated[str | None, typer.Option(metavar="A..F|none", help="Its grade, or none to take it away.")] = None,
    note: Annotated[str | None, typer.Option(metavar="TEXT", help="Why, for yourself.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="table|json", help="How to print them.")] = "table",
) -> None:
    """Lists the outlets of the stored articles, or judges one of them.

    Two scales stand apart, as in the Admiralty system: the source's reliability from A (completely reliable) to E (unreliable), F where it
    cannot be judged, is yours to set and never guessed; the item's credibility from 1 to 6 is worked out for each event from its sources.

    \b
    Examples:
      riftline sources
      riftline sources "The Lakeside Courier" --grade B --note "own correspondents"
    """
    form = chosen(form, FORMATS, "--format")
    if name is None and (grade or note):
        raise refuse("name the outlet that is to be judged: riftline sources NAME --grade B.")
    if name is not None and grade is None:
        raise refuse("--grade: give a letter from A to F, or none to take the grade away.")
    letter = chosen(grade, (*"abcdef", "none"), "--grade") if grade else ""
    from riftline.cli.handing import server_of
    from riftline.store.database import explained, opened
    from riftline.store.outlets import judge, outlets

    with guarded():
        if name is not None:
            judged, given = name, None if letter == "none" else letter.upper()
            if server := server_of(db):
                judged = server.ask("POST", "/sources", {"publisher": name, "grade": given, "note": note})["publisher"]
            else:
                with opened(db, write=True, make=False) as connection, explained(db):
                    judged = judge(connection, name, given, note)
            print(f"{judged}: {given}, {meaning(given)}." if given else f"{judged}: no grade now.")
            return
        with reading(db) as connection:
            found = outlets(connection)
        if form == "json":
            print(json.dumps(found, ensure_ascii=False, indent=2, default=lambda value: value.isoformat()))
        else:
            _table(found)


def meaning(grade: str) -> str:
    """What a grade of the Admiralty scale says of a source."""
    from riftline.tables import rows

    return next(row["meaning"] for row in rows("stories/grades") if row["grade"] == grade)


def _table(found: list[dict[str, Any]]) -> None:
    from rich.text import Text

    out = console()
    if not found:
        out.print("No article names its publisher.")
        return
    listed = table(out)
    listed.add_column("Outlet", overflow="fold")
    for title in ("Articles", "Copies", "Revised"):
        listed.add_column(title, justify="right", no_wrap=True)
    listed.add_column("First", no_wrap=True)
    listed.add_column("Last", no_wrap=True)
    listed.add_column("Grade", overflow="fold")
    for row in found:
        note = f" ({row['note']})" if row["note"] else ""
        judged = f"{row['grade']} {meaning(row['grade'])}{note}" if row["grade"] else "–"
        cells = [row["publisher"], row["articles"], row["copies"], row["revised"], row["first"] or "–", row["last"] or "–", judged]
        listed.add_row(*(Text(str(cell)) for cell in cells))
    out.print(listed)
