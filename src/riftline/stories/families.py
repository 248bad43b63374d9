"""Which stored articles belong together: copies of one wire story, and corrections with what they correct."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from riftline.records import Article
from riftline.store.database import insert
from riftline.stories.copies import LEAST, Text, bands, original, outlet, share, shingles
from riftline.stories.revisions import LONGEST, Candidate, Revision, corrected, revision
from riftline.stories.shelf import DUPLICATES, NEAR, Days, about, linked
from riftline.stories.words import bag, telling

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def sign(connection: DuckDBPyConnection, articles: Sequence[Article]) -> None:
    """Notes by what articles' near-duplicates are found, and what they say that they correct, in place of what was noted."""
    connection.execute("DELETE FROM signatures WHERE article IN ?", [[article.id for article in articles]])
    insert(connection, "signatures", (_signature(article) for article in articles))


def _signature(article: Article) -> list[Any]:
    said = revision(article.title, article.text, article.removed)
    about = [article.id, outlet(article.publisher), article.published, list(bands(shingles(article.text)))]
    return [*about, list(telling(f"{article.title or ''} {article.text}")), *([said.kind, said.of, said.words] if said else [None] * 3)]


def note_copies(connection: DuckDBPyConnection, articles: Days) -> set[str]:
    """Notes whom articles, which are signed, copy and who copies them, in place of what was noted; the articles of which that has changed."""
    before = _tied(connection, articles)
    if before:
        connection.execute("DELETE FROM duplicates WHERE one IN $ids OR other IN $ids", {"ids": list(articles)})
    pairs = _similar(connection, articles)
    texts = _texts(connection, {name for pair in pairs for name in pair})
    shares = ((one, other, share(texts[one].shingles, texts[other].shingles)) for one, other in pairs)
    insert(connection, "duplicates", [row for row in shares if row[2] >= LEAST])
    return _led(connection, before | _tied(connection, articles))


def _tied(connection: DuckDBPyConnection, articles: Collection[str]) -> set[str]:
    """The families of those of the articles that have one."""
    pairs = connection.execute(DUPLICATES, {"ids": list(articles)}).fetchall()
    return linked(connection, {name for pair in pairs for name in pair}, DUPLICATES)


def forget(connection: DuckDBPyConnection, article: str) -> set[str]:
    """Takes away what is noted of an article that is no longer stored, and works out anew who has whose text, and what was corrected, of those
    that had to do with it; those whose standing may change with it, their copies among them."""
    near = linked(connection, [article], DUPLICATES) - {article}
    query = "SELECT article, earlier FROM revisions WHERE article = $id OR earlier = $id"
    revisions = connection.execute(query, {"id": article}).fetchall()
    for table, condition in (
        ("duplicates", "one = $id OR other = $id"), ("copies", "article = $id OR original = $id"), ("revisions", "article = $id OR earlier = $id"),
        ("signatures", "article = $id"),
    ):  # fmt: skip
        connection.execute(f"DELETE FROM {table} WHERE {condition}", {"id": article})
    if near:
        _led(connection, near)
    concerned = {earlier for _, earlier in revisions}
    for name in sorted({name for name, _ in revisions} - {article}):  # what corrected it may correct another
        concerned |= _revises(connection, name)
    query = "SELECT article FROM copies WHERE original IN ?"
    return (near | concerned | {row[0] for row in connection.execute(query, [sorted(concerned)]).fetchall()}) - {article}


_SIMILAR = f"""
    WITH banded AS (SELECT article, published, unnest(bands) AS band FROM signatures WHERE published IS NULL OR published BETWEEN $first AND $last)
    SELECT DISTINCT least(m.article, t.article), greatest(m.article, t.article) FROM banded m JOIN banded t USING (band)
    WHERE m.article IN $ids AND m.article <> t.article AND {NEAR}
"""


def _similar(connection: DuckDBPyConnection, articles: Days) -> list[tuple[str, str]]:
    """The pairs of one of the articles and another of the weeks about it, or of two of them, that may be near-duplicates by their signatures;
    each pair in order of its ids."""
    return connection.execute(_SIMILAR, about(articles)).fetchall()


def _texts(connection: DuckDBPyConnection, articles: Collection[str]) -> dict[str, Text]:
    """Articles as copies are told by them, by id."""
    if not articles:
        return {}
    query = "SELECT id, publisher, published, text FROM articles WHERE id IN ?"
    return {row[0]: _text(row) for row in connection.execute(query, [sorted(articles)]).fetchall()}


def _text(row: tuple[Any, ...]) -> Text:
    """An article's (id, publisher, published, text) as copies are told by it."""
    return Text(row[0], row[1], row[2], shingles(row[3]))


def _led(connection: DuckDBPyConnection, articles: Collection[str]) -> set[str]:
    """Notes of each of the articles from whom it has its text: of those whose text it shares itself the first, and whom that one has it from.
    Those that had theirs from another, or none, before.

    What reprints two articles makes no copies of each other of them.
    """
    if not articles:
        return set()
    before = connection.execute("DELETE FROM copies WHERE article IN ? RETURNING *", [sorted(articles)]).fetchall()
    texts = _texts(connection, articles)
    near: dict[str, set[str]] = {name: {name} for name in texts}
    for one, other in connection.execute(DUPLICATES, {"ids": sorted(texts)}).fetchall():
        near[one].add(other)
        near[other].add(one)
    source = {name: original(texts[other] for other in near[name]).id for name in texts}
    found: list[tuple[str, str, float, str]] = []
    for name in sorted(texts):
        leader = source[name]
        while source[leader] != leader:
            leader = source[leader]
        if leader != name:
            part = share(texts[name].shingles, texts[leader].shingles)
            through = f" (through {source[name]})" if source[name] != leader else ""
            had = texts[leader].publisher or leader
            why = f"{part:.0%} of the shorter text stands in both word for word{through}; {had} had it first."
            found.append((name, leader, part, why))
    insert(connection, "copies", found)
    return {row[0] for row in set(found).symmetric_difference(before)}


def note_revisions(connection: DuckDBPyConnection, articles: Collection[str]) -> set[str]:
    """Notes what articles, which are signed, correct or take back, and which stored ones do that to them (a correction may come first); the
    articles whose standing may change with it, before and now, their copies among them."""
    ids = {"ids": list(articles)}
    before = connection.execute("SELECT article, earlier FROM revisions WHERE article IN $ids OR earlier IN $ids", ids).fetchall()
    if before:
        connection.execute("DELETE FROM revisions WHERE article IN $ids OR earlier IN $ids", ids)
    concerned = {earlier for _, earlier in before}
    # What corrected them may correct another now, and what came after them may have been about them all along.
    later = """
        SELECT s.article FROM signatures s WHERE s.revises IS NOT NULL AND (s.article IN $before OR s.outlet <> '' AND EXISTS (
            FROM signatures m WHERE m.article IN $ids AND m.outlet = s.outlet AND
                (m.published IS NULL OR s.published IS NULL OR date_diff('day', m.published, s.published) BETWEEN 0 AND $window)))
    """
    values = ids | {"before": [name for name, _ in before], "window": LONGEST}
    for name in sorted(row[0] for row in connection.execute(later, values).fetchall()):
        concerned |= _revises(connection, name)
    if not concerned:
        return set()
    query = "SELECT article FROM copies WHERE original IN ?"
    return concerned | {row[0] for row in connection.execute(query, [sorted(concerned)]).fetchall()}


def _revises(connection: DuckDBPyConnection, name: str) -> set[str]:
    """Notes anew what an article corrects; the corrected articles, before and now."""
    old = {row[0] for row in connection.execute("SELECT earlier FROM revisions WHERE article = ?", [name]).fetchall()}
    connection.execute("DELETE FROM revisions WHERE article = ?", [name])
    said = connection.execute("SELECT revises, revises_of, revises_words, outlet, published FROM signatures WHERE article = ?", [name]).fetchone()
    if said is None or said[0] is None or not said[3]:
        return old
    query = """
        SELECT a.id, a.publisher, a.published, a.text, s.words FROM articles a JOIN signatures s ON s.article = a.id
        WHERE s.outlet = $outlet AND (s.article = $id OR $published::DATE IS NULL OR s.published IS NULL
            OR date_diff('day', s.published, $published::DATE) BETWEEN 0 AND $window)
    """
    values = {"outlet": said[3], "id": name, "published": said[4], "window": LONGEST}
    found = {row[0]: Candidate(_text(row), bag(row[4])) for row in connection.execute(query, values).fetchall()}
    item = corrected(found[name], Revision(*said[:3]), found.values())
    if item is None:
        return old
    connection.execute("INSERT INTO revisions VALUES (?, ?, ?, ?)", [name, item.text.id, said[0], said[2]])
    return old | {item.text.id}
