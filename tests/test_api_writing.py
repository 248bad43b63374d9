"""Every route that changes something refuses who may not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api_server import FIRST, bearer, served, token
from riftline.api.app import PREFIX, create
from riftline.api.state import State
from riftline.store.tokens import SCOPES

Served = tuple[State, TestClient]

# Method, path, a body that fits, the scope that it needs.
WRITING = (
    ("POST", "/articles", {"text": "x"}, "write"),
    ("POST", "/corrections", {"event": "x", "field": "type", "value": "AID"}, "write"),
    ("DELETE", "/corrections/1", None, "write"),
    ("POST", "/corrections/merge", {"events": ["a", "b"]}, "write"),
    ("POST", "/corrections/split", {"report": "a"}, "write"),
    ("POST", "/commitments", {"rows": [{"id": "", "parties": "ARM", "kind": "x", "from": "2023"}]}, "write"),
    ("DELETE", "/commitments/x", None, "write"),
    ("POST", "/sources", {"publisher": "nobody", "grade": "A"}, "write"),
    ("POST", "/jobs", {"kind": "signals"}, "write"),
    ("DELETE", "/jobs/x", None, "write"),
    ("POST", "/copies", {"path": "relative"}, "admin"),
    ("POST", "/maintenance/backup", {"to": "relative"}, "admin"),
    ("POST", "/maintenance/forget", {"articles": ["nothing"]}, "admin"),
    ("POST", "/tokens", {"name": "n", "scope": "read"}, "admin"),
    ("DELETE", "/tokens/x", None, "admin"),
    ("POST", "/webhooks", {"url": "https://example.org/hook"}, "admin"),
    ("POST", "/webhooks/x/test", None, "admin"),
    ("DELETE", "/webhooks/x", None, "admin"),
)
SECRET = (("GET", "/tokens", None, "admin"), ("GET", "/webhooks", None, "admin"), ("GET", "/maintenance/check", None, "admin"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with served(tmp_path, FIRST) as found:
        yield found


def named(path: str) -> str:
    """A path with something in place of its parameters."""
    return re.sub(r"{\w+(:path)?}", "1" if "corrections" in path else "x", path)


def test_every_route_that_writes_is_in_the_list(server: Served) -> None:
    described = create(server[0]).openapi()
    writing = {(method.upper(), named(path)) for path, methods in described["paths"].items() for method in methods if method != "get"}
    assert writing == {(method, f"{PREFIX}{path}") for method, path, *_ in WRITING} | {("POST", f"{PREFIX}/code")}


def test_every_route_of_the_table_asks_for_its_scope_and_no_less(tmp_path: Path) -> None:
    """On a server that others reach: no token, and one of each scope, at every route of the app as it runs."""
    wanted = {(method, f"{PREFIX}{path}"): (scope, body) for method, path, body, scope in WRITING + SECRET}
    everybody = {"/", "/static/{name}", "/healthz", f"{PREFIX}/openapi.json"}
    with served(tmp_path, FIRST, loopback=False) as (state, client):
        given = {scope: token(state, scope) for scope in SCOPES}
        seen = 0
        for route in table(client):
            for method in sorted(route.methods - {"HEAD"}):
                path = named(route.path)
                scope, body = wanted.pop((method, path), ("read", {"text": "Nothing."} if method == "POST" else None))
                if route.path in everybody:
                    assert client.request(method, path).status_code not in (401, 403, 500)
                    continue
                seen += 1
                least = SCOPES.index(scope)
                assert client.request(method, path, json=body).status_code == 401, path
                for rank, held in enumerate(SCOPES):
                    answer = client.request(method, path, json=body, headers=given[held])
                    assert (answer.status_code == 403) == (rank < least), (method, path, held, answer.text)
                    assert answer.status_code not in (401, 429, 500), (method, path, held, answer.text)
        assert not wanted
        assert seen > 40


def table(client: TestClient) -> list[Any]:
    """Every route of an app, with `path` and `methods`."""
    found: list[Any] = []
    for each in client.app.routes:  # type: ignore[attr-defined]
        found += [each] if hasattr(each, "methods") else each.effective_route_contexts()
    return found


@pytest.mark.parametrize(("method", "path", "body", "scope"), WRITING + SECRET)
def test_it_is_refused_without_a_token_with_a_lesser_one_and_from_another_origin(
    server: Served, method: str, path: str, body: dict[str, str] | None, scope: str
) -> None:
    state, client = server
    path = f"/api/v1{path}"
    assert client.request(method, path, json=body).status_code == 401
    assert client.request(method, path, json=body, headers=bearer("rl_wrong")).status_code == 401
    assert client.request(method, path, json=body, headers=token(state, "read")).status_code == 403
    if scope == "admin":
        assert client.request(method, path, json=body, headers=token(state, "write")).status_code == 403
    if method != "GET":
        mine = bearer(state.secret)
        elsewhere = client.request(method, path, json=body, headers=mine | {"Origin": "https://evil.example"})
        assert elsewhere.status_code == 403
        assert "another origin" in elsewhere.json()["detail"]
        assert client.request(method, path, json=body, headers=mine | {"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.request(method, path, json=body, headers=bearer(state.secret) | {"Host": "evil.example"}).status_code == 403


def test_tokens_are_made_used_and_revoked(server: Served) -> None:
    state, client = server
    own = bearer(state.secret)
    made = client.post("/api/v1/tokens", json={"name": "desk", "scope": "admin", "days": 3}, headers=own)
    assert made.status_code == 201
    assert made.json()["secret"].startswith("rl_")
    listed = client.get("/api/v1/tokens", headers=bearer(made.json()["secret"])).json()["items"]
    assert [(each["name"], each["scope"]) for each in listed] == [("desk", "admin")]
    assert "secret" not in listed[0]
    assert client.delete(f"/api/v1/tokens/{made.json()['id']}", headers=own).status_code == 204
    assert client.get("/api/v1/tokens", headers=bearer(made.json()["secret"])).status_code == 401
    assert client.delete(f"/api/v1/tokens/{made.json()['id']}", headers=own).status_code == 404
    assert client.post("/api/v1/tokens", json={"name": "x", "scope": "root"}, headers=own).status_code == 422


def test_a_body_of_more_than_a_megabyte_is_refused(server: Served) -> None:
    _, client = server
    large = client.post("/api/v1/code", json={"text": "x" * 1_000_001})
    assert large.status_code == 413
    assert large.headers["content-type"] == "application/problem+json"

    def pieces() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(11):
            yield b"x" * 100_000
        yield b'"}'

    assert client.post("/api/v1/code", content=pieces(), headers={"Content-Type": "application/json"}).status_code == 413
