"""How well the next events of a stream are foretold: `python -m evaluation.forecast [icews14|icews18|icews0515] [--part valid]`.

Runs what `riftline forecast bench` runs, on ICEWS as id quadruples, and prints one line of JSON: `mrr`, `hits1`, `hits3`, `hits10` in
per cent over all queries of the test part in both directions (time-aware filtered, ties averaged), the same of a recurrency baseline
under `baseline`, the seconds by the clock and of the processor, and the most memory in megabytes. `--part valid` asks for the valid
part instead: that is where settings are chosen.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from evaluation.data import DATA
from riftline.forecast.bench import run
from riftline.forecast.stream import read

SETS = {"icews14": "icews14", "icews18": "icews18.zip", "icews0515": "icews0515.zip"}
HOURS = 24


def _report(part: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{part}: {done} of {total}   ", end="", file=sys.stderr, flush=True)


def _peak() -> float | None:
    """Megabytes that the process has held at the most; None where the system does not tell."""
    try:
        import resource
    except ImportError:
        return None
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2), 0)


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.forecast", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", nargs="?", choices=sorted(SETS), default="icews14", help="which stream (default icews14)")
    parser.add_argument("--part", choices=("valid", "test"), default="test", help="what is asked for (default test)")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    stream = read(str(DATA / "icews" / SETS[options.set]), HOURS)
    found = run(stream, options.seed, _report, options.part)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    line = {
        "what": "forecast",
        "set": options.set,
        "part": options.part,
        "queries": 2 * found.events,
        **{name: round(value, 2) for name, value in found.ours.items()},
        "baseline": {name: round(value, 2) for name, value in found.baseline.items()},
        "seconds": round(found.seconds, 1),
        "processor_seconds": round(found.processor_seconds, 1),
        "peak_megabytes": _peak(),
    }
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
