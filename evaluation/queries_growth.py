"""What it takes to add to a store, beside the same with one of a tenth of the events: for `evaluation.queries`."""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evaluation.data import ROOT
from evaluation.desk_store import LAST, lines, load_files, made
from riftline import pipeline
from riftline.errors import InputError
from riftline.sources.files import articles
from riftline.store.database import opened
from riftline.stories.keeping import keep

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEW = 1_000
"""Events of an import."""
TIMES = 5
BEHIND = 200
"""How many days before the last one those events are that come late."""


def growth(db: Path, small: Path, folder: Path) -> dict[str, Any]:
    """Of each way to add the median of milliseconds [with the store at `db`, with the `small` one] and their ratio. Both are copied, and stay as they are."""
    copies = [Path(shutil.copyfile(path, folder / f"copy-{path.name}")) for path in (db, small)]
    found = [_added(path, folder) for path in copies]
    for path in copies:
        path.unlink()
    return {name: {"ms": [found[0][name], found[1][name]], "ratio": round(found[0][name] / found[1][name], 2)} for name in found[0]}


def _added(db: Path, folder: Path) -> dict[str, float]:
    coded = [pipeline.coded(ready) for ready in pipeline.prepared(articles([str(ROOT / "examples")])) if not isinstance(ready, InputError)]
    codings = [each.coding for each in coded if not isinstance(each, InputError)][: TIMES + 1]
    ids = count(90_000_000, NEW)
    with opened(str(db), write=True) as connection:
        return {
            "import of the next day": _median(lambda n: _imported(connection, folder, next(ids), LAST + timedelta(days=n + 1))),
            "import of an earlier day": _median(lambda n: _imported(connection, folder, next(ids), LAST - timedelta(days=BEHIND + n))),
            "article": _median(lambda n: keep(connection, codings[n])),
        }


def _median(act: Callable[[int], object]) -> float:
    """Milliseconds of the median of TIMES, after one that is not counted."""
    took = []
    for n in range(TIMES + 1):
        began = time.perf_counter()
        act(n)
        took.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(took[1:]), 1)


def _imported(connection: DuckDBPyConnection, folder: Path, first_id: int, day: date) -> None:
    path = made(folder / f"{first_id}.tab", lines(NEW, 1, day, first_id))
    load_files(connection, [path])
    path.unlink()
