"""What an event's confidence is worth: `python -m evaluation.confidence [--set SET] [--fit]`.

For the events of a set of annotated articles: what `--min-confidence` trades (precision, recall and F1 of the events
at or above each bound), and how far a confidence is from the share of events that are right at it: the expected
calibration error over ten bins of equal width, the Brier score, and each bin's mean confidence, share right and
number of events. An event is right where the scorer finds an annotated one for it.

Prints one line of JSON. `--fit` adds the slope and offset (on log-odds) that would make confidence fit best here:
they stand in `riftline.extraction.events` and are chosen on the sets that may be tuned on.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence

from evaluation.articles import SETS, coded, gold_files, rounded, text_of
from evaluation.gold import load
from evaluation.scorer import matched_events

BOUNDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
BINS = 10

Judged = list[tuple[float, bool]]


def curve(judged: Judged, found: Sequence[float], core: int) -> list[dict[str, float | None]]:
    """At each bound: precision of the events above it, recall of the core ones (`found`: the confidence at which each of those that are found is), F1."""
    out: list[dict[str, float | None]] = []
    for bound in BOUNDS:
        above = [right for confidence, right in judged if confidence >= bound]
        precision = sum(above) / len(above) if above else None
        recall = sum(confidence >= bound for confidence in found) / core if core else None
        f1 = 2 * precision * recall / (precision + recall) if precision and recall else None
        out.append({"least": bound, "events": len(above), "precision": rounded(precision), "recall": rounded(recall), "f1": rounded(f1)})
    return out


def bins(judged: Judged) -> list[tuple[float, float, int]]:
    """Mean confidence, share right and number of events of each bin that has any."""
    out = []
    for n in range(BINS):
        inside = [(c, r) for c, r in judged if n / BINS <= c < (n + 1) / BINS or (n == BINS - 1 and c >= 1)]
        if inside:
            out.append((sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside), len(inside)))
    return out


def calibration_error(judged: Judged) -> float:
    """Expected calibration error: the distance of confidence and share right, a bin weighing as many events as it has."""
    return sum(n * abs(confidence - share) for confidence, share, n in bins(judged)) / max(1, len(judged))


def fitted(judged: Judged, steps: int = 2000, rate: float = 0.05) -> tuple[float, float]:
    """Slope and offset of the log-odds of confidence that make the events' rightness likeliest (Platt 1999), by gradient ascent."""
    slope, offset = 1.0, 0.0
    odds = [math.log(min(max(c, 1e-3), 1 - 1e-3) / (1 - min(max(c, 1e-3), 1 - 1e-3))) for c, _ in judged]
    for _ in range(steps):
        errors = [right - 1 / (1 + math.exp(-(slope * x + offset))) for x, (_, right) in zip(odds, judged, strict=True)]
        slope += rate * sum(e * x for e, x in zip(errors, odds, strict=True)) / len(judged)
        offset += rate * sum(errors) / len(judged)
    return slope, offset


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.confidence", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="sets", choices=SETS, action="append", help="may be given several times; dispatches-dev if it is not")
    parser.add_argument("--fit", action="store_true")
    options = parser.parse_args(arguments)
    sets = options.sets or ["dispatches-dev"]
    judged: Judged = []
    found: list[float] = []
    core = 0
    for path in (path for name in sets for path in gold_files(name)):
        gold = load(path)
        events = coded(gold, text_of(path))["events"]
        best = matched_events(gold.events, events)
        judged += [(float(event["confidence"]), j in best.plausible) for j, event in enumerate(events)]
        found += [float(events[j]["confidence"]) for i, j in best.pairs.items() if gold.events[i].core]
        core += sum(event.core for event in gold.events)
    if not judged:
        print(json.dumps({"skipped": True}))
        return 0
    brier = sum((c - r) ** 2 for c, r in judged) / len(judged)
    line = {"what": "confidence", "data": "+".join(sets), "events": len(judged), "calibration_error": rounded(calibration_error(judged)),
            "brier": rounded(brier), "curve": curve(judged, found, core), "bins": [(round(c, 3), round(s, 3), n) for c, s, n in bins(judged)]}  # fmt: skip
    if options.fit:
        slope, offset = fitted(judged)
        line |= {"slope": round(slope, 3), "offset": round(offset, 3)}
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
