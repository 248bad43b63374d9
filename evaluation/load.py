"""The server under load: `python -m evaluation.load [--readers 200] [--seconds 30] [--pause 0] [--db FILE]`.

Makes a store (`desk_store.py`, 50,000 events, and the examples' articles; with `--db` it is kept, and used again where it is there), serves it with a
real `riftline serve`, has `riftline ingest` hand it articles of our own making (`made_news.py`, each sent again later with more in it), and asks it
meanwhile, as the desk does, with so many readers at once in processes of their own (`load_readers.py`). A reader asks again as soon as it has its
answer, or after `--pause` seconds on average.

No answer may be an error but a 503 with `Retry-After`, which is back-pressure and counted apart. Of an article that comes in meanwhile each answer
has to be whole: the same `stored` means the same text, the same events each with its story, and as many reports as `/articles` counts.

Prints one line of JSON: `asked`, `a_second`, `held_off` (503 with `Retry-After`), `gone`
(404 of an event that was told of by an article's earlier version), `errors` (anything else; the first few in words), `half` (answers that
told half an article), `stored` (articles that came in meanwhile), `checked` (answers about those), `p50_ms` and `p99_ms` of all that was answered and
`by` route (p50, p99, how many), as the reader sees it. Ends with 1 where there were errors or halves.

`--coder quick` has a coder that costs nothing in the model's place: many more articles come in.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import httpx2

from evaluation.browser import RIFTLINE, serving
from evaluation.desk import share
from evaluation.desk_store import make
from evaluation.load_readers import LATEST, Asked, read
from evaluation.made_news import article

EVENTS = 50_000
IN_ONE = 100
"""Readers in one process."""
BEGINS = 120.0
"""Seconds that the first article may take to come in."""
FIRST, COUNT, LATER = 200_000, 20_000, 75
"""The articles that come in: the first one's number, how many, and after how many others each comes again with more in it: after so many that it is not stored
in the same second, by which two versions are told apart."""
MAY_GO = ("/events/{id}", "/stories/{id}")
"""What may be there no more when it is asked for: an event of an article that has come again with other words."""
EXAMPLES = Path(__file__).parent.parent / "examples"
QUICK = (sys.executable, "-m", "evaluation.killed")


def news(path: Path) -> Path:
    """What is handed over: each article, and after some others again, under its address, with two acts more."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(COUNT):
            file.write(json.dumps(article(FIRST + number)) + "\n")
            if number >= LATER:
                file.write(json.dumps(article(FIRST + number - LATER, acts=5)) + "\n")
    return path


def stocked(db: Path, events: int) -> None:
    """The store at `db`, of imported events and the examples' articles."""
    make(db, events)
    subprocess.run([RIFTLINE, "ingest", str(EXAMPLES), "--db", str(db)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def measured(db: Path, readers: int, seconds: float, pause: float, command: Sequence[str] = (RIFTLINE,)) -> dict[str, Any]:
    """What the line holds. The readers begin when the first article has come in."""
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder, serving(db, command) as (address, _):
        handed = news(Path(folder) / "news.jsonl")
        with subprocess.Popen([RIFTLINE, "ingest", str(handed), "--db", str(db)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as ingest:
            _begun(address, ingest)
            every, going = _asked(address, readers, seconds, pause), ingest.poll() is None
            ingest.terminate()
    return {"what": "load", "readers": readers, "seconds": seconds, "pause": pause, "ingest_went_on": going, **told(every, seconds)}


def _begun(address: str, ingest: subprocess.Popen[bytes]) -> None:
    """Waits for the first article. Raises SystemExit where none comes."""
    ends = time.monotonic() + BEGINS
    while not httpx2.get(f"{address}/api/v1/articles", params=LATEST, trust_env=False).json()["items"]:
        if ingest.poll() is not None or time.monotonic() > ends:
            raise SystemExit("riftline ingest stored nothing")
        time.sleep(0.1)


def _asked(address: str, readers: int, seconds: float, pause: float) -> list[Asked]:
    """All that the readers asked, in as many processes as they need."""
    number = -(-readers // IN_ONE)
    shares = [readers // number + (each < readers % number) for each in range(number)]
    with ProcessPoolExecutor(number, get_context("spawn")) as pool:
        begun = [pool.submit(read, address, share_, seconds, pause, seed) for seed, share_ in enumerate(shares)]
        return [each for found in begun for each in found.result()]


def told(every: Sequence[Asked], seconds: float) -> dict[str, Any]:
    """The figures of all that was asked within so many seconds."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    for each in every:
        if each.status == 200:
            times[each.route].append(each.took * 1000)
    gone = [each for each in every if each.status == 404 and each.route in MAY_GO]
    errors = [each for each in every if each.status != 200 and not each.held_off and each not in gone]
    seen = [(each.route, *one) for each in every for one in each.seen]
    all_times = [one for found in times.values() for one in found]
    halves = half(seen)
    return {
        "asked": len(every), "a_second": round(len(every) / seconds, 1), "held_off": sum(each.held_off for each in every), "gone": len(gone),
        "errors": len(errors), "first_errors": [f"{each.route}: {each.status} {each.said}" for each in errors[:5]],
        "half": len(halves), "first_halves": halves[:5],
        "stored": len({id for _, id, *_ in seen}), "checked": len(seen), "versions": len({(id, stored) for _, id, stored, *_ in seen}),
        "p50_ms": shown(all_times, 0.5), "p99_ms": shown(all_times, 0.99),
        "by": {route: [shown(found, 0.5), shown(found, 0.99), len(found)] for route, found in sorted(times.items())},
    }  # fmt: skip


def shown(times: Sequence[float], at: float) -> int | None:
    """A share in whole milliseconds."""
    return round(share(times, at)) if times else None


def half(seen: Sequence[tuple[str, str, str, int, str]]) -> list[str]:
    """In words, where two answers about one version of an article (`stored`) differ in how many reports it has, or in what was found in it."""
    counts: dict[tuple[str, str], int] = {}
    prints: dict[tuple[str, str], str] = {}
    found = []
    for route, id, stored, number, print_ in seen:
        if counts.setdefault((id, stored), number) != number:
            found.append(f"{route}: {id} stored {stored} has {number} reports and had {counts[id, stored]}")
        if print_ and prints.setdefault((id, stored), print_) != print_:
            found.append(f"{route}: {id} stored {stored} tells {print_} and told {prints[id, stored]}")
    return found


def main(arguments: Sequence[str]) -> int:
    """Prints the line; 1 where there were errors or halves."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--readers", type=int, default=200, metavar="N", help="how many ask at once")
    parser.add_argument("--seconds", type=float, default=30, metavar="S", help="for how long")
    parser.add_argument("--pause", type=float, default=0, metavar="S", help="how long a reader looks at an answer, on average")
    parser.add_argument("--events", type=int, default=EVENTS, metavar="N", help="how many events a store that is made gets")
    parser.add_argument("--coder", choices=("real", "quick"), default="real", help="what codes the articles that come in")
    parser.add_argument("--db", type=Path, metavar="FILE", help="where the store is kept; made where it is missing")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        db = options.db or Path(folder) / "load.duckdb"
        if not db.exists():
            stocked(db, options.events)
        line = measured(db, options.readers, options.seconds, options.pause, QUICK if options.coder == "quick" else (RIFTLINE,))
    print(json.dumps(line))
    return 1 if line["errors"] or line["half"] else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
