"""All pairs at once: who has to do with whom, and which pairs have moved."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any

from riftline.ontology import COOPERATION, FRICTION
from riftline.relations.cube import Cube, Sum, cube
from riftline.wording import code_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COUNTED = """
    SELECT least(source, target) AS a, greatest(source, target) AS b, day AS first, day AS last, source = a AS forth, sum(events) AS events,
        coalesce(sum(events) FILTER (type IN $friction), 0) AS friction, coalesce(sum(events) FILTER (type IN $cooperation), 0) AS cooperation
    FROM ledger WHERE kind = 'dyad' AND day >= coalesce($since::DATE, day) GROUP BY ALL
"""
PRIOR = 5.0
"""Acts at the share of before that are added to both times, so that one act is no turn."""


def counted_dyads(connection: DuckDBPyConnection, since: date | None = None) -> Cube:
    """The ledger's acts by unordered pair, day and direction: what `dyads`, `movers` and `daily` add up."""
    return cube(connection, _COUNTED, {"friction": sorted(FRICTION), "cooperation": sorted(COOPERATION), "since": since}, ("a", "b"), "forth")


def dyads(counted: Cube, since: date | None = None, until: date | None = None, limit: int = 200) -> list[dict[str, Any]]:
    """Unordered pairs: `actors`, `names`, events, friction, cooperation, last day; those with most events first."""
    return [_dyad(each) for each in counted.between(since, until, limit)]


def movers(connection: DuckDBPyConnection, days: int = 28) -> list[dict[str, Any]]:
    """The pairs by how far friction's share in the store's last days stands from that in as many days before, in standard errors with `PRIOR`
    acts at the earlier share added: `change` (share now less share before) and `weight`. Nothing where one of the two times is empty."""
    row = connection.execute("SELECT max(day) FROM ledger WHERE kind = 'dyad'").fetchone()
    if row is None or row[0] is None:
        return []
    last = row[0]
    first = last - timedelta(days=days - 1)
    counted = counted_dyads(connection, first - timedelta(days=days))
    before = {each.key: each for each in counted.between(first - timedelta(days=days), first - timedelta(days=1))}
    made = []
    for each in counted.between(first, last):
        was = before.get(each.key)
        told, told_before = each.friction + each.cooperation, (was.friction + was.cooperation) if was else 0
        if not told or was is None or not told_before:
            continue
        share = (was.friction + 1) / (told_before + 2)
        seen = (each.friction + PRIOR * share) / (told + PRIOR)
        weight = (seen - share) / sqrt(share * (1 - share) * (1 / (told + PRIOR) + 1 / (told_before + PRIOR)))
        made.append(_dyad(each) | {"change": round(each.friction / told - was.friction / told_before, 4), "weight": round(weight, 4), "before": was.events})
    return sorted(made, key=lambda item: (-abs(item["weight"]), item["actors"]))


def _dyad(each: Sum) -> dict[str, Any]:
    names = [code_name(code) for code in each.key]
    counts = {"events": each.events, "friction": each.friction, "cooperation": each.cooperation}
    return {"actors": list(each.key), "names": names} | counts | {"last": each.last.isoformat() if each.last else None}
