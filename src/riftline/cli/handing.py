"""Handing work to the server that holds the database: it does it, and its progress and messages are shown here as if it were done here."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import typer

from riftline.cli.common import refuse, say, shown
from riftline.cli.progress import EVERY
from riftline.cli.stopping import stopping

if TYPE_CHECKING:
    import httpx2

    from riftline.store.serving import Running

STOPPED = 130
TRIES = 5
"""How often a stream that broke off is taken up again."""


@dataclass(frozen=True, slots=True)
class Server:
    """The server that holds a database."""

    running: Running
    client: httpx2.Client

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Its answer; None where it has nothing to say. Raises an exit, with a message, where it refuses."""
        import httpx2

        try:
            answer = self.client.request(method, f"/api/v1{path}", json=body)
        except httpx2.HTTPError as problem:
            raise refuse(f"the server at {self.running.url} does not answer ({problem}).") from None
        if answer.is_success:
            return answer.json() if answer.content else None
        try:
            detail = answer.json().get("detail") or answer.reason_phrase
        except ValueError:
            detail = f"the server at {self.running.url} answered {answer.status_code}."
        raise refuse(detail)


def server_of(db: str) -> Server | None:
    """The server that holds a database; None where there is none that answers."""
    from riftline.store.serving import running

    found = running(db)
    if found is None:
        return None
    import httpx2

    client = httpx2.Client(base_url=found.url, headers={"Authorization": f"Bearer {found.token}"}, timeout=httpx2.Timeout(600, connect=5), trust_env=False)
    with suppress(httpx2.HTTPError):
        if client.get("/healthz", timeout=5).is_success:
            return Server(found, client)
    client.close()
    return None


@contextmanager
def for_server(paths: list[str]) -> Iterator[list[str]]:
    """The paths as the server finds them; standard input goes by way of a file, which is there as long as the context lasts."""
    with TemporaryDirectory(prefix="riftline-") as folder:
        spooled = os.path.join(folder, "stdin")
        if "-" in paths:
            with open(spooled, "wb") as file:
                shutil.copyfileobj(sys.stdin.buffer, file)
        yield [spooled if path == "-" else os.path.abspath(path) for path in paths]


def handed(server: Server, kind: str, **options: Any) -> dict[str, Any]:
    """Has the server do a job, and shows what it tells; the job as it ended. Ctrl-C cancels it."""
    job = server.ask("POST", "/jobs", {"kind": kind} | {name: value for name, value in options.items() if value is not None})
    say(f"note: handed to the server at {server.running.url}, which holds the database (job {job['id']}).")
    ended: dict[str, Any] = {}
    with _shown(kind) as show, stopping() as stop:
        following, asked = _followed(server, job["id"]), False
        while True:
            try:
                for what, data in following:
                    if what == "end":
                        ended = data
                    else:
                        show(what, data)
                break
            except KeyboardInterrupt:
                if asked:
                    raise typer.Exit(stop.code) from None
                asked = True
                say("stopping after this article; once more leaves it to the server.")
                server.ask("DELETE", f"/jobs/{job['id']}")
                following = _followed(server, job["id"], show.last)
        if ended.get("exit") == STOPPED and stop.signal is not None:
            ended["exit"] = stop.code
    if not ended:
        raise refuse(f"the server at {server.running.url} has ended before the work was done; the same command goes on from there.")
    return ended


def finished(job: dict[str, Any]) -> None:
    """Ends the command as the job has ended."""
    if job["exit"]:
        raise typer.Exit(job["exit"])


def _followed(server: Server, job: str, last: int = 0) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a job tells, by kind, until its end or the server's. The number of each stands in it as `number`."""
    import httpx2

    for _ in range(TRIES):
        try:
            with server.client.stream("GET", f"/api/v1/jobs/{job}/events", headers={"Last-Event-ID": str(last)}) as answer:
                if not answer.is_success:
                    return
                what = ""
                for line in answer.iter_lines():
                    name, _, value = line.partition(": ")
                    if name == "id":
                        last = int(value)
                    elif name == "event":
                        what = value
                    elif name == "data":
                        yield what, json.loads(value) | {"number": last}
                        if what == "end":
                            return
        except httpx2.HTTPError:
            pass
        time.sleep(0.5)


class _Show:
    """Shows messages and outputs at once; progress as a bar on a terminal, else as a line now and then."""

    def __init__(self, what: str) -> None:
        self.last = 0
        self._bar: Callable[[dict[str, Any]], None] | None = None
        self._stop: Callable[[], object] = lambda: None
        self._told = time.monotonic()
        if sys.stderr.isatty():
            self._draw(what)

    def _draw(self, what: str) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TextColumn("{task.fields[told]}"))
        bar = Progress(*columns, console=Console(stderr=True), transient=True)
        task = bar.add_task(what, total=None, told="")
        bar.start()

        def drawn(data: dict[str, Any]) -> None:
            share = data.get("share")
            bar.update(task, total=None if share is None else 1.0, completed=share or 0.0, told=data["message"])

        self._bar, self._stop = drawn, bar.stop

    def __call__(self, what: str, data: dict[str, Any]) -> None:
        self.last = data["number"]
        if what == "message":
            say(data["text"])
        elif what == "output":
            print(shown(data["text"]), flush=True)
        elif what == "progress" and self._bar:
            self._bar(data)
        elif what == "progress" and time.monotonic() - self._told >= EVERY:
            self._told = time.monotonic()
            say(data["message"])

    def __enter__(self) -> _Show:
        return self

    def __exit__(self, *problem: object) -> None:
        self._stop()


def _shown(kind: str) -> _Show:
    return _Show({"ingest": "Storing", "import": "Importing", "signals": "Looking for signals"}.get(kind, "Working"))
