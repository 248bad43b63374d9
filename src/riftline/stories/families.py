"""Which stored articles belong together: copies of one wire story, and corrections with what they correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riftline.records import Article
from riftline.stories.copies import LEAST, Text, bands, original, share, shingles
from riftline.stories.revisions import LONGEST, Candidate, Revision, corrected, revision
from riftline.stories.shelf import DUPLICATES, linked, similar, text_of
from riftline.stories.words import bag, telling

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def copied(connection: DuckDBPyConnection, article: Article) -> set[str]:
    """Notes whom an article copies and who copies it, in place of what was noted; the articles of its family, before and now."""
    before = linked(connection, [article.id], DUPLICATES)
    connection.execute("DELETE FROM duplicates WHERE one = $id OR other = $id", {"id": article.id})
    connection.execute("DELETE FROM signatures WHERE article = ?", [article.id])
    mine = Text(article.id, article.publisher, article.published, shingles(article.text))
    keys = bands(mine.shingles)
    words = telling(f"{article.title or ''} {article.text}")
    said = revision(article.title, article.text, article.removed)
    revises = [said.kind, said.of, said.words] if said else [None] * 3
    connection.execute("INSERT INTO signatures VALUES (?, ?, ?, ?, ?, ?, ?)", [article.id, article.published, list(keys), list(words), *revises])
    for text in similar(connection, article.id, article.published, keys):
        if (part := share(mine.shingles, text.shingles)) >= LEAST:
            connection.execute("INSERT INTO duplicates VALUES (?, ?, ?)", [*sorted((article.id, text.id)), part])
    family = before | linked(connection, [article.id], DUPLICATES)
    if len(family) > 1:
        _led(connection, family)
    return family


def _led(connection: DuckDBPyConnection, articles: set[str]) -> None:
    """Notes of each family among the articles who has it from whom."""
    connection.execute("DELETE FROM copies WHERE article IN ?", [sorted(articles)])
    query = "SELECT id, publisher, published, text FROM articles WHERE id IN ?"
    texts = {row[0]: text_of(row) for row in connection.execute(query, [sorted(articles)]).fetchall()}
    left = set(texts)
    while left:
        family = linked(connection, [min(left)], DUPLICATES)
        left -= family
        leader = original(texts[name] for name in family)
        for name in sorted(family - {leader.id}):
            part = share(texts[name].shingles, leader.shingles)
            chain = "" if part >= LEAST else ", and others between them"
            why = f"{part:.0%} of the shorter text stands in both word for word{chain}; {leader.publisher or leader.id} had it first."
            connection.execute("INSERT INTO copies VALUES (?, ?, ?, ?)", [name, leader.id, part, why])


def revised(connection: DuckDBPyConnection, article: Article) -> set[str]:
    """Notes what an article corrects or takes back, and which stored ones do that to it (a correction may come first); the earlier articles
    concerned, before and now."""
    query = """
        SELECT v.earlier, a.publisher FROM revisions v LEFT JOIN articles a ON a.id = v.article
        WHERE v.article = $id OR v.earlier = $id
    """
    before = connection.execute(query, {"id": article.id}).fetchall()
    connection.execute("DELETE FROM revisions WHERE article = $id OR earlier = $id", {"id": article.id})
    outlets = {article.publisher, *(row[1] for row in before)} - {None}  # what corrected it may be another outlet's since it has changed
    now = {earlier for name in sorted(map(str, outlets)) for earlier in _revised_by(connection, name, article)}
    return {row[0] for row in before} | now


def _revised_by(connection: DuckDBPyConnection, publisher: str, article: Article) -> set[str]:
    """Notes anew what the articles of one outlet, of the weeks about this one, correct; the corrected ones."""
    # Most outlets' articles correct nothing: their texts are fetched only where one does.
    query = """
        SELECT a.id, a.publisher, a.published, {text}, s.words, s.revises, s.revises_of, s.revises_words
        FROM articles a JOIN signatures s ON s.article = a.id WHERE lower(a.publisher) = lower($publisher)
            AND ($published::DATE IS NULL OR a.published IS NULL OR abs(date_diff('day', a.published, $published::DATE)) <= $window)
    """
    values = {"publisher": publisher, "published": article.published, "window": 2 * LONGEST}
    if not connection.execute(f"SELECT 1 FROM ({query.format(text='1')}) WHERE revises IS NOT NULL LIMIT 1", values).fetchall():
        return set()
    rows = connection.execute(query.format(text="a.text"), values).fetchall()
    candidates = {row[0]: Candidate(text_of(row), bag(row[4])) for row in rows}
    found = set()
    for row in rows:
        if row[5] is None:
            continue
        connection.execute("DELETE FROM revisions WHERE article = ?", [row[0]])
        if item := corrected(candidates[row[0]], Revision(*row[5:8]), candidates.values()):
            connection.execute("INSERT INTO revisions VALUES (?, ?, ?, ?)", [row[0], item.text.id, row[5], row[7]])
            found.add(item.text.id)
    return found
