"""All pairs at once: who has to do with whom, and which pairs have moved."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any

from riftline.ontology import COOPERATION, FRICTION
from riftline.wording import code_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COUNTS = """
    SELECT least(source, target) AS a, greatest(source, target) AS b, sum(events)::INTEGER AS n,
        coalesce(sum(events) FILTER (type IN $friction), 0)::INTEGER AS friction,
        coalesce(sum(events) FILTER (type IN $cooperation), 0)::INTEGER AS cooperation, max(day) AS last
    FROM ledger WHERE kind = 'dyad' AND day >= coalesce($since::DATE, day) AND day <= coalesce($until::DATE, day) GROUP BY a, b
"""
PRIOR = 5.0
"""Acts at the share of before that are added to both times, so that one act is no turn."""


def dyads(connection: DuckDBPyConnection, since: date | None = None, until: date | None = None, limit: int = 200) -> list[dict[str, Any]]:
    """Unordered pairs: `actors`, `names`, events, friction, cooperation, last day; those with most events first."""
    values = {"friction": sorted(FRICTION), "cooperation": sorted(COOPERATION), "since": since, "until": until}
    found = connection.execute(f"{_COUNTS} ORDER BY n DESC, a, b LIMIT {int(limit)}", values).fetchall()
    return [_dyad(row) for row in found]


def movers(connection: DuckDBPyConnection, days: int = 28) -> list[dict[str, Any]]:
    """The pairs by how far friction's share in the store's last days stands from that in as many days before, in standard errors with `PRIOR`
    acts at the earlier share added: `change` (share now less share before) and `weight`. Nothing where one of the two times is empty."""
    row = connection.execute("SELECT max(day) FROM ledger WHERE kind = 'dyad'").fetchone()
    if row is None or row[0] is None:
        return []
    last = row[0]
    first = last - timedelta(days=days - 1)
    values = {"friction": sorted(FRICTION), "cooperation": sorted(COOPERATION)}
    now = connection.execute(_COUNTS, values | {"since": first, "until": last}).fetchall()
    before = {
        (each[0], each[1]): each
        for each in connection.execute(_COUNTS, values | {"since": first - timedelta(days=days), "until": first - timedelta(days=1)}).fetchall()
    }
    made = []
    for each in now:
        was = before.get((each[0], each[1]))
        told, told_before = each[3] + each[4], (was[3] + was[4]) if was else 0
        if not told or was is None or not told_before:
            continue
        share = (was[3] + 1) / (told_before + 2)
        seen = (each[3] + PRIOR * share) / (told + PRIOR)
        weight = (seen - share) / sqrt(share * (1 - share) * (1 / (told + PRIOR) + 1 / (told_before + PRIOR)))
        made.append(_dyad(each) | {"change": round(each[3] / told - was[3] / told_before, 4), "weight": round(weight, 4), "before": was[2]})
    return sorted(made, key=lambda item: (-abs(item["weight"]), item["actors"]))


def _dyad(row: tuple[Any, ...]) -> dict[str, Any]:
    a, b, events, friction, cooperation, last = row
    names = [code_name(a), code_name(b)]
    return {"actors": [a, b], "names": names, "events": events, "friction": friction, "cooperation": cooperation, "last": last.isoformat()}
