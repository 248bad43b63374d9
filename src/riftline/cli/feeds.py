"""`riftline feeds`: how well each watched feed is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import Database, chosen, console, guarded, table
from riftline.cli.reading import reading

if TYPE_CHECKING:
    from riftline.feeds.health import Health

FORMATS = ("table", "json")


def feeds(
    db: Database = "riftline.duckdb",
    form: Annotated[str, typer.Option("--format", metavar="table|json", help="For reading, or as JSON with all that is known.")] = "table",
) -> None:
    """Shows the health of the feeds that `riftline watch` asks: last success, last new item, articles taken, errors in a row.

    A feed is silent when nothing new has come for longer than its list allows, else for twice its longest pause so far
    (3 days until its rhythm is known). What counts is its last poll: one that was not asked is not silent.

    \b
    Examples:
      riftline feeds
      riftline feeds --db levant.duckdb --format json
    """
    form = chosen(form, FORMATS, "--format")
    from riftline.feeds.health import healths

    with guarded():
        with reading(db) as connection:
            found = healths(connection)
        if form == "json":
            import json

            from riftline.feeds.health_record import record

            print(json.dumps([record(health) for health in found], ensure_ascii=False, indent=2))
        else:
            _table(found)


def _table(found: list[Health]) -> None:
    from riftline.feeds.health_record import moment, state
    from riftline.feeds.state import labels

    out = console()
    if not found:
        out.print("No feed is watched; riftline watch --help shows how to begin.")
        return
    listed = table(out, piped=160)
    listed.add_column("Feed", overflow="fold")
    for name in ("Last success", "Last item"):
        listed.add_column(name, no_wrap=True)
    for name in ("Articles", "Waiting", "Errors"):
        listed.add_column(name, justify="right", no_wrap=True)
    listed.add_column("State", overflow="fold")
    called = labels((health.url, health.name) for health in found)
    for health in found:
        moments = [moment(health.last_success), moment(health.last_item)]
        counts = [str(health.items.get("stored", 0)), str(health.waiting), str(health.errors_in_a_row)]
        listed.add_row(called[health.url], *moments, *counts, state(health))
    out.print(listed)
