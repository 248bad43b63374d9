"""How long it takes to compute all signals again for a year of 1,000 dyads: `python -m evaluation.signals_speed [--stream FILE --first-day DATE]`.

Makes a file of ICEWS (seeded; rows of our own making) with 1,000 dyads of states over 365 days, those who are bound or at odds first, volumes as
uneven as those of ICEWS18 (a hundred events a dyad in the median, thousands at most), and imports it; that is not counted. Then all kinds of signals
are computed over the whole year, from the ledgers to the sentences with their acts, on one thread. With `--stream` a file of events is read instead.

Prints one line of JSON: `seconds` on the clock and `processor_seconds`; `dyads`, `days`, `events` of the store; how many `signals` of each kind.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from riftline.readers.importing import Settings, load
from riftline.readers.layout import columns
from riftline.relations.commitments import bundled
from riftline.signals.find import Wanted, find
from riftline.store.database import opened
from riftline.tables import rows

DYADS = 1_000
FIRST, DAYS = date(2018, 1, 1), 365
SEED = 20
MEDIAN, SPREAD, MOST = 100.0, 1.3, 6_000
"""Events of a dyad in the year: lognormal."""
TURN = 0.2
"""Share of dyads that have a month of much more friction, and of more of all."""
SURGE = 0.3
"""Share of their year's events that fall into that month."""


def dyads(number: int) -> list[tuple[str, str]]:
    """Pairs of states: those at odds, then those who are bound, then others, each in order of codes."""
    commitments = bundled()
    states = sorted({row["code"] for row in rows("actors/states") if row["people"]})
    at_odds = sorted({pair for each in commitments.all_rivalries for pair in combinations(sorted(each.parties), 2) if set(pair) <= set(states)})
    others = [pair for pair in combinations(states, 2) if pair not in set(at_odds)]
    bound = [pair for pair in others if commitments.bound(*pair, FIRST)]
    rest = sorted(set(others) - set(bound))
    step = max(len(rest) // number, 1)
    return [*at_odds, *bound[:: max(len(bound) // (number // 2), 1)], *rest[::step]][:number]


def write(path: Path, pairs: Sequence[tuple[str, str]]) -> int:
    """A file of ICEWS of these pairs, by day; how many events it has."""
    chance = np.random.default_rng(SEED)
    acts = [row for row in rows("plover/cameo") if len(row["code"]) > 2]
    verbs = {friction: [row for row in acts if (float(row["goldstein"] or 0) < 0) is friction] for friction in (False, True)}
    names = {row["code"]: row["name"] for row in rows("actors/states")}
    header = [column.name for column in columns("icews")]
    volumes = np.minimum(np.exp(chance.normal(np.log(MEDIAN), SPREAD, len(pairs))), MOST).round().astype(int)
    found: list[tuple[int, str, str, bool]] = []
    for pair, volume in zip(pairs, volumes, strict=True):
        turn = int(chance.integers(0, DAYS)) if chance.random() < TURN else DAYS
        days = chance.integers(0, DAYS, volume)
        if turn < DAYS:
            moved = chance.random(volume) < SURGE
            days[moved] = np.minimum(turn + chance.integers(0, 28, int(moved.sum())), DAYS - 1)
        for day, way, sour in zip(days, chance.integers(0, 2, volume), chance.random(volume), strict=True):
            source, target = pair if way else pair[::-1]
            found.append((int(day), source, target, bool(sour < (0.7 if 0 <= day - turn < 28 else 0.22))))
    found.sort()
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow(header)
        for number, (day, source, target, sour) in enumerate(found):
            act = verbs[sour][int(chance.integers(0, len(verbs[sour])))]
            values = {
                "event_id": 30_000_000 + number, "event_date": (FIRST + timedelta(days=day)).isoformat(), "story_id": 40_000_000 + number, "sentence_number": 1,
                "source_name": names[source], "source_country": names[source], "target_name": names[target], "target_country": names[target],
                "event_text": act["name"], "cameo_code": act["code"], "intensity": act["goldstein"], "publisher": "The Courier",
            }  # fmt: skip
            out.writerow([values.get(name, "") for name in header])
    return len(found)


def measured(files: Iterable[str], settings: Settings) -> dict[str, Any]:
    """What the line holds, of files of events."""
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder, opened(f"{folder}/stream.duckdb", write=True) as connection:
        load(connection, list(files), settings, lambda _: None, _failed)
        connection.execute("SET threads = 1")
        size = "SELECT count(DISTINCT (least(source, target), greatest(source, target))), max(day) - min(day) + 1, sum(events) FROM ledger WHERE kind = 'dyad'"
        pairs, days, events = connection.execute(size).fetchall()[0]
        clock, processor = time.perf_counter(), time.process_time()
        found = find(connection, Wanted())
        took = time.perf_counter() - clock, time.process_time() - processor
    return {
        "what": "signals_speed", "dyads": pairs, "days": days, "events": int(events), "signals": dict(Counter(each.kind for each in found)),
        "seconds": round(took[0], 1), "processor_seconds": round(took[1], 1),
    }  # fmt: skip


def _failed(problem: Exception) -> None:
    raise problem


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.signals_speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stream", metavar="FILE", help="events, in any form that `riftline import` reads")
    parser.add_argument("--first-day", type=date.fromisoformat, metavar="DATE", help="the day of time 0, for id quadruples")
    options = parser.parse_args(arguments)
    if options.stream:
        print(json.dumps(measured([options.stream], Settings(first_day=options.first_day))))
        return 0
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        path = Path(folder) / "year.tab"
        write(path, dyads(DYADS))
        print(json.dumps(measured([str(path)], Settings("icews"))))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
