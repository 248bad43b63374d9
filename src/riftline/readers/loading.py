"""Event data into the table of events: staged, looked up, joined and inserted by DuckDB, a batch of files in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from riftline.readers.base import Dimension, Format, code_of, first_day_of, joins, selection
from riftline.readers.report import Report
from riftline.store import changes
from riftline.store.ledger import recount_days

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def insert(connection: DuckDBPyConnection, form: Format, report: Report, replace: bool) -> None:
    """The rows of `staged` into `events`, and their figures into the report. The caller has begun a transaction.

    An id is one event. Where it comes with different contents, of one file or of two loads, the one published later stands, else
    the one that is greater as text: which of them comes first makes no difference. With `replace` what is loaded now stands.
    """
    for dimension in form.dimensions:
        _look_up(connection, dimension)
    _count(connection, form, report)
    columns = [row[0] for row in connection.execute("SELECT column_name FROM (DESCRIBE events)").fetchall()]
    contested = _contested(connection, form)
    left = "WHERE s.id NOT IN (FROM contested)" if contested else ""
    fresh = _changed(connection, f"INSERT INTO events BY NAME {selection(form)} {left}")
    days = _days(connection, f"SELECT DISTINCT {first_day_of(form)} FROM staged s {left}") if fresh else set()
    if contested:
        fresh += _settle(connection, form, report, columns, replace)
        others = "SELECT first_day FROM best WHERE NOT here UNION SELECT first_day FROM stored WHERE id IN (SELECT id FROM best WHERE NOT here)"
        days |= _days(connection, others)
    recount_days(connection, days)
    changes.note(connection, days)
    report.imported += fresh


def _look_up(connection: DuckDBPyConnection, dimension: Dimension) -> None:
    """The table `dim_NAME`: each distinct key with what it was looked up to be."""
    every = " UNION ALL ".join("SELECT " + ", ".join(columns) + " FROM staged" for columns in dimension.uses.values())
    keys = connection.execute(f"SELECT DISTINCT * FROM ({every})").fetchall()
    width = len(next(iter(dimension.uses.values())))
    names = [*(f"k{i}" for i in range(width)), *dimension.outputs]
    types = [*["VARCHAR"] * width, *dimension.outputs.values()]
    connection.execute(f"CREATE OR REPLACE TEMP TABLE dim_{dimension.name} ({', '.join(map(' '.join, zip(names, types, strict=True)))})")
    if keys:
        found = [(*key, *answer) for key, answer in zip(keys, dimension.of(keys), strict=True) if answer is not None]
        values = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        connection.execute(f"INSERT INTO dim_{dimension.name} SELECT {values}", [list(column) for column in zip(*found, strict=True)] or [[] for _ in types])


def _count(connection: DuckDBPyConnection, form: Format, report: Report) -> None:
    keys = next(dimension.uses["codes"] for dimension in form.dimensions if dimension.name == "codes")
    same = " AND ".join(f"d.k{i} = s.{column}" for i, column in enumerate(keys))
    counted = ", ".join(keys)
    query = f"""
        SELECT d.code, d.name, coalesce(d.type, ''), sum(s.n)::BIGINT
        FROM (SELECT {counted}, count(*) AS n FROM staged GROUP BY {counted}) s JOIN dim_codes d ON {same} GROUP BY ALL
    """
    for code, name, kind, count in connection.execute(query).fetchall():
        report.codes[code, name, kind] += count
        report.read += count
    for text in form.notes([row[0] for row in connection.execute("SELECT DISTINCT k0 FROM dim_codes").fetchall()]):
        report.note(text)
    for side in ("source", "target"):
        code = code_of(form, side)
        query = f"SELECT s.{side}_name, count(*) FROM staged s {joins(form, code)} WHERE {code} = '' GROUP BY ALL"
        for name, count in connection.execute(query).fetchall():
            report.stateless[name or "(no name)"] += count


def _contested(connection: DuckDBPyConnection, form: Format) -> bool:
    """The table `contested` of the ids that several rows have, or an event that is there already; whether there is any."""
    origin = form.origin or form.name
    alone = "SELECT count(*) = count(DISTINCT hash(id)) AND NOT EXISTS (FROM events WHERE origin = ?) FROM staged"
    if _number(connection, alone, [origin]):
        return False
    ends = connection.execute("SELECT min(id), max(id) FROM staged").fetchone()
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE contested AS
        SELECT id FROM staged GROUP BY id HAVING count(*) > 1
        UNION SELECT id FROM staged WHERE id IN (SELECT id FROM events WHERE origin = ? AND id BETWEEN ? AND ?)
        """,
        [origin, *(ends or (None, None))],
    )
    return _number(connection, "SELECT count(*) FROM contested") > 0


def _settle(connection: DuckDBPyConnection, form: Format, report: Report, columns: Sequence[str], replace: bool) -> int:
    """Decides for each contested id which event stands; how many are new."""
    rows = _number(connection, "SELECT count(*) FROM staged WHERE id IN (FROM contested)")
    listed = ", ".join(f'"{column}"' for column in columns)
    connection.execute("CREATE OR REPLACE TEMP TABLE stored AS FROM events WHERE id IN (FROM contested)")
    connection.execute("CREATE OR REPLACE TEMP TABLE incoming AS FROM events LIMIT 0")
    connection.execute(f"INSERT INTO incoming BY NAME SELECT DISTINCT * FROM ({selection(form)} WHERE s.id IN (FROM contested))")
    ids = _number(connection, "SELECT count(DISTINCT id) FROM incoming")
    was = _number(connection, "SELECT count(*) FROM stored")
    connection.execute("CREATE OR REPLACE TEMP TABLE other AS SELECT i.* FROM incoming i LEFT JOIN stored e USING (id) WHERE i IS DISTINCT FROM e")
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE best AS SELECT {listed}, here FROM (
            SELECT {listed}, false AS here, o::VARCHAR AS words FROM other o
            UNION ALL SELECT {listed}, true, e::VARCHAR FROM stored e WHERE id IN (SELECT id FROM other)
        ) QUALIFY row_number() OVER (PARTITION BY id ORDER BY {'here, ' if replace else ''} published DESC NULLS LAST, words DESC) = 1
        """
    )
    replaced = _number(connection, "SELECT count(*) FROM best WHERE NOT here AND id IN (SELECT id FROM stored)")
    for query in (  # what search knew of them goes too; it is completed at the next search
        "DELETE FROM postings WHERE sentence IN (SELECT number FROM sentences WHERE event IN (SELECT id FROM best WHERE NOT here))",
        "DELETE FROM sentences WHERE event IN (SELECT id FROM best WHERE NOT here)",
        "DELETE FROM events WHERE id IN (SELECT id FROM best WHERE NOT here)",
    ):
        connection.execute(query)
    put = _changed(connection, f"INSERT INTO events BY NAME SELECT {listed} FROM best WHERE NOT here")
    report.repeated += rows - ids
    report.replaced += replaced
    report.present += was - replaced
    report.differing += _number(
        connection,
        """
        SELECT count(*) FROM (SELECT id FROM incoming GROUP BY id HAVING count(*) > 1
        UNION SELECT id FROM other WHERE id IN (SELECT id FROM stored))
        """,
    )
    return put - replaced


def _days(connection: DuckDBPyConnection, query: str) -> set[date]:
    return {row[0] for row in connection.execute(query).fetchall() if row[0]}


def _number(connection: DuckDBPyConnection, query: str, values: Sequence[str] = ()) -> int:
    row = connection.execute(query, list(values)).fetchone()
    return int(row[0]) if row else 0


def _changed(connection: DuckDBPyConnection, statement: str) -> int:
    """Rows that an INSERT wrote."""
    return _number(connection, statement)


def clear(connection: DuckDBPyConnection, forms: Iterable[Format]) -> None:
    """Drops the temporary tables of an import."""
    names = {f"dim_{dimension.name}" for form in forms for dimension in form.dimensions}
    for name in sorted(names | {"staged", "contested", "stored", "incoming", "other", "best", "refused", "refused_scans"}):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
