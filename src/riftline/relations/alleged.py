"""Acts of force that are only alleged: those that an article tells as what somebody accuses another of, and no other tells otherwise.

The coder's status of such an act is `happened`, since whoever vouches for it says so; but that a state accuses another of an attack is no attack. One
report by which it is more (the newsroom tells it, or somebody says it in so many words) is enough for it to have happened.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from riftline.ontology import PLOVER_TYPES, QUAD_OF

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ALLEGED = "alleged_acts"
FORCE = tuple(kind for kind in PLOVER_TYPES if QUAD_OF[kind] == "material conflict")
"""The types of which an allegation is no act; to blame or to refuse is done in words, which whoever hears them may tell."""

_FOUND = f"""
    CREATE OR REPLACE TEMP TABLE {ALLEGED} AS
    WITH told AS (
        SELECT r.id, coalesce(r.event, r.id) AS event, r.article, r.attribution_code AS voucher, r.source_code, r.source_country, v.first, v.last,
            coalesce(r.attribution_code, '') NOT IN ('', r.source_code, coalesce(r.source_country, '')) AS others
        FROM reports r JOIN articles a ON a.id = r.article LEFT JOIN (
            SELECT report, min(first) AS first, max(last) AS last FROM evidence GROUP BY report) v ON v.report = r.id
        WHERE r.status = 'happened' AND r.type IN $force AND ($as_of::DATE IS NULL OR a.published <= $as_of) {{lately}}),
    accused AS (
        SELECT DISTINCT t.id FROM told t JOIN reports b ON b.article = t.article JOIN evidence v ON v.report = b.id
        WHERE t.others AND b.type = 'ACCUSE' AND b.source_code = t.voucher AND b.target_code IN (t.source_code, coalesce(t.source_country, ''))
            AND v.first < t.last AND v.last > t.first),
    weighed AS (SELECT event, list(id) AS ids FROM told GROUP BY event
        HAVING bool_and(id IN (FROM accused)) AND event IN (SELECT id FROM events WHERE type IN $force))
    SELECT event AS id FROM weighed UNION SELECT unnest(ids) FROM weighed
"""


_LATELY = "AND coalesce(r.event, r.id) IN (SELECT id FROM events WHERE first_day >= DATE '{}')"


def alleged(connection: DuckDBPyConnection, as_of: date | None = None, since: date | None = None) -> str:
    """The name of a temporary table of the ids of acts of force that are only alleged, by what was published by `as_of`; an act that is told by
    several reports stands there by the id of each, since as of a day it has that of the first. With `since` only acts of
    that day and later, as they are told now."""
    lately = "" if since is None else _LATELY.format(since)
    connection.execute(_FOUND.format(lately=lately), {"force": list(FORCE), "as_of": as_of})
    return ALLEGED
