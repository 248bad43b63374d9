"""`riftline forget`: articles out of the database, with all that came of them."""

from __future__ import annotations

from typing import Annotated

import typer

from riftline.cli.common import Database, guarded


def forget(
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Articles, by their whole id or their URL.")],
    db: Database = "riftline.duckdb",
) -> None:
    """Deletes articles with all that came of them: text, reports, statements, what search knows, events that no other article tells, corrections
    of them, and signals that rest on them. What other articles tell is put together anew.

    They are gone from backups made afterwards. From the bytes of the database file itself they are gone after riftline compact. A watched feed does
    not bring them again; riftline ingest does if you give it their file.

    \b
    Examples:
      riftline forget https://news.example/2024/05/raid.html
      riftline forget 3fa4c1d2e5f6 9b07de41aa03 --db levant.duckdb && riftline compact --db levant.duckdb
    """
    from riftline.cli.handing import server_of

    with guarded():
        if server := server_of(db):
            done = server.ask("POST", "/maintenance/forget", {"articles": articles})
        else:
            from riftline.store.database import explained, opened
            from riftline.stories.forgetting import forget as take_out

            with opened(db, write=True, make=False) as connection, explained(db):
                done = take_out(connection, articles).record()
        counted = (("report", done["reports"]), ("event", done["events"]), ("signal", done["signals"]))
        gone = ", ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for what, n in counted)
        print(f"{db}: forgotten {', '.join(done['articles'])}; with {'it' if len(done['articles']) == 1 else 'them'} went {gone}.")
        print(f"riftline compact --db {db} takes the words out of the file's bytes too. Backups made before still have them.")
        if done["signals"]:
            print("riftline signals raises again what still stands of the signals.")
