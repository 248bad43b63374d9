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

from riftline.relations.asof import ACTS
from riftline.relations.panel import LATEST, TYPES, Panel, lately
from riftline.tables import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOT_THE_STATE = frozenset({"REB", "UAF", "CRM", "OPP", "CVL", "MED", "EDU", "BUS", "PTY", "NGO", "REF", "LAB", "REL"})
"""Sectors whose acts are not their state's."""
AGAINST_IT = frozenset({"REB", "UAF", "CRM", "OPP"})
"""Those on whom acts are not on their state; what is done to its citizens, priests or firms is."""

_OTHERS = """
    CREATE OR REPLACE TEMP TABLE acts_of_others AS
    WITH others AS (
        SELECT id FROM events WHERE ((source_code IN $states AND list_has_any(source_sectors, $not_it))
            OR (target_code IN $states AND list_has_any(target_sectors, $against))) {those})
    SELECT least(source, target) AS a, greatest(source, target) AS b, (source > target)::UTINYINT AS way, known,
        coalesce(list_position($types, type), len($types))::UTINYINT - 1 AS type, count(*) AS events
    FROM {acts} WHERE kind = 'dyad' AND event IN (FROM others) AND known - day <= {latest} {these}
    GROUP BY ALL
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


def others(connection: DuckDBPyConnection, since: date | None = None, as_of: date | None = None) -> None:
    """Makes the temporary table `acts_of_others` of the acts of those who are not their state, and on those who are against it: `a`, `b`, `way`, `known`,
    `type` and `events` as those of `panel.gathered`, which was asked for just before on this connection with the same days."""
    those = "" if since is None or as_of is not None else f"AND first_day >= DATE '{since}' - {LATEST}"
    values = {"types": list(TYPES), "states": sorted(states()), "not_it": sorted(NOT_THE_STATE), "against": sorted(AGAINST_IT)}
    connection.execute(_OTHERS.format(acts="acts" if as_of is None else ACTS, latest=LATEST, these=lately(since), those=those), values)


def of_states(connection: DuckDBPyConnection, made: Panel, as_of: date | None = None) -> Panel:
    """The panel without the acts of those who are not their state, and on those who are against it; `as_of` is that of `panel`, which was asked for
    just before on this connection. `intensity` is left as it is."""
    if not made.dyads:
        return made
    others(connection, None, as_of)
    found = connection.execute("SELECT a, b, way, known, type, events FROM acts_of_others").fetchall()
    counts, at = made.counts.copy(), {dyad: index for index, dyad in enumerate(made.dyads)}
    for a, b, way, known, kind, events in found:
        if (a, b) in at and 0 <= (day := (known - made.first).days) < made.days:
            cell = at[a, b], way, day, kind
            counts[cell] = max(counts[cell] - events, 0)
    return replace(made, counts=counts)
