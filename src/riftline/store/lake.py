"""A lake: a folder (here or at an address) of Parquet, which is read by the same SQL as the database.

    lake.json                                what counts; written last, so that readers see all of a change or nothing
    articles/published=2023-09-21/PART.parquet   articles and all that was coded in each, as lists of rows in its own row
    stories/TABLE/published=2023-09-21/TURN.parquet   what articles come to together: events, copies, revisions, links
    stories/ledger/TURN.parquet
    done/PART.json                           that a part is complete, what was in it and what was set aside, with its error

A row of `articles` has the columns of the table of that name, and a list for each table in LISTS with the rows that belong to the article.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from riftline.errors import StoreError, StoreNewer, StoreUnreachable
from riftline.store.storage import Storage

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMAT = 1
"""Goes up when a column of these tables changes."""
MANIFEST = "lake.json"
NOWHERE = "__HIVE_DEFAULT_PARTITION__"
"""The partition of what has no day of publication."""

LISTS = ("reports", "evidence", "figures", "statements", "commitments", "accounts", "agenda", "sentences", "postings", "signatures")
PLACED = ("event", "likeness", "joined", "neighbourhood")
"""Columns of `reports` that are no matter of its article alone; they stand in stories/placed."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A table of what articles come to together."""

    table: str
    """The table of the database that it fills; a row of it belongs to the day of one article."""
    owner: str
    """That article, as SQL over a row `t`."""
    columns: tuple[str, ...] = ()
    """Those that are kept; none: all."""
    more: tuple[tuple[str, str], ...] = ()
    """Columns beside those of the table, by name, as SQL over `t`."""


_OF = "(SELECT article FROM reports WHERE id = t.{})"

DERIVED = {
    "events": Derived("events", "t.article"),
    "placed": Derived("reports", "t.article", ("id", *PLACED)),
    "links": Derived("links", _OF.format("one"), more=(("one_article", _OF.format("one")), ("other_article", _OF.format("other")))),
    "duplicates": Derived("duplicates", "t.one"),
    "copies": Derived("copies", "t.article"),
    "revisions": Derived("revisions", "t.article"),
}


@dataclass(slots=True)
class Manifest:
    """What of a lake's files counts."""

    turn: int = 0
    """How often its stories were put together."""
    parts: dict[str, list[str]] = field(default_factory=dict)
    """The parts whose articles count, with their days."""
    dropped: dict[str, list[str]] = field(default_factory=dict)
    """Of some parts the articles (ids) that do not: they were there already, or another took their place."""
    stories: dict[str, dict[str, int]] = field(default_factory=dict)
    """Of each derived table the turn in which each day's file was written."""
    ledger: int = 0
    """The turn in which the ledger was written."""


class Lake:
    """A lake's files."""

    def __init__(self, path: str) -> None:
        self.path, self.storage = path, Storage(path)

    def __reduce__(self) -> tuple[type[Lake], tuple[str]]:
        return type(self), (self.path,)

    def manifest(self) -> Manifest | None:
        """What counts; None where nothing does yet. Raises StoreNewer, and StoreError where it cannot be read."""
        try:
            data = self.storage.read(MANIFEST)
            told = json.loads(data) if data else None
        except StoreUnreachable:
            raise
        except (OSError, ValueError) as problem:
            raise StoreError(f"{self.path}: its {MANIFEST} cannot be read ({problem}).") from None
        if told is None:
            return None
        if told["format"] > FORMAT:
            raise StoreNewer(f"{self.path} was made by a newer Riftline (format {told['format']}, this one knows {FORMAT}); upgrade Riftline.")
        return Manifest(**{name: told[name] for name in Manifest.__slots__})

    def save(self, manifest: Manifest) -> None:
        """Makes a manifest the one that counts."""
        told = {"format": FORMAT} | {name: getattr(manifest, name) for name in Manifest.__slots__}
        self.storage.write(MANIFEST, json.dumps(told).encode())

    def done(self) -> set[str]:
        """The ids of all parts that are complete, whether they count already or not."""
        return {name.removeprefix("done/").removesuffix(".json") for name in self.storage.names("done") if name.endswith(".json")}

    def part(self, name: str) -> dict[str, Any]:
        """What is kept of a part beside its articles."""
        found: dict[str, Any] = json.loads(self.storage.read(f"done/{name}.json") or b"{}")
        return found


def is_lake(path: str) -> bool:
    """Whether a path names a lake and no database file."""
    return "://" in str(path) or os.path.isdir(path)


def articles_file(day: str, part: str) -> str:
    """The file of a part's articles of one day."""
    return f"articles/published={day}/{part}.parquet"


def derived_file(name: str, day: str, turn: int) -> str:
    """The file of a derived table's rows of one day."""
    return f"stories/{name}/published={day}/{turn:06}.parquet"


def derived_files(manifest: Manifest, name: str) -> list[str]:
    """The files of a derived table that count."""
    return [derived_file(name, day, turn) for day, turn in manifest.stories.get(name, {}).items()]


def ledger_file(turn: int) -> str:
    """The file of the ledger."""
    return f"stories/ledger/{turn:06}.parquet"


def show(connection: DuckDBPyConnection, path: str) -> None:
    """Makes the empty tables of a new database views of a lake. Raises StoreError where there is none."""
    lake = Lake(path)
    manifest = lake.manifest()
    if manifest is None:
        unread = " Its articles are coded, but not put together yet: riftline stories does that." if lake.done() else ""
        raise StoreError(f"{path} is no lake of Riftline's (it has no {MANIFEST}).{unread} Name a database file, or a folder that riftline ingest --out made.")
    look(connection, lake, manifest, "main")


def look(connection: DuckDBPyConnection, lake: Lake, manifest: Manifest, schema: str, hidden: str | None = None) -> None:
    """Makes views of a lake's tables in a schema of a database that has the tables themselves in `main`; in `main` they take their place.

    `hidden` names a table (part, id) of the articles that do not count; else it is made of the manifest.
    """
    lake.storage.register(connection)
    names = {name: columns(connection, name) for name in ("articles", *LISTS, *(each.table for each in DERIVED.values()))}
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
    if hidden is None:
        hidden = f"{schema}.hidden"
        connection.execute(f"CREATE OR REPLACE TABLE {hidden} (part VARCHAR, id VARCHAR)")
        rows = [(part, id) for part, ids in manifest.dropped.items() for id in ids]
        connection.execute(f"INSERT INTO {hidden} SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[])", [[row[0] for row in rows], [row[1] for row in rows]])
    parts = [articles_file(day, part) for part, days in manifest.parts.items() for day in days]
    if parts:
        _view(connection, f"{schema}.every_article", f"SELECT * FROM {_files(lake, parts)}", replaces=False)
        _view(connection, f"{schema}.coded", f"SELECT * FROM {schema}.every_article ANTI JOIN {hidden} USING (part, id)", replaces=False)
        _view(connection, f"{schema}.articles", f"SELECT {', '.join(names['articles'])} FROM {schema}.coded")
    for name, each in DERIVED.items():
        files = derived_files(manifest, name)
        kept = [*names[each.table], *(column for column, _ in each.more if schema != "main")]
        if files and name != "placed":  # which stands in the view of the reports
            _view(connection, f"{schema}.{name}", f"SELECT {', '.join(map(quoted, kept))} FROM {_files(lake, files)}")
    if parts:
        for name in LISTS:
            query = f"SELECT {', '.join(map(quoted, names[name]))} FROM (SELECT row.* FROM (SELECT unnest({name}) AS row FROM {schema}.coded))"
            _view(connection, f"{schema}.{name}", query if name != "reports" else _reports(lake, manifest, schema, names[name]))
    if manifest.ledger:
        _view(connection, f"{schema}.ledger", f"SELECT * FROM read_parquet('{_url(lake, ledger_file(manifest.ledger))}')")


def _reports(lake: Lake, manifest: Manifest, schema: str, names: Sequence[str]) -> str:
    """The view of the reports, with where they were placed."""
    files = derived_files(manifest, "placed")
    own = f"SELECT row.* FROM (SELECT unnest(reports) AS row FROM {schema}.coded)"
    told = ", ".join(f"{'p' if name in PLACED and files else 'r'}.{quoted(name)}" for name in names)
    return f"SELECT {told} FROM ({own}) r" + (f" LEFT JOIN {_files(lake, files)} p ON p.id = r.id" if files else "")


def columns(connection: DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table of the database, in order."""
    query = "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND schema_name = 'main' ORDER BY column_index"
    return [row[0] for row in connection.execute(query, [table]).fetchall()]


def quoted(name: str) -> str:
    """A name in SQL."""
    return f'"{name}"'


def _view(connection: DuckDBPyConnection, name: str, query: str, replaces: bool = True) -> None:
    if replaces and name.startswith("main."):
        connection.execute(f"DROP TABLE {name}")
    connection.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")


def _files(lake: Lake, names: Iterable[str]) -> str:
    found = ", ".join(f"'{_url(lake, name)}'" for name in names)
    return f"read_parquet([{found}], hive_partitioning = true, hive_types = {{'published': DATE}})"


def _url(lake: Lake, name: str) -> str:
    return lake.storage.url(name).replace("'", "''")
