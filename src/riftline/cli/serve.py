"""`riftline serve`: the desk and the API, from one database file."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from riftline.cli.common import Database, guarded, refuse, say

PORT = 8765


def serve(
    db: Database = "riftline.duckdb",
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; but for this machine readers need a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = PORT,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A name by which others reach it through a proxy; readers need a token then.")
    ] = None,
    open_webhooks: Annotated[bool, typer.Option("--open-webhooks", help="Let webhooks go to addresses of this machine and of private networks.")] = False,
) -> None:
    """Opens the desk and the API on one port, from one database file, with nothing to install or fetch.

    The database is made where there is none. While it runs, the server owns the file: riftline ingest, watch and import find it and hand it the
    work. Reading needs no token on the own machine; writing does (riftline token create). The address that is printed signs the desk in; into
    a file or a pipe it is printed without what signs in, for logs are kept, and the desk asks for a token.

    \b
    Examples:
      riftline serve
      riftline serve --db levant.duckdb --port 9000
      riftline serve --host 0.0.0.0              then every reader needs a token
      riftline serve --name desk.example.org     behind a proxy with TLS on this machine
    """
    with guarded():
        from riftline.api.access import is_loopback
        from riftline.api.database import owned
        from riftline.api.serving import bound, run
        from riftline.api.state import Settings, State
        from riftline.store.serving import announce, withdraw

        try:
            listening = bound(host, port)
        except OSError as problem:
            raise refuse(f"--host {host} --port {port}: cannot be listened on: {problem.strerror or problem}. Name another with --port.") from None
        with listening, owned(db) as database:
            names = tuple(each.lower() for each in name or ())
            state = State(database, Settings(is_loopback(host) and not names, open_webhooks=open_webhooks, names=names))
            address = f"http://{_shown(host)}:{listening.getsockname()[1]}"
            try:
                announce(db, address, state.secret)
            except OSError as problem:
                say(f"{db}.server cannot be written ({problem.strerror or problem}): other commands will not find the server.")
            try:
                say(f"Riftline serves {database.path} at {address}/{_signed(state.secret)}")
                say(f"API: {address}/api/v1/openapi.json. Ctrl-C ends it.")
                run(state, listening)
            finally:
                withdraw(db)


def _signed(secret: str) -> str:
    """What signs the desk in, for eyes only: what is not a terminal may be a log, where it would be kept."""
    return f"#token={secret}" if sys.stderr.isatty() else ""


def _shown(host: str) -> str:
    """The address by which this machine reaches a server that listens at `host`."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}.get(host, host)
    return f"[{reached}]" if ":" in reached else reached
