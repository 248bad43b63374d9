"""What the reference says that the program does not say of itself, and the tables that it is said in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

MEANINGS = Path(__file__).parent / "reference"


def table(heads: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a pipe within a cell does not end it."""
    body = ["| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |" for cells in lines]
    return "\n".join(["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads), *body])


def meanings(name: str) -> list[dict[str, str]]:
    """The rows of tools/reference/<name>.tsv."""
    lines = (line for line in (MEANINGS / f"{name}.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def told(names: Iterable[str], told_of: Iterable[str], what: str) -> None:
    """Raises SystemExit where a name has no meaning, or a meaning no name."""
    if odd := set(names) ^ set(told_of):
        raise SystemExit(f"tools/reference: {what}: {', '.join(sorted(odd))}: a row is missing, or is of nothing that there is.")
