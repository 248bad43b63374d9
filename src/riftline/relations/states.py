"""What states do to each other, without their rebels, parties and citizens.

A dyad of the ledger is between two codes: that of a state stands for its opposition and its newspapers too. Rebels who fire on an ally of their state,
or are bombed by it, are no quarrel between the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from riftline.relations.asof import ACTS
from riftline.relations.panel import LATEST, TYPES, Panel
from riftline.tables import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_THE_STATE = frozenset({"REB", "UAF", "CRM", "OPP", "CVL", "MED", "EDU", "BUS", "PTY", "NGO", "REF", "LAB", "REL"})
"""Sectors whose acts are not their state's."""
AGAINST_IT = frozenset({"REB", "UAF", "CRM", "OPP"})
"""Those on whom acts are not on their state; what is done to its citizens, priests or firms is."""

_OTHERS = """
    WITH dyads AS (SELECT generate_subscripts($a, 1) - 1 AS dyad, unnest($a) AS a, unnest($b) AS b),
    others AS (
        SELECT id FROM events WHERE (source_code IN $states AND list_has_any(source_sectors, $not_it))
            OR (target_code IN $states AND list_has_any(target_sectors, $against)))
    SELECT dyad, (source > target)::UTINYINT AS way, known - $first::DATE AS day,
        coalesce(list_position($types, type), len($types))::UTINYINT - 1 AS type, count(*) AS events
    FROM {acts} JOIN dyads ON least(source, target) = a AND greatest(source, target) = b
    WHERE kind = 'dyad' AND event IN (FROM others) AND known - day <= {latest} AND known - $first::DATE BETWEEN 0 AND $days - 1
    GROUP BY ALL ORDER BY ALL
"""


@cache
def states() -> frozenset[str]:
    """Codes of states. What is none (a people without one, an organisation) is its fighters and followers."""
    return frozenset(row["code"] for row in rows("actors/states"))


def by_others(row: Mapping[str, Any]) -> bool:
    """Whether an event is none of states: by somebody who is not his state, or on somebody who is against his."""
    return any(
        row[f"{side}_code"] in states() and not apart.isdisjoint(row[f"{side}_sectors"] or ())
        for side, apart in (("source", NOT_THE_STATE), ("target", AGAINST_IT))
    )


def of_states(connection: DuckDBPyConnection, made: Panel, as_of: date | None = None) -> Panel:
    """The panel without the acts of those who are not their state, and on those who are against it; `as_of` is that of `panel`, which was asked for
    just before on this connection. `intensity` is left as it is."""
    if not made.dyads:
        return made
    values = {
        "a": [pair[0] for pair in made.dyads], "b": [pair[1] for pair in made.dyads], "first": made.first, "days": made.days, "types": list(TYPES),
        "states": sorted(states()), "not_it": sorted(NOT_THE_STATE), "against": sorted(AGAINST_IT),
    }  # fmt: skip
    found = connection.execute(_OTHERS.format(acts="acts" if as_of is None else ACTS, latest=LATEST), values).fetchnumpy()
    dyad, way, day, kind = (np.asarray(found[name]).astype(np.int64) for name in ("dyad", "way", "day", "type"))
    counts = made.counts.copy()
    counts[dyad, way, day, kind] = np.maximum(counts[dyad, way, day, kind] - np.asarray(found["events"], dtype=np.float32), 0)
    return replace(made, counts=counts)
