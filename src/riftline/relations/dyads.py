"""All pairs at once: who has to do with whom, and which pairs have moved."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from riftline.ontology import IS_COOPERATION, IS_FRICTION
from riftline.relations.cube import Cube, Sum, cube
from riftline.wording import code_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_COUNTED = f"""
    SELECT least(source, target) AS a, greatest(source, target) AS b, day AS first, day AS last, source = a AS forth, sum(events) AS events,
        coalesce(sum(events) FILTER ({IS_FRICTION}), 0) AS friction, coalesce(sum(events) FILTER ({IS_COOPERATION}), 0) AS cooperation
    FROM ledger WHERE kind = 'dyad' GROUP BY ALL
"""


def _sums(days: str, name: str) -> str:
    """Events, friction and cooperation of these days, as SQL; the latter two by name."""
    parts = (("", "events"), (f" AND {IS_FRICTION}", "friction"), (f" AND {IS_COOPERATION}", "cooperation"))
    return ", ".join(f"coalesce(sum(events) FILTER ({days}{which}), 0)::INTEGER AS {of}_{name}" for which, of in parts)


_MOVED = f"""
    WITH counts AS (
        SELECT least(source, target) AS a, greatest(source, target) AS b, {_sums("day >= $first", "now")}, max(day) AS last, {_sums("day < $first", "before")}
        FROM ledger WHERE kind = 'dyad' AND day >= $before GROUP BY a, b
        HAVING friction_now + cooperation_now > 0 AND friction_before + cooperation_before > 0),
    shares AS (
        SELECT *, friction_now + cooperation_now AS told, friction_before + cooperation_before AS told_before,
            (friction_before + 1) / (told_before + 2) AS share, (friction_now + $prior * share) / (told + $prior) AS seen
        FROM counts)
    SELECT a, b, events_now, friction_now, cooperation_now, last, events_before, friction_now / told - friction_before / told_before,
        (seen - share) / sqrt(share * (1 - share) * (1 / (told + $prior) + 1 / (told_before + $prior))) AS weight
    FROM shares ORDER BY abs(round(weight, 4)) DESC, a, b LIMIT $most
"""
PRIOR = 5.0
"""Acts at the share of before that are added to both times, so that one act is no turn."""


def counted_dyads(connection: DuckDBPyConnection) -> Cube:
    """The ledger's acts by unordered pair, day and direction: what `dyads` and `daily` add up."""
    return cube(connection, _COUNTED, (), ("a", "b"), "forth")


def dyads(counted: Cube, since: date | None = None, until: date | None = None, limit: int = 200) -> list[dict[str, Any]]:
    """Unordered pairs: `actors`, `names`, events, friction, cooperation, last day; those with most events first."""
    return [_dyad(each) for each in counted.between(since, until, limit)]


def movers(connection: DuckDBPyConnection, days: int = 28, most: int = 500) -> list[dict[str, Any]]:
    """At most so many pairs, by how far friction's share in the store's last days stands from that in as many days before, in standard errors with `PRIOR`
    acts at the earlier share added: `change` (share now less share before) and `weight`. Nothing where one of the two times is empty."""
    row = connection.execute("SELECT max(day) FROM ledger WHERE kind = 'dyad'").fetchone()
    if row is None or row[0] is None:
        return []
    first = row[0] - timedelta(days=days - 1)
    values = {"first": first, "before": first - timedelta(days=days), "prior": PRIOR, "most": most}
    made = [
        (Sum((a, b), events, friction, cooperation, None, last), events_before, round(change, 4), round(weight, 4))
        for a, b, events, friction, cooperation, last, events_before, change, weight in connection.execute(_MOVED, values).fetchall()
    ]
    made.sort(key=lambda item: (-abs(item[3]), item[0].key))
    return [_dyad(each) | {"change": change, "weight": weight, "before": before} for each, before, change, weight in made]


def _dyad(each: Sum) -> dict[str, Any]:
    names = [code_name(code) for code in each.key]
    counts = {"events": each.events, "friction": each.friction, "cooperation": each.cooperation}
    return {"actors": list(each.key), "names": names} | counts | {"last": each.last.isoformat() if each.last else None}
