"""Webhooks: signed, tried again, and never into the own network."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

import api_store
from api_server import bearer, served
from riftline.api.hooks import Sender
from riftline.api.state import State
from riftline.store import webhooks
from riftline.store.database import now
from tls_site import secured

BODY = '{"id": "rift-ARM-RUS-2023-09-08", "kind": "rift"}'
SIGNAL = ("rift-ARM-RUS-2023-09-08", 1, "rift", BODY)


class Receiver:
    """A server that keeps what it is sent and answers as it is told to."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.got: list[tuple[dict[str, str], bytes]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(outer.answers.pop(0) if outer.answers else 204)
                self.send_header("Location", f"{outer.url}/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()
    yield made
    made.close()


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with served(tmp_path, open_webhooks=True) as (found, _):
        yield found


def sent(state: State, url: str, kinds: tuple[str, ...] = ()) -> webhooks.Webhook:
    with state.database.writing() as connection:
        hook = webhooks.add(connection, url, kinds)
        webhooks.enqueue(connection, [SIGNAL])
    return hook


def fares(state: State, hook: webhooks.Webhook) -> dict[str, Any]:
    with state.database.reading() as connection:
        return dict(webhooks.told(connection, hook.id))


def later(state: State) -> None:
    """Makes what waits due."""
    with state.database.writing() as connection:
        connection.execute("UPDATE deliveries SET due = ? WHERE due IS NOT NULL", [now() - timedelta(seconds=1)])


def test_a_signal_arrives_signed(state: State, receiver: Receiver) -> None:
    hook = sent(state, f"{receiver.url}/hook")
    assert state.hooks.send_due() == 1
    ((headers, body),) = receiver.got
    assert body.decode() == BODY
    stamp = headers["x-riftline-timestamp"]
    expected = hmac.new(hook.secret.encode(), f"{stamp}.{BODY}".encode(), hashlib.sha256).hexdigest()
    assert headers["x-riftline-signature"] == f"sha256={expected}"
    assert fares(state, hook) == {"waiting": 0, "arrived": 1, "given_up": 0, "problem": None}
    assert state.hooks.send_due() == 0


def test_only_the_kinds_that_are_wanted(state: State, receiver: Receiver) -> None:
    sent(state, receiver.url, ("tilt",))
    assert state.hooks.send_due() == 0
    sent(state, receiver.url, ("rift", "tilt"))
    assert state.hooks.send_due() == 1


def test_it_is_tried_five_times_and_a_restart_goes_on(state: State, receiver: Receiver) -> None:
    receiver.answers = [500, 503, 404, 302, 500, 200]
    hook = sent(state, receiver.url)
    assert state.hooks.send_due() == 1
    assert fares(state, hook) == {"waiting": 1, "arrived": 0, "given_up": 0, "problem": "answered 500"}
    assert state.hooks.send_due() == 0  # not yet due
    another = Sender(state.database, open=True)
    for _ in range(5):
        later(state)
        another.send_due()
    another.close()
    assert len(receiver.got) == 5  # no redirect was followed
    assert fares(state, hook)["given_up"] == 1


def test_it_arrives_at_a_later_try(state: State, receiver: Receiver) -> None:
    receiver.answers = [500]
    hook = sent(state, receiver.url)
    state.hooks.send_due()
    later(state)
    state.hooks.send_due()
    assert fares(state, hook) == {"waiting": 0, "arrived": 1, "given_up": 0, "problem": None}


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.1", "2130706433"])
def test_nothing_goes_into_the_own_network_unless_it_is_opened(tmp_path: Path, receiver: Receiver, host: str) -> None:
    with served(tmp_path) as (state, _):
        hook = sent(state, f"http://{host}:{receiver.server.server_port}/")
        assert state.hooks.send_due() == 1
        problem = fares(state, hook)["problem"]
        assert "--open-webhooks" in problem
        assert receiver.got == []


def test_a_name_that_leads_to_a_private_address_is_refused_when_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with served(tmp_path) as (state, client):
        made = client.post("/api/v1/webhooks", json={"url": "https://hooks.example/x"}, headers=bearer(state.secret))
        assert made.status_code == 201
        monkeypatch.setattr("riftline.feeds.connecting.socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.7", 443))])
        with state.database.writing() as connection:
            webhooks.enqueue(connection, [SIGNAL])
        state.hooks.send_due()
        (listed,) = client.get("/api/v1/webhooks", headers=bearer(state.secret)).json()["items"]
        assert "--open-webhooks" in listed["problem"]


def test_the_address_that_was_checked_is_the_one_that_is_sent_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, receiver: Receiver) -> None:
    """DNS rebinding: public when it is looked up, this machine the next time."""
    asked: list[str] = []

    real = socket.getaddrinfo

    def rebinding(host: str, port: int, *values: Any, **more: Any) -> list[Any]:
        if host != "rebinding.example":
            return list(real(host, port, *values, **more))
        asked.append(host)
        return [(2, 1, 6, "", ("203.0.113.5" if len(asked) == 1 else "127.0.0.1", port))]

    monkeypatch.setattr("riftline.feeds.connecting.socket.getaddrinfo", rebinding)
    monkeypatch.setattr("riftline.feeds.connecting.public", lambda address: address == "203.0.113.5")  # a documentation address: nobody's
    monkeypatch.setattr("riftline.api.hooks.TIMEOUT", 0.3)
    with served(tmp_path) as (state, _):
        hook = sent(state, f"http://rebinding.example:{receiver.server.server_port}/")
        state.hooks.send_due()
        assert asked == ["rebinding.example"]
        assert fares(state, hook)["arrived"] == 0
        later(state)
        state.hooks.send_due()
        assert "--open-webhooks" in fares(state, hook)["problem"]
    assert receiver.got == []


def test_a_certificate_that_nobody_vouches_for_is_refused(state: State) -> None:
    with secured() as (site, port):
        hook = sent(state, f"https://localhost:{port}/hook")
        state.hooks.send_due()
        assert "certificate verify failed" in fares(state, hook)["problem"]
        assert not site.seen


def test_made_listed_and_taken_away(tmp_path: Path) -> None:
    with served(tmp_path) as (state, client):
        own = bearer(state.secret)
        made = client.post("/api/v1/webhooks", json={"url": "https://hooks.example/x", "kinds": ["rift"]}, headers=own).json()
        assert len(made["secret"]) >= 40
        (listed,) = client.get("/api/v1/webhooks", headers=own).json()["items"]
        assert "secret" not in listed
        for url in (
            "ftp://hooks.example", "https://a:b@hooks.example", "http://127.0.0.1/x", "http://[::1]/", "http://10.0.0.1", "http://localhost", "nowhere",
        ):  # fmt: skip
            assert client.post("/api/v1/webhooks", json={"url": url}, headers=own).status_code == 422, url
        assert client.delete(f"/api/v1/webhooks/{made['id']}", headers=own).status_code == 204
        assert client.delete(f"/api/v1/webhooks/{made['id']}", headers=own).status_code == 404


def test_it_can_be_tried(tmp_path: Path, receiver: Receiver) -> None:
    with served(tmp_path, open_webhooks=True) as (state, client):
        own = bearer(state.secret)
        hook = client.post("/api/v1/webhooks", json={"url": receiver.url, "kinds": ["tilt"]}, headers=own).json()
        assert client.post(f"/api/v1/webhooks/{hook['id']}/test", headers=own).status_code == 202
        assert client.post("/api/v1/webhooks/none/test", headers=own).status_code == 404
        state.hooks.send_due()
        ((headers, body),) = receiver.got
        assert json.loads(body)["kind"] == "test"
        assert headers["x-riftline-signature"].startswith("sha256=")


def test_the_thread_sends_by_itself(state: State, receiver: Receiver) -> None:
    hook = sent(state, receiver.url)
    state.start()
    state.hooks.wake()
    for _ in range(100):
        if fares(state, hook)["arrived"]:
            break
        threading.Event().wait(0.05)
    assert fares(state, hook)["arrived"] == 1


def test_signals_that_are_news_are_on_their_way_once(tmp_path: Path) -> None:
    with api_store.served(api_store.fill(tmp_path / "t.duckdb")) as (client, state):
        own = bearer(state.secret)
        hook = client.post("/api/v1/webhooks", json={"url": "https://hooks.example/x"}, headers=own).json()

        def looked(**options: Any) -> dict[str, Any]:
            made = client.post("/api/v1/jobs", json={"kind": "signals", **options}, headers=own).json()
            ends = time.monotonic() + 60
            while not (job := client.get(f"/api/v1/jobs/{made['id']}").json())["ended"]:
                assert time.monotonic() < ends
                time.sleep(0.05)
            found: dict[str, Any] = job["result"]
            return found

        with state.database.reading() as connection:
            ((day, last),) = connection.execute("SELECT max(date), (SELECT max(known) FROM ledger WHERE kind = 'dyad') FROM signals").fetchall()
        assert last - day > timedelta(days=7)
        first = looked()  # its signals are history: raised before the last week of the data
        assert first["new_but_past"] == first["found"] > 0
        assert first["to_webhooks"] == looked()["new_but_past"] == 0
        with state.database.writing() as connection:  # as if it had last been looked when the data ended on the signals' day
            connection.execute("DELETE FROM signals_seen")
            connection.execute("UPDATE signals_looked SET day = ?, since = ?", [day, now().date() - (last - day)])
        for question in ({"as_of": "2023-06-10"}, {"rate": 1}, {"kinds": ["rift"]}, {"since": "2023-06-01"}):
            assert looked(**question)["to_webhooks"] == 0  # somebody asks
        assert looked()["to_webhooks"] == first["found"]
        assert looked()["to_webhooks"] == 0
        with state.database.reading() as connection:
            bodies = connection.execute("SELECT body FROM deliveries WHERE webhook = ?", [hook["id"]]).fetchall()
        assert {json.loads(body)["id"] for (body,) in bodies} <= {each["id"] for each in client.get("/api/v1/signals").json()["items"]}
        assert len(bodies) == first["found"]
