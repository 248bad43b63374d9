"""Holds the scores: `python -m evaluation.check [--quick] [NAME ...]`.

Runs the commands of `floors.json`, prints each figure beside its floor and what others score, and fails where one
falls below its floor, where a command fails, or where the data are not those that the floor was taken on. What has no
data is skipped. `--quick` leaves out what takes long; NAMEs pick single commands.

Raise a floor when a figure has risen for good. Lower one by hand only, with the reason in the commit's message. Where
data have changed on purpose, measure again and write the digest that is printed here into floors.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from evaluation.data import DATA, ROOT

SHARED = DATA.parent
FLOORS = Path(__file__).with_name("floors.json")

Verdict = Literal["held", "fell", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Bound:
    """What one figure must keep: at least `floor`, or at most `ceiling`; with neither it is printed for comparison only."""

    figure: str
    floor: float | None
    ceiling: float | None
    others: str

    def holds(self, value: float) -> bool:
        """Whether the value keeps it."""
        return (self.floor is None or value >= self.floor) and (self.ceiling is None or value <= self.ceiling)

    @property
    def words(self) -> str:
        """The bound for a person."""
        if self.ceiling is not None:
            return f"at most {self.ceiling:g}"
        return f"at least {self.floor:g}" if self.floor is not None else "for comparison"


@dataclass(frozen=True, slots=True)
class Command:
    """One evaluation: what to run, on which data, and what its figures must keep."""

    name: str
    run: tuple[str, ...]
    quick: bool
    data: tuple[str, ...]
    """Patterns of files, from the repository's root; `shared:` before one means the folder of data that is not ours."""
    digest: str
    bounds: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of a command: a verdict and the lines that tell it."""

    verdict: Verdict
    lines: tuple[str, ...]


def commands(path: Path = FLOORS) -> list[Command]:
    """The commands of floors.json, in its order."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["commands"]
    return [
        Command(
            name,
            tuple(item["run"]),
            bool(item["quick"]),
            tuple(item["data"]),
            item["digest"],
            tuple(Bound(of, each.get("floor"), each.get("ceiling"), each.get("others", "")) for of, each in item["figures"].items()),
        )
        for name, item in raw.items()
    ]


def files(patterns: Sequence[str]) -> list[Path]:
    """The files that the patterns mean, by name."""
    found: set[Path] = set()
    for pattern in patterns:
        place, _, rest = pattern.rpartition(":")
        found.update(path for path in (SHARED if place == "shared" else ROOT).glob(rest) if path.is_file())
    return sorted(found)


def digest(paths: Sequence[Path]) -> str:
    """sha256 over the files' names and contents, in the order of their paths; "" where there are none."""
    if not paths:
        return ""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def figure(out: dict[str, Any], name: str) -> float | None:
    """A figure of a command's line; a dot in the name goes into a nested object."""
    value: Any = out
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return float(value) if isinstance(value, int | float) else None


def measured(arguments: Sequence[str]) -> dict[str, Any] | str:
    """The last line that a command prints, read as JSON; a message where it fails."""
    # One thread each: two commands run side by side, and thread pools on top of that only get in each other's way.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "RIFTLINE_THREADS": "1"}
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        return f"exit code {done.returncode}\n{done.stderr.strip()[-2000:]}"
    try:
        out = json.loads(lines[-1])
    except ValueError:
        return f"its last line is no JSON: {lines[-1][:200]}"
    return out if isinstance(out, dict) else f"its last line is no object: {lines[-1][:200]}"


def judged(command: Command, out: dict[str, Any] | str, now: str, seconds: float) -> Result:
    """The verdict on a command's line, `now` being the digest of the data that lie there."""
    name = command.name
    if isinstance(out, str):
        return Result("failed", (f"{name}: FAILED: {out}",))
    if out.get("skipped"):
        return Result("skipped", (f"{name}: skipped, its data are not here",))
    if command.digest and now != command.digest:
        text = f"{name}: FAILED: its floors were taken on other data (now {now}); measure again and write both into {FLOORS.name}"
        return Result("failed", (text,))
    lines, verdict = [f"{name} ({seconds:.0f} s, python -m {' '.join(command.run)})"], "held"
    for bound in command.bounds:
        value = figure(out, bound.figure)
        if value is None or not bound.holds(value):
            verdict = "fell"
        mark = "  " if value is not None and bound.holds(value) else "✗ "
        shown = "none" if value is None else f"{value:.4g}"
        others = f"  ({bound.others})" if bound.others else ""
        lines.append(f"  {mark}{bound.figure:<26} {shown:>8}  {bound.words}{others}")
    if not command.digest:
        lines.append(f"    no digest yet; that of these data is {now}")
    return Result("held" if verdict == "held" else "fell", tuple(lines))


def shortfalls(result: Result) -> list[str]:
    """A line for each figure that fell, or for why a command failed: told again at the end, since a log is often cut to its last lines."""
    name = result.lines[0].split()[0].rstrip(":")
    fell = [f"{name}: {line.strip()}" for line in result.lines[1:] if "✗" in line]
    return list(result.lines) if result.verdict == "failed" else fell


def run(command: Command) -> Result:
    """Runs one command and judges it."""
    started = time.monotonic()
    out = measured(command.run)
    return judged(command, out, digest(files(command.data)), time.monotonic() - started)


def main(arguments: Sequence[str]) -> int:
    """Runs them and prints what holds: 0 where all does."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m evaluation.check", description=__doc__, formatter_class=form)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="leave out what takes long")
    parser.add_argument("--jobs", type=int, default=min(2, os.cpu_count() or 1), metavar="N", help="how many at a time")
    options = parser.parse_args(arguments)
    known = commands()
    unknown = set(options.names) - {command.name for command in known}
    if unknown:
        parser.error(f"not in {FLOORS.name}: {', '.join(sorted(unknown))}; there are {', '.join(command.name for command in known)}")
    chosen = [item for item in known if (item.name in options.names if options.names else item.quick or not options.quick)]
    print(f"{len(chosen)} evaluations: {', '.join(command.name for command in chosen)}", flush=True)
    results: list[Result] = []
    with ThreadPoolExecutor(max_workers=max(1, options.jobs)) as pool:
        for result in pool.map(run, chosen):
            print("\n".join(result.lines), flush=True)
            results.append(result)
    verdicts = [result.verdict for result in results]
    for line in (line for result in results for line in shortfalls(result)):
        print(line)
    bad = verdicts.count("fell") + verdicts.count("failed")
    print(f"floors: {verdicts.count('held')} passed, {bad} failed, {verdicts.count('skipped')} skipped")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
