"""Fits the weights of `data/stories/weights.tsv`: `python -m training.likeness [--write]`.

Logistic regression over the pairs of reports of `evaluation/stories/dev-*.jsonl` that may tell the same act, as annotated and as the coder
finds them, drawn towards the prior weights of the table (a Gaussian about them), so that what the few stories say little about stays as we would
say it. Prints how each half does with the weights that the other half gives; with `--write` puts those of both into the table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from evaluation.data import ROOT
from evaluation.merging import FOLDER, Coder, Row, b_cubed, read, stored

from riftline.stories.clustering import grouped
from riftline.stories.likeness import comparable, features, odds_of
from riftline.stories.report import Report
from riftline.stories.shelf import reports_of, rows_of
from riftline.tables import rows

TABLE = ROOT / "src/riftline/data/stories/weights.tsv"
SPREAD = 0.15
"""Standard deviation of a weight about its prior; larger ones fit the stories closer and other stories worse."""

Pairs = tuple["np.ndarray[tuple[int, int], np.dtype[np.float64]]", "np.ndarray[tuple[int], np.dtype[np.float64]]"]


def names() -> list[str]:
    """The features, the bias first."""
    return [row["feature"] for row in rows("stories/weights")]


def told(articles: Sequence[Row], coder: Coder | None) -> list[tuple[Report, str]]:
    """The reports with the acts that they tell."""
    connection, placed = stored(articles, coder)
    story = {item.report: item.item.story for item in placed}
    return [(report, story[report.id]) for report in reports_of(connection, rows_of(connection, story))]


def pairs(reports: Sequence[tuple[Report, str]]) -> Pairs:
    """Features and answers of all pairs that may tell the same act; one row a pair, the bias in column 0."""
    columns = {name: i for i, name in enumerate(names())}
    matrix, answers = [], []
    for (one, mine), (other, theirs) in combinations(reports, 2):
        if not comparable(one, other):
            continue
        row = np.zeros(len(columns))
        row[0] = 1.0
        for name, value in features(one, other).items():
            row[columns[name]] = value
        matrix.append(row)
        answers.append(float(mine == theirs))
    return np.array(matrix), np.array(answers)


def fitted(data: Sequence[Pairs], prior: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The weights, by Newton's method."""
    matrix, answers = np.vstack([x for x, _ in data]), np.concatenate([y for _, y in data])

    def loss(at: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
        odds = matrix @ at
        return float(np.sum(np.logaddexp(0, odds) - answers * odds) + np.sum((at - prior) ** 2) / (2 * SPREAD**2))

    weights = prior.copy()
    for _ in range(200):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        slope = matrix.T @ (answers - chance) - (weights - prior) / SPREAD**2
        bend = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + np.eye(len(weights)) / SPREAD**2
        step = np.linalg.solve(bend, slope)
        while loss(weights + step) > loss(weights) and np.abs(step).max() > 1e-9:
            step /= 2
        weights = weights + step
        if np.abs(step).max() < 1e-6:
            break
    return weights


def score(reports: Sequence[tuple[Report, str]], weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    """B-cubed F1 of the reports grouped with these weights."""
    table = dict(zip(names(), weights, strict=True))

    def odds(one: Report, other: Report) -> float:
        return odds_of(features(one, other), table)

    groups = grouped([item for item, _ in reports], score=odds)
    number = {item.id: i for i, group in enumerate(groups) for item in group}
    return b_cubed([story for _, story in reports], [number[item.id] for item, _ in reports])[2]


def main(arguments: Sequence[str]) -> int:
    """Fits, tells how it does on the half it was not fitted on, and writes the table where asked."""
    parser = argparse.ArgumentParser(prog="python -m training.likeness", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the weights into the table")
    options = parser.parse_args(arguments)
    from riftline.extraction.coder import code

    halves = [[told(read(path), coder) for coder in (None, code)] for path in sorted(FOLDER.glob("dev-*.jsonl"))]
    prior = np.array([float(row["prior"]) for row in rows("stories/weights")])
    for i, half in enumerate(halves):
        other = fitted([pairs(reports) for j, rest in enumerate(halves) if j != i for reports in rest], prior)
        print(f"half {i + 1}, by the other's weights: annotated {score(half[0], other):.3f} (prior {score(half[0], prior):.3f}), "
              f"coded {score(half[1], other):.3f} (prior {score(half[1], prior):.3f})")  # fmt: skip
    weights = fitted([pairs(reports) for half in halves for reports in half], prior)
    print("all:", *(f"{name} {score([item for half in halves for item in half[i]], weights):.3f}" for i, name in enumerate(("annotated", "coded"))))
    for row, weight in zip(rows("stories/weights"), weights, strict=True):
        print(f"{row['feature']:24s} {row['prior']:>6s} {weight:6.2f}")
    if options.write:
        head = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
        lines = ["\t".join((row["feature"], row["prior"], f"{weight:.2f}", row["words"])) for row, weight in zip(rows("stories/weights"), weights, strict=True)]
        TABLE.write_text("\n".join([*head, "feature\tprior\tweight\twords", *lines]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
