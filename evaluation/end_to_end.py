"""Whether the signals that ought to be raised come out of articles: `python -m evaluation.end_to_end [--news | --db FILE] [--without PART]`.

Codes `examples/karabakh` into a store of its own and asks for rifts, tilts and flashpoints as of 18 September 2023, the day before the war, and as of
1 July 2022, before the quarrel. With `--news` it codes the 241 articles of `data/news` instead (minutes) and asks for all rifts; `--db` reads a
store that these were put into before.

Prints one line of JSON. Of the examples: `rift` of Armenia and Russia (1 where raised by then), `tilt` of Russia towards Azerbaijan and away from Armenia,
`rift_score` and `tilt_score` (the highest), `flashpoint`: Nagorno-Karabakh, with its `flashpoint_score` and the number of `flashpoint_acts` that carry it;
`before`: how many of these there are as of the earlier day (none is right). Of the
news: `rank` of Turkey and the United States among the rifts by score (1: the strongest), `score`, `next` (the strongest other), `dates`; `january` and
`december`: how many of their rifts were raised in January 2018 and from December 2018 to January 2019; `names`: in how many of their rifts' reasons and
acts each name stands, `named` how many of the names stand in any, and `winter_names` how many stand in those of December and January 2018/19.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from evaluation.data import DATA, ROOT
from riftline import pipeline
from riftline.errors import InputError
from riftline.records import Signal
from riftline.signals import daybook, memory, rift
from riftline.signals.find import Wanted, find
from riftline.signals.ties import Ties
from riftline.store.database import opened
from riftline.stories.keeping import keep

NO_OTHERS = "CREATE OR REPLACE TEMP TABLE acts_of_others AS FROM panel_cells LIMIT 0"
WITHOUT: dict[str, tuple[Any, str, Any]] = {
    "states": (daybook, "others", lambda connection, since, as_of: connection.execute(NO_OTHERS)),
    "breaches": (memory, "broken", lambda told: []),
    "thirds": (Ties, "rivals", lambda self, one: ()),
    "peers": (rift, "PEERS", 1.0),
    "past": (rift, "OWN", 1e-6),
}
"""What can be left out: what stands in its place."""
EVE, EARLY = date(2023, 9, 18), date(2022, 7, 1)
QUARREL = frozenset({"ARM", "RUS"})
LEANING = ("RUS", "AZE", "ARM")
PLACE = "Nagorno-Karabakh"
ALLIES = frozenset({"TUR", "USA"})
NAMES = {"YPG": ("YPG", "People's Protection Units", "People’s Protection Units"), "Afrin": ("Afrin",), "Manbij": ("Manbij",)}
JANUARY = (date(2018, 1, 1), date(2018, 1, 31))
DECEMBER = (date(2018, 12, 1), date(2019, 1, 31))
NEWS = DATA / "news"


def ingest(database: str, paths: Sequence[str]) -> int:
    """Codes the articles of these files into a new database; how many. Raises InputError where one cannot be read."""
    count = 0
    with opened(database, write=True) as connection:
        for item in pipeline.run(list(paths)):
            if isinstance(item, InputError):
                raise item
            keep(connection, item.coding)
            count += 1
            if sys.stderr.isatty():
                print(f"\r{count} articles ", end="", file=sys.stderr, flush=True)
    return count


def examples(database: str) -> dict[str, Any]:
    """The figures of the Karabakh examples."""
    with opened(database) as connection:
        eve, early = ([*find(connection, Wanted(kinds=("rift", "tilt", "flashpoint"), as_of=day))] for day in (EVE, EARLY))
    rifts, tilts, flashpoints = wanted(eve)
    return {
        "rift": int(bool(rifts)), "tilt": int(bool(tilts)), "rift_score": _highest(rifts), "tilt_score": _highest(tilts),
        "rift_dates": [each.date.isoformat() for each in rifts], "tilt_thin": all(each.thin for each in tilts),
        "flashpoint": int(bool(flashpoints)), "flashpoint_score": _highest(flashpoints),
        "flashpoint_acts": max((len(each.events) for each in flashpoints), default=0), "before": sum(map(len, wanted(early))),
    }  # fmt: skip


def wanted(signals: Iterable[Signal]) -> tuple[list[Signal], list[Signal], list[Signal]]:
    """Rifts of Armenia and Russia, tilts of Russia towards Azerbaijan, flashpoints in Nagorno-Karabakh."""
    found = list(signals)
    rifts = [each for each in found if each.kind == "rift" and set(each.actors) == QUARREL]
    return rifts, [each for each in found if each.actors == LEANING], [each for each in found if each.kind == "flashpoint" and each.place == PLACE]


def news(signals: Sequence[Signal]) -> dict[str, Any]:
    """The figures of the news, of the rifts, the strongest first."""
    ours = [each for each in signals if set(each.actors) == ALLIES]
    others = [each for each in signals if set(each.actors) != ALLIES]
    winter = [each for each in ours if DECEMBER[0] <= each.date <= DECEMBER[1]]
    names = {name: sum(tells(each, words) for each in ours) for name, words in NAMES.items()}
    return {
        "rifts": len(signals), "rank": 1 + sum(each.score > _highest(ours) for each in others) if ours else None, "score": _highest(ours),
        "next": _highest(others), "next_actors": list(others[0].actors) if others else [], "dates": sorted(each.date.isoformat() for each in ours),
        "january": sum(JANUARY[0] <= each.date <= JANUARY[1] for each in ours), "december": len(winter), "names": names,
        "named": sum(bool(number) for number in names.values()), "winter_names": sum(any(tells(each, words) for each in winter) for words in NAMES.values()),
    }  # fmt: skip


def tells(signal: Signal, words: Iterable[str]) -> bool:
    """Whether one of the names stands in the signal's reason, or in the words or the sentence of one of its acts."""
    text = " ".join([signal.reason, *(f"{act.words} {act.quote or ''}" for act in signal.events)])
    return any(name in text for name in words)


def _highest(signals: Sequence[Signal]) -> float:
    return round(max((each.score for each in signals), default=0.0), 2)


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.end_to_end", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", action="store_true", help="the 241 articles of data/news")
    parser.add_argument("--db", metavar="FILE", help="a store that has them already")
    parser.add_argument("--without", choices=sorted(WITHOUT), help="leave out what states alone do, breaches, thirds, or one of the two priors")
    options = parser.parse_args(arguments)
    if options.without:
        with patch.object(*WITHOUT[options.without]):
            return _run(options)
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    if (options.news and not options.db and not NEWS.is_dir()) or (options.db and not Path(options.db).exists()):
        print(json.dumps({"what": "end_to_end", "skipped": f"no {options.db or NEWS}"}))
        return 0
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        database = options.db or f"{folder}/articles.duckdb"
        line: dict[str, Any] = {"what": "end_to_end", "set": "news" if options.news or options.db else "examples", "without": options.without}
        if not options.db:
            line["articles"] = ingest(database, [str(NEWS if options.news else ROOT / "examples" / "karabakh")])
        if options.news or options.db:
            with opened(database) as connection:
                line |= news(find(connection, Wanted(kinds=("rift",))))
        else:
            line |= examples(database)
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
