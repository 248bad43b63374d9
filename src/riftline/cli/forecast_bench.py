"""`riftline forecast bench`: how well the next events of a benchmark are foretold."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Annotated, Any

import typer

from riftline.cli.common import Progress, chosen, console, guarded, refuse, say, table
from riftline.cli.progress import EVERY

if TYPE_CHECKING:
    from riftline.forecast.bench import Result
    from riftline.forecast.stream import Stream

FORMATS = ("table", "json")
FIGURES = {"mrr": "MRR", "hits1": "Hits@1", "hits3": "Hits@3", "hits10": "Hits@10"}


def bench(
    folder: Annotated[str, typer.Argument(metavar="DIR", help="Folder or zip with train.txt, valid.txt, test.txt: head, relation, tail, time.")],
    per_day: Annotated[int, typer.Option("--per-day", metavar="24|1", help="Units of a time to a day: 24 where it counts hours, 1 for days.")] = 24,
    form: Annotated[str, typer.Option("--format", metavar="table|json", help="How to print the figures.")] = "table",
    seed: Annotated[int, typer.Option(metavar="N", help="The same seed gives the same figures.")] = 0,
) -> None:
    """Learns from a benchmark's train part and is asked for every event of its test part, from both sides.

    Prints the mean reciprocal rank (MRR) and the hits among the first 1, 3 and 10, in per cent, beside those of a recurrency
    baseline (what was will be again). Each day is asked with all that happened before it known, and nothing of the day itself. Other
    true answers of the same day are taken out of the ranking; equals share the mean of their places. Nothing is learned from the
    valid and test parts. ICEWS14 takes some 3 minutes of one core, ICEWS18 some 10.

    \b
    Examples:
      riftline forecast bench icews14
      riftline forecast bench icews18.zip --format json
      riftline forecast bench days --per-day 1
    """
    from riftline.forecast.bench import run
    from riftline.forecast.stream import read

    form = chosen(form, FORMATS, "--format")
    if per_day < 1:
        raise refuse("--per-day: the number must be above 0.")
    if seed < 0:
        raise refuse("--seed: the number must not be below 0.")
    with guarded():
        stream = read(folder, per_day)
        say(f"{stream.name}: {len(stream.train):,} events to learn from, {len(stream.test):,} to foretell, {stream.entities:,} entities.")
        shown = Shown()
        try:
            found = run(stream, seed, shown)
        finally:
            shown.stop()
        record = _record(stream, found, seed)
        if form == "json":
            print(json.dumps(record))
        else:
            _print(record)


class Shown:
    """A bar for each part of the work on a terminal, else a line at its beginning and now and then."""

    def __init__(self) -> None:
        self._bar, self._part, self._told = Progress(), "", time.monotonic()

    def __call__(self, part: str, done: int, total: int) -> None:
        """So many of a part are done."""
        if sys.stderr.isatty():
            if part != self._part:
                self._bar.stop()
                self._bar.start(part, total)
            self._bar.advance()
        elif part != self._part or time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            say(f"{part}: {done} of {total}")
        self._part = part

    def stop(self) -> None:
        """Takes the bar away."""
        self._bar.stop()


def _record(stream: Stream, found: Result, seed: int) -> dict[str, Any]:
    return {
        "set": stream.name,
        "queries": 2 * found.events,
        **_rounded(found.ours),
        "seconds": round(found.seconds, 1),
        "processor_seconds": round(found.processor_seconds, 1),
        "baseline": _rounded(found.baseline),
        "seed": seed,
    }


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(figures[name], 2) for name in FIGURES}


def _print(record: dict[str, Any]) -> None:
    out = console()
    rows = table(out)
    for name in (record["set"], *FIGURES.values()):
        rows.add_column(name, justify="left" if name == record["set"] else "right")
    for name, figures in (("Riftline", record), ("recurrency", record["baseline"])):
        rows.add_row(name, *(f"{figures[key]:.2f}" for key in FIGURES))
    out.print(rows)
    out.print(f"{record['queries']:,} queries, {record['seconds']:.0f} s")
