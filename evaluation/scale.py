"""How the engines scale: two workers against one, Ray against local, and what a day of the world's news comes to by these figures.

    python -m evaluation.scale                    the examples, each setting three times
    python -m evaluation.scale --articles 60 --runs 5 --price 0.02

Seconds are those from when every worker has its model and has written a batch to the last article written; what starting costs is told apart. Settings
take turns, and the best run of each counts, as others may use the machine meanwhile. The pass over the stories, and what a day comes to, are reckoned from
processor seconds, which do not depend on what else the machine does.

The last line is JSON: `two_over_one`, by engine, articles a second of two workers ÷ those of one; `ray_over_local`, by workers, seconds an article of Ray ÷
those of the local engine; `core_seconds`, of a processor for an article, coded and written.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from riftline.engines import cluster, local
from riftline.engines.batches import SIZE, batches, sources
from riftline.engines.coding import Code
from riftline.engines.filling import Engine, Filling
from riftline.engines.parts import write_part
from riftline.errors import InputError
from riftline.pipeline import Options, prepared
from riftline.sources.files import articles
from riftline.sources.messages import Messages
from riftline.store.lake import Lake

DAY = (1_000_000, 2_000_000)
"""Articles of a day of the world's news, from and to."""
PRICE = 0.03
"""Dollars for a core and an hour: about what large clouds take for a shared processor with 4 GB; half or less where it may be taken back."""


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took."""

    engine: str
    workers: int
    start: float
    """Seconds until every worker had written a batch."""
    coding: float
    """Seconds for an article of the others, all workers together."""
    stories: float
    """Processor seconds for an article of the pass over the stories."""


def corpus(folder: str, count: int) -> str:
    """A file of so many articles: the examples, again and again, each time of another day and with a sentence of its own, so that none is a copy."""
    found = [item.article for item in prepared(articles(["examples"])) if not isinstance(item, InputError)]
    path = Path(folder) / "news.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            article, turn = found[number % len(found)], number // len(found)
            day = (article.published or date(2024, 1, 1)) + timedelta(days=turn * 40)
            text = f"{article.text}\n\nThis was edition {turn} of it.\n"
            print(json.dumps({"id": f"{number}", "text": text, "title": article.title, "published": day.isoformat()}), file=file)
    return str(path)


def measured(name: str, workers: int, path: str, batch: int) -> Run:
    """One run into a lake of its own."""
    engine: Engine = cluster.run if name == "ray" else local.run
    with TemporaryDirectory() as folder, _ray() if name == "ray" else nullcontext():
        lake = Lake(folder)
        work = Filling(lake, Code(), engine, Messages(lambda line: None), workers, batch)
        begun = time.time()
        work.take([path], lambda: None)
        parts = sorted((os.path.getmtime(os.path.join(folder, "done", f"{part}.json")), lake.part(part)["articles"]) for part in lake.done())
        first, rest = parts[:workers], parts[workers:]
        middle = time.process_time()
        work.put_together(lambda: None)
        coding = (parts[-1][0] - first[-1][0]) / sum(count for _, count in rest) if rest else float("nan")
        return Run(name, workers, first[-1][0] - begun, coding, (time.process_time() - middle) / work.counted["coded"])


def processor(folder: str, count: int) -> float:
    """Processor seconds of coding an article: of a process that codes so many and one more, less those of one that codes one alone."""

    def spent(number: int) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        measured("local", 1, corpus(folder, number), SIZE)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return (spent(count + 1) - spent(1)) / count


def writing(folder: str, count: int) -> float:
    """Processor seconds of writing an article into a part, by an engine that codes nothing."""
    (source,) = sources([corpus(folder, count)], Options())
    (batch,) = batches(source, Options(), count)
    code = Code()
    outcomes = code(batch.found)
    code.close()
    begun = time.process_time()
    write_part(Lake(os.path.join(folder, "lake")), batch, outcomes)
    return (time.process_time() - begun) / count


@contextmanager
def _ray() -> Iterator[None]:
    with cluster.connected(None, num_cpus=os.cpu_count()):
        yield


def cost(seconds: float, price: float) -> str:
    """What a day of the world's news comes to at so many core seconds an article."""
    lines = []
    for count in DAY:
        hours = count * seconds / 3600
        many = f"{hours / 24:,.1f} cores all day (or {hours:,.0f} for an hour)"
        lines.append(f"  {count:>9,} articles: {hours:,.0f} core hours, {many}, {hours * price:,.2f} dollars")
    return "\n".join(lines)


def best(runs: list[Run]) -> Run:
    """The quickest of each part of several runs of one setting."""
    return replace(runs[0], start=min(r.start for r in runs), coding=min(r.coding for r in runs), stories=min(r.stories for r in runs))


def ratios(found: Mapping[tuple[str, int], Run]) -> dict[str, dict[str, float]]:
    """Of the best runs by engine and workers: two workers against one by engine, Ray against local by workers (none where Ray was left out)."""
    engines = sorted({engine for engine, _ in found})
    return {
        "two_over_one": {name: round(found[name, 1].coding / found[name, 2].coding, 3) for name in engines},
        "ray_over_local": {f"{n}": round(found["ray", n].coding / found["local", n].coding, 3) for n in (1, 2) if "ray" in engines},
    }


def main() -> None:
    """Prints the table, and the line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=48)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--price", type=float, default=PRICE)
    parser.add_argument("--local", action="store_true", help="leave Ray out")
    asked = parser.parse_args()
    settings = [("local", 1), ("local", 2)] + ([] if asked.local else [("ray", 1), ("ray", 2)])
    runs: dict[tuple[str, int], list[Run]] = {setting: [] for setting in settings}
    with TemporaryDirectory() as folder:
        path = corpus(folder, asked.articles)
        for _ in range(asked.runs):
            for setting in settings:
                run = measured(*setting, path, asked.batch)
                runs[setting].append(run)
                print(f"  {run.engine:5} {run.workers} worker{'s' * (run.workers > 1)}: {1 / run.coding:5.2f} articles/s", flush=True)
    found = {setting: best(each) for setting, each in runs.items()}
    print(f"\n{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; {asked.articles} articles, the best of {asked.runs} runs")
    print("engine  workers  articles/s  s before the first  ms an article for stories")
    for run in found.values():
        print(f"{run.engine:6}  {run.workers:7}  {1 / run.coding:10.2f}  {run.start:18.1f}  {run.stories * 1000:25.0f}")
    quotients = ratios(found)
    for name, quotient in quotients["two_over_one"].items():
        print(f"{name}: two workers against one {quotient:.2f}")
    for workers, quotient in quotients["ray_over_local"].items():
        print(f"Ray against local at {workers}: {quotient - 1:+.0%} time an article")
    with TemporaryDirectory() as folder:
        coding, written = processor(folder, asked.articles), writing(folder, asked.articles)
    print(f"processor ms an article: {coding * 1000:.0f} to code, {written * 1000:.0f} to write")
    print(f"\nA day of the world's news at {coding + written:.3f} core seconds an article and {asked.price} dollars a core hour:")
    print(cost(coding + written, asked.price))
    print(json.dumps({"what": "scale", "articles": asked.articles, **quotients, "core_seconds": round(coding + written, 4)}))


if __name__ == "__main__":
    main()
