"""Webhooks, and what is on its way to them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from riftline.errors import StoreError
from riftline.store.database import insert, now
from riftline.store.queries import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

WAITS = (10, 60, 600, 3600)
"""Seconds between one try and the next: five tries, within an hour and a quarter."""
REMEMBERED = timedelta(days=30)
"""How long it is remembered what became of a delivery."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where signals are sent."""

    id: str
    url: str
    kinds: tuple[str, ...]
    """None: all of them."""
    made: datetime
    secret: str

    def record(self) -> dict[str, Any]:
        """As it is sent, without the secret."""
        return {"id": self.id, "url": self.url, "kinds": list(self.kinds), "made": self.made.isoformat()}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What is to be sent to whom."""

    id: str
    webhook: str
    url: str
    secret: str
    body: str
    tries: int


def add(connection: DuckDBPyConnection, url: str, kinds: Sequence[str], secret: str | None = None) -> Webhook:
    """A new webhook, with a secret of its own where none is given."""
    made = Webhook(secrets.token_hex(4), url, tuple(kinds), now(), secret or secrets.token_urlsafe(32))
    connection.execute("INSERT INTO webhooks VALUES (?, ?, ?, ?, ?)", [made.id, url, list(kinds), made.secret, made.made])
    return made


def webhooks(connection: DuckDBPyConnection) -> list[Webhook]:
    """All, the oldest first."""
    found = rows(connection, "SELECT id, url, kinds, made, secret FROM webhooks ORDER BY made, id")
    return [Webhook(row["id"], row["url"], tuple(row["kinds"]), row["made"], row["secret"]) for row in found]


def remove(connection: DuckDBPyConnection, identity: str) -> None:
    """Takes a webhook away, and what was on its way to it. Raises StoreError where there is none of this id."""
    if not connection.execute("DELETE FROM webhooks WHERE id = ? RETURNING id", [identity]).fetchall():
        raise StoreError(f"there is no webhook {identity}.")
    connection.execute("DELETE FROM deliveries WHERE webhook = ?", [identity])


def enqueue(connection: DuckDBPyConnection, signals: Iterable[tuple[str, int, str, str]]) -> int:
    """Has signals (id, version, kind, record) sent to every webhook that wants their kind; how many are on their way."""
    hooks = webhooks(connection)
    due = now()
    made = [
        (secrets.token_hex(8), hook.id, identity, version, body, 0, due, None, None)
        for identity, version, kind, body in signals for hook in hooks if not hook.kinds or kind in hook.kinds
    ]  # fmt: skip
    insert(connection, "deliveries", made)
    return len(made)


def attempt(connection: DuckDBPyConnection, identity: str) -> None:
    """Has a message that is no signal (`kind` is "test") sent to a webhook. Raises StoreError where there is none of this id."""
    if identity not in (hook.id for hook in webhooks(connection)):
        raise StoreError(f"there is no webhook {identity}.")
    body = json.dumps({"id": "test", "kind": "test", "reason": "Asked for, to see whether it arrives."})
    insert(connection, "deliveries", [(secrets.token_hex(8), identity, "test", 0, body, 0, now(), None, None)])


def due(connection: DuckDBPyConnection, most: int = 20) -> list[Delivery]:
    """What is to be sent now, what has waited longest first."""
    query = """
        SELECT d.id, d.webhook, h.url, h.secret, d.body, d.tries FROM deliveries d JOIN webhooks h ON h.id = d.webhook
        WHERE d.due <= ? ORDER BY d.due, d.id LIMIT ?
    """
    return [Delivery(**row) for row in rows(connection, query, [now(), most])]


def next_due(connection: DuckDBPyConnection) -> datetime | None:
    """When something is to be sent next."""
    row = connection.execute("SELECT min(due) FROM deliveries").fetchone()
    return row[0] if row else None


def settle(connection: DuckDBPyConnection, delivery: Delivery, problem: str | None) -> None:
    """Writes down what became of a try: arrived, to be tried again, or given up."""
    moment, tries = now(), delivery.tries + 1
    again = moment + timedelta(seconds=WAITS[delivery.tries]) if problem and delivery.tries < len(WAITS) else None
    arrived = None if problem else moment
    connection.execute("UPDATE deliveries SET tries = ?, due = ?, problem = ?, arrived = ? WHERE id = ?", [tries, again, problem, arrived, delivery.id])
    connection.execute("DELETE FROM deliveries WHERE due IS NULL AND coalesce(arrived, ?) < ?", [moment, moment - REMEMBERED])


def told(connection: DuckDBPyConnection, identity: str) -> Mapping[str, Any]:
    """How a webhook fares: how many are on their way, have arrived, were given up, and the last problem."""
    query = """
        SELECT count(*) FILTER (due IS NOT NULL) AS waiting, count(*) FILTER (arrived IS NOT NULL) AS arrived,
            count(*) FILTER (due IS NULL AND arrived IS NULL) AS given_up, arg_max(problem, tries) FILTER (arrived IS NULL) AS problem
        FROM deliveries WHERE webhook = ?
    """
    return next(rows(connection, query, [identity]))
