"""Streams of acts with known rates, for tests of the outlooks."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from riftline.store.database import insert, opened

FIRST = date(2024, 1, 1)
Told = tuple[str, str, date, str]
ROW = (
    "id", "origin", "type", "contexts", "source_code", "target_code", "first_day", "last_day", "published", "status", "reports", "sources",
    "evidence", "publisher",
)  # fmt: skip


def on(day: int) -> date:
    """A day of the stream."""
    return FIRST + timedelta(days=day)


def poisson(days: int, rates: dict[tuple[str, str, str], float], seed: int = 1) -> list[Told]:
    """Acts of (source, target, type) that come independently, so many a day."""
    chance = np.random.default_rng(seed)
    found = []
    for (source, target, kind), rate in rates.items():
        found += [(source, target, on(int(day)), kind) for day in np.nonzero(chance.poisson(rate, days))[0]]
    return found


def world(days: int, actors: int = 12, seed: int = 3) -> list[Told]:
    """Many pairs whose rates are drawn from a gamma distribution: from a few acts a year to one in two days."""
    chance = np.random.default_rng(seed)
    codes = [f"A{i:02}" for i in range(actors)]
    rates = {}
    for source in codes:
        for target in codes:
            if source != target:
                for kind, level in (("ACCUSE", 0.06), ("CONSULT", 0.1), ("ASSAULT", 0.02)):
                    rates[source, target, kind] = float(chance.gamma(0.6, level / 0.6))
    return poisson(days, rates, seed)


def stored(path: Path, acts: Iterable[Told], status: str = "happened", late: int = 0) -> str:
    """A database with these acts, each published `late` days after the day that is given."""
    with opened(str(path), write=True) as connection:
        rows = []
        for i, (source, target, day, kind) in enumerate(acts):
            words = f"{source} and {target}: {kind} {i}"
            rows.append((f"{status}{i:06}", "icews", kind or None, [], source, target, day, day, day + timedelta(days=late), status, 1, 1, words, "The Post"))
        insert(connection, "events", rows, ROW)
    return str(path)
