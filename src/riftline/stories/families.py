"""Which stored articles belong together: copies of one wire story, and corrections with what they correct."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.records import Article
from riftline.stories.copies import LEAST, Text, bands, original, outlet, share, shingles
from riftline.stories.likeness import WINDOW
from riftline.stories.revisions import LONGEST, Candidate, Revision, corrected, revision
from riftline.stories.shelf import DUPLICATES, linked
from riftline.stories.words import bag, telling

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def sign(connection: DuckDBPyConnection, article: Article) -> None:
    """Notes by what an article's near-duplicates are found, and what it says that it corrects, in place of what was noted."""
    connection.execute("DELETE FROM signatures WHERE article = ?", [article.id])
    words = telling(f"{article.title or ''} {article.text}")
    said = revision(article.title, article.text, article.removed)
    revises = [said.kind, said.of, said.words] if said else [None] * 3
    row = [article.id, outlet(article.publisher), article.published, list(bands(shingles(article.text))), list(words), *revises]
    connection.execute("INSERT INTO signatures VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def note_copies(connection: DuckDBPyConnection, article: Article) -> set[str]:
    """Notes whom an article, which is signed, copies and who copies it, in place of what was noted; the articles of its family, before and now."""
    before = linked(connection, [article.id], DUPLICATES)
    connection.execute("DELETE FROM duplicates WHERE one = $id OR other = $id", {"id": article.id})
    mine = Text(article.id, article.publisher, article.published, shingles(article.text))
    signed = connection.execute("SELECT bands FROM signatures WHERE article = ?", [article.id]).fetchone()
    for text in _similar(connection, article.id, article.published, signed[0] if signed else ()):
        if (part := share(mine.shingles, text.shingles)) >= LEAST:
            connection.execute("INSERT INTO duplicates VALUES (?, ?, ?)", [*sorted((article.id, text.id)), part])
    family = before | linked(connection, [article.id], DUPLICATES)
    if len(family) > 1:
        _led(connection, family)
    return family


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


def _similar(connection: DuckDBPyConnection, article: str, published: date | None, keys: Sequence[int]) -> list[Text]:
    """The articles of the weeks about that may be near-duplicates of this one, by their signatures."""
    query = """
        SELECT a.id, a.publisher, a.published, a.text FROM signatures s JOIN articles a ON a.id = s.article
        WHERE s.article <> $article AND list_has_any(s.bands, $bands::UBIGINT[])
            AND ($published::DATE IS NULL OR s.published IS NULL OR abs(date_diff('day', s.published, $published::DATE)) <= $window)
    """
    values = {"article": article, "bands": list(keys), "published": published, "window": WINDOW}
    return [_text(row) for row in connection.execute(query, values).fetchall()] if keys else []


def _text(row: tuple[Any, ...]) -> Text:
    """An article's (id, publisher, published, text) as copies are told by it."""
    return Text(row[0], row[1], row[2], shingles(row[3]))


def _led(connection: DuckDBPyConnection, articles: set[str]) -> None:
    """Notes of each of the articles from whom it has its text: of those whose text it shares itself the first, and whom that one has it from.

    What reprints two articles makes no copies of each other of them.
    """
    connection.execute("DELETE FROM copies WHERE article IN ?", [sorted(articles)])
    query = "SELECT id, publisher, published, text FROM articles WHERE id IN ?"
    texts = {row[0]: _text(row) for row in connection.execute(query, [sorted(articles)]).fetchall()}
    near: dict[str, set[str]] = {name: {name} for name in texts}
    for one, other in connection.execute(DUPLICATES, {"ids": sorted(texts)}).fetchall():
        near[one].add(other)
        near[other].add(one)
    source = {name: original(texts[other] for other in near[name]).id for name in texts}
    for name in sorted(texts):
        leader = source[name]
        while source[leader] != leader:
            leader = source[leader]
        if leader != name:
            part = share(texts[name].shingles, texts[leader].shingles)
            through = f" (through {source[name]})" if source[name] != leader else ""
            had = texts[leader].publisher or leader
            why = f"{part:.0%} of the shorter text stands in both word for word{through}; {had} had it first."
            connection.execute("INSERT INTO copies VALUES (?, ?, ?, ?)", [name, leader, part, why])


def note_revisions(connection: DuckDBPyConnection, article: Article) -> set[str]:
    """Notes what an article corrects or takes back, and which stored ones do that to it (a correction may come first); the articles whose
    standing may change with it, before and now, their copies among them."""
    query = "SELECT article, earlier FROM revisions WHERE article = $id OR earlier = $id"
    before = connection.execute(query, {"id": article.id}).fetchall()
    connection.execute("DELETE FROM revisions WHERE article = $id OR earlier = $id", {"id": article.id})
    concerned = {earlier for _, earlier in before}
    # What corrected it may correct another now, and what came after it may have been about it all along.
    later = """
        SELECT article FROM signatures WHERE revises IS NOT NULL AND (article IN $ids OR (outlet <> '' AND outlet = $outlet AND
            ($published::DATE IS NULL OR published IS NULL OR date_diff('day', $published::DATE, published) BETWEEN 0 AND $window)))
    """
    values = {"ids": [name for name, _ in before], "outlet": outlet(article.publisher), "published": article.published, "window": LONGEST}
    for name in sorted({row[0] for row in connection.execute(later, values).fetchall()} | {article.id}):
        concerned |= _revises(connection, name)
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
