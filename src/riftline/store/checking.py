"""Whether a database is whole: every column read, and every table against those that it leads to. What is wrong is said with the ids that it is wrong of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
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
    shape = _shape(connection)
    try:
        done.findings += _misshapen(shape)
        for table in tables(connection, current(connection)):
            told(table)
            done.findings += _readable(connection, table, shape[table], done.rows)
        if not done.findings:  # else what follows would say the same once more, in other words
            for rule in RULES:
                told(rule.words)
                done.findings += _broken(connection, rule.table, rule.words, rule.query)
            told("the codings of the articles")
            done.findings += _codings(connection)
    finally:
        with suppress(duckdb.Error):  # a damaged file may have ended it by itself
            connection.execute("ROLLBACK")
    return done


def _anew(connection: DuckDBPyConnection) -> None:
    """Begins again where what could not be read has ended the transaction."""
    with suppress(duckdb.Error):
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")


def _shape(connection: DuckDBPyConnection) -> dict[str, list[str]]:
    """The columns of each table, and of each view."""
    query = """
        SELECT table_name, column_name FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = 'main' AND NOT internal ORDER BY table_name, column_index
    """
    found: dict[str, list[str]] = {}
    for table, column in connection.execute(query).fetchall():
        found.setdefault(table, []).append(column)
    return found


def _misshapen(there: Mapping[str, Sequence[str]]) -> Iterator[Finding]:
    """Tables and columns against those that the migrations make."""
    with duckdb.connect(config=CONFIG) as fresh:
        migrate(fresh, "")
        wanted = _shape(fresh)
    for table, columns in wanted.items():
        if table not in there:
            yield Finding(table, f"the table {table} is missing", 1)
        elif there[table] != columns:
            odd = sorted(set(there[table]) ^ set(columns))
            yield Finding(table, f"the table {table} has not the columns that it should have ({', '.join(odd)})", len(odd))


def _readable(connection: DuckDBPyConnection, table: str, columns: Sequence[str], rows: dict[str, int]) -> Iterator[Finding]:
    """Has DuckDB read every column, by which it compares the sums that it keeps of each block."""
    try:
        rows[table] = summed(connection, current(connection), table)[0]
        return
    except duckdb.Error as problem:
        whole = problem
    bad = []
    for column in columns:
        try:
            _anew(connection)
            connection.execute(f"SELECT sum(hash({quoted(column)})::HUGEINT) FROM {quoted(table)}").fetchall()
        except duckdb.Error:
            bad.append(column)
    _anew(connection)
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
