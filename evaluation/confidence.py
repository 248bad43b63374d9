"""What an event's confidence is worth: `python -m evaluation.confidence [--set SET] [--fit] [--svg FILE]`.

For the events of a set of annotated articles: what `--min-confidence` trades (precision, recall and F1 of the events
at or above each bound), and how far a confidence is from the share of events that are right at it: the expected
calibration error over ten bins of equal width, the Brier score, and each bin's mean confidence, share right and
number of events. An event is right where the scorer finds an annotated one for it.

Prints one line of JSON. `--fit` adds the slope and offset, on log-odds, that would make confidence fit best here, by those that are in use:
what to write into `extraction.events`. `--svg` draws the bins.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path

from evaluation.articles import SETS, coded, gold_files, rounded, text_of
from evaluation.calibration import Judged, bins, calibration_error
from evaluation.gold import load
from evaluation.reliability import diagram
from evaluation.scorer import matched_events
from riftline.extraction.events import OFFSET, SLOPE

BOUNDS = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def curve(judged: Judged, found: Sequence[float], core: int) -> list[dict[str, float | None]]:
    """At each bound: precision of the events above it, recall of the core ones (`found`: the confidence at which each of those that are found is), F1."""
    out: list[dict[str, float | None]] = []
    for bound in BOUNDS:
        above = [right for right, confidence in judged if confidence >= bound]
        precision = sum(above) / len(above) if above else None
        recall = sum(confidence >= bound for confidence in found) / core if core else None
        f1 = 2 * precision * recall / (precision + recall) if precision and recall else None
        out.append({"least": bound, "events": len(above), "precision": rounded(precision), "recall": rounded(recall), "f1": rounded(f1)})
    return out


def fitted(judged: Judged, steps: int = 2000, rate: float = 0.05) -> tuple[float, float]:
    """Slope and offset of the log-odds of confidence that make the events' rightness likeliest (Platt 1999), by gradient ascent."""
    slope, offset = 1.0, 0.0
    bounded = [min(max(confidence, 1e-3), 1 - 1e-3) for _, confidence in judged]
    odds = [math.log(c / (1 - c)) for c in bounded]
    for _ in range(steps):
        errors = [right - 1 / (1 + math.exp(-(slope * x + offset))) for x, (right, _) in zip(odds, judged, strict=True)]
        slope += rate * sum(e * x for e, x in zip(errors, odds, strict=True)) / len(judged)
        offset += rate * sum(errors) / len(judged)
    return slope, offset


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.confidence", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", dest="sets", choices=SETS, action="append", help="may be given several times; dispatches-dev if it is not")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--svg", type=Path, metavar="FILE", help="write the reliability diagram there")
    options = parser.parse_args(arguments)
    sets = options.sets or ["dispatches-dev"]
    judged: list[tuple[bool, float]] = []
    found: list[float] = []
    core = 0
    for path in (path for name in sets for path in gold_files(name)):
        gold = load(path)
        events = coded(gold, text_of(path))["events"]
        best = matched_events(gold.events, events)
        judged += [(j in best.plausible, float(event["confidence"])) for j, event in enumerate(events)]
        found += [float(events[j]["confidence"]) for i, j in best.pairs.items() if gold.events[i].core]
        core += sum(event.core for event in gold.events)
    if not judged:
        print(json.dumps({"skipped": True}))
        return 0
    brier = sum((c - r) ** 2 for r, c in judged) / len(judged)
    line = {"what": "confidence", "data": "+".join(sets), "events": len(judged), "calibration_error": rounded(calibration_error(judged)),
            "brier": rounded(brier), "curve": curve(judged, found, core), "bins": [(round(c, 3), round(s, 3), n) for c, s, n in bins(judged)]}  # fmt: skip
    if options.fit:
        slope, offset = fitted(judged)
        line |= {"slope": round(SLOPE * slope, 3), "offset": round(OFFSET * slope + offset, 3)}
    if options.svg:
        options.svg.write_text(diagram(bins(judged), "How many events of a confidence are right"), encoding="utf-8")
    print(json.dumps(line))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
