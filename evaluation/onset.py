"""How good the chances of new violence are: `python -m evaluation.onset [--stream FILE --first-day DATE] [--from] [--to] [--least N]`.

Reads a stream of events (ICEWS18 unless told otherwise) and asks once a week, from `--from` (1 July 2018) on, of each two with `--least` (10) acts
by then and no act of force in eight weeks, whether three or more follow within four. What is said on a day, weights and all, is made from what
was known by its end.

Prints one line of JSON: how many were asked and how often it came about (`base`); AUC, average precision with a 95 % interval (bootstrap over
dyads), Brier's score, its skill over the base rate, the calibration error over bins of equal number, and expected over seen outbreaks;
`judged`: AUC and average precision of the judged weights, with nothing learnt; the same of two controls, force in the past year and the number of
acts in four weeks; `directed`: the same question of each ordered pair with 20 acts, by the chance of its dyad; `alarms`: of those that `riftline
signals` would raise, how many were followed by an outbreak; `reliability`: mean chance, share and number in bins.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.data import DATA
from evaluation.ruptures import stream
from riftline.relations.panel import Panel
from riftline.signals.choosing import choose, fixed
from riftline.signals.daybook import of_panel
from riftline.signals.flashpoint import of_dyads, probabilities
from riftline.signals.onset import AHEAD, FORCE, MONTH, OUTBREAK, QUIET, WEIGHTS, dyads
from riftline.signals.onset_learning import learnt
from riftline.signals.series import YEAR, Run, within

WEEK = 7
DIRECTED = 20
BINS = 10
DRAWS = 300

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions: which dyad, whether it came about, and a score."""

    dyad: NDArray[np.int64]
    did: NDArray[np.bool_]
    score: Numbers


def auc(asked: Asked) -> float:
    """The chance that one that came about stands above one that did not; ties count half."""
    _, inverse, number = np.unique(asked.score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(number) - (number - 1) / 2)[inverse]
    yes = int(asked.did.sum())
    no = len(asked.did) - yes
    return float((rank[asked.did].sum() - yes * (yes + 1) / 2) / (yes * no)) if yes and no else float("nan")


def average_precision(asked: Asked) -> float:
    """The mean over those that came about of the share that did, among all that stand as high or higher."""
    order = np.argsort(-asked.score, kind="stable")
    did = asked.did[order]
    last = np.searchsorted(-asked.score[order], -asked.score[order], side="right") - 1
    return float((np.cumsum(did)[last] / (last + 1))[did].mean()) if did.any() else float("nan")


def interval(asked: Asked) -> list[float]:
    """The 95 % interval of the average precision: dyads are drawn with replacement, since the weeks of one are much alike."""
    chance = np.random.default_rng(0)
    names, where = np.unique(asked.dyad, return_inverse=True)
    found = []
    for _ in range(DRAWS):
        times = np.bincount(chance.integers(0, len(names), len(names)), minlength=len(names))[where]
        found.append(average_precision(Asked(np.repeat(asked.dyad, times), np.repeat(asked.did, times), np.repeat(asked.score, times))))
    return [round(float(each), 3) for each in np.quantile(found, (0.025, 0.975))]


def questions(force: NDArray[np.floating], acts: NDArray[np.floating], score: NDArray[np.floating], days: range, least: int) -> Asked:
    """What is asked of subjects [subjects, days] on each of some days: those without force in `QUIET` days and with `least` acts so far."""
    quiet, known = within(force.astype(np.float32), QUIET) == 0, np.cumsum(acts, axis=1) >= least
    made = []
    for day in days:
        at = np.flatnonzero(quiet[:, day] & known[:, day])
        made.append((at, force[at, day + 1 : day + 1 + AHEAD].sum(axis=1) >= OUTBREAK, score[at, day].astype(np.float64)))
    return Asked(*(np.concatenate(each) for each in zip(*made, strict=True)))


def figures(asked: Asked) -> dict[str, float]:
    """How well a score ranks."""
    return {"auc": round(auc(asked), 4), "ap": round(average_precision(asked), 4)}


def reliability(asked: Asked) -> list[list[float]]:
    """Mean chance, share that came about, number: bins of equal number, from the least likely; the last tenth in ten of its own."""
    order = np.argsort(asked.score, kind="stable")
    whole, top = np.array_split(order, BINS)[:-1], np.array_split(np.array_split(order, BINS)[-1], BINS)
    return [[round(float(asked.score[at].mean()), 5), round(float(asked.did[at].mean()), 5), len(at)] for at in (*whole, *top) if len(at)]


def measured(made: Panel, since: date, until: date | None, least: int) -> dict[str, Any]:
    """What the line holds, of a panel."""
    started = time.process_time()
    run = Run(of_panel(made))
    subjects = dyads(run)
    taught = learnt(subjects)
    likely = probabilities(subjects, taught)
    seconds = time.process_time() - started
    last = made.days - 1 - AHEAD
    days = range(max((since - made.first).days, 0), min((until - made.first).days - AHEAD, last) + 1 if until else last + 1, WEEK)
    force, acts = subjects.force.values(), subjects.acts.values()
    ours = questions(force, acts, likely, days, least)
    plain = np.einsum("ksd,k->sd", subjects.signs, WEIGHTS)
    brier, base = float(((ours.score - ours.did) ** 2).mean()), float(ours.did.mean())
    bins = reliability(ours)
    ways, volume = made.counts[..., FORCE].reshape(-1, made.days), made.counts.sum(axis=3).reshape(-1, made.days)
    both = questions(ways, volume, np.repeat(likely, 2, axis=0), days, DIRECTED)
    asked = np.isfinite(both.score)  # a way without force between two of whom the other has used it
    both = Asked(both.dyad[asked], both.did[asked], both.score[asked])
    alarm = of_dyads(run, subjects, taught)
    raised, _ = choose(alarm.score, alarm.busy, (days.start, last), None, least=fixed("flashpoint"))
    true = [bool(force[subject, day + 1 : day + 1 + AHEAD].sum() >= OUTBREAK) for subject, day in raised]
    return {
        "what": "onset", "from": since.isoformat(), "weeks": len(days), "asked": len(ours.did), "came": int(ours.did.sum()), "base": round(base, 5),
        **figures(ours), "interval": interval(ours), "brier": round(brier, 6), "skill": round(1 - brier / (base * (1 - base)), 4),
        "error": round(sum(abs(chance - share) * number for chance, share, number in bins) / len(ours.did), 5),
        "expected_over_seen": round(float(ours.score.sum()) / max(int(ours.did.sum()), 1), 3),
        "judged": figures(questions(force, acts, plain, days, least)),
        "controls": {
            "force": figures(questions(force, acts, within(force, YEAR), days, least)),
            "volume": figures(questions(force, acts, within(acts, MONTH), days, least)),
        },
        "directed": {"asked": len(both.did), "came": int(both.did.sum()), "base": round(float(both.did.mean()), 5), **figures(both)},
        "alarms": {"raised": len(raised), "came": sum(true), "any": sum(bool(force[s, d + 1 : d + 1 + AHEAD].sum()) for s, d in raised)},
        "reliability": bins, "seconds": round(seconds, 2),
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Prints the line."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.onset", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stream", type=Path, default=DATA / "icews" / "icews18.zip", metavar="FILE", help="events in a format that riftline import reads")
    parser.add_argument("--first-day", type=date.fromisoformat, default=date(2018, 1, 1), metavar="DATE", help="day 0 of id quadruples")
    parser.add_argument("--from", dest="since", type=date.fromisoformat, default=date(2018, 7, 1), metavar="DATE", help="first day asked on")
    parser.add_argument("--to", dest="until", type=date.fromisoformat, metavar="DATE", help="last day of what is asked for")
    parser.add_argument("--least", type=int, default=10, metavar="N", help="acts told of a dyad by the day (default 10)")
    options = parser.parse_args(arguments)
    if not options.stream.exists():
        print(json.dumps({"what": "onset", "skipped": f"{options.stream} is not here"}))
        return 0
    print(json.dumps(measured(stream(str(options.stream), options.first_day, least=1), options.since, options.until, options.least)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
