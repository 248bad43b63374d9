"""Broken inputs against everything that reads: `python -m evaluation.fuzzing [--cases 10000] [--coded 100] [--seed 1] [--kind feed] [--only N]`.

Each case is a small valid input, broken by chance in a way that its number and the seed decide, and handed to the functions that the program reads it
with. What may come of it is a result or one of Riftline's own errors, within 5 seconds and 2 GB. Prints a table and one line of JSON; what failed lies
in the folder of `--keep`, as small as it could be made.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from evaluation.fuzzing_seeds import SEEDS, made
from evaluation.fuzzing_targets import coded, of
from riftline.errors import ModelError, RiftlineError

LONGEST = 5.0
"""Seconds that a case may take, of the machine's clock and of the processor's: a busy machine is no fault of the program."""
PATIENCE = 60.0
"""Seconds of the clock alone, for a case that waits for something."""
FIRST = 60.0
"""Seconds more for the first case of a process, which loads models and opens stores."""
MEMORY = 2 << 30
"""Bytes that a case may take beside what the program holds by then."""
TOLD = 1000
"""Cases after which it is said how many there were."""
TRIES = 150
"""How often a failing input is made smaller."""
CODED = ("txt", "md", "html", "jsonl", "ninjs.json")
"""Kinds that are coded too."""


@dataclass(frozen=True, slots=True)
class Case:
    """One input."""

    number: int
    kind: str
    coded: bool

    @property
    def name(self) -> str:
        """What the table calls it."""
        return f"{self.kind}, coded" if self.coded else self.kind


@dataclass(frozen=True, slots=True)
class Fault:
    """A case that failed."""

    number: int
    kind: str
    what: str
    where: str


@dataclass(slots=True)
class Outcome:
    """What came of a run."""

    cases: Counter[str]
    refused: Counter[str]
    """Of the cases, those that ended with an error of Riftline's own; most readers give errors as values, which are not counted."""
    slowest: dict[str, float]
    """Seconds of processor time."""
    faults: list[Fault]
    memory: int = 0
    """Most bytes that a process held."""


def cases(count: int, with_coder: int, kinds: Sequence[str]) -> Iterator[Case]:
    """The kinds in turn, and of those that can be coded so many coded, spread over the run."""
    can = [kind for kind in CODED if kind in kinds]
    every = max(1, count // with_coder) if with_coder and can else 0
    for number in range(count):
        if every and number % every == every - 1 and number // every < with_coder:
            yield Case(number, can[number // every % len(can)], True)
        else:
            yield Case(number, kinds[number % len(kinds)], False)


def data_of(case: Case, seed: int) -> bytes:
    """The input of a case: the same for the same seed."""
    return made(case.kind, Random(f"{seed}-{case.number}"))


def run(wanted: Sequence[Case], seed: int, keep: Path | None) -> Outcome:
    """All of the cases in processes of their own, one after the other; a process that hangs or dies costs its case only."""
    found = Outcome(Counter(), Counter(), {}, [])
    context = multiprocessing.get_context("spawn")
    todo = list(wanted)
    while todo:
        here, there = context.Pipe()
        worker = context.Process(target=_work, args=(there, todo, seed, str(keep) if keep else ""), daemon=True)
        worker.start()
        there.close()
        done = _watch(here, worker.pid or 0, found, todo)
        worker.kill()
        worker.join()
        todo = todo[done:]
    return found


def _watch(pipe: Connection, pid: int, found: Outcome, todo: Sequence[Case]) -> int:
    """Hears of case after case; returns how many are done with, that which hung or killed its process among them."""
    for done, case in enumerate(todo):
        begun, used, first = time.monotonic(), _processor(pid), FIRST if done < 2 * len(SEEDS) else 0.0
        while not pipe.poll(0.5):
            clock, busy = time.monotonic() - begun, _processor(pid) - used
            if busy > LONGEST + first or clock > PATIENCE + first:
                found.faults.append(Fault(case.number, case.name, f"no end after {busy:.0f} s of the processor, {clock:.0f} s of the clock", ""))
                found.cases[case.name] += 1
                return done + 1
        try:
            what, where, seconds, memory = pipe.recv()
        except EOFError:
            found.faults.append(Fault(case.number, case.name, "the process ended", ""))
            found.cases[case.name] += 1
            return done + 1
        found.cases[case.name] += 1
        if done % TOLD == TOLD - 1:
            print(f"{sum(found.cases.values()):,} cases, {len(found.faults)} faults", file=sys.stderr, flush=True)
        found.memory = max(found.memory, memory)
        found.slowest[case.name] = max(found.slowest.get(case.name, 0.0), seconds)
        if what == "refused":
            found.refused[case.name] += 1
        elif what:
            found.faults.append(Fault(case.number, case.name, what, where))
    return len(todo)


def _processor(pid: int) -> float:
    """Seconds of the processor that a process has had."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _work(pipe: Connection, todo: Sequence[Case], seed: int, keep: str) -> None:
    held = 0
    with tempfile.TemporaryDirectory(prefix="riftline-fuzzing-") as folder:
        for case in todo:
            data, started = data_of(case, seed), time.process_time()
            what, where = attempt(case, data, Path(folder))
            seconds = time.process_time() - started
            if what not in ("", "refused") and keep:
                _kept(Path(keep), case, smaller(case, data, (what, where), Path(folder)))
            pipe.send((what, where, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024))
            if not held:  # the first case has loaded what the program needs
                held = _size()
                resource.setrlimit(resource.RLIMIT_AS, (held + 2 * MEMORY, resource.RLIM_INFINITY))
    pipe.close()


def _size() -> int:
    """Bytes of address space that this process has taken."""
    return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def attempt(case: Case, data: bytes, folder: Path) -> tuple[str, str]:
    """What a case fails with and where, "" where it does not; "refused" for one of Riftline's own errors."""
    target = coded(case.kind) if case.coded else of(case.kind)
    try:
        target(data, folder)
    except ModelError:
        raise
    except RiftlineError:
        return "refused", ""
    except (Exception, RecursionError) as problem:
        frames = [frame for frame in traceback.extract_tb(problem.__traceback__) if "riftline" in frame.filename]
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        return f"{type(problem).__name__}: {' '.join(str(problem).split())[:120]}", where
    return "", ""


def smaller(case: Case, data: bytes, fault: tuple[str, str], folder: Path) -> bytes:
    """The input with stretches left out as long as it fails in the same way."""
    kind, tries, step = fault[0].partition(":")[0], 0, max(1, len(data) // 2)
    until = time.monotonic() + 20
    while step and tries < TRIES and time.monotonic() < until:
        at = 0
        while at < len(data) and tries < TRIES and time.monotonic() < until:
            tries += 1
            less = data[:at] + data[at + step :]
            what, where = attempt(case, less, folder)
            if what.partition(":")[0] == kind and where == fault[1]:
                data = less
            else:
                at += step
        step //= 2
    return data


def _kept(folder: Path, case: Case, data: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{case.number}.{case.kind}").write_bytes(data)


def table(found: Outcome) -> str:
    """The run for a person."""
    lines = [f"{'kind':<20}{'cases':>8}{'refused':>9}{'faults':>8}{'slowest, s':>12}"]
    wrong = Counter(fault.kind for fault in found.faults)
    for name, count in sorted(found.cases.items()):
        lines.append(f"{name:<20}{count:>8,}{found.refused[name]:>9,}{wrong[name]:>8}{found.slowest.get(name, 0.0):>12.2f}")
    lines += [f"fault in case {fault.number} ({fault.kind}): {fault.what} {fault.where}" for fault in found.faults]
    return "\n".join(lines)


def main() -> None:
    """Runs the command; the exit code is 1 where a case failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--coded", type=int, default=100, help="how many of them are coded too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", choices=sorted(SEEDS), help="only these")
    parser.add_argument("--only", type=int, action="append", help="only the cases of these numbers")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "riftline-faults", help="folder for what failed")
    asked = parser.parse_args()
    wanted = [case for case in cases(asked.cases, asked.coded, asked.kind or list(SEEDS)) if not asked.only or case.number in asked.only]
    started = time.monotonic()
    found = run(wanted, asked.seed, asked.keep)
    print(table(found))
    told = {
        "cases": sum(found.cases.values()), "refused": sum(found.refused.values()), "faults": [asdict(fault) for fault in found.faults],
        "slowest": round(max(found.slowest.values(), default=0.0), 2), "memory_mb": found.memory >> 20, "seconds": round(time.monotonic() - started),
        "seed": asked.seed,
    }  # fmt: skip
    print(json.dumps(told))
    sys.exit(bool(found.faults))


if __name__ == "__main__":
    main()
