"""Tokens that let a program or a person use a server: made once, kept as hashes, revoked for good."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from riftline.errors import StoreError
from riftline.store.database import now

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = ("read", "write", "admin")
"""Each allows what those before it do: admin makes and revokes tokens and webhooks."""

PREFIX = "rl_"
_BYTES = 32


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is kept."""

    id: str
    name: str
    scopes: tuple[Scope, ...]
    made: datetime
    expires: datetime | None
    revoked: datetime | None

    def record(self) -> dict[str, Any]:
        """As it is sent; there is no secret to send."""
        times = {name: value.isoformat() if (value := getattr(self, name)) else None for name in ("made", "expires", "revoked")}
        return {"id": self.id, "name": self.name, "scope": max(self.scopes, key=SCOPES.index), **times}

    def allows(self, scope: Scope) -> bool:
        """Whether it may be used for this."""
        return max(SCOPES.index(each) for each in self.scopes) >= SCOPES.index(scope)


def create(connection: DuckDBPyConnection, name: str, scopes: Sequence[Scope], days: int | None = None) -> tuple[Token, str]:
    """A new token and its secret, which is not kept: 256 random bits, so that a plain SHA-256 of it is as good as any slow hash."""
    secret = PREFIX + secrets.token_urlsafe(_BYTES)
    made = now()
    token = Token(secrets.token_hex(4), name, tuple(scopes), made, made + timedelta(days=days) if days else None, None)
    values = [token.id, name, hashed(secret), list(scopes), made, token.expires]
    connection.execute("INSERT INTO tokens (id, name, hash, scopes, made, expires) VALUES (?, ?, ?, ?, ?, ?)", values)
    return token, secret


def tokens(connection: DuckDBPyConnection) -> list[Token]:
    """All of them, the oldest first."""
    return [_token(row) for row in connection.execute("SELECT id, name, scopes, made, expires, revoked FROM tokens ORDER BY made, id").fetchall()]


def revoke(connection: DuckDBPyConnection, identity: str) -> None:
    """Ends a token. Raises StoreError where there is none of this id that is in use."""
    done = connection.execute("UPDATE tokens SET revoked = ? WHERE id = ? AND revoked IS NULL RETURNING id", [now(), identity]).fetchall()
    if not done:
        raise StoreError(f"there is no token {identity} in use; riftline token list shows them.")


def found(connection: DuckDBPyConnection, secret: str) -> Token | None:
    """The token in use that has this secret. Every kept hash is compared in constant time, so that nothing can be learnt from how long it takes."""
    given = hashed(secret)
    match = None
    for row in connection.execute("SELECT id, name, scopes, made, expires, revoked, hash FROM tokens").fetchall():
        token = _token(row[:6])
        if hmac.compare_digest(row[6], given) and token.revoked is None and (token.expires is None or token.expires > now()):
            match = token
    return match


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _token(row: Sequence[object]) -> Token:
    identity, name, scopes, made, expires, revoked = row
    return Token(identity, name, tuple(scopes), made, expires, revoked)  # type: ignore[arg-type]
