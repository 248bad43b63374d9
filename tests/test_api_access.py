"""Who may do what: tokens, scopes, origins, hosts, wrong tokens, on a server of this machine and on one that others reach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import Depends
from starlette.testclient import TestClient

from api_store import HERE, served
from riftline.api.access import SPAN, WRONG, Failures, is_loopback, needs
from riftline.api.headers import HEADERS
from riftline.api.state import Settings, State
from riftline.errors import StoreError
from riftline.store import tokens
from riftline.store.database import now, opened
from riftline.store.tokens import SCOPES

EVENTS = "/api/v1/events"


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[tuple[TestClient, State]]:
    """A server that is bound to an address which others reach."""
    with served(tmp_path / "t.duckdb", loopback=False) as pair:
        yield pair


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def made(state: State, *scopes: tokens.Scope, days: int | None = None) -> str:
    with state.database.writing() as connection:
        return tokens.create(connection, "test", scopes, days)[1]


def test_here_reading_needs_no_token_and_elsewhere_it_does(tmp_path: Path, outside: tuple[TestClient, State]) -> None:
    with served(tmp_path / "here.duckdb") as (client, _):
        assert client.get(EVENTS).status_code == 200
    client, state = outside
    refused = client.get(EVENTS)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert client.get(EVENTS, headers=bearer(made(state, "read"))).status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.get("/metrics").status_code == 401


def test_expired_revoked_and_wrong_tokens_are_refused(outside: tuple[TestClient, State]) -> None:
    client, state = outside
    secret = made(state, "read", days=1)
    assert client.get(EVENTS, headers=bearer(secret)).status_code == 200
    with state.database.writing() as connection:
        connection.execute("UPDATE tokens SET expires = ?", [now() - timedelta(seconds=1)])
    assert client.get(EVENTS, headers=bearer(secret)).status_code == 401
    other = made(state, "admin")
    with state.database.writing() as connection:
        (token,) = [each for each in tokens.tokens(connection) if each.expires is None]
        tokens.revoke(connection, token.id)
        with pytest.raises(StoreError, match="no token"):
            tokens.revoke(connection, token.id)
    assert client.get(EVENTS, headers=bearer(other)).status_code == 401


def test_many_wrong_tokens_make_an_address_wait(outside: tuple[TestClient, State]) -> None:
    client, state = outside
    for _ in range(2 * WRONG):  # one token of yesterday is no guessing
        assert client.get(EVENTS, headers=bearer("rl_yesterday")).status_code == 401
    assert client.get(EVENTS, headers=bearer(made(state, "read"))).status_code == 200
    for n in range(WRONG - 1):
        assert client.get(EVENTS, headers=bearer(f"rl_wrong{n}")).status_code == 401
    late = client.get(EVENTS, headers=bearer(made(state, "read")))
    assert late.status_code == 429
    assert 0 < int(late.headers["retry-after"]) <= SPAN + 1


def test_an_address_may_try_again_after_a_while() -> None:
    clock = [0.0]
    failures = Failures(lambda: clock[0])
    for n in range(WRONG):
        failures.add("a", f"{n}")
        failures.add(f"2001:db8::{n}", f"{n}")
        failures.add(f"2001:db8:1:{n}::1", f"{n}")
    assert failures.waits("a") > 0
    assert failures.waits("2001:db8::ffff") > 0  # a /64 is one
    assert failures.waits("2001:db8:1:1::1") == 0
    assert failures.waits("b") == 0
    clock[0] = SPAN + 1
    assert failures.waits("a") == 0


def test_a_secret_is_kept_as_a_hash_and_scopes_include_each_other(tmp_path: Path) -> None:
    with opened(str(tmp_path / "t.duckdb"), write=True) as connection:
        token, secret = tokens.create(connection, "laptop", ["write"])
        assert secret not in str(connection.execute("SELECT * FROM tokens").fetchall())
        assert tokens.found(connection, secret) == token
        assert tokens.found(connection, secret + "x") is None
    assert [token.allows(scope) for scope in SCOPES] == [True, True, False]


def test_a_page_elsewhere_reads_nothing_by_a_name_of_its_own(tmp_path: Path) -> None:
    with served(tmp_path / "t.duckdb") as (client, _):
        assert client.get(EVENTS, headers={"host": "evil.example"}).status_code == 403
        assert client.get(EVENTS, headers={"host": "localhost:8765"}).status_code == 200


def test_behind_a_proxy_it_answers_to_its_name_and_wants_a_token(tmp_path: Path) -> None:
    with served(tmp_path / "t.duckdb", loopback=False) as (client, state):
        state.settings = Settings(loopback=False, names=("desk.example.org",))
        own = bearer(state.secret)
        for host, status in (("desk.example.org", 200), ("DESK.example.org:443", 200), ("127.0.0.1:8765", 200), ("evil.example", 403), ("", 403)):
            assert client.get(EVENTS, headers=own | {"host": host}).status_code == status, host
        assert client.get(EVENTS, headers={"host": "desk.example.org"}).status_code == 401
        named = {"host": "desk.example.org", "origin": "https://desk.example.org", "sec-fetch-site": "same-origin"}
        assert client.delete("/api/v1/jobs/x", headers=own | named).status_code == 404
        assert client.delete("/api/v1/jobs/x", headers=own | named | {"origin": "https://evil.example"}).status_code == 403


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True), ({"origin": HERE}, True), ({"origin": "http://evil.example"}, False), ({"origin": "null"}, False),
        ({"sec-fetch-site": "cross-site"}, False), ({"sec-fetch-site": "same-site"}, False), ({"sec-fetch-site": "none"}, True),
    ],
)  # fmt: skip
def test_another_origin_never_changes_anything(tmp_path: Path, headers: dict[str, str], allowed: bool) -> None:
    with served(tmp_path / "t.duckdb") as (client, state):
        app = client.app
        app.post("/api/v1/guarded", dependencies=[Depends(needs("write"))])(lambda: {"done": True})  # type: ignore[attr-defined]
        answer = client.post("/api/v1/guarded", headers=bearer(state.secret) | headers)
        assert answer.status_code == (200 if allowed else 403)
        assert client.post("/api/v1/guarded").status_code == 401
        assert client.post("/api/v1/guarded", headers=bearer(made(state, "read"))).status_code == 403


def test_which_addresses_are_this_machine() -> None:
    assert all(is_loopback(each) for each in ("127.0.0.1", "127.8.8.8", "::1", "localhost"))
    assert not any(is_loopback(each) for each in ("0.0.0.0", "192.168.1.4", "example.org", "::", "localhost.example.org"))


def test_every_answer_has_the_headers_that_guard_it_also_the_unforeseen(tmp_path: Path) -> None:
    with served(tmp_path / "t.duckdb") as (client, state):

        def broken() -> None:
            raise ValueError("unforeseen")

        client.app.get("/api/v1/broken")(broken)  # type: ignore[attr-defined]
        asked = (
            ("GET", "/", 200), ("GET", EVENTS, 200), ("GET", "/api/v1/none", 404), ("PUT", EVENTS, 405), ("POST", "/api/v1/articles", 401),
            ("GET", f"{EVENTS}?limit=x", 422), ("POST", "/api/v1/code", 413), ("GET", "/api/v1/broken", 500),
        )  # fmt: skip
        for method, path, status in asked:
            answer = client.request(method, path, content=b"x" * 1_000_001 if status == 413 else None)
            assert answer.status_code == status, path
            assert {name: answer.headers[name] for name in HEADERS} == HEADERS, path
            assert "server" not in answer.headers
            if path != "/" and status != 500:
                assert answer.headers["cache-control"] == "no-store"
        assert "unforeseen" not in answer.text
        assert 'route="/api/v1/broken",status="500"' in client.get("/metrics", headers=bearer(state.secret)).text
