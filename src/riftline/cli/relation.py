"""`riftline relation`: what two actors do to each other, and what binds them; or what happens in a place, or between a state's sectors."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import Database, chosen, day, guarded, refuse
from riftline.cli.filtering import Origin
from riftline.cli.reading import reading

if TYPE_CHECKING:
    from riftline.relations.ledger import Asked
    from riftline.relations.overview import Overview

FORMATS = ("table", "json", "csv")
PERIODS = ("day", "week", "month")
COLUMNS = ("start", "end", "source", "target", "type", "mode", "quad", "events", "intensity", "reports", "sources", "ids")


def relation(
    one: Annotated[str | None, typer.Argument(metavar="[A]", help="A code (ARM, EU) or the name of a state.")] = None,
    other: Annotated[str | None, typer.Argument(metavar="[B]", help="The same.")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="AZE[/PART]", help="What happens in a state, or in a division or region of it.")] = None,
    sectors: Annotated[str | None, typer.Option("--sectors", metavar="SYR", help="What a state's sectors (GOV, OPP, REB, CVL, …) do to each other.")] = None,
    since: Annotated[str | None, typer.Option("--from", metavar="DATE", help="Acts on or after this day.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DATE", help="Acts on or before this day.")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="As it was known on this day: nothing published later is seen.")] = None,
    by: Annotated[str, typer.Option("--by", metavar="day|week|month", help="How long a period of the course is.")] = "week",
    last: Annotated[int, typer.Option("--last", metavar="N", help="How many of the last acts to tell.")] = 10,
    origin: Origin = None,
    db: Database = "riftline.duckdb",
    form: Annotated[str, typer.Option("--format", metavar="table|json|csv", help="For reading, the record, or a row for each period and type.")] = "table",
) -> None:
    """Prints what two actors did to each other, in both directions: friction and cooperation by type, commitments, last acts, the course of time.

    Only what happened counts, on a day known to within a week; a meeting counts in the direction in which it was told. Friction is
    verbal and material conflict of PLOVER, its share that of friction and cooperation together. In the course a dot means that nothing
    was told of the two, a ? that the store has no event of that time at all.

    \b
    Examples:
      riftline relation ARM RUS
      riftline relation Armenia Russia --from 2023-01-01 --by month
      riftline relation ARM RUS --as-of 2023-09-18 --last 3
      riftline relation --place AZE/Nagorno-Karabakh
      riftline relation --sectors SYR --format json
    """
    form, by = chosen(form, FORMATS, "--format"), chosen(by, PERIODS, "--by")
    if last < 0:
        raise refuse("--last: the number must not be negative.")
    asked = _asked(one, other, place, sectors, since, until, as_of, origin)
    from riftline.relations.overview import overview, record

    with guarded(), reading(db) as connection:
        made = overview(connection, asked, by, last)  # type: ignore[arg-type]
        if form == "json":
            import json

            print(json.dumps(record(made), ensure_ascii=False, indent=2))
        elif form == "csv":
            _csv(made)
        else:
            from riftline.cli.relation_table import show

            show(made)


def _asked(
    one: str | None, other: str | None, place: str | None, sectors: str | None, since: str | None, until: str | None, as_of: str | None,
    origin: list[str] | None,
) -> Asked:  # fmt: skip
    from riftline.relations import ledger
    from riftline.wording import actor_code

    if [bool(one or other), bool(place), bool(sectors)].count(True) != 1:
        raise refuse("say whose relation it is: two actors (riftline relation ARM RUS), --place AZE, or --sectors SYR.")
    first, end, known = day(since, "--from"), day(until, "--to"), day(as_of, "--as-of")
    if first and end and first > end:
        raise refuse(f"--from {first} is after --to {end}.")
    window = (first, end, known, [name.strip() for value in origin or () for name in value.split(",") if name.strip()])
    if place:
        state, _, part = place.partition("/")
        return ledger.place(actor_code(state), part.strip() or None, *window)
    if sectors:
        return ledger.sectors(actor_code(sectors), *window)
    if not one or not other:
        raise refuse("a relation has two sides; name both: riftline relation ARM RUS.")
    a, b = actor_code(one), actor_code(other)
    if a == b:
        raise refuse(f"{one!r} and {other!r} are both {a}; name two actors, or look at its sectors: riftline relation --sectors {a}.")
    return ledger.dyad(a, b, *window)


def _csv(made: Overview) -> None:
    import csv

    from riftline.export.listing import safe
    from riftline.ontology import QUAD_OF

    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(COLUMNS)
    for periods in made.course.values():
        for period in periods:
            about = (period.start, period.end, safe(period.source), safe(period.target))
            for count in period.counts:
                row = (count.type, count.mode, QUAD_OF.get(count.type, ""), count.events, f"{count.intensity:g}", count.reports, count.sources)
                out.writerow((*about, *row, " ".join(count.ids)))
