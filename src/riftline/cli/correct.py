"""`riftline merge` and `riftline split`: what is one event and what is not, corrected by hand."""

from __future__ import annotations

from typing import Annotated

import typer

from riftline.cli.common import Database, guarded


def merge(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The events, or a report of each, by their id or its beginning.")],
    db: Database = "riftline.duckdb",
) -> None:
    """Makes one event of several that tell the same act.

    The correction is remembered: it holds when the articles are loaded again and when more reports come in. A later one outweighs an earlier one.

    \b
    Examples:
      riftline merge 3fa4c1 9b07de
    """
    from riftline.cli.handing import server_of

    with guarded():
        if server := server_of(db):
            done = server.ask("POST", "/corrections/merge", {"events": ids})
            (event,), followed = done["events"], done["followed"]
        else:
            from riftline.store.database import explained, opened
            from riftline.stories.correcting import merge as put_together

            with opened(db, write=True, make=False) as connection, explained(db):
                made = put_together(connection, ids)
            (event,), followed = made.events, made.followed
        print(f"One event now: {event}. riftline show {event} has its reports.")
        if followed:
            what = "an event that is" if len(followed) == 1 else "events that are"
            print(f"With it went {', '.join(followed)}, {what} likelier to be the same than not; riftline split takes reports out.")


def split(
    report: Annotated[str, typer.Argument(metavar="REPORT", help="A report's id, or its beginning; riftline show EVENT lists them.")],
    db: Database = "riftline.duckdb",
) -> None:
    """Takes a report out of an event that it does not belong to.

    The correction is remembered: it holds when the articles are loaded again and when more reports come in. A later one outweighs an earlier one.

    \b
    Examples:
      riftline split 3fa4c1
    """
    from riftline.cli.handing import server_of

    with guarded():
        if server := server_of(db):
            events = server.ask("POST", "/corrections/split", {"report": report})["events"]
        else:
            from riftline.store.database import explained, opened
            from riftline.stories.correcting import split as take_out

            with opened(db, write=True, make=False) as connection, explained(db):
                events = list(take_out(connection, report).events)
        number = {2: "Two", 3: "Three"}.get(len(events), str(len(events)))
        print(f"{number} events now: {', '.join(events[:-1])} and {events[-1]}.")
