"""`riftline serve`: the desk and the API, from one database file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from riftline.cli.common import Database, guarded, refuse, say

if TYPE_CHECKING:
    from riftline.api.state import State

PORT = 8765


def serve(
    db: Database = "riftline.duckdb",
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; but for this machine readers need a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")] = PORT,
) -> None:
    """Opens the desk and the API on one port, from one database file, with nothing to install or fetch.

    The database is made where there is none. While it runs, the server owns the file: riftline ingest, watch and import find it and hand it the
    work. Reading needs no token on the own machine; writing does (riftline token create). The address that is printed signs the desk in.

    \b
    Examples:
      riftline serve
      riftline serve --db levant.duckdb --port 9000
      riftline serve --host 0.0.0.0              then every reader needs a token
    """
    with guarded():
        from riftline.api.access import is_loopback
        from riftline.api.database import owned
        from riftline.api.serving import bound, run
        from riftline.api.state import Settings, State

        try:
            listening = bound(host, port)
        except OSError as problem:
            raise refuse(f"--host {host} --port {port}: cannot be listened on: {problem.strerror or problem}. Name another with --port.") from None
        with listening, owned(db) as database:
            state = State(database, Settings(loopback=is_loopback(host)))
            _greet(state, host, listening.getsockname()[1])
            run(state, listening)


def _greet(state: State, host: str, port: int) -> None:
    shown = f"[{host}]" if ":" in host else host
    say(f"Riftline serves {state.database.path} at http://{shown}:{port}/#token={state.secret}")
    say(f"API: http://{shown}:{port}/api/v1/openapi.json. Ctrl-C ends it.")
