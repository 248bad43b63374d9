"""A lake's stories: which reports tell the same event, worked out anew only where articles came, a stretch of days at a time.

The articles of a stretch, and those about it that could have to do with them, go into a database of their own, where they are put together by the
same code as in any other; what has changed by that is written back.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from riftline.errors import StoreError
from riftline.store.codec import unpack
from riftline.store.database import CONFIG, explained, insert, transaction
from riftline.store.lake import DERIVED, LISTS, NOWHERE, Derived, Lake, Manifest, columns, derived_file, ledger_file, look, quoted
from riftline.store.schema import migrate
from riftline.stories.keeping import AT_ONCE, put, together
from riftline.stories.likeness import WINDOW
from riftline.stories.revisions import LONGEST

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STRETCH = 28
"""Days that are put together at once, at most."""
REACH = timedelta(days=max(WINDOW, LONGEST))
"""Days about an article beyond which no other has to do with it, unless by way of a third."""
COMPARED = ("articles", "reports", "evidence", "figures", "signatures")
"""What is compared of an article."""
PAIRS = {
    "links": ("one_article", "other_article"), "duplicates": ("one", "other"), "copies": ("article", "original"), "revisions": ("article", "earlier"),
}  # fmt: skip
"""By which articles hang together."""


@dataclass(frozen=True, slots=True)
class New:
    """An article that is to count."""

    part: str
    id: str
    published: date | None
    instead: str | None
    """The part of the earlier text whose place it takes."""


def merge(lake: Lake, advance: Callable[[], object] = lambda: None) -> int:
    """Puts together what was coded since the last time; how many articles now count. Nothing counts before all of it does.

    Raises StoreError where another has done so in the meantime.
    """
    before = lake.manifest() or Manifest()
    told = {name: lake.part(name) for name in lake.done() - set(before.parts)}
    if not told:
        return 0
    fresh = sorted(told, key=lambda name: (told[name]["order"], name))
    parts = before.parts | {name: told[name]["days"] for name in fresh}
    now = replace(before, turn=before.turn + 1, parts=parts, stories={name: dict(days) for name, days in before.stories.items()})
    with (
        TemporaryDirectory(prefix="riftline-") as folder,
        duckdb.connect(config=CONFIG | {"temp_directory": folder}) as connection,  # what does not fit into memory goes there
        explained(lake.path),
    ):
        count = _Merging(connection, lake, now, fresh, advance).all()
    if (lake.manifest() or Manifest()).turn != before.turn:
        raise StoreError(f"{lake.path}: its stories were put together by another process in the meantime; run riftline stories --db {lake.path} again.")
    lake.save(now)
    return count


class _Merging:
    """One pass: a database to put articles together in (`main`), the lake beside it (`lake`), and which of its rows do not count yet (`hidden`)."""

    def __init__(self, connection: DuckDBPyConnection, lake: Lake, manifest: Manifest, fresh: Sequence[str], advance: Callable[[], object]) -> None:
        self.connection, self.lake, self.manifest, self.fresh, self.advance = connection, lake, manifest, fresh, advance
        migrate(connection, lake.path)
        connection.execute("CREATE TABLE hidden (part VARCHAR, id VARCHAR)")
        insert(connection, "hidden", [(part, id) for part, ids in manifest.dropped.items() for id in ids])
        self.tables = {table: columns(connection, table) for table in {*COMPARED, *(each.table for each in DERIVED.values())}}
        look(connection, lake, manifest, "lake", "hidden")

    def all(self) -> int:
        """Puts together all that is new; how many articles."""
        new = self._admitted()
        for some in _stretches(new):
            self._load(some)
            for at in range(0, len(some), AT_ONCE):
                self._put(some[at : at + AT_ONCE])
            self._write_back(some)
        self._drop()
        self._ledger()
        return len(new)

    def _admitted(self) -> list[New]:
        """The articles of the fresh parts that are to count, and hides all of them for now. As in a database, a known text is left as it is,
        and a changed one of a known id takes the place of the earlier one."""
        if not any(self.manifest.parts.values()):
            return []
        ask = self.connection.execute
        ask("CREATE TEMP TABLE fresh (number INTEGER, part VARCHAR)")
        insert(self.connection, "fresh", list(enumerate(self.fresh)))
        query = "FROM lake.every_article JOIN fresh USING (part)"
        rows = ask(f"SELECT part, id, digest, published, published_from {query} ORDER BY number, id").fetchall()
        query = "SELECT part, id, digest, published FROM lake.coded WHERE part NOT IN (SELECT part FROM fresh) AND (id IN $ids OR digest IN $digests)"
        there = ask(query, {"ids": [row[1] for row in rows], "digests": [row[2] for row in rows]}).fetchall()
        ask("INSERT INTO hidden SELECT part, id FROM lake.every_article SEMI JOIN fresh USING (part)")
        known: dict[str, tuple[str, str, date | None]] = {id: (part, digest, published) for part, id, digest, published in there}
        texts = {digest for _, _, digest, _ in there}
        old = {id: part for part, id, *_ in there}
        new: dict[str, New] = {}
        for part, id, digest, published, published_from in rows:
            if id in known:
                _, digest_there, published_there = known[id]
                redated = published_from in ("given", "metadata") and published != published_there
                if digest == digest_there and not redated:
                    continue
            elif digest in texts:
                continue
            known[id] = (part, digest, published)
            texts.add(digest)
            new[id] = New(part, id, published, old.get(id))
        return sorted(new.values(), key=lambda item: (item.published or date.max, item.id))

    def _load(self, new: Sequence[New]) -> None:
        """Fills the database with what could have to do with new articles."""
        ask = self.connection.execute
        for table in sorted({"articles", *LISTS, *(each.table for each in DERIVED.values()), "ledger"}):
            ask(f"DELETE FROM {table}")
        days = [item.published for item in new if item.published]
        ask("CREATE OR REPLACE TEMP TABLE loaded (id VARCHAR)")
        self._arrive(new)
        about = "published IS NULL OR published BETWEEN $first AND $last"
        if len(days) < len(new):
            about = "TRUE"  # what has no day may have to do with any other
        bounds = {"first": min(days) - REACH, "last": max(days) + REACH} if days and about != "TRUE" else {}
        ask(f"INSERT INTO loaded SELECT id FROM lake.articles WHERE {about}", bounds)
        if replaced := [item.id for item in new if item.instead]:
            ask("INSERT INTO loaded SELECT unnest($1::VARCHAR[]) EXCEPT SELECT id FROM loaded", [replaced])
        while self._reached():
            pass
        for table in COMPARED:
            key = {"articles": "id", "evidence": "report", "figures": "report"}.get(table, "article")
            inner = "SELECT id FROM reports" if key == "report" else "SELECT id FROM loaded"
            names = ", ".join(map(quoted, self.tables[table]))
            ask(f"INSERT INTO {table} ({names}) SELECT {names} FROM lake.{table} WHERE {key} IN ({inner})")
        for name, each in DERIVED.items():
            if self.manifest.stories.get(name) and name != "placed":
                names = ", ".join(map(quoted, self.tables[each.table]))
                owner = PAIRS.get(name, ("article",))[0]
                ask(f"INSERT INTO {each.table} ({names}) SELECT {names} FROM lake.{name} WHERE {owner} IN (SELECT id FROM loaded)")
        for name, each in DERIVED.items():
            ask(f"CREATE OR REPLACE TEMP TABLE was_{name} AS {self._rows(name, each)}")

    def _arrive(self, new: Sequence[New]) -> None:
        """Holds the new articles, which are put to the others one at a time, at hand."""
        ask = self.connection.execute
        ask("CREATE OR REPLACE TEMP TABLE wanted (part VARCHAR, id VARCHAR)")
        insert(self.connection, "wanted", [(item.part, item.id) for item in new])
        days = [item.published for item in new if item.published]
        here = "published BETWEEN $first AND $last" if days else "published IS NULL"
        bounds = {"first": min(days), "last": max(days)} if days else {}
        ask(f"CREATE OR REPLACE TEMP TABLE arriving AS SELECT * FROM lake.every_article SEMI JOIN wanted USING (part, id) WHERE {here}", bounds)

    def _reached(self) -> bool:
        """Adds the articles that hang together with those that are loaded; whether there were any."""
        found = [
            f"SELECT {mine} AS id FROM lake.{name} WHERE {other} IN (SELECT id FROM loaded)"
            for name, pair in PAIRS.items()
            if self.manifest.stories.get(name)
            for mine, other in (pair, pair[::-1])
        ]
        if not found:
            return False
        more = self.connection.execute(f"INSERT INTO loaded SELECT id FROM ({' UNION '.join(found)}) ANTI JOIN loaded USING (id)").fetchone()
        return bool(more and more[0])

    def _put(self, new: Sequence[New]) -> None:
        """Puts articles to the others and to each other."""
        instead = [item.id for item in new if item.instead]
        fresh = {item.id: item.published for item in new if not item.instead}
        ask = self.connection.execute
        with transaction(self.connection):
            if instead:
                codings = ask("SELECT coding, text FROM arriving WHERE id IN ?", [instead]).fetchall()
                put(self.connection, [unpack(coding, text) for coding, text in codings])
            if fresh:
                for table in COMPARED:
                    names = ", ".join(map(quoted, self.tables[table]))
                    rows = "FROM arriving WHERE id IN $ids"
                    rows = rows if table == "articles" else f"FROM (SELECT row.* FROM (SELECT unnest({table}) AS row {rows}))"
                    ask(f"INSERT INTO {table} ({names}) SELECT {names} {rows}", {"ids": list(fresh)})
                together(self.connection, fresh)
        for _ in new:
            self.advance()

    def _rows(self, name: str, each: Derived) -> str:
        """The rows of a derived table as they stand in the database, as SQL: with the article that each belongs to, and its day."""
        kept = ", ".join([*(f"t.{quoted(column)}" for column in each.columns or self.tables[each.table] if column != "published")])
        more = "".join(f", {value} AS {column}" for column, value in each.more)
        owned = f"SELECT {kept}{more}, {each.owner} AS owner FROM {each.table} t"
        return f"SELECT o.*, a.published FROM ({owned}) o JOIN articles a ON a.id = o.owner"

    def _write_back(self, new: Sequence[New]) -> None:
        """Writes the days of each derived table in which something has changed."""
        ask = self.connection.execute
        for name, each in DERIVED.items():
            ask(f"CREATE OR REPLACE TEMP TABLE is_{name} AS {self._rows(name, each)}")
            changes = f"(FROM is_{name} EXCEPT FROM was_{name}) UNION ALL (FROM was_{name} EXCEPT FROM is_{name})"
            changed = [row[0] for row in ask(f"SELECT DISTINCT published FROM ({changes})").fetchall()]
            files = self.manifest.stories.setdefault(name, {})
            for day in sorted(str(day or NOWHERE) for day in changed):
                self._write_day(name, day, files)
        insert(self.connection, "hidden", [(item.instead, item.id) for item in new if item.instead])
        ask("DELETE FROM hidden WHERE (part, id) IN (FROM wanted)")
        look(self.connection, self.lake, self.manifest, "lake", "hidden")

    def _write_day(self, name: str, day: str, files: dict[str, int]) -> None:
        """Writes one day's file: what is in the database, and of the earlier file what does not belong to any article there."""
        here = "published IS NULL" if day == NOWHERE else f"published = DATE '{day}'"
        query = f"SELECT * EXCLUDE published FROM is_{name} WHERE {here}"
        if day in files:
            earlier = self.lake.storage.url(derived_file(name, day, files[day])).replace("'", "''")
            gone = "SELECT id FROM loaded UNION ALL SELECT id FROM articles"
            query += f" UNION ALL BY NAME SELECT * FROM read_parquet('{earlier}', hive_partitioning = false) WHERE owner NOT IN ({gone})"
        files[day] = self.manifest.turn
        self._copied(f"{query} ORDER BY ALL", derived_file(name, day, files[day]))

    def _drop(self) -> None:
        """Notes which articles of which parts do not count."""
        dropped: dict[str, list[str]] = {}
        for part, id in self.connection.execute("SELECT DISTINCT part, id FROM hidden ORDER BY ALL").fetchall():
            dropped.setdefault(part, []).append(id)
        self.manifest.dropped = dropped

    def _ledger(self) -> None:
        """Writes the ledger anew."""
        if self.manifest.stories.get("events"):
            self.connection.execute("CREATE OR REPLACE TEMP VIEW counted_acts AS FROM acts_of('lake.events')")
            self._copied("FROM ledger_of('counted_acts') ORDER BY ALL", ledger_file(self.manifest.turn))
            self.manifest.ledger = self.manifest.turn

    def _copied(self, query: str, name: str) -> None:
        with TemporaryDirectory(prefix="riftline-") as folder:
            path = os.path.join(folder, "rows.parquet")
            self.connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
            with open(path, "rb") as file:
                self.lake.storage.write(name, file.read())


def _stretches(new: Sequence[New]) -> Iterator[list[New]]:
    """Articles in the order of their days, in stretches of at most STRETCH days; those without a day by themselves, at the end."""
    found: list[New] = []
    for item in new:
        if found and not _near(found[0].published, item.published):
            yield found
            found = []
        found.append(item)
    if found:
        yield found


def _near(first: date | None, day: date | None) -> bool:
    return (day - first).days < STRETCH if first and day else first is day
