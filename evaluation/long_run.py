"""Whether memory stays flat over many articles: `python -m evaluation.long_run [--articles N] [--quick] [--db FILE]`.

Puts N short articles (evaluation/made_news.py) through one process as `riftline ingest` does: read, coded by the real coder, stored, put together
with the others. Every so many articles a line of JSON goes to standard output: `articles` done, `resident_mb` (of the process), `duckdb_mb` (what DuckDB
says that it holds of that, which it takes and gives back by its own limit), `seconds` since the start, `objects` that Python's collector tracks.

The last line sums up: `grown_mb_per_10000` is the slope, by least squares, of resident less DuckDB's memory over the articles after the first fifth.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.killed import coder as made_up
from evaluation.made_news import write
from riftline.ingesting import Ingesting, Opened
from riftline.pipeline import Coder, Options
from riftline.sources.messages import Messages
from riftline.sources.reading import Reading
from riftline.store.database import opened

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEGABYTE = 1 << 20
WARM_UP = 0.2


def resident() -> float:
    """Megabytes of memory that the process has."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEGABYTE


def held(connection: DuckDBPyConnection) -> float:
    """Megabytes of memory that DuckDB holds."""
    row = connection.execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone()
    return float(row[0] if row else 0) / MEGABYTE


def slope(lines: Sequence[dict[str, Any]]) -> float:
    """Megabytes that the process grew by for each 10,000 articles after the warm-up, DuckDB's own apart."""
    last = lines[-1]["articles"]
    late = [line for line in lines if line["articles"] >= WARM_UP * last]
    if len(late) < 2:
        return 0.0
    done = np.array([line["articles"] for line in late])
    used = np.array([line["resident_mb"] - line["duckdb_mb"] for line in late])
    return float(np.polyfit(done, used, 1)[0] * 10_000)


def measured(path: Path, db: str, every: int, coder: Coder | None = None) -> list[dict[str, Any]]:
    """Ingests the file; what is seen of the process every so many articles, each printed as soon as it is."""
    began, lines, done = time.monotonic(), list[dict[str, Any]](), 0
    with opened(db, write=True) as connection:

        def advance() -> None:
            nonlocal done
            done += 1
            if done % every == 0:
                line = {"articles": done, "resident_mb": round(resident(), 1), "duckdb_mb": round(held(connection), 1),
                        "seconds": round(time.monotonic() - began, 1), "objects": len(gc.get_objects())}  # fmt: skip
                lines.append(line)
                print(json.dumps(line), flush=True)

        reading = Reading([str(path)], Options().limit, Options().columns)
        work = Ingesting(Opened(connection), db, Options(), False, reading, Messages(_said), nullcontext, coder)
        for source in reading.inputs():
            work.take(source, advance)
        print(work.close(False), file=sys.stderr)
    return lines


def _said(line: str) -> None:
    print(line, file=sys.stderr)


def main(arguments: Sequence[str]) -> int:
    """Prints the lines."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.long_run", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--every", type=int, default=200)
    parser.add_argument("--acts", type=int, default=3, help="sentences of an article that tell something (default 3)")
    parser.add_argument("--fillers", type=int, default=2, help="sentences of an article that tell nothing (default 2)")
    parser.add_argument("--db", metavar="FILE", help="keep the database here")
    parser.add_argument("--quick", action="store_true", help="a coder that costs nothing in the model's place: the storing alone")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        path = write(Path(folder) / "made.jsonl", options.articles, acts=options.acts, fillers=options.fillers)
        lines = measured(path, options.db or f"{folder}/long.duckdb", options.every, made_up if options.quick else None)
    if lines:
        sums = {"what": "long_run", "articles": lines[-1]["articles"], "resident_mb": lines[-1]["resident_mb"], "seconds": lines[-1]["seconds"]}
        print(json.dumps(sums | {"grown_mb_per_10000": round(slope(lines), 1)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
