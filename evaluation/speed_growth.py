"""What one processor takes to code articles, stage by stage, and how that grows with their length and number: used by `evaluation.speed`.

All times are processor time, since others may use the machine meanwhile.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from evaluation.data import ROOT
from evaluation.long_run import resident
from evaluation.made_news import write
from riftline import pipeline
from riftline.errors import InputError
from riftline.extraction import acts, coder
from riftline.pipeline import Coded, Ready
from riftline.sources.files import articles
from riftline.store.database import opened
from riftline.stories.keeping import keep

DAY = 86_400
LENGTHS = (100, 1_000, 10_000)
"""Words of the texts by which growth with length is measured."""
LEAST_WORDS = 2_000
"""A text is coded again until so many words of its length were."""
WINDOWS = 5
"""Parts of a run of many articles that are told apart."""

STAGES: dict[str, tuple[tuple[Any, str], ...]] = {
    "parse": ((coder, "parse"),),
    "dates": ((coder, "find_dates"), (coder, "placed_times")),
    "places": ((coder, "find_places"),),
    "actors": ((coder, "find_actors"),),
    "statements": ((coder, "find_statements"), (coder, "_when_said")),
    "first pass": ((acts, "_likely_acts"),),
    "second pass": ((acts, "_score"),),
    "events": ((coder, "choose"), (coder, "events_of")),
    "commitments, accounts, agenda": ((coder, "find_commitments"), (coder, "find_accounts"), (coder, "find_agenda")),
}
"""Each stage of coding: the functions, none within another, that do its work. What remains is "other"."""


def _timed(function: Callable[..., Any], stage: str, spent: Counter[str]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        start = time.process_time()
        try:
            return function(*given, **named)
        finally:
            spent[stage] += time.process_time() - start  # type: ignore[assignment]

    return timed


@contextmanager
def staged() -> Iterator[Counter[str]]:
    """While it is open, the processor seconds of each stage."""
    spent: Counter[str] = Counter()
    with ExitStack() as stack:
        for stage, functions in STAGES.items():
            for module, name in functions:
                stack.enter_context(patch.object(module, name, _timed(getattr(module, name), stage, spent)))
        yield spent


def stages(ready: Sequence[Ready]) -> dict[str, float]:
    """Milliseconds of a processor that each stage takes for an article, in the order of the work, then "other" and "all"."""
    with staged() as spent:
        start = time.process_time()
        for item in ready:
            coding(item)
        whole = time.process_time() - start
    spent["other"] = whole - sum(spent.values())  # type: ignore[assignment]
    return {stage: round(1000 * spent[stage] / len(ready), 2) for stage in (*STAGES, "other")} | {"all": round(1000 * whole / len(ready), 1)}


def coding(item: Ready) -> Coded:
    """The article's coding. Raises InputError where it cannot be coded: nothing of it would have been measured."""
    done = pipeline.coded(item)
    if isinstance(done, InputError):
        raise done
    return done


def storing(ready: Sequence[Ready]) -> float:
    """Processor seconds that it takes to store an article with its coding in a new database: DuckDB's, and putting it to the others."""
    done = [coding(item).coding for item in ready]
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder, opened(f"{folder}/speed.duckdb", write=True) as connection:
        connection.execute("SET threads = 1")
        start = time.process_time()
        for each in done:
            keep(connection, each)
        return (time.process_time() - start) / len(done)


def a_day(seconds: float) -> int:
    """Articles that one core codes in a day at so many processor seconds for each."""
    return int(DAY / seconds)


def peak() -> float:
    """Megabytes of memory that the process has had at most."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def long_text(words: int) -> Ready:
    """An article of so many words or a paragraph more: the paragraphs of the examples one after the other, from the beginning again where they end."""
    found = [item for item in pipeline.prepared(articles([str(ROOT / "examples")])) if not isinstance(item, InputError)]
    paragraphs = [each for item in found for each in item.article.text.split("\n\n")[1:] if each.strip()]
    taken: list[str] = []
    count = 0
    while count < words:
        taken.append(paragraphs[len(taken) % len(paragraphs)])
        count += len(taken[-1].split())
    return Ready(replace(found[0].article, id=f"words-{words}", text="\n\n".join(taken)))


def with_length(lengths: Sequence[int] = LENGTHS) -> list[dict[str, Any]]:
    """For texts of each length: processor milliseconds a word, in all and by stage, and the peak of memory after them. Short ones first."""
    coding(long_text(100))  # what is loaded once is not counted
    lines = []
    for length in lengths:
        item = long_text(length)
        words = len(item.article.text.split())
        by_stage = stages([item] * max(1, LEAST_WORDS // words))
        per_word = {stage: round(ms / words, 4) for stage, ms in by_stage.items()}
        lines.append({"words": words, "ms_per_word": per_word.pop("all"), "stages": per_word, "peak_mb": peak()})
    return lines


def with_number(count: int) -> dict[str, Any]:
    """Short articles of our own making, so many one after the other: processor milliseconds an article and megabytes of the process, in fifths of the run.

    `grown_mb_per_1000` is the slope of memory over the articles after the first fifth.
    """
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        found = pipeline.prepared(articles([str(write(Path(folder) / "made.jsonl", count))]))
        ms, memory, done = list[float](), list[float](), 0
        for window in range(1, WINDOWS + 1):
            first, start, upto = done, time.process_time(), count * window // WINDOWS
            while done < upto:
                item = next(found)
                if isinstance(item, InputError):
                    raise item
                coding(item)
                done += 1
            ms.append(round(1000 * (time.process_time() - start) / max(1, done - first), 1))
            memory.append(round(resident(), 1))
    at = np.arange(1, WINDOWS + 1) * count / WINDOWS
    return {"articles": count, "ms_per_article": ms, "resident_mb": memory, "grown_mb_per_1000": round(float(np.polyfit(at, memory, 1)[0] * 1000), 1)}


def started(arguments: Sequence[str]) -> dict[str, float]:
    """Seconds, on the clock and of a processor, that `riftline` takes with these arguments in a process of its own. Raises where it fails."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run([sys.executable, "-c", "from riftline.cli import main; main()", *arguments], cwd=ROOT, capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"seconds": round(time.monotonic() - start, 2), "processor_seconds": round(spent, 2)}
