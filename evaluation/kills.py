"""Whether anything is lost when Riftline is killed: `python -m evaluation.kills [--kills N] [--seed S] [--only WORK]`.

Each kind of work (evaluation/kills_work.py) is done once undisturbed; then N times in all, in turn, it is begun and killed with SIGKILL at a
random moment (seeded) between the opening of its database (its first article, its first request) and its end. After each kill: the database opens;
all that was acknowledged is there, and nothing by half; `riftline check` finds nothing; the same command again comes to its end; and then every
table holds what it holds after the undisturbed run.

Prints a line for each kind: how often it was killed (`late`: it had ended before), what was lost; at last one line of JSON. Exit code 1 where anything was.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from evaluation.killed import STORED
from evaluation.kills_work import ARTICLES, DB, WORKS, Work, copy
from evaluation.made_news import articles
from riftline.errors import RiftlineError
from riftline.store.checking import check
from riftline.store.database import opened
from riftline.store.serving import running

KILLS, SEED = 100, 7
LONG = 120.0
"""Seconds after which a command is given up."""
OF_THE_MOMENT = {
    "articles": ("stored",), "inputs": ("path", "changed", "read"), "riftline_schema": ("ran",), "corrections": ("made",),
    "sentences": ("number",), "postings": ("sentence",),
}  # fmt: skip
"""Columns that tell when and where, and differ between any two runs."""

Contents = dict[str, list[str]]


@dataclass
class Run:
    """A command that runs, or ran."""

    process: subprocess.Popen[str]
    began: float = 0.0
    """When it was at what it is to be killed at: its database open, its first article, its address said."""
    lines: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    def ended(self) -> int:
        """Waits for its end; the exit code."""
        code = self.process.wait(LONG)
        if self.reader and self.process.stderr:
            self.reader.join(LONG)
            self.process.stderr.close()
        return code

    @property
    def acknowledged(self) -> list[str]:
        """The articles that it says it has stored."""
        return [line.removeprefix(STORED) for line in self.lines if line.startswith(STORED)]


def contents(db: Path) -> Contents:
    """All rows of all tables, in an order of their own, without what tells of the moment."""
    found = {}
    with opened(str(db)) as connection:
        # `changes` counts what was done, not what came of it.
        for (table,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND table_name <> 'changes'").fetchall():
            without = f"EXCLUDE ({', '.join(OF_THE_MOMENT[table])})" if table in OF_THE_MOMENT else ""
            found[table] = sorted(map(repr, connection.execute(f"SELECT * {without} FROM {table}").fetchall()))
    return found


def begun(work: Work, folder: Path) -> Run:
    """Starts the command; returns once it is at what it is to be killed at, or has ended."""
    words = [part for word in work.command for part in (_read(folder / word[1:]) if word.startswith("@") else [word])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "evaluation.killed", *words], cwd=folder, env=environment, text=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    run = Run(process)
    opening = threading.Event()

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            run.lines.append(line.rstrip("\n"))
            if work.marker in line and not run.began:
                run.began = time.monotonic()
                opening.set()
        opening.set()

    run.reader = threading.Thread(target=read, daemon=True)
    run.reader.start()
    opening.wait(LONG)
    run.began = run.began or time.monotonic()
    return run


def _read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").split()


def fed(run: Run, db: Path) -> Iterator[str]:
    """Sends the server of a database article after article; those that it has acknowledged, until it answers no longer."""
    server = running(str(db))
    if server is None:
        return
    with httpx2.Client(base_url=server.url, headers={"Authorization": f"Bearer {server.token}"}, timeout=LONG, trust_env=False) as client:
        for record in articles(ARTICLES):
            try:
                answer = client.post("/api/v1/articles", json=record)
            except httpx2.HTTPError:
                return
            if not answer.is_success:
                raise AssertionError(f"the server answers with {answer.status_code}: {answer.text[:200]}")
            yield record["id"]


def whole(work: Work, folder: Path) -> tuple[Contents, float]:
    """Does the work to its end; what the database holds then, and for how many seconds it was open. Raises AssertionError where it fails."""
    run = begun(work, folder)
    if work.served:
        for _ in fed(run, folder / work.db):
            pass
        took = time.monotonic() - run.began
        run.process.terminate()
    code = run.ended()
    took = took if work.served else time.monotonic() - run.began
    # A merge that was done before it was killed has nothing left to do, and says so.
    done = code == 0 or work.served or any("is one event already" in line or "no article has" in line for line in run.lines)
    assert done, f"exit code {code}: {run.lines[-1] if run.lines else ''}"
    return contents(folder / work.db), took


def killed(work: Work, folder: Path, moment: float) -> tuple[list[str], bool]:
    """Begins the work and kills it after so many seconds; what it acknowledged, and whether it had ended before."""
    run = begun(work, folder)
    acknowledged: list[str] = []
    timer = threading.Timer(moment, run.process.send_signal, [signal.SIGKILL])
    timer.start()
    if work.served:
        acknowledged += fed(run, folder / work.db)
        timer.join()
    code = run.ended()
    timer.cancel()
    return acknowledged or run.acknowledged, code == 0


def lost(work: Work, folder: Path, acknowledged: Sequence[str], wanted: Contents) -> str:
    """What is wrong after a kill, in words; "" where nothing is."""
    try:
        work.holds(folder, acknowledged)
        for name in {DB, work.db}:
            with opened(str(folder / name)) as connection:
                if findings := check(connection).findings:
                    return f"check: {findings[0].words} ({findings[0].count})"
        found, _ = whole(work, folder)
        for name in {DB, work.db}:
            with opened(str(folder / name)) as connection:
                assert not check(connection).findings, "check finds damage after the work was done again"
        differing = sorted(table for table in wanted if found.get(table) != wanted[table])
        if left := [path.name for path in folder.iterdir() if ".part" in path.name]:
            return f"left over: {', '.join(left)}"
    except (AssertionError, RiftlineError) as problem:
        return str(problem)
    return f"other than undisturbed: {', '.join(differing)}" if differing else ""


def measured(works: Sequence[Work], kills: int, seed: int, folder: Path) -> dict[str, Any]:
    """Kills so often, the works in turn; what came of it, by work."""
    chance = random.Random(seed)
    wanted: dict[str, tuple[Contents, float]] = {}
    for work in works:
        (folder / work.name).mkdir()
        work.make(folder / work.name)
        wanted[work.name] = whole(work, copy(folder / work.name, folder / f"{work.name}-undisturbed"))
    counted: dict[str, Counter[str]] = {work.name: Counter() for work in works}
    problems: list[str] = []
    for number in range(kills):
        work = works[number % len(works)]
        contents_, took = wanted[work.name]
        here = copy(folder / work.name, folder / f"{work.name}-{number}")
        moment = chance.uniform(0, took)
        acknowledged, late = killed(work, here, moment)
        problem = lost(work, here, acknowledged, contents_)
        counted[work.name].update(kills=1, late=int(late), lost=int(bool(problem)), acknowledged=len(acknowledged))
        if problem:
            problems.append(f"{work.name}, kill {number} after {moment:.3f} of {took:.3f} seconds: {problem}")
            print(problems[-1], file=sys.stderr, flush=True)
    done = {name: dict(each) for name, each in counted.items()}
    return {"what": "kills", "kills": kills, "seed": seed, "lost": len(problems), "works": done, "problems": problems}


def main(arguments: Sequence[str]) -> int:
    """Prints the lines."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.kills", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", choices=[work.name for work in WORKS], action="append", help="this kind of work only; may be given again")
    options = parser.parse_args(arguments)
    works = [work for work in WORKS if not options.only or work.name in options.only]
    with tempfile.TemporaryDirectory(prefix="riftline-") as folder:
        found = measured(works, options.kills, options.seed, Path(folder))
    print(f"{'work':<12}{'kills':>6}{'late':>6}{'lost':>6}  acknowledged")
    for name, each in found["works"].items():
        print(f"{name:<12}{each['kills']:>6}{each['late']:>6}{each['lost']:>6}  {each['acknowledged']}")
    print(json.dumps(found))
    return int(found["lost"] > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
