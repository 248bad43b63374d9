"""`riftline check`: whether the database is whole."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from riftline.cli.backup import spinner
from riftline.cli.common import Database, chosen, guarded

WRONG = 1
FORMATS = ("text", "json")


def check(
    db: Database = "riftline.duckdb",
    form: Annotated[str, typer.Option("--format", metavar="text|json", help="For reading, or as JSON.")] = "text",
) -> None:
    """Reads the whole database and says what is wrong with it: every column, every row that leads to another, every piece of evidence against its text.

    The exit code is 0 where nothing is wrong, 1 where something is, 2 where the database cannot be opened. It changes nothing.

    \b
    Examples:
      riftline check
      riftline check --db levant.backup
      riftline check --format json
    """
    form = chosen(form, FORMATS, "--format")
    from riftline.cli.handing import server_of

    with guarded():
        if server := server_of(db):
            found = server.ask("GET", "/maintenance/check")
        else:
            from riftline.store.checking import check as look
            from riftline.store.database import explained, opened

            with opened(db) as connection, explained(db), spinner("Checking") as told:
                found = look(connection, told).record()
        if form == "json":
            import json

            print(json.dumps(found, ensure_ascii=False, indent=2))
        else:
            _tell(db, found)
    if found["findings"]:
        raise typer.Exit(WRONG)


def _tell(db: str, found: dict[str, Any]) -> None:
    for each in found["findings"]:
        ids = f": {', '.join(each['ids'])}{', …' if each['count'] > len(each['ids']) else ''}" if each["ids"] else ""
        print(f"{each['count']:,} × {each['words']}{ids}" if each["ids"] else each["words"])
    rows = sum(found["rows"].values())
    if found["findings"]:
        kinds = f"{len(found['findings'])} kind{'' if len(found['findings']) == 1 else 's'}"
        print(f"{db}: {kinds} of damage. riftline restore BACKUP --db {db} brings a backup back and keeps this file aside.")
    else:
        print(f"{db}: {rows:,} rows in {len(found['rows'])} tables read, nothing is wrong.")
