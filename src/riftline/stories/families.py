"""Which stored articles belong together: copies of one wire story, and corrections with what they correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riftline.records import Article
from riftline.stories.copies import LEAST, Text, bands, original, share, shingles
from riftline.stories.revisions import LONGEST, Earlier, about, corrected, revision
from riftline.stories.shelf import DUPLICATES, linked, similar, text_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def copied(connection: DuckDBPyConnection, article: Article) -> set[str]:
    """Notes whom an article copies and who copies it, in place of what was noted; the articles of its family, before and now."""
    before = linked(connection, [article.id], DUPLICATES)
    connection.execute("DELETE FROM duplicates WHERE one = $id OR other = $id", {"id": article.id})
    connection.execute("DELETE FROM signatures WHERE article = ?", [article.id])
    mine = Text(article.id, article.publisher, article.published, shingles(article.text))
    keys = bands(mine.shingles)
    connection.execute("INSERT INTO signatures VALUES (?, ?, ?, ?)", [article.id, article.published, list(keys), list(about(article.title, article.text))])
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
    query = "SELECT article, earlier FROM revisions WHERE article = $id OR earlier = $id"
    before = {row[1] for row in connection.execute(query, {"id": article.id}).fetchall()}
    if not article.publisher:
        return before
    outlet = """
        SELECT id, publisher, published, text, title FROM articles WHERE lower(publisher) = lower($publisher)
            AND ($published::DATE IS NULL OR published IS NULL OR abs(date_diff('day', published, $published::DATE)) <= $window)
    """
    values = {"publisher": article.publisher, "published": article.published, "window": 2 * LONGEST}
    rows = connection.execute(outlet, values).fetchall()
    revising = [(row, said) for row in rows if (said := revision(row[4], row[3])) is not None]
    earlier = [Earlier(text_of(row), about(row[4], row[3])) for row in rows] if revising else []
    now = set()
    for row, (kind, why) in revising:
        connection.execute("DELETE FROM revisions WHERE article = ?", [row[0]])
        if found := corrected(text_of(row), about(row[4], row[3]), earlier):
            connection.execute("INSERT INTO revisions VALUES (?, ?, ?, ?)", [row[0], found.text.id, kind, why])
            now.add(found.text.id)
    if article.id not in {row[0] for row, _ in revising}:
        connection.execute("DELETE FROM revisions WHERE article = ?", [article.id])
    return before | now
