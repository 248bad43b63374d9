"""How many known ruptures and thaws raise an alarm: `python -m evaluation.ruptures [--stream FILE --first-day DATE] [--from] [--to] [--ruptures CSV]`.

Reads a stream of events (ICEWS18 unless told otherwise) into a store of its own, computes the detectors' scores over all dyads and chooses
alarms at 0.1, 0.25, 0.5 and 1 a year and dyad with 50 events a year or more, counted from `--from` to `--to` (else the whole stream; what
lies before counts as history). A known event is found where its dyad has an alarm from 7 days before its date to 27 after.

Prints one line of JSON: `ours` by rate (`at_0_1` to `at_1`), for ruptures (kinds rupture and violence) and thaws, each found, its share and a 95 % interval
(bootstrap over the known events); the same of three controls, by weeks: the surprise of the number of conflict acts (of a thaw: of cooperation),
that of all acts (`volume`), and the number of conflict acts itself (`level`). `above_surprise` is how many more ruptures we find than the first.
`lead` is the share with an alarm in the days −28 to −8, beside `chance`, that of any 21 days of the same dyads. `seconds` are those that
our scores of ruptures took.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.data import DATA
from evaluation.intervals import bootstrap
from riftline.readers.importing import Settings, load
from riftline.relations.panel import COOPERATION, FRICTION, Panel, panel
from riftline.signals.choosing import BUSY, choose
from riftline.signals.daybook import of_panel
from riftline.signals.rupture import ruptures, thaws
from riftline.signals.series import Run
from riftline.store.database import opened

RATES = (0.1, 0.25, 0.5, 1.0)
FOUND = (-7, 27)
EARLY = (-28, -8)
LEAST = 5
"""Events of a dyad in the stream below which it is left out: it cannot be busy, and no alarm of it is counted."""
WEEK = 7
HALF_LIFE = 8
YEAR = 52
YEAR_DAYS = 365.25

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Known:
    """An event that is known: its dyad and day as indices of the panel (dyad −1 where the panel has none)."""

    dyad: int
    day: int
    thaw: bool


def known(path: Path, made: Panel, days: tuple[int, int]) -> list[Known]:
    """The events of a table of ruptures whose date lies within `days`, indices of the panel's days."""
    found = []
    at = {dyad: index for index, dyad in enumerate(made.dyads)}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            day = (date.fromisoformat(row["date"]) - made.first).days
            if days[0] <= day <= days[1]:
                pair = min(row["a"], row["b"]), max(row["a"], row["b"])
                found.append(Known(at.get(pair, -1), day, row["kind"] == "thaw"))
    return found


def surprise(counts: Scores) -> Scores:
    """[dyads, days] of a weekly surprise of daily counts, standing from a week's last day on for a week.

    2(√(n+3/8) − √(λ+3/8))/√d: λ the mean of past weeks (half-life 8 weeks, at least 0.25), d the variance over the mean of the past 52 (1 to 10).
    NaN in the first week, which has nothing before it.
    """
    weeks = _weeks(counts)
    found = np.full(weeks.shape, np.nan)
    keep, total, mass = 0.5 ** (1 / HALF_LIFE), np.zeros(len(weeks)), 0.0
    for week in range(weeks.shape[1]):
        before = weeks[:, max(0, week - YEAR) : week]
        if week:
            mean = np.maximum(total / mass, 0.25)
            spread = np.clip(before.var(axis=1) / np.maximum(before.mean(axis=1), 1e-9), 1, 10)
            found[:, week] = 2 * (np.sqrt(weeks[:, week] + 0.375) - np.sqrt(mean + 0.375)) / np.sqrt(spread)
        total, mass = total * keep + weeks[:, week], mass * keep + 1
    return _spread(found, counts.shape[1])


def level(counts: Scores) -> Scores:
    """[dyads, days]: the week's count, standing from its last day on for a week."""
    return _spread(_weeks(counts), counts.shape[1])


def _weeks(counts: Scores) -> NDArray[np.float64]:
    whole = counts.shape[1] // WEEK
    return np.asarray(counts[:, : whole * WEEK].reshape(len(counts), whole, WEEK).sum(axis=2), dtype=np.float64)


def _spread(weeks: NDArray[np.float64], days: int) -> Scores:
    found = np.full((len(weeks), days), np.nan, dtype=np.float32)
    for week in range(weeks.shape[1]):
        found[:, week * WEEK + WEEK - 1 : week * WEEK + 2 * WEEK - 1] = weeks[:, week : week + 1]
    return found


def alarms(score: Scores, busy: Scores, days: tuple[int, int], rate: float) -> dict[int, list[int]]:
    """The days of the alarms at a rate, by dyad."""
    found: dict[int, list[int]] = {}
    for dyad, day in choose(score, busy, days, rate)[0]:
        found.setdefault(dyad, []).append(day)
    return found


def hits(events: Sequence[Known], raised: dict[int, list[int]], span: tuple[int, int]) -> list[bool]:
    """Of each event whether its dyad has an alarm in the span of days around it, both ends included."""
    return [any(span[0] <= day - event.day <= span[1] for day in raised.get(event.dyad, ())) for event in events]


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else 0.0


def _recall(events: Sequence[Known], score: Scores, busy: Scores, days: tuple[int, int]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for rate in RATES:
        found = hits(events, alarms(score, busy, days, rate), FOUND)
        made[_key(rate)] = {"found": sum(found), "recall": round(_share(found), 3), "interval": bootstrap(found, _share) if found else [0.0, 0.0]}
    return made


def _lead(events: Sequence[Known], score: Scores, busy: Scores, days: tuple[int, int]) -> dict[str, Any]:
    """Alarms in the weeks −4 to −1, beside how often any such span of the same dyads has one."""
    made = {}
    for rate in RATES:
        raised = alarms(score, busy, days, rate)
        early = hits(events, raised, EARLY)
        chance = []
        for event in events:
            others = [Known(event.dyad, day, event.thaw) for day in range(days[0] - EARLY[0], days[1] + 1 - EARLY[1])]
            chance.append(_share(hits(others, raised, EARLY)))
        made[_key(rate)] = {"found": sum(early), "share": round(_share(early), 3), "chance": round(sum(chance) / max(len(chance), 1), 3)}
    return made


def measured(made: Panel, table: Path, since: date | None = None, until: date | None = None) -> dict[str, Any]:
    """What the line holds, of a panel."""
    days = (
        max((since - made.first).days, 0) if since else 0,
        min((until - made.first).days, made.days - 1) if until else made.days - 1,
    )
    events = known(table, made, days)
    turned, thawed = [each for each in events if not each.thaw], [each for each in events if each.thaw]
    started = time.process_time()
    run = Run(of_panel(made))
    ours = ruptures(run)
    seconds = time.process_time() - started
    both = made.counts.sum(axis=1)
    friction, cooperation, every = both[..., list(FRICTION)].sum(-1), both[..., list(COOPERATION)].sum(-1), both.sum(-1)
    controls = {"surprise": surprise(friction), "volume": surprise(every), "level": level(friction)}
    ask = ours.busy, days
    out: dict[str, Any] = {
        "what": "ruptures", "from": _day(made, days[0]), "to": _day(made, days[1]), "dyads": len(made.dyads),
        "busy": int((ours.busy >= BUSY).sum()), "dyad_years": round(float((ours.busy >= BUSY).sum()) * (days[1] - days[0] + 1) / YEAR_DAYS, 1),
        "ruptures": len(turned), "thaws": len(thawed),
        "ours": {"ruptures": _recall(turned, ours.score, *ask), "thaws": _recall(thawed, thaws(run).score, *ask)},
        "controls": {name: {"ruptures": _recall(turned, score, *ask)} for name, score in controls.items()},
        "lead": _lead(turned, ours.score, *ask),
        "seconds": round(seconds, 2),
    }  # fmt: skip
    thaw = {"surprise": surprise(cooperation), "volume": controls["volume"], "level": level(cooperation)}
    for name, score in thaw.items():
        out["controls"][name]["thaws"] = _recall(thawed, score, *ask)
    found = [{name: side["ruptures"][_key(rate)]["found"] for name, side in (("ours", out["ours"]), ("theirs", controls_of(out)))} for rate in RATES]
    out["above_surprise"] = {_key(rate): each["ours"] - each["theirs"] for rate, each in zip(RATES, found, strict=True)}
    return out


def controls_of(out: dict[str, Any], name: str = "surprise") -> dict[str, Any]:
    """The figures of a control."""
    found: dict[str, Any] = out["controls"][name]
    return found


def _key(rate: float) -> str:
    """`at_0_1` for 0.1: a name without a dot, which `floors.json` can ask for."""
    return f"at_{rate:g}".replace(".", "_")


def _day(made: Panel, index: int) -> str:
    return date.fromordinal(made.first.toordinal() + index).isoformat()


def stream(path: str, first_day: date | None, least: int = LEAST) -> Panel:
    """The panel of a file of events: of the dyads with so many."""
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder, opened(f"{folder}/stream.duckdb", write=True) as connection:
        load(connection, [path], Settings(first_day=first_day), lambda _: None, _failed)
        return panel(connection, least=least)


def _failed(problem: Exception) -> None:
    raise problem


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.ruptures", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stream", metavar="FILE", help="events, in any form that `riftline import` reads (default ICEWS18)")
    parser.add_argument("--first-day", type=date.fromisoformat, metavar="DATE", help="the day of time 0, for id quadruples")
    parser.add_argument("--from", dest="since", type=date.fromisoformat, metavar="DATE", help="first day that counts")
    parser.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DATE", help="last day that counts")
    parser.add_argument("--ruptures", type=Path, default=DATA / "relations" / "ruptures.csv", metavar="CSV", help="known events: a, b, date, kind")
    options = parser.parse_args(arguments)
    path, first_day = options.stream or str(DATA / "icews" / "icews18.zip"), options.first_day or (None if options.stream else date(2018, 1, 1))
    if not Path(path).exists() or not options.ruptures.exists():
        print(json.dumps({"what": "ruptures", "skipped": f"no {path if not Path(path).exists() else options.ruptures}"}))
        return 0
    print(json.dumps(measured(stream(path, first_day), options.ruptures, options.since, options.until)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
