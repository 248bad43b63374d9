"""What is killed: each kind of work with the state that it starts from, its command, and what must hold right after it was killed."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from evaluation.killed import AT_ONCE, BEGINS, OPENED, SERVES, coder
from evaluation.made_news import articles, write
from riftline.pipeline import Ready, ready
from riftline.readers.layout import columns
from riftline.records import Article
from riftline.sources.base import Loaded
from riftline.store.backup import backup
from riftline.store.database import CONFIG, opened
from riftline.store.schema import MIGRATIONS, NEWEST
from riftline.stories.keeping import keep

ARTICLES, STORED, ROWS, FILES = 30, 12, 400, 4
OLD = 6
"""The schema that a migration begins from."""
DB = "t.duckdb"

Ids = Sequence[str]


@dataclass(frozen=True, slots=True)
class Work:
    """One kind. `make` fills the folder that it starts from; `holds` raises AssertionError where what is found after the kill may not be."""

    name: str
    make: Callable[[Path], object]
    command: tuple[str, ...]
    holds: Callable[[Path, Ids], object] = field(default=lambda folder, acknowledged: None)
    db: str = DB
    """The file whose contents are compared with those of an undisturbed run."""
    marker: str = OPENED
    """What it says when the stretch begins in which it is killed."""
    served: bool = False
    """Whether it is a server that is killed while it is sent articles."""


def rows(db: Path, query: str) -> list[tuple[object, ...]]:
    """The rows of a query on a database."""
    with opened(str(db)) as connection:
        return connection.execute(query).fetchall()


def ready_article(record: dict[str, str]) -> Article:
    """An article of evaluation/made_news.py as it comes to the coder."""
    published = date.fromisoformat(record["published"])
    about = Article(record["id"], record["text"], record["title"], published, "metadata", publisher=record["publisher"], url=record["url"])
    found: Ready = ready(Loaded(about))
    return found.article


def _stored(folder: Path, count: int = STORED) -> None:
    """A database of some articles."""
    with opened(str(folder / DB), write=True) as connection:
        for record in articles(count):
            keep(connection, coder(ready_article(record)))


def _news(folder: Path) -> None:
    _stored(folder, 3)
    write(folder / "news.jsonl", ARTICLES)


def _articles_whole(folder: Path, acknowledged: Ids) -> None:
    """All that was acknowledged is there, and at most the articles more that were on their way; each with all its reports."""
    there = rows(folder / DB, "SELECT a.id, count(r.id), sum(CASE WHEN e.id IS NULL THEN 1 ELSE 0 END) FROM articles a "
                              "LEFT JOIN reports r ON r.article = a.id LEFT JOIN events e ON e.id = r.event GROUP BY a.id")  # fmt: skip
    ids = {row[0] for row in there}
    assert ids >= set(acknowledged), f"acknowledged and not there: {set(acknowledged) - ids}"
    assert len(ids) <= max(len(set(acknowledged) | {"made-0", "made-1", "made-2"}) + AT_ONCE, 3), f"more than was begun: {len(ids)}"
    wanted = {record["id"]: len(coder(ready_article(record)).events) for record in articles(ARTICLES)}
    half = [str(article) for article, count, lost in there if count != wanted[str(article)] or lost]
    assert not half, f"half an article: {half}"


def _streams(folder: Path) -> None:
    """Files of ICEWS, each so large that it is read by itself, beside articles."""
    _stored(folder, 3)
    header = [column.name for column in columns("icews")]
    for number in range(FILES):
        with (folder / f"{number}.tab").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, header, delimiter="\t", lineterminator="\n", restval="")
            out.writeheader()
            for row in range(ROWS):
                out.writerow({
                    "event_id": number * ROWS + row, "event_date": f"2023-{row % 12 + 1:02}-{row % 28 + 1:02}", "source_name": "Armenia",
                    "source_country": "Armenia", "target_name": "Russia", "target_country": "Russia", "event_text": "Make a visit", "cameo_code": "042",
                    "intensity": "1.9", "story_id": row, "sentence_number": 1, "publisher": "The Courier",
                })  # fmt: skip


def _batches_whole(folder: Path, acknowledged: Ids) -> None:
    ((count,),) = rows(folder / DB, "SELECT count(*) FROM events WHERE origin = 'icews'")
    assert count in (0, FILES * ROWS), f"half a batch: {count} events"


def _pair(folder: Path) -> None:
    _stored(folder)
    ids = [str(row[0]) for row in rows(folder / DB, "SELECT id FROM events ORDER BY id LIMIT 2")]
    (folder / "pair").write_text(" ".join(ids), encoding="utf-8")


def _merged_or_not(folder: Path, acknowledged: Ids) -> None:
    ((noted,),) = rows(folder / DB, "SELECT count(*) FROM corrections")
    ids = (folder / "pair").read_text(encoding="utf-8").split()
    (distinct,) = rows(folder / DB, f"SELECT count(DISTINCT event) FROM reports WHERE id IN ('{ids[0]}', '{ids[1]}')")[0]
    assert (noted, distinct) in ((0, 2), (1, 1)), f"half a merge: {noted} noted, {distinct} events"


def _old(folder: Path) -> None:
    """A database of an earlier schema with articles in it."""
    _stored(folder)
    new = folder / DB
    with duckdb.connect(str(folder / "old"), config=CONFIG) as connection:
        connection.execute("CREATE TABLE riftline_schema (number INTEGER, name VARCHAR, ran TIMESTAMP)")
        for number, (name, script) in enumerate(MIGRATIONS[:OLD], start=1):
            connection.execute(script)
            connection.execute("INSERT INTO riftline_schema VALUES (?, ?, now()::TIMESTAMP)", [number, name])
        connection.execute(f"ATTACH '{new}' AS source (READ_ONLY)")
        tables = connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'old' AND table_name <> 'riftline_schema'").fetchall()
        for (table,) in tables:
            connection.execute(f"INSERT INTO {table} BY NAME SELECT * FROM source.{table}")
    (folder / "old").replace(new)


def _old_or_new(folder: Path, acknowledged: Ids) -> None:
    with duckdb.connect(str(folder / DB), config=CONFIG) as connection:
        ((number,),) = connection.execute("SELECT max(number) FROM riftline_schema").fetchall()
        ((count,),) = connection.execute("SELECT count(*) FROM articles").fetchall()
    assert number in (OLD, NEWEST), f"half a migration: {number}"
    assert count == STORED


def _with_backup(folder: Path) -> None:
    _stored(folder)
    backup(str(folder / DB), str(folder / "saved"))
    with opened(str(folder / DB), write=True) as connection:
        for record in articles(5, STORED):
            keep(connection, coder(ready_article(record)))


def _at_least(count: int, name: str = DB) -> Callable[[Path, Ids], None]:
    def holds(folder: Path, acknowledged: Ids) -> None:
        assert rows(folder / name, "SELECT count(*) FROM articles")[0][0] in (count, STORED), "articles are missing"

    return holds


def _forgotten_or_not(folder: Path, acknowledged: Ids) -> None:
    of = {str(table): rows(folder / DB, f"SELECT count(*) FROM {table} WHERE article = 'made-1'")[0][0] for table in ("reports", "sentences", "signatures")}
    there = rows(folder / DB, "SELECT count(*) FROM articles WHERE id = 'made-1'")[0][0]
    assert all(bool(count) == bool(there) for count in of.values()), f"half forgotten: {of}"


WORKS = (
    Work("ingest", _news, ("ingest", "news.jsonl", "--db", DB), _articles_whole, marker=BEGINS),
    Work("import", _streams, ("import", *(f"{number}.tab" for number in range(FILES)), "--db", DB), _batches_whole),
    Work("merge", _pair, ("merge", "@pair", "--db", DB), _merged_or_not),
    Work("migration", _old, ("feeds", "--db", DB), _old_or_new),
    Work("serve", _news, ("serve", "--port", "0", "--db", DB), _articles_whole, marker=SERVES, served=True),
    Work("backup", _with_backup, ("backup", "saved", "--force", "--db", DB), _at_least(STORED + 5, "saved"), db="saved"),
    Work("compact", _with_backup, ("compact", "--db", DB), _at_least(STORED + 5)),
    Work("restore", _with_backup, ("restore", "saved", "--db", DB), _at_least(STORED + 5)),
    Work("forget", _stored, ("forget", "made-1", "--db", DB), _forgotten_or_not),
)


def copy(start: Path, folder: Path) -> Path:
    """A folder to work in, as the work starts from it."""
    shutil.copytree(start, folder)
    return folder
