"""A store of a million events for `evaluation.desk`: rows of ICEWS of our own making (seeded) over two years, imported by Riftline's own reader.

Pairs of states (those at odds and bound first) and, in a tenth of the rows, an organisation; volumes as uneven as those of real streams; nine of
ten rows with one of six towns of the target's state. Signals of the last eight weeks are looked for and stored, as `riftline signals` does.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from evaluation.signals_speed import dyads
from riftline.readers.importing import Settings, load
from riftline.readers.layout import columns
from riftline.relations.places import states
from riftline.signals.find import Wanted, find
from riftline.signals.keeping import keep
from riftline.store.database import opened, transaction
from riftline.tables import rows

EVENTS = 1_000_000
PAIRS = 4_000
FIRST, DAYS = date(2023, 1, 1), 730
SEED = 27
SPREAD = 1.6
TOWNS = 6
LAST_DAYS = 56


def write(path: Path, number: int = EVENTS) -> None:
    """A file of ICEWS with so many rows, by day."""
    chance = np.random.default_rng(SEED)
    pairs = dyads(PAIRS)
    names = {row["code"]: row["name"] for row in rows("actors/states")}
    middles = {each["code"]: (each["lat"], each["lon"]) for each in states()}
    acts = [row for row in rows("plover/cameo") if len(row["code"]) > 2]
    sour = np.array([float(row["goldstein"] or 0) < 0 for row in acts])
    kinds = [np.flatnonzero(~sour), np.flatnonzero(sour)]
    volume = np.exp(chance.normal(0, SPREAD, len(pairs)))
    who = chance.choice(len(pairs), number, p=volume / volume.sum())
    day = np.sort(chance.integers(0, DAYS, number))
    way, town, angry = chance.integers(0, 2, number), chance.integers(0, TOWNS + 1, number), chance.random(number) < 0.3
    act = np.where(angry, chance.choice(kinds[1], number), chance.choice(kinds[0], number))
    shift = chance.normal(0, 1.5, (len(names), TOWNS + 1, 2))
    place = {code: n for n, code in enumerate(names)}
    header = [column.name for column in columns("icews")]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, delimiter="\t", lineterminator="\n")
        out.writerow(header)
        for n in range(number):
            source, target = pairs[who[n]] if way[n] else pairs[who[n]][::-1]
            done = acts[act[n]]
            values = {
                "event_id": 30_000_000 + n, "event_date": (FIRST + timedelta(days=int(day[n]))).isoformat(), "story_id": 40_000_000 + n, "sentence_number": 1,
                "source_name": names[source], "source_country": names[source], "target_name": names[target], "target_country": names[target],
                "event_text": f"{done['name']} ({names[source]}, {names[target]})", "cameo_code": done["code"], "intensity": done["goldstein"],
                "publisher": f"The Courier {n % 40}",
            }  # fmt: skip
            if town[n] and target in middles:
                lat, lon = np.add(middles[target], shift[place[target], town[n]])
                values |= {"city": f"Town {town[n]} of {names[target]}", "country": names[target], "latitude": f"{lat:.3f}", "longitude": f"{lon:.3f}"}
            out.writerow([values.get(name, "") for name in header])


def make(db: Path, number: int = EVENTS) -> None:
    """The store at `db`; some minutes."""
    rows_ = db.with_suffix(".tab")
    write(rows_, number)
    with opened(str(db), write=True) as connection:
        load(connection, [str(rows_)], Settings("icews"), lambda _: None, _failed)
        last = FIRST + timedelta(days=DAYS - 1)
        wanted = Wanted(since=last - timedelta(days=LAST_DAYS), until=last)
        found = find(connection, wanted)
        with transaction(connection):
            keep(connection, found, None)
    rows_.unlink()


def _failed(problem: Exception) -> None:
    raise problem
