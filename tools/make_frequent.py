"""Makes `data/stories/frequent.tsv`: in how many of our own sentences each stem stands, which tells rare words from common ones.

    python tools/make_frequent.py

Reads the training corpus and the examples; a stem that is not in the table stands in fewer than `LEAST` sentences of them.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from riftline.stories.words import stems

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src/riftline/data/stories/frequent.tsv"
LEAST = 4
"""Fewest sentences that a stem must stand in to be told apart from one never seen."""


def sentences() -> Iterator[str]:
    """Our sentences, without their marks."""
    for file in sorted((ROOT / "training/corpus").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            yield re.sub(r"\|[^\]]*\]|[\[\]{}]", " ", json.loads(line)["text"])
    for file in sorted((ROOT / "examples").rglob("*.txt")):
        yield from re.split(r"(?<=[.!?])\s+", file.read_text(encoding="utf-8"))


def main() -> None:
    """Counts and writes."""
    counted: Counter[str] = Counter()
    total = 0
    for sentence in sentences():
        counted.update(set(stems(sentence)))
        total += 1
    rows = [f"{stem}\t{math.log(total / n):.2f}" for stem, n in sorted(counted.items()) if n >= LEAST]
    about = f"# Weight of a stem: ln(sentences / sentences that hold it), of {total} sentences of ours. Made by tools/make_frequent.py."
    rarest = f"*\t{math.log(total / (LEAST - 1)):.2f}"
    OUT.write_text("\n".join([about, "stem\tweight", rarest, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
