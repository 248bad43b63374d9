"""A real server that others reach: who may read and write, whose pages may not, what it never says, whom it does not wait for."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx2
import pytest
import uvicorn

import api_process
from api_process import ask, found, run, serving
from api_server import FIRST, served
from riftline.api import waiting
from riftline.api.app import create
from riftline.api.serving import bound
from riftline.store.database import opened
from riftline.stories.keeping import keep

EVENTS = "/api/v1/events"
LOUD = "import logging; logging.basicConfig(level=logging.DEBUG); logging.getLogger('uvicorn').setLevel(5); from riftline.cli import main; main()"


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_server_for_the_network_as_a_user_sets_it_up(tmp_path: Path) -> None:
    token = run(tmp_path, "token", "create", "--name", "newsroom", "--scope", "read").stdout.strip()
    assert token.startswith("rl_")
    with serving(tmp_path, "--host", "0.0.0.0"):
        url = found(tmp_path).url
        with httpx2.Client(base_url=url, trust_env=False) as client:
            assert client.get("/").status_code == 200
            assert client.get("/healthz").status_code == 200
            refused = client.get(EVENTS)
            assert refused.status_code == 401
            assert "riftline token create --scope read" in refused.json()["detail"]
            assert client.get(EVENTS, headers=bearer(token)).status_code == 200
            assert client.get(f"{EVENTS}?token={token}").status_code == 401  # addresses end up in logs and histories
            assert client.post("/api/v1/articles", headers=bearer(token), json={"text": "x"}).status_code == 403
            writer = run(tmp_path, "token", "create", "--name", "desk", "--scope", "write").stdout.strip()
            for page in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}):
                answer = client.post("/api/v1/jobs", headers=bearer(writer) | page, json={"kind": "signals"})
                assert answer.status_code == 403, page
            preflight = client.options(EVENTS, headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"})
            assert "access-control-allow-origin" not in preflight.headers
            assert client.post("/api/v1/jobs", headers=bearer(writer), json={"kind": "signals"}).status_code == 202


def test_a_name_of_another_site_that_leads_here_reads_nothing(tmp_path: Path) -> None:
    """DNS rebinding: a page of evil.example, whose name now leads to 127.0.0.1, is of the same origin for the browser."""
    with serving(tmp_path):
        url = found(tmp_path).url
        for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", "", "[::2]"):
            answer = httpx2.get(url + EVENTS, headers={"Host": host}, trust_env=False)
            assert answer.status_code in (400, 403), host
        evil = {"Host": "evil.example", "Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}
        assert httpx2.post(f"{url}/api/v1/code", headers=evil, json={"text": "x"}, trust_env=False).status_code == 403


def test_no_secret_is_said_or_kept_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that a server says at its loudest, and its database, after tokens and a webhook were made and used."""
    monkeypatch.setattr(api_process, "RIFTLINE", [api_process.RIFTLINE[0], "-c", LOUD])
    log = tmp_path / "log.txt"
    with opened(str(tmp_path / "riftline.duckdb"), write=True) as connection:
        keep(connection, FIRST)
    with log.open("w") as out, serving(tmp_path, "--open-webhooks", stdout=out, stderr=out):
        own, url = found(tmp_path).token, found(tmp_path).url
        made = [ask(tmp_path, "POST", "/tokens", json={"name": "n", "scope": scope}).json()["secret"] for scope in ("read", "admin")]
        for secret in (*made, "rl_a-wrong-one"):
            httpx2.get(f"{url}/api/v1/tokens", headers=bearer(secret), trust_env=False)
        httpx2.get(f"{url}/%zz", headers=bearer(made[0]), trust_env=False)
        hook = ask(tmp_path, "POST", "/webhooks", json={"url": "http://127.0.0.1:9/services/secret-path", "secret": "a-webhooks-own-secret"}).json()
        with httpx2.Client(trust_env=False) as client:
            assert client.get(f"{url}/api/v1/webhooks", headers=bearer(own)).json()["items"][0]["id"] == hook["id"]
    (tmp_path / "riftline.duckdb").chmod(0o600)
    with opened(str(tmp_path / "riftline.duckdb"), write=True) as connection:  # and something is to be sent
        body = json.dumps({"id": "s"})
        connection.execute("INSERT INTO deliveries VALUES ('d', ?, 's', 1, ?, 0, now()::TIMESTAMP - INTERVAL 1 DAY, NULL, NULL)", [hook["id"], body])
    with log.open("a") as out, serving(tmp_path, "--open-webhooks", stdout=out, stderr=out):
        later = found(tmp_path).token
        ends = time.monotonic() + 30
        while not ask(tmp_path, "GET", "/webhooks").json()["items"][0]["problem"]:
            assert time.monotonic() < ends
            time.sleep(0.05)
    said = log.read_text()
    assert "DEBUG" in said
    assert f"webhook {hook['id']} at 127.0.0.1" in said
    for secret in (own, later, *made, "rl_a-wrong-one", "a-webhooks-own-secret", "secret-path", *(each.removeprefix("rl_") for each in made)):
        assert secret not in said
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("riftline.duckdb*"))
    for secret in (own, later, *made):
        assert secret.encode() not in kept


@contextmanager
def patient(folder: Path) -> Iterator[int]:
    """The port of a server in this process, whose connections are those of `riftline serve`."""
    with served(folder, FIRST) as (state, _), bound("127.0.0.1", 0) as listening:
        server = uvicorn.Server(uvicorn.Config(create(state), log_level="error", http=waiting.Patient, lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(20)


def gone_after(port: int, sent: bytes, drip: bytes = b"") -> float:
    """Seconds until the server ends a connection on which this was sent, and then a part of `drip` now and then."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.settimeout(0.1)
        connection.sendall(sent)
        while time.monotonic() < began + 10:
            try:
                if drip:
                    connection.sendall(drip)
                if not connection.recv(1000):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
    return time.monotonic() - began


@pytest.mark.parametrize(
    ("sent", "drip"),
    [
        (b"", b""), (b"GET / HTTP/1.1\r\n", b"X: y\r\n"), (b"POST /api/v1/code HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\n", b"x"),
        (b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET / HTT", b"P"),
    ],
    ids=["nothing", "a head without end", "a body without end", "half a second request"],
)  # fmt: skip
def test_a_request_that_does_not_come_to_its_end_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sent: bytes, drip: bytes) -> None:
    monkeypatch.setattr(waiting, "ARRIVES", 1.0)
    with patient(tmp_path) as port:
        assert 0.8 < gone_after(port, sent, drip) < 5
        assert httpx2.get(f"http://127.0.0.1:{port}/healthz", trust_env=False).status_code == 200


def test_an_answer_that_nobody_takes_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "TAKEN", 1.0)
    with patient(tmp_path) as port, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", port))
        # Answers of a hundred kilobytes, as many as the buffers on the way do not hold.
        connection.sendall(b"GET /static/world.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 200)
        time.sleep(4)
        connection.settimeout(5)
        taken = 0
        with suppress(ConnectionResetError):  # the server has let go of it
            while chunk := connection.recv(1 << 16):
                taken += len(chunk)
        assert 0 < taken < 200 * 100_000


def test_what_takes_longer_than_a_request_may_is_answered_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "ARRIVES", 0.3)
    with patient(tmp_path) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        for _ in range(3):  # one connection, kept
            assert client.get("/healthz").status_code == 200
            time.sleep(0.5)


def test_who_comes_when_all_connections_are_taken_is_told_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "CONNECTIONS", 1)
    with patient(tmp_path) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        assert client.get("/healthz").status_code == 200
        refused = httpx2.get(f"http://127.0.0.1:{port}/healthz", trust_env=False)
        assert (refused.status_code, refused.headers["Connection"]) == (503, "close")
        assert int(refused.headers["Retry-After"]) > 0
        assert refused.json()["status"] == 503
        assert client.get("/healthz").status_code == 200


def test_small_answers_are_sent_at_once() -> None:
    """asyncio turns Nagle's algorithm off only for sockets that name their protocol: else each small answer waits for 40 ms."""
    with bound("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
