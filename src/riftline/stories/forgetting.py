"""An article taken out of the database with all that came of it, as if it had never been stored."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from riftline.errors import StoreError
from riftline.store import jobs
from riftline.store.database import transaction
from riftline.store.writer import forget as forget_rows
from riftline.stories import families
from riftline.stories.placing import place, withdraw
from riftline.stories.shelf import LINKS, linked, told_by

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What went."""

    articles: tuple[str, ...]
    """Their ids."""
    reports: int
    events: int
    """Events that nobody else tells; others stand, by what is left."""
    signals: int
    """Signals that rested on them, and were taken away too: looking for signals again raises them by what is left."""

    def record(self) -> dict[str, Any]:
        """As it is sent."""
        return asdict(self) | {"articles": list(self.articles)}


def forget(connection: DuckDBPyConnection, wanted: Sequence[str]) -> Forgotten:
    """Forgets articles, each named by its id or its URL: text, coding, reports, what search knows, events that no other
    article tells, corrections of them, signals that rest on them, the words of the feed that brought them, and what past
    jobs of the server told. All of it or nothing.

    The item of the feed stays known by its mark, so that a watch does not bring the article again. Raises StoreError where a name means nothing, or several.
    """
    articles = list(dict.fromkeys(_named(connection, name) for name in wanted))
    before = _events(connection)
    reports = signals = 0
    with transaction(connection):
        for article in articles:
            own = told_by(connection, [article])
            reports += len(own)
            signals += _traces(connection, article, own)
            _one(connection, article, own)
        jobs.quiet(connection)
    return Forgotten(tuple(articles), reports, before - _events(connection), signals)


def _one(connection: DuckDBPyConnection, article: str, own: Collection[str]) -> None:
    """Takes out an article's rows, and puts together anew what hung together with it."""
    fellows = linked(connection, own, LINKS) - set(own)
    connection.execute("DELETE FROM corrections WHERE one IN $ids OR other IN $ids", {"ids": list(own)})
    connection.execute("DELETE FROM field_corrections WHERE report IN ?", [list(own)])
    forget_rows(connection, [article])
    withdraw(connection, own)
    others = families.forget(connection, article)
    place(connection, told_by(connection, others), fellows)


def _traces(connection: DuckDBPyConnection, article: str, own: Collection[str]) -> int:
    """Takes out what else tells of an article: signals and what is sent of them, and a feed's words; how many signals."""
    found = connection.execute("SELECT url FROM articles WHERE id = ?", [article]).fetchone()
    url = found[0] if found else None
    events = connection.execute("SELECT DISTINCT event FROM reports WHERE article = ? AND event IS NOT NULL", [article]).fetchall()
    marks = sorted({*own, *(row[0] for row in events), article, *([url] if url else [])})
    rests = """EXISTS (SELECT 1 FROM (SELECT unnest($marks::VARCHAR[]) AS mark) WHERE contains({}, '"' || mark || '"'))"""
    gone = connection.execute(f"DELETE FROM signals WHERE {rests.format('record')} RETURNING id", {"marks": marks}).fetchall()
    connection.execute(f"DELETE FROM deliveries WHERE {rests.format('body')}", {"marks": marks})
    connection.execute(
        """UPDATE feed_items SET link = NULL, title = NULL, content = NULL, article = NULL, outcome = 'skipped', reason = 'It was forgotten.'
           WHERE article = $id OR link IN $addresses""",
        {"id": article, "addresses": [each for each in (url, article) if each]},
    )
    return len({row[0] for row in gone})


def _named(connection: DuckDBPyConnection, wanted: str) -> str:
    """The id of the article that an id or a URL names. The beginning of an id is not enough: once it is forgotten, the same command would name another."""
    exact = connection.execute("SELECT id FROM articles WHERE id = $wanted OR url = $wanted ORDER BY id <> $wanted LIMIT 6", {"wanted": wanted}).fetchall()
    if exact and (exact[0][0] == wanted or len(exact) == 1):
        return str(exact[0][0])
    if exact:
        raise StoreError(f"several articles have the URL {wanted!r}: {', '.join(row[0] for row in exact)}. Name those that are to go by their id.")
    report = connection.execute("SELECT article FROM reports WHERE id = ?", [wanted]).fetchone()
    if report:
        raise StoreError(f"{wanted} is an event, not an article; riftline forget {report[0]} forgets the article that tells it.")
    near = [row[0] for row in connection.execute("SELECT id FROM articles WHERE starts_with(id, ?) ORDER BY id LIMIT 3", [wanted]).fetchall()]
    hint = f" Give the whole id: {', '.join(near)}?" if near else " riftline search and riftline show name articles."
    raise StoreError(f"no article has the id or the URL {wanted!r}.{hint}")


def _events(connection: DuckDBPyConnection) -> int:
    row = connection.execute("SELECT count(*) FROM events WHERE origin = 'riftline'").fetchone()
    return int(row[0]) if row else 0
