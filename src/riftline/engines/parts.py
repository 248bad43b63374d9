"""Codings into a lake: a batch becomes a part, a file of Parquet for each day of publication, and a line that it is done."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import duckdb

from riftline.engines.batches import Batch, Outcome, pack_error, pack_found
from riftline.errors import InputError, NotAnArticle, WrongLanguage
from riftline.sources.base import Loaded
from riftline.store.database import CONFIG, explained
from riftline.store.lake import LISTS, NOWHERE, Lake, articles_file
from riftline.store.schema import migrate
from riftline.stories.keeping import alone

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 100
"""Errors and notes of a batch that are told."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of a batch."""

    part: str
    order: tuple[int, int]
    days: tuple[str, ...] = ()
    articles: int = 0
    reports: int = 0
    unfit: int = 0
    """Texts that are no article, or not in English."""
    errors: int = 0
    """Articles that were set aside."""
    problems: tuple[tuple[str, str, str], ...] = ()
    """Kind, origin and problem of the first of them."""
    notes: tuple[tuple[str, str], ...] = ()
    """Origins and what should be known of them."""
    there: bool = False
    """Whether an earlier run has done it."""


def write_part(lake: Lake, batch: Batch, outcomes: Sequence[Outcome]) -> Tally:
    """Writes what came of a batch; it counts once its stories are put together. A batch that is written twice is there once."""
    codings = [item for item in outcomes if not isinstance(item, InputError)]
    problems = [item for item in outcomes if isinstance(item, InputError)]
    unfit = sum(isinstance(item, NotAnArticle | WrongLanguage) for item in problems)
    aside = [
        pack_error(done) | {"given": pack_found(item) if isinstance(item, Loaded) else None}
        for item, done in zip(batch.found, outcomes, strict=True)
        if isinstance(done, InputError)
    ]
    with duckdb.connect(config=CONFIG) as connection, explained(lake.path):
        migrate(connection, "the part")
        alone(connection, list({coding.document.id: coding for coding in codings}.values()))  # of one id the last counts
        days = _written(connection, lake, batch.id)
    told = [(type(item).__name__, item.origin, item.problem) for item in problems[:MOST]]
    notes = [(origin, note) for origin, note in _notes(batch)][:MOST]
    tally = Tally(
        batch.id, batch.order, tuple(days), len(codings), sum(len(coding.events) for coding in codings), unfit, len(problems) - unfit, tuple(told), tuple(notes)
    )
    about = asdict(tally)
    lake.storage.write(f"done/{batch.id}.json", json.dumps({name: about[name] for name in KEPT} | {"set_aside": aside}, indent=1).encode())
    return tally


KEPT = ("order", "days", "articles", "reports", "unfit", "errors")
"""What is kept of a tally in done/PART.json."""


def _notes(batch: Batch) -> list[tuple[str, str]]:
    found = [(item.article.origin or item.article.id, note) for item in batch.found if isinstance(item, Loaded) for note in item.notes]
    return found + [(origin, note) for origin, _, note in (note.partition(": ") for note in batch.notes)]


def _written(connection: DuckDBPyConnection, lake: Lake, part: str) -> list[str]:
    """Writes the files of a part from the tables of a database that holds nothing else; their days."""
    first = int.from_bytes(sha256(part.encode()).digest()[:5], "big") << 23  # sentences are numbered apart from those of other parts
    connection.execute("UPDATE sentences SET number = number + $n", {"n": first})
    connection.execute("UPDATE postings SET sentence = sentence + $n", {"n": first})
    connection.execute(f"CREATE TEMP TABLE part AS SELECT a.*, '{part}' AS part, {', '.join(map(_list, LISTS))} FROM articles a")
    days = [row[0] for row in connection.execute("SELECT DISTINCT published FROM part ORDER BY published NULLS LAST").fetchall()]
    with TemporaryDirectory(prefix="riftline-") as folder:
        path = os.path.join(folder, "part.parquet")
        for day in days:
            query = "SELECT * EXCLUDE published FROM part WHERE published IS NOT DISTINCT FROM " + (f"DATE '{day}'" if day else "NULL")
            connection.execute(f"COPY ({query} ORDER BY id) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")
            with open(path, "rb") as file:
                lake.storage.write(articles_file(str(day or NOWHERE), part), file.read())
    return [str(day or NOWHERE) for day in days]


def _list(table: str) -> str:
    """The rows of a table that belong to an article `a`, as a list."""
    of, key = {"evidence": ("reports", "report"), "figures": ("reports", "report"), "postings": ("sentences", "sentence")}.get(table, ("", ""))
    number = "number" if of == "sentences" else "id"
    rows = f"{table} t JOIN {of} o ON o.{number} = t.{key} WHERE o.article = a.id" if of else f"{table} t WHERE t.article = a.id"
    return f"(SELECT list(t ORDER BY t) FROM {rows}) AS {table}"
