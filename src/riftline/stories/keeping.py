"""An article into the living database: its reports stored, and the events that they tell brought up to date, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from riftline.records import Coding
from riftline.search.index import index
from riftline.store.database import transaction
from riftline.store.writer import write

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def keep(connection: DuckDBPyConnection, coding: Coding) -> None:
    """Stores an article's coding, in place of an earlier one of the same id, and its events. All of it or nothing."""
    with transaction(connection):
        article = coding.document.id
        connection.execute("DELETE FROM events WHERE id IN (SELECT event FROM reports WHERE article = ?)", [article])
        write(connection, coding)
        index(connection, coding.document)  # full-text search
        connection.execute("UPDATE reports SET event = id WHERE article = ?", [article])
        connection.execute(_ALONE, [article])


_ALONE = """
    INSERT INTO events BY NAME
    SELECT r.* EXCLUDE (event, likeness, joined), 'riftline' AS origin,
        (SELECT list({'what': f.what, 'low': f.low, 'high': f.high, 'text': f.text}) FROM figures f WHERE f.report = r.id) AS figures,
        a.published, a.publisher, a.title, a.url,
        (SELECT v.text FROM evidence v WHERE v.report = r.id ORDER BY v.position LIMIT 1) AS evidence,
        1 AS reports, 1 AS sources
    FROM reports r JOIN articles a ON a.id = r.article WHERE r.article = ?
"""
