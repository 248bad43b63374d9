"""Event type on PLV's marked sentences: `python -m evaluation.event_type [--part train|test] [--rows N] [--confusions]`.

Prints one line of JSON: accuracy and macro-F1 over PLV's fifteen classes (PLOVER's sixteen, CONCEDE and RETREAT being
one, YIELD). Each sentence comes with its sides marked and its act not, and gets the type that the classifier finds
likeliest; none is not offered, as every row has an event. Beside the figures stand the 95 % interval of macro-F1 over rows,
and how far confidence is from being right so often (expected calibration error, ten bins). For the test part the figures are given for all rows, and
(`unseen_*`) for the rows that are not sentences of PLOVER's gold-standard records, which the model is trained on.

`--rows N` takes the first N after a fixed shuffle. Data: `RIFTLINE_DATA`/plv and /plover_gsr (by default ../shared/data
beside the repository); where they are absent the line is {"skipped": true}.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.calibration import calibration_error
from evaluation.data import DATA
from evaluation.intervals import bootstrap
from riftline.extraction.labelling import label as label_marked

YIELD = "YIELD"
BATCH = 64


@dataclass(frozen=True, slots=True)
class Row:
    """A marked sentence and its class."""

    sentence: str
    marked: str
    gold: str


def read(path: Path) -> list[Row]:
    """The rows of a PLV file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Row(row["sentence"], row["marked_sentence"], row["gold_root"]) for row in csv.DictReader(file, delimiter="\t")]


def gsr_sentences(path: Path) -> frozenset[str]:
    """The sentences of PLOVER's gold-standard records, normalised."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return frozenset(normal(json.loads(f'"{found}"', strict=False)) for found in re.findall(r'"text": *"((?:[^"\\]|\\.)*)"', text))


def normal(text: str) -> str:
    """What is left of a sentence for comparing: letters and digits, in lower case."""
    return re.sub(r"[\W_]+", "", text.lower())


def predict(rows: Sequence[Row]) -> list[tuple[str, float]]:
    """The class of each row and its confidence."""
    out: list[tuple[str, float]] = []
    for start in range(0, len(rows), BATCH):
        found = label_marked([row.marked for row in rows[start : start + BATCH]], none=False)
        out += [(YIELD if label.type in ("CONCEDE", "RETREAT") else label.type, label.confidence) for label in found]
        if sys.stderr.isatty():
            print(f"\r{len(out)}/{len(rows)}", end="" if len(out) < len(rows) else "\r", file=sys.stderr, flush=True)
    return out


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """The mean F1 of the classes that occur in the gold, of pairs (gold, said)."""
    both = list(pairs)
    gold, said = Counter(g for g, _ in both), Counter(s for _, s in both)
    right = Counter(g for g, s in both if g == s)
    return sum(2 * right[kind] / (gold[kind] + said[kind]) for kind in gold) / len(gold) if gold else 0.0


def figures(rows: Sequence[Row], said: Sequence[tuple[str, float]], prefix: str = "") -> dict[str, object]:
    """Rows, accuracy, macro-F1 with its interval, calibration error."""
    pairs = [(row.gold, kind) for row, (kind, _) in zip(rows, said, strict=True)]
    judged = [(row.gold == kind, confidence) for row, (kind, confidence) in zip(rows, said, strict=True)]
    found = {
        "rows": len(pairs),
        "accuracy": round(sum(g == s for g, s in pairs) / max(1, len(pairs)), 4),
        "macro_f1": round(macro_f1(pairs), 4),
        "macro_f1_interval": bootstrap(pairs, macro_f1),
        "calibration_error": round(calibration_error(judged), 4),
    }
    return {prefix + name: value for name, value in found.items()}


def main(arguments: Sequence[str]) -> int:
    """Runs a part and prints its line."""
    form = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="python -m evaluation.event_type", description=__doc__, formatter_class=form)
    parser.add_argument("--part", choices=("train", "test"), default="train")
    parser.add_argument("--rows", type=int, metavar="N", help="only so many")
    parser.add_argument("--confusions", action="store_true", help="the commonest ones, to standard error")
    options = parser.parse_args(arguments)
    path, records = DATA / "plv" / f"PLV_{options.part}.tsv", DATA / "plover_gsr" / "PLOVER_GSR_CAMEO.txt"
    if not path.exists() or not records.exists():
        print(f"evaluation.event_type: no data at {path} or {records}; set RIFTLINE_DATA", file=sys.stderr)
        print(json.dumps({"skipped": True}))
        return 0
    rows = read(path)
    if options.rows:
        random.Random(0).shuffle(rows)
        rows = rows[: options.rows]
    said = predict(rows)
    out: dict[str, object] = {"what": "event_type", "data": f"PLV_{options.part}", **figures(rows, said)}
    if options.part == "test":
        known = gsr_sentences(records)
        unseen = [i for i, row in enumerate(rows) if normal(row.sentence) not in known]
        out |= figures([rows[i] for i in unseen], [said[i] for i in unseen], "unseen_")
    if options.confusions:
        wrong = Counter((row.gold, kind) for row, (kind, _) in zip(rows, said, strict=True) if row.gold != kind)
        for (gold, kind), n in wrong.most_common(20):
            print(f"{n:4} {gold} taken for {kind}", file=sys.stderr)
    print(json.dumps(out))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
