"""`riftline export`: stored events in a format of the field."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import Database, Progress, chosen, guarded, refuse, say
from riftline.cli.filtering import Actor, Between, Country, Involving, Limit, Origin, PlaceName, Since, Sources, Status, Target, Type, Until, filters
from riftline.cli.reading import reading

if TYPE_CHECKING:
    from riftline.export.base import Format, Query
    from riftline.store.filters import Filters

NAMES = ("polecat", "plover", "gdelt", "icews", "acled", "geojson", "parquet", "csv", "ftm")
STDOUT = "-"


def export(
    to: Annotated[str, typer.Option("--to", metavar="FORMAT", help="polecat, plover, gdelt, icews, acled, geojson, parquet, csv, ftm.")],
    out: Annotated[str, typer.Option("--out", metavar="FILE", help="Where to; - is standard output, .gz compresses.")] = STDOUT,
    mentions: Annotated[str | None, typer.Option("--mentions", metavar="FILE", help="Where to with GDELT's table of mentions.")] = None,
    db: Database = "riftline.duckdb",
    actor: Actor = None,
    target: Target = None,
    involving: Involving = None,
    dyad: Between = None,
    kind: Type = None,
    since: Since = None,
    until: Until = None,
    country: Country = None,
    place: PlaceName = None,
    status: Status = None,
    origin: Origin = None,
    min_sources: Sources = 0,
    limit: Limit = None,
) -> None:
    """Writes stored events in a format of the field, all that pass the filters, oldest first.

    What a format loses, and which events it has no place for, is said on standard error. icews, gdelt and acled
    tell of what happened only, polecat and plover of all but what is negated; --status writes the others too.

    \b
    polecat   40 columns, tab-separated          geojson   a point Feature an event
    plover    JSON lines, PLOVER's fields        parquet   every column, typed (sorted only with --limit)
    gdelt     61 columns, no header              csv       as riftline events --format csv
    icews     20 columns, tab-separated          ftm       FollowTheMoney entities, JSON lines
    acled     31 columns, CSV

    \b
    Examples:
      riftline export --to geojson --country UKR --out ukraine.geojson
      riftline export --to gdelt --out events.CSV --mentions mentions.CSV
      riftline export --to plover --since 2023-09-01 | jq .event_text
      riftline export --to polecat --involving RUS --out russia.txt.gz
    """
    name = chosen(to, NAMES, "--to")
    wanted = filters(actor, target, involving, dyad, kind, since, until, country, place, status, origin, min_sources, limit)
    if mentions is not None and name != "gdelt":
        raise refuse(f"--mentions: {name} has no table of mentions, only gdelt has.")
    if mentions == STDOUT and out == STDOUT:
        raise refuse("--mentions: the events go to standard output already; name a file.")
    if mentions is not None and _same(mentions, out):
        raise refuse(f"--mentions: {mentions} is the file of the events; name another.")
    if any(_same(path, db) for path in (out, mentions) if path):
        raise refuse(f"{db} is the database; name another file for the export.")
    if name == "parquet" and out == STDOUT and sys.stdout.isatty():
        raise refuse("parquet is not for a terminal; name a file with --out, or pipe it.")
    from riftline.export.base import Query
    from riftline.export.formats import get_format
    from riftline.export.selection import exported

    form = get_format(name)
    with guarded(), reading(db) as connection:
        with _counting(Query(connection, wanted), wanted, out) as query:
            _write(exported(form, query), out)
        if mentions is not None:
            from riftline.export.gdelt_mentions import mentions as table

            again = Query(connection, wanted)
            _write(table(again), mentions)
            query.written["mentions"] = again.written["mentions"]
        _sum_up(form, query, wanted, out, mentions)


def _same(path: str, other: str) -> bool:
    """Whether two paths are one file: what a rename would put in its place. Devices are no such."""
    if STDOUT in (path, other) or (os.path.exists(path) and not os.path.isfile(path)):
        return False
    return os.path.realpath(path) == os.path.realpath(other) or (os.path.exists(path) and os.path.exists(other) and os.path.samefile(path, other))


def _write(pieces: Iterator[bytes], out: str) -> None:
    from riftline.export.writing import write_file, write_stream

    if out == STDOUT:
        sys.stdout.flush()
        write_stream(pieces, sys.stdout.buffer)
    else:
        write_file(pieces, out)


@contextmanager
def _counting(query: Query, wanted: Filters, out: str) -> Iterator[Query]:
    """The query with a progress bar on standard error, where that is a terminal and does not also show the export."""
    bar = Progress()
    if sys.stderr.isatty() and (out != STDOUT or not sys.stdout.isatty()):
        from riftline.store.queries import number_of_events

        bar.start("Exporting", number_of_events(query.connection, wanted))
    try:
        yield replace(query, advance=bar.advance)
    finally:
        bar.stop()


def _sum_up(form: Format, query: Query, wanted: Filters, out: str, mentions: str | None) -> None:
    number = query.written["events"]
    where = "" if out == STDOUT else f" to {out}"
    told = f"{form.name}: {number} event{'' if number == 1 else 's'} written{where}"
    if mentions is not None:
        told += f", {query.written['mentions']} mentions{'' if mentions == STDOUT else f' to {mentions}'}"
    say(f"{told}.")
    if left := sum(query.left_out.values()):
        say(f"{form.name}: {left} left out: {_listed(query.left_out)}.")
        if not wanted.status and any(reason not in form.statuses for reason in _statuses(query.left_out)):
            say(f"{form.name} cannot tell these statuses apart: --status with their names writes them too.")
    for note, count in sorted(query.written.items()):
        if note not in ("events", "mentions"):
            say(f"{form.name}: {count} {note}.")
    say(f"{form.name} loses {form.loses}.")


def _statuses(counted: Counter[str]) -> list[str]:
    from riftline.records import STATUSES

    return [reason for reason in counted if reason in STATUSES]


def _listed(counted: Counter[str]) -> str:
    return ", ".join(f"{count} {reason}" for reason, count in counted.most_common())
