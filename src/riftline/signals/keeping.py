"""Signals as they were raised: stored once, never changed, so that an answer of then can be told from one of now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from riftline.errors import StoreError
from riftline.records import Signal
from riftline.signals.record import record, signal_of
from riftline.store.database import insert, now
from riftline.store.queries import several
from riftline.version import version

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = (
    "id", "version", "kind", "actors", "place", "date", "first_day", "last_day", "score", "probability", "baseline", "observed", "attention",
    "reason", "thin", "record", "as_of", "made", "riftline",
)  # fmt: skip


def keep(connection: DuckDBPyConnection, signals: Iterable[Signal], as_of: date | None) -> int:
    """Stores what is not stored yet: a signal whose latest version says the same is left. Returns how many were put in."""
    found = list(signals)
    query = "SELECT id, version, record FROM signals WHERE id IN ? QUALIFY row_number() OVER (PARTITION BY id ORDER BY version DESC) = 1"
    known = {name: (number, text) for name, number, text in connection.execute(query, [[each.id for each in found]]).fetchall()}
    rows = []
    for each in found:
        number, before = known.get(each.id, (0, ""))
        text = json.dumps(record(each), ensure_ascii=False)
        if text != before:
            rows.append((
                each.id, number + 1, each.kind, list(each.actors), each.place, each.date, each.window.start, each.window.end, each.score,
                each.probability, each.baseline, each.observed, each.attention, each.reason, each.thin, text, as_of, now(), version(),
            ))  # fmt: skip
    insert(connection, "signals", rows, COLUMNS)
    return len(rows)


def find(connection: DuckDBPyConnection, wanted: str) -> list[tuple[Signal, int, date | None]]:
    """All stored versions of the signal that `wanted` (an id or the beginning of one) names, the oldest first, each with its number and the day
    as of which it was made; none where it names none. Raises StoreError where it begins several."""
    query = "SELECT DISTINCT id FROM signals WHERE starts_with(lower(id), lower(?)) ORDER BY id LIMIT 6"
    ids = [row[0] for row in connection.execute(query, [wanted]).fetchall()]
    if len(ids) > 1 and wanted.lower() not in (name.lower() for name in ids):
        raise several(wanted, ids)
    name = next((each for each in ids if each.lower() == wanted.lower()), ids[0] if ids else None)
    rows = connection.execute("SELECT record, version, as_of FROM signals WHERE id = ? ORDER BY version", [name]).fetchall()
    try:
        return [(signal_of(json.loads(text)), number, as_of) for text, number, as_of in rows]
    except (ValueError, KeyError, TypeError) as problem:
        raise StoreError(f"the signal {name} cannot be read as it is stored ({problem}); run riftline signals to raise it again.") from problem
