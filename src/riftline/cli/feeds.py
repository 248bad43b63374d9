"""`riftline feeds`: how well each watched feed is."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riftline.cli.common import Database, chosen, console, guarded, table

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
    from riftline.store.database import opened

    with guarded():
        with opened(db) as connection:
            found = healths(connection)
        if form == "json":
            import json

            print(json.dumps([_record(health) for health in found], ensure_ascii=False, indent=2))
        else:
            _table(found)


def _record(health: Health) -> dict[str, Any]:
    """A feed as JSON: moments in UTC, lengths of time in seconds."""

    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.replace(tzinfo=UTC).isoformat()
        if isinstance(value, timedelta):
            return round(value.total_seconds())
        return {name: plain(item) for name, item in value.items()} if isinstance(value, dict) else value

    found = plain(asdict(health))
    assert isinstance(found, dict)
    return found | {"state": _state(health)}


def _table(found: list[Health]) -> None:
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
        moments = [_moment(health.last_success), _moment(health.last_item)]
        counts = [str(health.items.get("stored", 0)), str(health.waiting), str(health.errors_in_a_row)]
        listed.add_row(called[health.url], *moments, *counts, _state(health))
    out.print(listed)


def _moment(moment: datetime | None) -> str:
    """In the time of the place where it is read."""
    return f"{moment.replace(tzinfo=UTC).astimezone():%Y-%m-%d %H:%M}" if moment else "never"


def _state(health: Health) -> str:
    """What is to be said of a feed, the gravest first."""
    from riftline.feeds.health import spell

    if health.gone:
        return f"gone for good since {_moment(health.gone)}"
    said = [] if health.watched else ["no longer in the list"]
    if health.last_checked is None:
        return ", ".join([*said, "not asked yet"])
    if health.errors_in_a_row:
        said.append(f"failing: {health.last_error}")
    if health.silence.since:
        quiet = spell(health.last_checked - health.silence.since)
        said.append(f"silent since {_moment(health.silence.since)} ({quiet}): {health.silence.reason}")
    if health.moved_to:
        said.append(f"moved to {health.moved_to}")
    if health.fault and not health.errors_in_a_row:
        said.append(health.fault)
    if not health.last_item and not health.silence.since and not health.errors_in_a_row:
        said.append("no item yet")
    return "; ".join(said) or "well"
