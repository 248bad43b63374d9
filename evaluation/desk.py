"""How fast the desk is over a million events: `python -m evaluation.desk [--db FILE] [--events N]`.

Makes a store (`desk_store.py`; with `--db` it is kept, and used again where it is there), serves it with `riftline serve`, and looks at it in
Debian's chromium. A time ends with the frame after the last change of the page, when all that was asked of the server is answered. Every
interaction is done `--each` times, each time with something else, so that what the server keeps of answers helps no more than it does people.
The outlook below a dyad comes later: it is no part of the time, but the next interaction begins when it is there. Its route is timed.
They begin when the desk has asked ahead for what other views wait for (`ahead_s` after the page came): while Today is read, some ten seconds.

Prints one line of JSON: `first_ms`, Today with nothing cached, right after the server has started, and `again_ms`, the median of later ones in
new windows; `p50_ms` and `p95_ms` of all interactions, and of each of them; `page_ms`, the same of that time in which nothing was asked of the server:
what the page itself takes; `routes_p95_ms` of the API as the browser sees it; `bundle_kb`, what the page, its script, style and shapes are when
compressed. `skipped` where there is no chromium.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from evaluation.browser import browsing, missing, serving
from evaluation.desk_store import EVENTS, make

EACH = 15
QUIET = 150
"""Milliseconds without a change or an open question after which the page stands."""
LOOK = 0.1
"""Seconds between two looks whether it does. The page itself notes when: who looks more often takes the browser's time."""

WATCH = """
const seen = globalThis.seen = { open: 0, apart: 0, last: 0, begun: 0 };
const ask = globalThis.fetch;
globalThis.fetch = async (...all) => {
  const which = all[0].includes('/forecasts') ? 'apart' : 'open';
  seen[which] += 1;
  try { return await ask(...all); } finally { setTimeout(() => { seen[which] -= 1; }); }
};
const changed = () => requestAnimationFrame(() => setTimeout(() => { seen.last = performance.now(); }));
const told = (all) => { if (all.some((each) => !each.target.parentElement?.closest('.outlook') && !each.target.matches?.('.outlook'))) changed(); };
new MutationObserver(told).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
performance.setResourceTimingBufferSize(10000);
"""

ASKED = """() => {
  const asked = performance.getEntriesByType('resource').filter((each) => each.startTime >= seen.begun && !each.name.includes('/forecasts'));
  let [sum, until] = [0, seen.begun];
  for (const { startTime, responseEnd } of asked.sort((one, other) => one.startTime - other.startTime)) {
    sum += Math.max(0, Math.min(responseEnd, seen.last) - Math.max(startTime, until));
    until = Math.max(until, responseEnd);
  }
  return sum;
}"""

AHEAD = "seen.open + seen.apart === 0 && performance.getEntriesByType('resource').some((each) => each.name.includes('/forecasts'))"


def stands(page: Any) -> float:
    """Milliseconds from `seen.begun` until the page stood."""
    until = time.monotonic() + 30
    while True:
        still = page.evaluate(f"seen.open === 0 && seen.last > seen.begun && performance.now() - seen.last > {QUIET} && !!document.querySelector('#main h1')")
        if still:
            return float(page.evaluate("seen.last - seen.begun"))
        if time.monotonic() > until:
            raise SystemExit(f"the page never stood: {page.url}")
        time.sleep(LOOK)


def opened(browser: Any, address: str) -> tuple[Any, float]:
    """Today in a new window with nothing cached, and how long that took from the navigation's start."""
    page = browser.new_context().new_page()
    page.add_init_script(WATCH)
    page.goto(address)
    return page, stands(page)


def timed(page: Any, act: str, *given: Any) -> tuple[float, float]:
    """How long something takes that is done in the page, and for how long of it nothing was asked of the server."""
    waited(page, "seen.apart === 0", 60)
    page.evaluate(f"(given) => {{ seen.begun = performance.now(); ({act})(given); }}", given[0] if given else None)
    took = stands(page)
    return took, took - float(page.evaluate(ASKED))


def waited(page: Any, test: str, seconds: float) -> None:
    """Waits until something holds in the page, for at most so long."""
    until = time.monotonic() + seconds
    while not page.evaluate(test) and time.monotonic() < until:
        time.sleep(LOOK)


def asked_ahead(page: Any) -> float:
    """Waits until the desk has asked ahead; the seconds since the page came."""
    waited(page, AHEAD, 120)
    return float(page.evaluate("performance.now()")) / 1000


def items(page: Any, path: str) -> list[dict[str, Any]]:
    """A list of the API's."""
    found: list[dict[str, Any]] = page.evaluate("async (path) => (await (await fetch('/api/v1' + path)).json()).items", path)
    return found


HASH = "(to) => { location.hash = to; }"
NEXT = "() => document.querySelector('a[rel=next]').click()"
ARROW = "() => document.querySelector('.handle').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))"
TYPED = "(word) => { const box = document.querySelector('#search'); box.value = word; box.dispatchEvent(new InputEvent('input', { bubbles: true })); }"
SLID = "(to) => { const box = document.querySelector('[type=range]'); box.value = to; box.dispatchEvent(new InputEvent('input', { bubbles: true })); }"
WORDS = ("Armenia", "Fran", "Geor", "Niger", "Mali", "Chad", "Yemen", "Norw", "Kenya", "Peru", "Iran", "Iraq", "Spain", "Italy", "Ghana")
"""Imported events have labels and no sentences, so it is actors that answer here; `evaluation.search` times the search of sentences."""


def interactions(page: Any, number: int) -> dict[str, list[tuple[float, float]]]:
    """Times of each, by name, as `timed` gives them."""
    signals = [each["id"] for each in items(page, f"/signals?limit={number}")]
    pairs = [each["actors"] for each in items(page, "/dyads?limit=400")][:: 400 // number][:number]
    actors = [each["code"] for each in items(page, "/actors?limit=100")][:: 100 // number][:number]

    def at(view: str) -> None:
        timed(page, HASH, "#/paste")
        timed(page, HASH, view)

    def each(act: str, values: Sequence[Any], before: Callable[[], None] | None = None) -> list[tuple[float, float]]:
        found = []
        for value in values:
            if before:
                before()
            found.append(timed(page, act, value))
        return found

    times = {"signal": each(HASH, [f"#/signals/{id}" for id in signals], lambda: at("#/signals"))}
    times["dyad"] = each(HASH, [f"#/dyads/{a}/{b}" for a, b in pairs])
    times["actor"] = each(HASH, [f"#/actors/{code}" for code in actors])
    at("#/map")
    times["map brush"] = each(ARROW, range(number))
    at("#/network")
    times["network slider"] = each(SLID, [60 + n for n in range(number)])
    times["network brush"] = each(ARROW, range(number))
    at("#/events")
    times["events page"] = each(NEXT, range(number))
    times["events filter"] = each(HASH, [f"#/events?involving={code}&type=ACCUSE" for code in actors])
    at("#/")
    times["search"] = each(TYPED, WORDS[:number])
    return times


def routes(page: Any) -> dict[str, float]:
    """The 95th percentile of every route, in milliseconds as the browser counts."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    entries = page.evaluate("performance.getEntriesByType('resource').map((each) => [each.name, each.responseEnd - each.startTime])")
    for name, took in entries:
        path = re.sub(r"^https?://[^/]+", "", name).split("?")[0]
        if path.startswith("/api/v1"):
            path = re.sub(r"^(/(?:signals|actors|events)/)[^/]+$|^(/dyads/)(?!movers)[^/]+/[^/]+", lambda match: f"{match[1] or match[2]}…", path[7:])
            found[path].append(took)
    return {path: round(share(times, 0.95), 1) for path, times in sorted(found.items())}


def share(times: Sequence[float], at: float) -> float:
    """The value that so many do not exceed."""
    return sorted(times)[min(len(times) - 1, int(at * len(times)))]


def shares(times: Sequence[float]) -> list[int]:
    """The median and the 95th percentile."""
    return [round(share(times, at)) for at in (0.5, 0.95)]


def packed() -> int:
    """Bytes of the page, its script, style, shapes and icon, compressed as they are sent."""
    static = files("riftline").joinpath("web", "static")
    return sum(len(gzip.compress(each.read_bytes(), 9)) for each in static.iterdir() if each.name != "LICENSES.txt")


def measured(db: Path, number: int = EACH) -> dict[str, Any]:
    """What the line holds."""
    with serving(db) as (address, _), browsing() as browser:
        browser.new_context().new_page().goto("about:blank")  # the browser's own start is not the desk's
        page, first = opened(browser, address)
        again = []
        for _ in range(5):
            other, took = opened(browser, address)
            again.append(took)
            other.context.close()
        ahead = asked_ahead(page)
        events = page.evaluate("async () => (await (await fetch('/api/v1/info')).json()).events")
        times = interactions(page, number)
        by_route = routes(page)
    every = [took for found in times.values() for took, _ in found]
    return {
        "what": "desk", "events": events, "first_ms": round(first), "again_ms": round(statistics.median(again)),
        "ahead_s": round(ahead, 1), "p50_ms": round(share(every, 0.5)),
        "p95_ms": round(share(every, 0.95)), "by": {name: shares([took for took, _ in found]) for name, found in times.items()},
        "page_ms": {name: shares([alone for _, alone in found]) for name, found in times.items()},
        "routes_p95_ms": by_route, "bundle_kb": round(packed() / 1000, 1),
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.desk", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, metavar="FILE", help="where the store is kept; made where it is missing")
    parser.add_argument("--events", type=int, default=EVENTS, metavar="N", help="how many events a store that is made gets")
    parser.add_argument("--each", type=int, default=EACH, metavar="N", help=f"how often each interaction is done, at most {EACH}")
    options = parser.parse_args(arguments)
    if missing():
        print(json.dumps({"what": "desk", "skipped": True}))
        return 0
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        db = options.db or Path(folder) / "million.duckdb"
        if not db.exists():
            make(db, options.events)
        print(json.dumps(measured(db, options.each)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
