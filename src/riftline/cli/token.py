"""`riftline token`: who may use a server."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from riftline.cli.common import Database, chosen, console, guarded, refuse, say, table

token = typer.Typer(no_args_is_help=True, help="Makes, lists and revokes the tokens with which programs and people use a server.")

SCOPES = ("read", "write", "admin")


@token.command()
def create(
    name: Annotated[str, typer.Option("--name", metavar="N", help="What or whom it is for.")],
    scope: Annotated[str, typer.Option("--scope", metavar="read|write|admin", help="What it allows; each allows what those before it do.")],
    days: Annotated[int | None, typer.Option("--days", min=1, metavar="D", help="After so many days it ends; without, it does not.")] = None,
    db: Database = "riftline.duckdb",
) -> None:
    """Makes a token and prints its secret, this once: only a hash of it is kept.

    \b
    Examples:
      riftline token create --name newsroom --scope read
      curl -H "Authorization: Bearer rl_..." http://127.0.0.1:8765/api/v1/events
    """
    scope = chosen(scope, SCOPES, "--scope")
    if not name.strip():
        raise refuse("--name: say what the token is for.")
    from riftline.cli.handing import server_of

    with guarded():
        if server := server_of(db):
            made = server.ask("POST", "/tokens", {"name": name, "scope": scope, "days": days})
        else:
            from riftline.store import tokens
            from riftline.store.database import explained, opened

            with opened(db, write=True) as connection, explained(db):
                kept, secret = tokens.create(connection, name, [scope], days)  # type: ignore[list-item]
            made = kept.record() | {"secret": secret}
        say(f"token {made['id']} ({made['name']}, {made['scope']}{_until(made)}); this is the only time that it is shown:")
        print(made["secret"])


@token.command("list")
def listed(db: Database = "riftline.duckdb") -> None:
    """Lists the tokens, without their secrets, which nobody knows."""
    from riftline.cli.handing import server_of

    with guarded():
        if server := server_of(db):
            found = server.ask("GET", "/tokens")["items"]
        else:
            from riftline.store import tokens
            from riftline.store.database import explained, opened

            with opened(db) as connection, explained(db):
                found = [each.record() for each in tokens.tokens(connection)]
        if not found:
            print("No tokens. riftline token create makes one.")
            return
        out = console()
        made = table(out)
        for column in ("id", "name", "scope", "made", "state"):
            made.add_column(column, overflow="fold")
        for each in found:
            state = f"revoked {each['revoked'][:10]}" if each["revoked"] else f"in use{_until(each)}"
            made.add_row(each["id"], each["name"], each["scope"], each["made"][:10], state)
        out.print(made)


@token.command()
def revoke(
    identity: Annotated[str, typer.Argument(metavar="ID", help="The token's id; riftline token list shows it.")],
    db: Database = "riftline.duckdb",
) -> None:
    """Ends a token for good."""
    from riftline.cli.handing import server_of

    with guarded():
        if server := server_of(db):
            server.ask("DELETE", f"/tokens/{identity}")
        else:
            from riftline.store import tokens
            from riftline.store.database import explained, opened

            with opened(db, write=True, make=False) as connection, explained(db):
                tokens.revoke(connection, identity)
        print(f"Token {identity} is revoked.")


def _until(made: dict[str, Any]) -> str:
    return f" until {made['expires'][:10]}" if made["expires"] else ""
