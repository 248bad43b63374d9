"""The bundled tables: tab-separated files with a header under `data/`, read once."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from riftline.errors import ModelError


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.tsv` by column; an empty cell is "". Raises ModelError where the table is missing."""
    path = files("riftline") / "data" / f"{name}.tsv"
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ModelError(f"The table data/{name}.tsv is missing from this installation: install Riftline again.") from None
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple({k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def parts(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by `|`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())
