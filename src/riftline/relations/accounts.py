"""Where the two sides of a dyad tell things differently: what the articles have of both versions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from riftline.record import account
from riftline.store.codec import unpack
from riftline.store.queries import rows
from riftline.wording import code_name, headline

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_ACCOUNTS = """
    SELECT c.article, c.position, r.event, x.title, x.publisher, x.url, x.published, x.coding, x.text
    FROM accounts c JOIN articles x ON x.id = c.article LEFT JOIN reports r ON r.id = c.report
    WHERE list_has_all(c.codes, $codes) ORDER BY x.published DESC NULLS LAST, c.article, c.position LIMIT $limit
"""


def accounts(connection: DuckDBPyConnection, a: str, b: str, limit: int = 50) -> list[dict[str, Any]]:
    """The accounts in which both take part, the newest article's first.

    Each has `article` (id, title, publisher, url, published), `event` (the store's id, None where none was coded), `about` (what it is about, in
    words), `codes`, and `versions`: code, name, text, evidence (start and end in characters of the article, text).
    """
    made = []
    for row in rows(connection, _ACCOUNTS, {"codes": [a, b], "limit": limit}):
        coding = unpack(row["coding"], row["text"])
        item = coding.accounts[row["position"]]
        event = next((each for each in coding.events if each.id == item.event), None)
        told = account(item)
        made.append({
            "article": {"id": row["article"], "title": row["title"], "publisher": row["publisher"], "url": row["url"]}
            | {"published": row["published"].isoformat() if row["published"] else None},
            "event": row["event"], "about": headline(event) if event else None, "codes": told["codes"],
            "versions": [version | {"name": code_name(version["code"])} for version in told["versions"]],
        })  # fmt: skip
    return made


def with_accounts(connection: DuckDBPyConnection) -> frozenset[str]:
    """The codes of all that take part in any account: of two others there is none."""
    return frozenset(code for (code,) in connection.execute("SELECT DISTINCT unnest(codes) FROM accounts").fetchall())
