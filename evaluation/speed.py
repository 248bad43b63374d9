"""How fast articles are coded, beside spaCy alone: `python -m evaluation.speed [--news N] [--growth [--many]]`.

Codes annotated articles, and the first N of `data/news` where they are there (else the examples), and on the same
texts in the same run puts each through the bare spaCy pipeline (tagger, parser, lemmatizer, ner). Both run on one
thread, article by article in turn, so that what else the machine does slows both alike; what is counted is processor time.

The last line that it prints is JSON: `ratio` is articles a second ÷ those of bare spaCy (median over three rounds), and both in articles a second;
`stages`: milliseconds of a processor that each stage takes for an article; `a_day` and `a_day_stored`: articles a day and core, coded, and coded and
stored; `peak_mb`: the most memory that the process had; `help` and `first`: seconds on the clock and of a processor from the start of the process to
the end of `riftline --help` and of `riftline code` with one article.

`--growth` prints, before that, a line for texts of each of 100, 1,000 and 10,000 words (milliseconds a word, in all and by stage) and for runs of 100 and
1,000 short articles (milliseconds an article and memory, in fifths of the run); `--many` adds one of 10,000 (half an hour).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeVar

import spacy

from evaluation.articles import gold_files, opened, text_of
from evaluation.data import DATA, ROOT
from evaluation.gold import load
from evaluation.speed_growth import a_day, peak, stages, started, storing, with_length, with_number
from riftline import pipeline
from riftline.errors import InputError
from riftline.pipeline import Ready
from riftline.sources.files import articles
from riftline.text.parse import DEFAULT_MODEL

ROUNDS = 3
NUMBERS, MANY = (100, 1_000), 10_000
"""Articles of the runs by which growth with their number is measured."""

T = TypeVar("T")


def texts(news: int) -> list[Ready]:
    """The articles, cleaned: annotated ones (the examples where those of newspapers are absent) and the first of the news."""
    files = gold_files("all") or gold_files("examples")
    found = [opened(load(path), text_of(path)) for path in files]
    folder = DATA / "news"
    if folder.is_dir():
        ready = pipeline.prepared(articles([str(folder)]))
        found += [item for item in islice(ready, news) if not isinstance(item, InputError)]
    return found


def seconds(work: Callable[[T], object], given: T) -> float:
    """Processor time that a piece of work takes."""
    start = time.process_time()
    work(given)
    return time.process_time() - start


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=int, default=20, help="how many articles of data/news to add (default 20)")
    parser.add_argument("--growth", action="store_true", help="also how time and memory grow with an article's length and with their number (minutes)")
    parser.add_argument("--many", action="store_true", help=f"with --growth: a run of {MANY:,} articles, too")
    options = parser.parse_args(arguments)
    if options.many and not options.growth:
        parser.error("--many goes with --growth")
    os.environ["RIFTLINE_THREADS"] = "1"
    ready = texts(options.news)
    bare = spacy.load(os.environ.get("RIFTLINE_SPACY_MODEL", DEFAULT_MODEL))
    pipeline.coded(ready[0]), bare(ready[0].article.text)  # what is loaded once is not counted
    rounds = []
    for number in range(ROUNDS):
        ours = spacys = 0.0
        for done, item in enumerate(ready, 1):
            spacys += seconds(bare, item.article.text)
            ours += seconds(pipeline.coded, item)
            if sys.stderr.isatty():
                print(f"\rround {number + 1} of {ROUNDS}, {done}/{len(ready)} ", end="", file=sys.stderr, flush=True)
        rounds.append((ours, spacys))
    if sys.stderr.isatty():
        print("\r" + " " * 40 + "\r", end="", file=sys.stderr)
    ours, spacys = (statistics.median(column) for column in zip(*rounds, strict=True))
    words = sum(len(item.article.text.split()) for item in ready)
    by_stage, stored = stages(ready), storing(ready)
    line = {
        "what": "speed", "articles": len(ready), "words": words, "articles_per_second": round(len(ready) / ours, 2),
        "spacy_articles_per_second": round(len(ready) / spacys, 2), "ratio": round(spacys / ours, 3), "stages": by_stage,
        "store_ms": round(1000 * stored, 1), "a_day": a_day(ours / len(ready)), "a_day_stored": a_day(ours / len(ready) + stored), "peak_mb": peak(),
        "help": started(["--help"]), "first": started(["code", str(ROOT / "examples" / "essequibo" / "alert.txt")]),
    }  # fmt: skip
    if options.growth:
        for grown in with_length():
            print(json.dumps({"what": "length"} | grown), flush=True)
        for number in (*NUMBERS, *((MANY,) if options.many else ())):
            print(json.dumps({"what": "number"} | with_number(number)), flush=True)
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
