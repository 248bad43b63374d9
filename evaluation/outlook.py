"""How good the outlooks of `riftline forecast` are: `python -m evaluation.outlook [--half first|second]`.

Imports ICEWS18 into a database of its own and asks on a day of each week of a half of 2018 what comes in the next 7 and 28 days, from what was
known by then (`riftline forecast backtest`). Settings are chosen on the first half (asked from April on, all windows over by 30 June); the
second (from 1 July) is what is reported.

Prints one line of JSON: for each horizon Brier's score, the log score in bits and the calibration error over the sixteen types of all ordered
pairs known by the day, of the climatology, of the gamma-Poisson rates and of the full model, and the skill of both over climatology.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from evaluation.data import DATA
from riftline.errors import InputError
from riftline.forecast.backtest import METHODS, Part, backtest
from riftline.forecast.outlook_stream import Stream, stream
from riftline.readers.importing import Settings, load
from riftline.store.database import opened

HALVES = {"first": (date(2018, 4, 1), date(2018, 6, 30)), "second": (date(2018, 7, 1), None)}


def read(path: Path) -> Stream:
    """The stream of a file of id quadruples that begins with 2018. Raises InputError where the file cannot be read."""

    def failed(problem: InputError) -> None:
        raise problem

    with tempfile.TemporaryDirectory() as folder, opened(str(Path(folder) / "t.duckdb"), write=True) as connection:
        load(connection, [str(path)], Settings(first_day=date(2018, 1, 1)), lambda name: None, failed)
        return stream(connection)


def figures(part: Part) -> dict[str, Any]:
    """Those of a horizon."""
    made: dict[str, Any] = {"cells": part.cells, "acts": part.acts}
    for name in METHODS:
        score = part.scores[name]
        made[name] = {"brier": round(score.brier, 6), "bits": round(score.log, 5), "error": round(score.error, 5), "skill": round(part.skill_of(name), 4)}
    return made


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.outlook", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=sorted(HALVES), default="second", help="of 2018 (default second)")
    options = parser.parse_args(arguments)
    begun = time.process_time()
    found = backtest(read(DATA / "icews" / "icews18.zip"), *HALVES[options.half], _report)
    line = {
        "what": "outlook", "half": options.half, "days": found.days, **{name: figures(parts[0]) for name, parts in found.parts.items()},
        "processor_seconds": round(time.process_time() - begun, 1),
    }  # fmt: skip
    print(json.dumps(line))
    return 0


def _report(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done} of {total} days", end="" if done < total else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
