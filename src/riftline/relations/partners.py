"""Who acts at all, and how far each partner of an actor is friend or foe in what they do."""

from __future__ import annotations

from datetime import date, timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any

from riftline.ontology import IS_COOPERATION, IS_FRICTION
from riftline.wording import code_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SPAN = 365
"""Days that are compared where none are asked for."""
MOST = 500
Z = 1.96


def actors(connection: DuckDBPyConnection) -> list[dict[str, Any]]:
    """Everybody in the ledger of dyads: code, name, events on either side, first and last day; those with most events first."""
    query = """
        SELECT code, sum(events)::INTEGER AS n, min(day), max(day) FROM (
            SELECT source AS code, events, day FROM ledger WHERE kind = 'dyad' UNION ALL SELECT target, events, day FROM ledger WHERE kind = 'dyad')
        GROUP BY code ORDER BY n DESC, code
    """
    found = connection.execute(query).fetchall()
    return [{"code": code, "name": code_name(code), "events": n, "first": first.isoformat(), "last": last.isoformat()} for code, n, first, last in found]


def partners(connection: DuckDBPyConnection, code: str, since: date | None = None, until: date | None = None) -> list[dict[str, Any]]:
    """What an actor and each of its partners did to each other from `since` to `until` (the last 365 days of the store), those with most events first.

    Each has code, name, events, friction, cooperation, `share`: cooperation's share of both with `low` and `high`, a 95 % interval (Wilson,
    JASA 22, 1927); and `before`, the share in as many days before, None where nothing was told. Shares are None where there is neither.
    """
    row = connection.execute("SELECT max(day) FROM ledger WHERE kind = 'dyad' AND (source = $1 OR target = $1)", [code]).fetchone()
    if row is None or row[0] is None:
        return []
    last = until or row[0]
    first = since or last - timedelta(days=SPAN - 1)
    earlier = first - (last - first) - timedelta(days=1)
    query = f"""
        SELECT CASE WHEN source = $code THEN target ELSE source END AS partner,
            coalesce(sum(events) FILTER (day >= $first), 0)::INTEGER AS n,
            coalesce(sum(events) FILTER (day >= $first AND {IS_FRICTION}), 0)::INTEGER,
            coalesce(sum(events) FILTER (day >= $first AND {IS_COOPERATION}), 0)::INTEGER,
            coalesce(sum(events) FILTER (day < $first AND {IS_FRICTION}), 0)::INTEGER,
            coalesce(sum(events) FILTER (day < $first AND {IS_COOPERATION}), 0)::INTEGER
        FROM ledger WHERE kind = 'dyad' AND (source = $code OR target = $code) AND day BETWEEN $earlier AND $last
        GROUP BY partner HAVING n > 0 ORDER BY n DESC, partner LIMIT $most
    """
    values = {"code": code, "first": first, "last": last, "earlier": earlier, "most": MOST}
    made = []
    for partner, events, friction, cooperation, friction_before, cooperation_before in connection.execute(query, values).fetchall():
        share, low, high = wilson(cooperation, friction + cooperation)
        made.append({
            "code": partner, "name": code_name(partner), "events": events, "friction": friction, "cooperation": cooperation, "share": share,
            "low": low, "high": high, "before": wilson(cooperation_before, friction_before + cooperation_before)[0],
        })  # fmt: skip
    return made


def wilson(yes: int, of: int) -> tuple[float | None, float | None, float | None]:
    """A share with its 95 % interval by Wilson's score, to four places; None for all three where there is nothing."""
    if not of:
        return None, None, None
    share = yes / of
    middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of)
    half = Z / (1 + Z * Z / of) * sqrt(share * (1 - share) / of + Z * Z / (4 * of * of))
    return round(share, 4), round(max(middle - half, 0), 4), round(min(middle + half, 1), 4)
