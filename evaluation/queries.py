"""Each question of the API over ten million events beside the same in SQL: `python -m evaluation.queries [--db FILE] [--events N] [--each N]`.

Makes a store (`desk_store.py`, with days in proportion to the events; with `--db` it is kept, and used again where it is there), serves it with
`riftline serve` and asks each of the questions of `queries_asked.py` `--each` times, with other parameters each time (drawn by a seed), one after the
other over one connection. After each the same is asked in SQL as it would be written by hand, of a copy of the file (the server has the file itself),
with DuckDB's own settings and so the same number of threads: what else goes on meanwhile slows both alike. On both sides a question of each kind
comes before that is not counted: `first_ms` is what that took. What both say is compared; where they differ the evaluation fails.

Then a thousand events of a later day and of one in the middle are imported into a copy of it, and an article is kept, and the same is done with a store
of a tenth of the events (`growth`, which `--alone` leaves out).

Prints one line of JSON: `by`, of each kind milliseconds [median, 95th percentile] of `api` and `sql`, `ratio` of the 95th percentiles, `first_ms`
of the API; `worst_ratio` and `worst`, the highest of the ratios and its kind; `http_ms`, the same of `/healthz`, which asks the
database `SELECT 1`: what HTTP itself takes;
`load_s`, `rows_per_s` and `mb` of a store that was made.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from evaluation.browser import serving
from evaluation.desk import share
from evaluation.desk_store import DAYS, make
from evaluation.desk_store import EVENTS as MILLION
from evaluation.queries_asked import QUESTIONS, Question, Values, compare, drawn
from evaluation.queries_drawn import looked_at
from evaluation.queries_growth import growth
from riftline.store.database import opened

EVENTS, EACH = 10_000_000, 40
COMPARED = 3
"""Questions of each kind of which both answers are compared."""
MEMORY = "8GB"


class Asking:
    """A connection to a server that is kept open."""

    def __init__(self, address: str) -> None:
        self._connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"))

    def close(self) -> None:
        """Ends it."""
        self._connection.close()

    def ask(self, path: str, under: str = "/api/v1") -> tuple[float, bytes]:
        """Milliseconds, and the answer. Raises SystemExit where it is an error."""
        try:
            began, answer = self._begun(f"{under}{path}")
        except (http.client.RemoteDisconnected, ConnectionResetError):  # the server ends what has been idle for some seconds, as while SQL takes long
            self._connection.close()
            began, answer = self._begun(f"{under}{path}")
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status} {body[:200]!r}")
        return took, body

    def _begun(self, path: str) -> tuple[float, http.client.HTTPResponse]:
        began = time.perf_counter()
        self._connection.request("GET", path)
        return began, self._connection.getresponse()


def of_both(db: Path, copy: Path, asked: Sequence[tuple[Question, list[Values]]]) -> tuple[list[list[tuple[float, float]]], list[float]]:
    """Milliseconds of the API and of SQL, of each question of each kind, the first one's in front; milliseconds of HTTP alone. Raises SystemExit where
    the two say different things."""
    times = []
    with serving(db) as (address, _), closing(Asking(address)) as server, opened(str(copy)) as connection:
        for question, values in asked:
            took = []
            for n, each in enumerate(values):
                one, answer = server.ask(question.asked(each))
                began = time.perf_counter()
                rows = question.run(connection, each)
                took.append((one, (time.perf_counter() - began) * 1000))
                if n < COMPARED:
                    compare(question, each, answer, rows)
            times.append(took)
            print(f"{question.name}: {shares([one for one, _ in took[1:]])} {shares([other for _, other in took[1:]])} ms", file=sys.stderr, flush=True)
        bare = [server.ask("/healthz", "")[0] for _ in range(EACH)]
    return times, bare


def shares(times: Sequence[float]) -> list[float]:
    """The median and the 95th percentile."""
    return [round(share(times, at), 1) for at in (0.5, 0.95)]


def measured(db: Path, each: int = EACH) -> dict[str, Any]:
    """What the line holds of the questions."""
    with opened(str(db)) as connection:
        store = looked_at(connection)
        events = connection.execute("SELECT count(*) FROM events").fetchone()
    asked = [(question, drawn(question, store, each + 1, seed)) for seed, question in enumerate(QUESTIONS)]
    with tempfile.TemporaryDirectory(dir=db.parent, prefix="riftline-") as folder:
        times, bare = of_both(db, Path(shutil.copy(db, folder)), asked)
    by, ratios = dict[str, dict[str, Any]](), dict[str, float]()
    for (question, _), took in zip(asked, times, strict=True):
        one, other = zip(*took, strict=True)
        ratios[question.name] = round(share(one[1:], 0.95) / share(other[1:], 0.95), 2)
        by[question.name] = {"api": shares(one[1:]), "sql": shares(other[1:]), "ratio": ratios[question.name], "first_ms": round(one[0])}
    worst = max(ratios, key=lambda name: ratios[name])
    return {
        "what": "queries", "events": events[0] if events else 0, "each": each, "worst_ratio": ratios[worst], "worst": worst, "by": by,
        "http_ms": shares(bare),
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.queries", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, metavar="FILE", help="where the store is kept; made where it is missing")
    parser.add_argument("--events", type=int, default=EVENTS, metavar="N", help="how many events a store that is made gets")
    parser.add_argument("--each", type=int, default=EACH, metavar="N", help="how often each kind of question is asked")
    parser.add_argument("--alone", action="store_true", help="the questions alone, without what a growing store takes")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        db, about = options.db or Path(folder) / "store.duckdb", dict[str, Any]()
        if not db.exists():
            took = make(db, options.events, days_of(options.events), memory=MEMORY)
            about = {"load_s": round(took["load"], 1), "rows_per_s": round(options.events / took["load"]), "signals_s": round(took["signals"], 1)}
        about["mb"] = round(db.stat().st_size / 1e6, 1)
        made = measured(db, options.each) | about
        if not options.alone:
            small = Path(folder) / "tenth.duckdb"
            make(small, made["events"] // 10, days_of(made["events"] // 10), last_days=0, memory=MEMORY)
            made["growth"] = growth(db, small, Path(folder))
    print(json.dumps(made))
    return 0


def days_of(events: int) -> int:
    """So many days that a day has about as many events as in the store of the desk."""
    return max(DAYS * events // MILLION, 60)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
