"""How fast articles are coded, beside spaCy alone: `python -m evaluation.speed [--news N]`.

Codes annotated articles, and the first N of `data/news` where they are there (else the examples), and on the same
texts in the same run puts each through the bare spaCy pipeline (tagger, parser, lemmatizer, ner). Both run on one
thread, article by article in turn, so that what else the machine does slows both alike; what is counted is processor time.

Prints one line of JSON: `ratio` is articles a second ÷ those of bare spaCy (median over three rounds), and both in articles a second.
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
from evaluation.data import DATA
from evaluation.gold import load
from riftline import pipeline
from riftline.errors import InputError
from riftline.pipeline import Ready
from riftline.sources.files import articles
from riftline.text.parse import DEFAULT_MODEL

ROUNDS = 3

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
    options = parser.parse_args(arguments)
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
    line = {"what": "speed", "articles": len(ready), "words": words, "articles_per_second": round(len(ready) / ours, 2),
            "spacy_articles_per_second": round(len(ready) / spacys, 2), "ratio": round(spacys / ours, 3)}  # fmt: skip
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
