"""The ledger as it was on a day: from the reports that were published by then, and no others.

Reports that come later may change an event that was known (its type, its day, how many tell it), draw two events together or part one, or
take a report back. So the events near to which a later report stands are told again from what was published by the day. What a user has
merged or split by hand counts on every day, and of an imported event its row as it is now: its earlier versions are not kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.store.ledger import hold
from riftline.stories.clustering import grouped, neighbourhoods
from riftline.stories.fields import mended
from riftline.stories.merged import merged
from riftline.stories.shelf import corrections, fates, linked, links, reports_of, rows_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ACTS, LEDGER = "acts_then", "ledger_then"

_LATE = """
    CREATE OR REPLACE TEMP TABLE late AS
    SELECT r.id, r.article FROM reports r JOIN articles a ON a.id = r.article WHERE coalesce(a.published, r.first_day) > ?
"""

# What was known and has changed, or may have: reports tied to a later one, or of one event with it; those that a later article takes back or
# mends, itself or by way of what they copy.
_NEAR = """
    WITH later AS (SELECT id AS article FROM articles WHERE published > $day),
    mended AS (SELECT earlier AS article FROM revisions WHERE article IN (FROM later)),
    copying AS (SELECT article FROM copies WHERE original IN (FROM later) OR original IN (FROM mended))
    SELECT id FROM reports WHERE id NOT IN (SELECT id FROM late) AND (
        id IN (SELECT one FROM tied WHERE other IN (SELECT id FROM late)) OR id IN (SELECT other FROM tied WHERE one IN (SELECT id FROM late))
        OR event IN (SELECT event FROM reports WHERE id IN (SELECT id FROM late))
        OR article IN (FROM mended) OR article IN (FROM copying))
"""

_TIED = """
    CREATE OR REPLACE TEMP VIEW tied AS
    SELECT one, other FROM links UNION ALL SELECT one, other FROM corrections WHERE kind = 'merge'
"""

_BY_THEN = """
    SELECT one, other FROM tied
    WHERE (one IN $ids OR other IN $ids) AND one NOT IN (SELECT id FROM late) AND other NOT IN (SELECT id FROM late)
"""


def ledger_as_of(connection: DuckDBPyConnection, day: date | None) -> str:
    """The name of a temporary view of the connection with the ledger's columns, as of the end of `day`: a row for each cell that was known.
    The ledger itself where no day is given."""
    if day is None:
        return "ledger"
    known = f"known <= DATE '{day}'"
    if not _tell_again(connection, day):
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {LEDGER} AS SELECT * FROM ledger WHERE {known}")
        return LEDGER
    # Only the cells in which these events count now, or counted then, are other than those of the ledger.
    key = "kind, scope, source, target, day, known, type, mode"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE other_cells AS
        SELECT {key} FROM acts WHERE event IN (SELECT id FROM now_told) UNION SELECT {key} FROM acts_of('then_told')
        """
    )
    connection.execute(f"CREATE OR REPLACE TEMP VIEW other_acts AS SELECT * FROM {ACTS} SEMI JOIN other_cells USING ({key})")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW {LEDGER} AS
        SELECT * FROM ledger ANTI JOIN other_cells USING ({key}) WHERE {known} UNION ALL FROM ledger_of('other_acts')
        """
    )
    return LEDGER


def acts_as_of(connection: DuckDBPyConnection, day: date | None) -> str:
    """The name of a temporary view with the columns of the view `acts`, as of the end of `day`; `acts` itself where no day is given."""
    if day is None:
        return "acts"
    _tell_again(connection, day)
    return ACTS


def _tell_again(connection: DuckDBPyConnection, day: date) -> bool:
    """Makes `now_told` (ids of the stored events that reports of later days have a part in), `then_told` (what was told then in their place)
    and the view ACTS; whether there are any."""
    connection.execute(_TIED)
    connection.execute(_LATE, [day])
    near = {row[0] for row in connection.execute(_NEAR, {"day": day}).fetchall()}
    whole = linked(connection, near, _BY_THEN)
    connection.execute("CREATE OR REPLACE TEMP TABLE now_told AS SELECT DISTINCT event AS id FROM reports WHERE id IN ? AND event IS NOT NULL", [sorted(whole)])
    hold(connection, "then_told", _told(connection, whole, day))
    known = f"known <= DATE '{day}'"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP VIEW {ACTS} AS
        SELECT * FROM acts WHERE {known} AND event NOT IN (SELECT id FROM now_told) UNION ALL SELECT * FROM acts_of('then_told') WHERE {known}
        """
    )
    return bool(whole)


def _told(connection: DuckDBPyConnection, ids: Iterable[str], day: date) -> list[dict[str, Any]]:
    """The events that these reports tell by themselves."""
    wanted = sorted(ids)
    if not wanted:
        return []
    rows = {row["id"]: row for row in rows_of(connection, wanted)}
    reports = {item.id: item for item in reports_of(connection, rows.values())}
    said = corrections(connection, wanted)
    parts = neighbourhoods(reports, links(connection, wanted))
    groups = [group for part in parts for group in grouped([reports[name] for name in part], said)]
    later = connection.execute("SELECT id FROM articles WHERE published > ?", [day]).fetchall()
    became = fates(connection, (row["article"] for row in rows.values()), unseen={row[0] for row in later})
    events = [merged(became.told([rows[item.id] for item in group])) for group in groups]
    return mended(connection, [{item.id for item in group} for group in groups], events)
