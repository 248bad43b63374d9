"""The outlets that articles come from, and how the user judges them: A to F of the Admiralty scale, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from riftline.errors import StoreError
from riftline.store.database import now
from riftline.store.queries import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def outlets(connection: DuckDBPyConnection) -> list[dict[str, Any]]:
    """Every publisher: its articles, how many of them copy others' and how many were corrected or retracted, first and last day, grade and note."""
    query = """
        SELECT coalesce(a.publisher, g.publisher) AS publisher, count(a.id) AS articles,
            count(DISTINCT c.article) AS copies, count(DISTINCT v.earlier) AS revised,
            min(a.published) AS first, max(a.published) AS last, any_value(g.grade) AS grade, any_value(g.note) AS note
        FROM articles a LEFT JOIN copies c ON c.article = a.id LEFT JOIN (SELECT DISTINCT earlier FROM revisions) v ON v.earlier = a.id
            FULL JOIN grades g ON g.publisher = a.publisher
        WHERE coalesce(a.publisher, g.publisher) IS NOT NULL
        GROUP BY 1 ORDER BY articles DESC, publisher
    """
    return list(rows(connection.cursor(), query))


def judge(connection: DuckDBPyConnection, publisher: str, grade: str | None, note: str | None = None) -> str:
    """Sets an outlet's grade, or takes it away (None); the outlet's name as its articles have it. Raises StoreError for one that is not stored."""
    found = connection.execute("SELECT DISTINCT publisher FROM articles WHERE lower(publisher) = lower(?)", [publisher]).fetchall()
    if not found:
        nearest = """
            SELECT publisher FROM articles WHERE publisher IS NOT NULL GROUP BY publisher
            ORDER BY NOT contains(lower(publisher), lower(?)), levenshtein(lower(publisher), lower(?)), publisher LIMIT 3
        """
        like = connection.execute(nearest, [publisher, publisher]).fetchall()
        near = f" Near to it: {', '.join(row[0] for row in like)}." if like else ""
        raise StoreError(f"no article is by {publisher!r}.{near}")
    for (name,) in found:
        had = connection.execute("DELETE FROM grades WHERE publisher = ? RETURNING note", [name]).fetchone()
        if grade:  # a note stays until there is another
            connection.execute("INSERT INTO grades VALUES (?, ?, ?, ?)", [name, grade, note or (had[0] if had else None), now()])
    return str(found[0][0])
