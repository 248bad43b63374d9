"""`riftline backup`, `riftline restore` and `riftline compact`: the database saved, brought back, and made smaller."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from riftline.cli.common import Database, guarded


def backup(
    dest: Annotated[str, typer.Argument(metavar="DEST", help="The file to write.")],
    db: Database = "riftline.duckdb",
    force: Annotated[bool, typer.Option("--force", help="Put the backup in the place of a file that is there.")] = False,
) -> None:
    """Saves the database, as it is at this moment, in a file of its own.

    A server that holds the database does it while it goes on answering and storing. The backup is written beside DEST under another name, read
    again and compared, and renamed once it is whole: DEST is never half a backup. What was deleted or forgotten before is not in it.
    It is a database like any other: every command reads it with --db DEST.

    \b
    Examples:
      riftline backup /backup/riftline-2026-11-29.duckdb
      riftline backup --db levant.duckdb levant.backup --force
      riftline events --db levant.backup --actor RUS
    """
    from riftline.cli.handing import server_of

    with guarded():
        if server := server_of(db):
            done = server.ask("POST", "/maintenance/backup", {"to": os.path.abspath(dest), "force": force})
        else:
            from riftline.store.backup import backup as save

            with spinner("Saving") as told:
                done = save(db, dest, force, told).record()
        print(f"{dest}: {_size(done['bytes'])}, {_counted(done['articles'], done['events'])}.")


def restore(
    source: Annotated[str, typer.Argument(metavar="BACKUP", help="A file that riftline backup has made.")],
    db: Database = "riftline.duckdb",
) -> None:
    """Makes a backup the database again.

    The backup is copied and checked first, as riftline check does; a damaged one is refused and nothing changes. The file that was there is kept
    beside it as FILE.before-DATE-TIME. A server that holds the database has to be ended before.

    \b
    Examples:
      riftline restore /backup/riftline-2026-11-29.duckdb
      riftline restore levant.backup --db levant.duckdb
    """
    with guarded():
        from riftline.store.backup import restore as bring_back

        with spinner("Checking") as told:
            done = bring_back(source, db, told)
        print(f"{db}: restored from {source}, {_counted(done.saved.articles, done.saved.events)}.")
        if done.aside:
            print(f"What was there before is kept as {done.aside}; delete it when you need it no longer.")


def compact(db: Database = "riftline.duckdb") -> None:
    """Writes the database anew without what was deleted from it: the file shrinks, and what was forgotten is gone from its bytes.

    DuckDB gives room that becomes free inside of its file back to nobody. The new file is compared with the old one, table by table, before
    it takes its place at once; that needs as much room on the disk once more. A server that holds the database has to be ended before.

    \b
    Examples:
      riftline compact
      riftline forget https://news.example/2024/05/raid.html && riftline compact
    """
    with guarded():
        from riftline.store.backup import compact as write_anew

        with spinner("Writing anew") as told:
            done = write_anew(db, told)
        print(f"{db}: {_size(done.before)} before, {_size(done.saved.bytes)} now, {_counted(done.saved.articles, done.saved.events)}.")


def _counted(articles: int, events: int) -> str:
    return f"{articles:,} article{'' if articles == 1 else 's'} and {events:,} event{'' if events == 1 else 's'}"


def _size(bytes: float) -> str:
    return f"{bytes / 1e6:,.1f} MB" if bytes < 1e9 else f"{bytes / 1e9:,.2f} GB"


@contextmanager
def spinner(what: str) -> Iterator[Callable[[str], Any]]:
    """Says which table it is at, on a terminal."""
    if not sys.stderr.isatty():
        yield lambda name: None
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …") as status:
        yield lambda name: status.update(f"{what} {name} …")
