"""`riftline signals`: what turns between states, with the reasons."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import Database, chosen, console, day, guarded, refuse, say, table
from riftline.cli.filtering import several

if TYPE_CHECKING:
    from datetime import date

    from riftline.records import Signal

FORMATS = ("table", "json", "html")


def signals(
    db: Database = "riftline.duckdb",
    kind: Annotated[list[str] | None, typer.Option("--kind", metavar="KIND", help="rift, tilt, flashpoint, rupture or thaw; several with commas.")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Raised on or after this day.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Raised on or before this day.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="From what was published by this day, and nothing later.")] = None,
    rate: Annotated[
        float | None, typer.Option("--rate", metavar="N", help="Alarms a year for each two who have 50 events a year or more: 0.1, 0.5, 1.")
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", help="At most so many of each kind, the strongest.")] = None,
    form: Annotated[str, typer.Option("--format", metavar="table|json|html", help="For reading, for a program, or a page.")] = "table",
) -> None:
    """Lists the signals: rifts between allies, tilts of a third, flashpoints, ruptures and thaws.

    Each comes with its score, what was to be expected, what the volume of coverage alone would have said, and the five
    acts that weigh most with their sentences. Scores are bans: 2 is what comes about without a change once in a hundred
    times. What is raised on a day is made from what was known by then. Without --rate all above a fixed score
    are listed; with it, as many as the rate allows.

    Signals are stored as they were raised: riftline explain ID shows one of them, whatever was published since.

    \b
    Examples:
      riftline signals
      riftline signals --kind rift,tilt --as-of 2023-09-18
      riftline signals --kind rupture --from 2018-06-01 --to 2018-09-01 --rate 0.1
      riftline signals --format json | jq '.[] | {kind, actors, date, score}'
      riftline signals --format html > signals.html
    """
    form = chosen(form, FORMATS, "--format")
    first, last, then = day(since, "--from"), day(until, "--to"), day(as_of, "--as-of")
    if first and last and first > last:
        raise refuse(f"--from {first} is after --to {last}.")
    if rate is not None and not rate > 0:
        raise refuse("--rate: the number must be above 0.")
    if limit is not None and limit < 1:
        raise refuse("--limit: the number must be at least 1.")
    from riftline.records import SIGNAL_KINDS

    kinds = several(kind, SIGNAL_KINDS, "--kind") or SIGNAL_KINDS
    with guarded():
        found = _cut(_found(db, kinds, first, last, then, rate), limit)
        if form == "json":
            _json(found)
        elif form == "html":
            from riftline.signals.page import page

            sys.stdout.write(page(found, then))
        elif found:
            _table(found)
        else:
            print(f"No signal{'s' if len(kinds) > 1 else ''} of the kind {', '.join(kinds)}. A --rate lowers the threshold; riftline info says what is stored.")


def _found(db: str, kinds: Sequence[str], first: date | None, last: date | None, then: date | None, rate: float | None) -> list[Signal]:
    """The signals, which are stored too; where the database is open elsewhere for reading, they are not."""
    from riftline.cli.handing import finished, handed, server_of

    if server := server_of(db):
        days = {name: value and value.isoformat() for name, value in (("since", first), ("until", last), ("as_of", then))}
        done = handed(server, "signals", kinds=list(kinds), rate=rate, tell=True, **days)
        finished(done)
        from riftline.signals.record import signal_of

        return [signal_of(each) for each in server.ask("GET", f"/jobs/{done['id']}")["result"]["signals"]]
    from riftline.errors import StoreLocked, StoreReadOnly
    from riftline.signals.find import Wanted, find
    from riftline.signals.keeping import keep
    from riftline.store.database import explained, opened

    wanted = Wanted(tuple(kinds), first, last, then, rate)  # type: ignore[arg-type]
    note = say if sys.stderr.isatty() else (lambda _: None)
    with opened(db) as connection, explained(db):
        found = find(connection, wanted, note)
    try:
        with opened(db, write=True, make=False) as connection, explained(db):
            keep(connection, found, then)
    except StoreLocked:
        say(f"{db} is open elsewhere: the signals are listed, not stored.")
    except StoreReadOnly:
        say(f"{db} is a lake: the signals are listed, not stored.")
    return found


def _cut(found: list[Signal], limit: int | None) -> list[Signal]:
    counts: dict[str, int] = {}
    kept = []
    for signal in found:
        counts[signal.kind] = counts.get(signal.kind, 0) + 1
        if limit is None or counts[signal.kind] <= limit:
            kept.append(signal)
    return kept


def _json(found: Sequence[Signal]) -> None:
    import json

    from riftline.signals.record import record

    print(json.dumps([record(signal) for signal in found], ensure_ascii=False, indent=2))


def _table(found: Sequence[Signal]) -> None:
    out = console()
    made = table(out)
    for name, side in (("kind", "left"), ("actors", "left"), ("raised", "left"), ("score", "right"), ("attention", "right"), ("why", "left")):
        made.add_column(name, justify=side, no_wrap=name != "why", overflow="fold")  # type: ignore[arg-type]
    for signal in found:
        who = "-".join(signal.actors) + (f" ({signal.place})" if signal.place else "")
        likely = f"{signal.probability:.1%}" if signal.probability is not None else f"{signal.score:.1f}"
        made.add_row(signal.kind, who, str(signal.date), likely, f"{signal.attention:.1f}", signal.reason)
    out.print(made)
