"""Whether a database is whole: every column read, and every table against those that it leads to. What is wrong is said with the ids that it is wrong of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from riftline.store.codec import unpack
from riftline.store.copying import Told, current, quoted, silent, summed, tables
from riftline.store.database import CONFIG
from riftline.store.rules import RULES
from riftline.store.schema import migrate
from riftline.store.writer import event_ids
from riftline.text.normalise import digest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXAMPLES = 5
BATCH = 200
"""Articles whose codings are held at once."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong."""

    table: str
    words: str
    """A sentence, without its full stop."""
    count: int
    """How many rows it is wrong of."""
    ids: tuple[str, ...] = ()
    """Some of those."""


@dataclass(slots=True)
class Checked:
    """What a check has found."""

    rows: dict[str, int] = field(default_factory=dict)
    """How many rows each table has that can be read."""
    findings: list[Finding] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """As it is printed and sent."""
        return {"rows": self.rows, "findings": [asdict(each) | {"ids": list(each.ids)} for each in self.findings]}


def check(connection: DuckDBPyConnection, told: Told = silent) -> Checked:
    """Reads everything, and compares it. Others may read and write meanwhile: what is looked at is one moment."""
    done = Checked()
    connection.execute("BEGIN")
    try:
        done.findings += _shape(connection)
        for table in tables(connection, current(connection)):
            told(table)
            done.findings += _readable(connection, table, done.rows)
        if not done.findings:  # else what follows would say the same once more, in other words
            for rule in RULES:
                told(rule.words)
                done.findings += _broken(connection, rule.table, rule.words, rule.query)
            told("the codings of the articles")
            done.findings += _codings(connection)
    finally:
        try:
            connection.execute("ROLLBACK")
        except duckdb.Error:  # which a damaged file may end by itself
            pass
    return done


def _shape(connection: DuckDBPyConnection) -> Iterator[Finding]:
    """Tables and columns against those that the migrations make."""
    query = """
        SELECT table_name, column_name || ' ' || data_type FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal ORDER BY table_name, column_index
    """
    with duckdb.connect(config=CONFIG) as fresh:
        migrate(fresh, "")
        wanted, there = (_listed(each.execute(query).fetchall()) for each in (fresh, connection))
    for table, columns in wanted.items():
        if table not in there:
            yield Finding(table, f"the table {table} is missing", 1)
        elif there[table] != columns:
            odd = sorted(set(there[table]) ^ set(columns))
            yield Finding(table, f"the table {table} has not the columns that it should have ({', '.join(odd)})", len(odd))


def _listed(found: list[tuple[str, str]]) -> dict[str, list[str]]:
    listed: dict[str, list[str]] = {}
    for table, column in found:
        listed.setdefault(table, []).append(column)
    return listed


def _readable(connection: DuckDBPyConnection, table: str, rows: dict[str, int]) -> Iterator[Finding]:
    """Has DuckDB read every column, by which it compares the sums that it keeps of each block."""
    try:
        rows[table] = summed(connection, current(connection), table)[0]
        return
    except duckdb.Error as problem:
        whole = problem
    bad = []
    for column in [row[0] for row in connection.execute("SELECT column_name FROM duckdb_columns() WHERE table_name = ?", [table]).fetchall()]:
        try:
            connection.execute(f"SELECT sum(hash({quoted(column)})::HUGEINT) FROM {quoted(table)}").fetchall()
        except duckdb.Error:
            bad.append(column)
    yield Finding(table, f"of the table {table} {', '.join(bad) or 'some column'} cannot be read ({_short(whole)})", 1)


def _short(problem: duckdb.Error) -> str:
    return " ".join(str(problem).split())[:200]


def _broken(connection: DuckDBPyConnection, table: str, words: str, query: str) -> Iterator[Finding]:
    try:
        found = connection.execute(f"SELECT count(*), (list(DISTINCT id::VARCHAR ORDER BY id::VARCHAR))[1:{EXAMPLES}] FROM ({query}) AS found(id)").fetchall()
    except duckdb.Error as problem:
        yield Finding(table, f"whether {words} cannot be told ({_short(problem)})", 1)
        return
    count, ids = found[0]
    if count:
        yield Finding(table, words, count, tuple(ids))


def _codings(connection: DuckDBPyConnection) -> Iterator[Finding]:
    """Each article's coding and text against what the tables have of it."""
    query = """
        SELECT a.id, a.digest, a.text, a.coding, coalesce(r.ids, []) FROM articles a
        LEFT JOIN (SELECT article, list(id ORDER BY position) AS ids FROM reports GROUP BY article) r ON r.article = a.id ORDER BY a.id
    """
    texts, unread, other = list[str](), list[str](), list[str]()
    cursor = connection.execute(query)
    while batch := cursor.fetchmany(BATCH):
        for article, mark, text, coding, reports in batch:
            if digest(text) != mark:
                texts.append(article)
            try:
                found = unpack(coding, text)
            except (ValueError, KeyError, TypeError, AssertionError):
                unread.append(article)
                continue
            if list(event_ids(found)) != reports:
                other.append(article)
    for ids, words in (
        (texts, "articles whose text is not the one that was stored"),
        (unread, "articles whose coding cannot be read"),
        (other, "articles whose reports are not those of their coding"),
    ):
        if ids:
            yield Finding("articles", words, len(ids), tuple(ids[:EXAMPLES]))
