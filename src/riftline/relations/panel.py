"""The ledger of dyads as arrays: what signals are computed from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from riftline.ontology import PLOVER_TYPES, QUAD_OF
from riftline.relations.alleged import alleged
from riftline.relations.asof import ACTS, ledger_as_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LATEST = 28
"""Days after the act beyond which a report of it is history and no news: such acts are left out."""

TYPES = (*PLOVER_TYPES, "")
"""The types of a panel, in order; "" for acts without a PLOVER type."""

FRICTION = tuple(i for i, kind in enumerate(TYPES) if QUAD_OF.get(kind, "").endswith("conflict"))
COOPERATION = tuple(i for i, kind in enumerate(TYPES) if QUAD_OF.get(kind, "").endswith("cooperation"))
"""Where in TYPES the types of (verbal and material) conflict stand, and those of cooperation; "" is neither."""


@dataclass(frozen=True, slots=True)
class Panel:
    """What was known, day by day, of what the two sides of each dyad did to each other; force that is only alleged is none (`alleged.py`).

    Days are those on which an act was known (its first report's publication, and never before the act), not those of the act: what can
    be said on day t is made from `counts[:, :, : t + 1]` and nothing else.
    """

    first: date
    """The day of index 0."""
    days: int
    dyads: tuple[tuple[str, str], ...]
    """Unordered: (a, b) with a < b, in order."""
    types: tuple[str, ...]
    """`TYPES`."""
    counts: NDArray[np.float32]
    """[dyads, 2, days, types]: events from a towards b (0) and from b towards a (1)."""
    intensity: NDArray[np.float32]
    """[dyads, 2, days]: the sum of their intensities."""


def panel(
    connection: DuckDBPyConnection,
    *,
    since: date | None = None,
    until: date | None = None,
    least: int = 0,
    dyads: Collection[tuple[str, str]] | None = None,
) -> Panel:
    """The panel of the dyads that have at least `least` events in it, both directions together; of `dyads` only, where these are given, in
    whichever order their sides are named (with `least` 0 all of them, and those without an event as zeros).

    `until` is a date as of which is asked: no report published after it is seen, and events are told as they were then. Days run from
    `since` (else the first that has an event) to `until` (else the last). Memory grows with dyads times days, 68 bytes each way where
    there are events: of many years ask with `least`.
    """
    wanted = None if dyads is None else sorted({(min(pair), max(pair)) for pair in dyads})
    gathered(connection, since, until, wanted)
    names = connection.execute("SELECT a, b FROM panel_cells GROUP BY a, b HAVING sum(events) >= ? ORDER BY a, b", [least]).fetchall()
    found = tuple((a, b) for a, b in (wanted if wanted is not None and least <= 0 else names))
    first, days = _span(connection, since, until)
    counts = np.zeros((len(found), 2, days, len(TYPES)), np.float32)
    intensity = np.zeros((len(found), 2, days), np.float32)
    if found and days:
        cells = _cells(connection, found, first)
        at = cells["dyad"], cells["way"], cells["day"]
        counts[(*at, cells["type"])] = cells["events"]
        sums = np.zeros(intensity.shape)
        np.add.at(sums, at, cells["intensity"])
        intensity[:] = sums
    connection.execute("DROP TABLE temp.panel_cells")
    return Panel(first, days, found, TYPES, counts, intensity)


def gathered(connection: DuckDBPyConnection, since: date | None = None, until: date | None = None, dyads: Sequence[tuple[str, str]] | None = None) -> None:
    """Makes the temporary table `panel_cells`: a row for each dyad `a`, `b`, `way` (0: from a to b), day on which it became `known` and `type` (its place in
    TYPES), with `events` and the sum of their `intensity`; from `since` on, as of `until`, of `dyads` only where these are given."""
    table = ledger_as_of(connection, until)
    claims = alleged(connection, until, since - timedelta(days=LATEST) if since and not until else None)
    columns = "kind, source, target, day, known, type"
    connection.execute("CREATE OR REPLACE TEMP TABLE panel_wanted (a VARCHAR, b VARCHAR)")
    if dyads:
        connection.execute("INSERT INTO panel_wanted SELECT unnest(?), unnest(?)", [list(side) for side in zip(*dyads, strict=True)])
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE panel_cells AS
        SELECT least(source, target) AS a, greatest(source, target) AS b, (source > target)::UTINYINT AS way, known,
            coalesce(list_position($types, type), len($types))::UTINYINT - 1 AS type,
            sum(events)::INTEGER AS events, sum(intensity::DECIMAL(18, 4))::DOUBLE AS intensity
        FROM (SELECT {columns}, events, intensity FROM {table} UNION ALL
            SELECT {columns}, -1, -intensity FROM {"acts" if until is None else ACTS} WHERE event IN (FROM {claims}))
        WHERE kind = 'dyad' AND known - day <= {LATEST} AND known <= coalesce($until::DATE, known) {lately(since)}
            AND ($all OR (least(source, target), greatest(source, target)) IN (SELECT (a, b) FROM panel_wanted))
        GROUP BY ALL HAVING sum(events) > 0
        """,
        {"types": list(TYPES), "until": until, "all": dyads is None},
    )
    connection.execute("DROP TABLE temp.panel_wanted")


def lately(since: date | None) -> str:
    """More of a condition, as SQL: known on a day or later, and done so late that it may be news then; nothing where there is no day."""
    return "" if since is None else f"AND known >= DATE '{since}' AND day >= DATE '{since}' - {LATEST}"


def _span(connection: DuckDBPyConnection, since: date | None, until: date | None) -> tuple[date, int]:
    """First day and number of days."""
    row = connection.execute("SELECT min(known), max(known) FROM panel_cells").fetchone()
    low, high = row or (None, None)
    first = since or low or until or date.min
    last = until or high or since
    return first, max((last - first).days + 1, 0) if last else 0


def _cells(connection: DuckDBPyConnection, dyads: tuple[tuple[str, str], ...], first: date) -> dict[str, NDArray[Any]]:
    """The cells by column: dyad, way, day and type as indices, events, intensity."""
    query = """
        WITH dyads AS (SELECT generate_subscripts($a, 1) - 1 AS dyad, unnest($a) AS a, unnest($b) AS b)
        SELECT dyad, way, known - $first::DATE AS day, type, events, intensity FROM panel_cells JOIN dyads USING (a, b)
        ORDER BY dyad, way, day, type
    """
    values = {"a": [pair[0] for pair in dyads], "b": [pair[1] for pair in dyads], "first": first}
    found: dict[str, NDArray[Any]] = connection.execute(query, values).fetchnumpy()
    return {name: np.asarray(column) if name == "intensity" else np.asarray(column).astype(np.int64) for name, column in found.items()}
