"""`csv`: a row an event, the same columns as `riftline events --format csv`."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from riftline.export.base import Format, Row
from riftline.export.listing import CSV_COLUMNS, flat


def csv_lines(header: Iterable[str], cells: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A table as CSV (RFC 4180, but for the line end): a line a row, quoted where needed."""
    held = io.StringIO()
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow(header)
    for row in cells:
        writer.writerow(row)
        yield held.getvalue()
        held.seek(0)
        held.truncate()
    yield held.getvalue()


def _lines(found: Iterable[Row]) -> Iterator[str]:
    return csv_lines(CSV_COLUMNS, map(flat, found))


FORMAT = Format(
    name="csv",
    ending="csv",
    loses="contexts, sectors, the words for the two sides, figures, reasons, and evidence but the first piece",
    columns=CSV_COLUMNS,
    lines=_lines,
)
