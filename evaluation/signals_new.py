"""How long signals take after what is new, of a store of a million events: `python -m evaluation.signals_new [--events N] [--days N]`.

Makes the store of `evaluation.desk_store` and has all signals looked for, of all its days. Then comes one event of the last day, a hundred, ten thousand of the
day after, and one of a hundred days before the last; after each all signals are looked for again with what the last look has kept, as a server does after
each ingest, and stored. At the end they are looked for from nothing, and compared. DuckDB has one thread.

Prints one line of JSON: processor seconds of the `full` look, of those `after_1`, `after_100`, `after_10000` and `after_1_old`; `ratio`, that after one event
over the full one, and `ratio_10000`; `same`, 1 where the last look and the one from nothing are equal; `signals`, how many.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.desk_store import DAYS, EVENTS, LAST, lines, load_files, made, make
from riftline.records import SIGNAL_KINDS
from riftline.signals.find import Wanted, find
from riftline.signals.keeping import keep
from riftline.signals.memory import Memory
from riftline.store.database import opened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEW = (("after_1", 1, LAST), ("after_100", 100, LAST), ("after_10000", 10_000, LAST + timedelta(days=1)), ("after_1_old", 1, LAST - timedelta(days=100)))
"""Name, how many events, and their day."""
FIRST_ID = 60_000_000


def measured(db: Path, events: int = EVENTS, days: int = DAYS) -> dict[str, Any]:
    """What the line holds; the store is made at `db`."""
    make(db, events, days, last_days=0)
    memory, found = Memory(SIGNAL_KINDS), dict[str, float]()
    with opened(str(db), write=True) as connection:
        connection.execute("SET threads = 1")
        found["full"] = _looked(connection, memory)
        first = FIRST_ID
        for name, number, day in NEW:
            load_files(connection, [made(db.with_suffix(".tab"), lines(number, 1, day, first))])
            found[name] = _looked(connection, memory)
            first += number
        last = find(connection, Wanted(), memory=memory)
        same = last == find(connection, Wanted())
    ratios = {"ratio": found["after_1"] / found["full"], "ratio_10000": found["after_10000"] / found["full"]}
    return {
        "what": "signals_new", "events": events, "days": days, "signals": len(last), "same": int(same),
        **{name: round(value, 3) for name, value in (found | ratios).items()},
    }  # fmt: skip


def _looked(connection: DuckDBPyConnection, memory: Memory) -> float:
    """Processor seconds of a look, with what it stores."""
    began = time.process_time()
    fresh = [each for each in find(connection, Wanted(), memory=memory) if each.id not in memory.stored]
    keep(connection, fresh, None)
    memory.stored |= {each.id: each.date for each in fresh}
    return time.process_time() - began


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.signals_new", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=EVENTS, metavar="N", help="of the store")
    parser.add_argument("--days", type=int, default=DAYS, metavar="N", help="over which they are spread")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        print(json.dumps(measured(Path(folder) / "store.duckdb", options.events, options.days)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
