"""A store of a million events, or of more, for `evaluation.desk` and `evaluation.queries`: rows of ICEWS of our own making (seeded) over two years, or
more, imported by Riftline's own reader as files of a million rows each.

Pairs of states (those at odds and bound first) and, in a tenth of the rows, an organisation; volumes as uneven as those of real streams; nine of
ten rows with one of six towns of the target's state. Signals of the last eight weeks are looked for and stored, as `riftline signals` does.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from evaluation.signals_speed import dyads
from riftline.readers.importing import Settings, load
from riftline.readers.layout import columns
from riftline.relations.places import states
from riftline.signals.find import Wanted, find
from riftline.signals.keeping import keep
from riftline.store.database import opened, transaction
from riftline.tables import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EVENTS = 1_000_000
PAIRS = 4_000
LAST, DAYS = date(2024, 12, 30), 730
SEED = 27
SPREAD = 1.6
TOWNS = 6
LAST_DAYS = 56
PART = 1_000_000
"""Rows of a file: what is imported in one transaction."""


def lines(number: int = EVENTS, days: int = DAYS, last: date = LAST, first_id: int = 30_000_000) -> Iterator[str]:
    """So many rows of a file of ICEWS, by day, of so many days up to `last`."""
    chance = np.random.default_rng(SEED)
    pairs = dyads(PAIRS)
    names = {row["code"]: row["name"] for row in rows("actors/states")}
    middles = {each["code"]: (each["lat"], each["lon"]) for each in states()}
    acts = [row for row in rows("plover/cameo") if len(row["code"]) > 2]
    sour = np.array([float(row["goldstein"] or 0) < 0 for row in acts])
    kinds = [np.flatnonzero(~sour), np.flatnonzero(sour)]
    volume = np.exp(chance.normal(0, SPREAD, len(pairs)))
    who = chance.choice(len(pairs), number, p=volume / volume.sum())
    day = np.sort(chance.integers(0, days, number))
    way, town, angry = chance.integers(0, 2, number), chance.integers(0, TOWNS + 1, number), chance.random(number) < 0.3
    act = np.where(angry, chance.choice(kinds[1], number), chance.choice(kinds[0], number))
    shift = chance.normal(0, 1.5, (len(names), TOWNS + 1, 2))
    place = {code: n for n, code in enumerate(names)}
    dates = [(last - timedelta(days=days - 1 - n)).isoformat() for n in range(days)]

    @cache
    def where(code: str, number: int) -> tuple[str, str, str, str]:
        """Town, state, latitude and longitude."""
        if not number or code not in middles:
            return "", "", "", ""
        lat, lon = np.add(middles[code], shift[place[code], number])
        return f"Town {number} of {names[code]}", names[code], f"{lat:.3f}", f"{lon:.3f}"

    for first in range(0, number, 100_000):
        drawn = (each[first : first + 100_000].tolist() for each in (who, day, way, town, act))
        for n, (pair, on, turned, in_town, what) in enumerate(zip(*drawn, strict=True), first):
            source, target = pairs[pair] if turned else pairs[pair][::-1]
            one, other, done = names[source], names[target], acts[what]
            city, country, lat, lon = where(target, in_town)
            yield (
                f"{first_id + n}\t{dates[on]}\t{one}\t\t{one}\t{done['name']} ({one}, {other})\t{done['code']}\t{done['goldstein']}\t{other}\t\t{other}\t"
                f"{first_id + 10_000_000 + n}\t1\tThe Courier {n % 40}\t{city}\t\t\t{country}\t{lat}\t{lon}\n"
            )


def made(path: Path, rows_: Iterable[str]) -> Path:
    """A file of ICEWS with these rows."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("\t".join(column.name for column in columns("icews")) + "\n")
        file.writelines(rows_)
    return path


def write(folder: Path, number: int = EVENTS, days: int = DAYS) -> list[Path]:
    """Files with these rows, `PART` in each but the last."""
    found = lines(number, days)
    return [made(folder / f"{first:010}.tab", islice(found, PART)) for first in range(0, number, PART)]


def load_files(connection: DuckDBPyConnection, paths: Sequence[Path]) -> None:
    """Imports them."""
    load(connection, map(str, paths), Settings("icews"), lambda _: None, _failed)


def make(db: Path, number: int = EVENTS, days: int = DAYS, last_days: int = LAST_DAYS, memory: str | None = None) -> dict[str, float]:
    """The store at `db`, some minutes; signals of its `last_days`, none for 0; DuckDB may take so much `memory` ("8GB"). How long it took: seconds to `write`
    the files, to `load` them and to look for `signals`."""
    took = {}
    with tempfile.TemporaryDirectory(dir=db.parent, prefix="riftline-") as folder, opened(str(db), write=True) as connection:
        if memory:
            connection.execute(f"SET memory_limit = '{memory}'")
        started = time.monotonic()
        parts = write(Path(folder), number, days)
        took["write"] = time.monotonic() - started
        started = time.monotonic()
        load_files(connection, parts)
        took["load"] = time.monotonic() - started
        started = time.monotonic()
        if last_days:
            found = find(connection, Wanted(since=LAST - timedelta(days=last_days), until=LAST))
            with transaction(connection):
                keep(connection, found, None)
        took["signals"] = time.monotonic() - started
    return took


def _failed(problem: Exception) -> None:
    raise problem
