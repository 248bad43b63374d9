"""Sends new signals to webhooks: signed, to public addresses only, tried again where they do not arrive."""

from __future__ import annotations

import hashlib
import hmac
import logging
import threading
import time
from typing import TYPE_CHECKING

import httpcore2
import httpx2

from riftline.feeds.connecting import Connections, PrivateAddress, TooSlow, client, within
from riftline.feeds.plan import Settings, host
from riftline.store.database import now
from riftline.store.webhooks import Delivery, due, next_due, settle
from riftline.version import version

if TYPE_CHECKING:
    from riftline.api.database import Database

TIMEOUT, WHOLE = 10.0, 20.0
"""Seconds for the other side to say something, and for all of it."""
LONGEST = 60.0
"""Seconds after which it is looked again whether something is due."""
CLOSED = "leads to an address of this machine or of a private network; riftline serve --open-webhooks allows that."

log = logging.getLogger("riftline.api")
logging.getLogger("httpx2").setLevel(logging.WARNING)  # it would log each address whole, whose path is often a secret


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What proves that a request is ours: HMAC-SHA256 of the time, a dot and the body."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Sender:
    """The thread that sends. What is to be sent is kept in the database: a restart goes on with it."""

    def __init__(self, database: Database, open: bool = False) -> None:
        self._database = database
        self._connections = Connections(allow_private=open)
        settings = Settings(user_agent=f"riftline/{version()} (webhook)", timeout=TIMEOUT, allow_private=open)
        self._client = client(settings, self._connections)
        self._wake, self._closing = threading.Event(), False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Sends from now on."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="riftline webhooks", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """There is something to send."""
        self._wake.set()

    def close(self) -> None:
        """Ends; what is under way is cut and tried again another time."""
        self._closing = True
        self._wake.set()
        self._connections.cut()
        if self._thread is not None:
            self._thread.join(WHOLE)
        self._client.close()

    def send_due(self) -> int:
        """Sends what is due now; how many there were."""
        with self._database.reading() as connection:
            found = due(connection)
        for delivery in found:
            if self._closing:
                break
            problem = self.send(delivery)
            if self._closing and problem:
                break  # it was cut, which is not the other side's fault
            with self._database.writing() as connection:
                settle(connection, delivery, problem)
            if problem:
                log.warning("webhook %s at %s: try %d: %s", delivery.webhook, host(delivery.url), delivery.tries + 1, problem)  # paths are often secret
        return len(found)

    def send(self, delivery: Delivery) -> str | None:
        """One try; what was wrong, None where it has arrived. Redirects are not followed."""
        body, timestamp = delivery.body.encode(), str(int(time.time()))
        headers = {
            "Content-Type": "application/json", "X-Riftline-Timestamp": timestamp, "X-Riftline-Delivery": delivery.id,
            "X-Riftline-Signature": signature(delivery.secret, timestamp, body),
        }  # fmt: skip
        try:
            with within(WHOLE), self._client.stream("POST", delivery.url, content=body, headers=headers) as answer:
                return None if answer.is_success else f"answered {answer.status_code}"
        except PrivateAddress:
            return CLOSED
        except TooSlow:
            return f"no answer within {WHOLE:.0f} seconds"
        except (httpx2.HTTPError, httpx2.InvalidURL, httpcore2.ConnectError, OSError, UnicodeError) as problem:
            return str(problem) or type(problem).__name__

    def _run(self) -> None:
        while not self._closing:
            self._wake.clear()
            try:
                if self.send_due():
                    continue
                with self._database.reading() as connection:
                    moment = next_due(connection)
            except Exception:  # of the database; whatever it is, the next signals are to be sent
                log.exception("webhooks")
                moment = None
            wait = LONGEST if moment is None else min(max((moment - now()).total_seconds(), 0.5), LONGEST)
            self._wake.wait(wait)
