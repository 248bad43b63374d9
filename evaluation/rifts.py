"""How many known ruptures between two who are bound raise a rift: `python -m evaluation.rifts [--stream FILE --first-day DATE]`.

Reads ICEWS05-15 (thinned: it ranks, no more; settings may be chosen on it) and keeps the rows of `relations/ruptures.csv` that are no thaw and whose two
are bound on the day. Rates are alarms a year and bound dyad with 10 events a year or more; found is an alarm from 7 days before the date to 27 after.

Prints one line of JSON: known ruptures found at 0.1, 0.25, 0.5 and 1, and `log`, the mean log10 of the least rate at which each is found (less is better;
2 where at none): of our score (`ours`), of its friction without thirds (`friction`), of its settings changed one at a time, and of controls.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from evaluation.data import DATA
from evaluation.ruptures import FOUND, Known, hits, level, surprise
from evaluation.ruptures import known as events_of
from riftline.readers.importing import Settings, load
from riftline.relations.commitments import bundled
from riftline.relations.panel import FRICTION, Panel, panel
from riftline.relations.states import of_states
from riftline.signals import rift
from riftline.signals.choosing import BUSY, choose
from riftline.signals.daybook import of_panel
from riftline.signals.rupture import ruptures
from riftline.signals.series import Run, within
from riftline.signals.stretch import Series
from riftline.signals.ties import Ties, in_force
from riftline.store.database import opened

Scores = NDArray[np.float32]
RATES = (0.1, 0.25, 0.5, 1.0)
STEPS = 60
"""Thresholds that are tried."""
LOWEST, NEVER = 0.01, 100.0
LEAST = 40
"""Events of a dyad in the stream below which it is left out."""
COUNTED = 10.0
CHANGES: dict[str, dict[str, Any]] = {
    "no own past": {"OWN": 1e-6},
    "own past worth 10 acts": {"OWN": 10.0},
    "own past worth 160 acts": {"OWN": 160.0},
    "peers worth 2 acts": {"PEERS": 2.0},
    "peers worth 40 acts": {"PEERS": 40.0},
    "nearly no prior": {"OWN": 1e-6, "PEERS": 1.0},
}


def stream(path: str, first_day: date | None) -> Panel:
    """The panel of a file of events, as rifts are made from it."""

    def failed(problem: Exception) -> None:
        raise problem

    with tempfile.TemporaryDirectory(prefix="riftline-") as folder, opened(f"{folder}/stream.duckdb", write=True) as connection:
        load(connection, [path], Settings(first_day=first_day), lambda _: None, failed)
        return of_states(connection, panel(connection, least=LEAST))


def bound(made: Panel, ties: Ties) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """The rows of the panel that are bound at some time, and on which days."""
    rows = np.array([row for row, dyad in enumerate(made.dyads) if ties.between(*dyad)], dtype=np.int64)
    return rows, np.stack([in_force(ties.between(*made.dyads[row]), made.first, made.days) for row in rows])


def scored(events: Sequence[Known], score: Scores, busy: Scores) -> dict[str, Any]:
    """What one score finds."""
    days, counted = (0, score.shape[1] - 1), busy >= BUSY
    said = score[counted][np.isfinite(score[counted])]
    years = counted.sum() * score.shape[1] / 365.25
    curve = []
    for share in np.geomspace(2e-5, 0.3, STEPS):
        raised: dict[int, list[int]] = {}
        for dyad, day in choose(score, busy, days, None, least=max(float(np.quantile(said, 1 - share)), 1e-6))[0]:
            raised.setdefault(dyad, []).append(day)
        rate = sum(len(each) for dyad, each in raised.items() if counted[dyad]) / years
        curve.append((rate, hits(events, raised, FOUND)))
    at = [min(curve, key=lambda one: abs(np.log((one[0] + 1e-4) / rate)))[1] for rate in RATES]
    least = [min((max(rate, LOWEST) for rate, found in curve if found[index]), default=NEVER) for index in range(len(events))]
    return {"found": [sum(found) for found in at], "log": round(float(np.mean(np.log10(least))), 2)}


def measured(made: Panel, table: Path) -> dict[str, Any]:
    """What the line holds, of a panel."""
    run, ties = Run(of_panel(made)), Ties(bundled())
    rows, holds = bound(made, ties)
    where = {int(row): index for index, row in enumerate(rows)}
    events = [Known(where[each.dyad], each.day, False) for each in events_of(table, made, (0, made.days - 1)) if not each.thaw and each.dyad in where]
    events = [each for each in events if holds[each.dyad, each.day]]
    volume = made.counts[rows].sum(axis=(1, 2, 3)) * 365.25 / made.days
    busy = np.where(volume >= COUNTED, BUSY, 0).astype(np.float32)

    def ask(score: NDArray[Any]) -> dict[str, Any]:
        return scored(events, np.where(holds, score, np.nan).astype(np.float32), busy)

    found = rift._Rifts(run, ties, ())
    frictions, all_acts = _damped(run, rows)
    counts = made.counts[rows].sum(axis=1)
    conflict = counts[..., list(FRICTION)].sum(-1)
    scores: dict[str, Any] = {"ours": ask(found.score), "friction": ask(found.share), "thirds": ask(found.third)}
    for name, change in CHANGES.items():
        with patch.multiple(rift, **change):
            scores[name] = ask(rift._Rifts(run, ties, ()).share)
    for length in rift.WINDOWS:
        with patch.multiple(rift, WINDOWS=(length,), TOLD=0, LOOKS=0.0):
            scores[f"only {length} days"] = ask(rift._Rifts(run, ties, ()).share)
    with patch.multiple(rift, WINDOWS=(*rift.WINDOWS, 365), LOOKS=float(np.log10(len(rift.WINDOWS) + 1))):
        longer = rift._Rifts(run, ties, ())
        scores |= {"365 days as well": ask(longer.score), "365 days as well, friction": ask(longer.share)}
    share = within(frictions, 28) / np.maximum(within(all_acts, 28), 1)
    scores |= {
        "share of 28 days": ask(np.where(within(all_acts, 28) >= 3, share, 0)), "number in 28 days": ask(within(frictions, 28)),
        "number in the week": ask(level(conflict)), "surprise of the number": ask(surprise(conflict)), "volume": ask(surprise(counts.sum(-1))),
        "rupture": ask(ruptures(run).score[rows]),
    }  # fmt: skip
    return {"what": "rifts", "days": made.days, "dyads": len(rows), "counted": int((busy > 0).sum()), "events": len(events), "scores": scores}


def _damped(run: Run, rows: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    """Friction and all acts, [dyads, days], as rifts count them."""
    friction, coop = run.split
    dyad, size = run.states.subject // 2, len(run.book.dyads)
    return [Series(run.stretch, "", dyad, run.states.day, each, size).values()[rows] for each in (friction, friction + coop)]


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.rifts", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stream", metavar="FILE", default=str(DATA / "icews" / "icews0515.zip"), help="events, in any form that `riftline import` reads")
    parser.add_argument("--first-day", type=date.fromisoformat, default=date(2005, 1, 1), metavar="DATE", help="the day of time 0, for id quadruples")
    parser.add_argument("--ruptures", type=Path, default=DATA / "relations" / "ruptures.csv", metavar="CSV", help="known events: a, b, date, kind")
    options = parser.parse_args(arguments)
    if not Path(options.stream).exists() or not options.ruptures.exists():
        print(json.dumps({"what": "rifts", "skipped": "no data"}))
        return 0
    print(json.dumps(measured(stream(options.stream, options.first_day), options.ruptures)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
