"""A real `riftline serve` on a free port, for tests: begun in a folder, with riftline.duckdb there."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2

from riftline.store.serving import Running, running

RIFTLINE = [sys.executable, "-c", "from riftline.cli import main; main()"]
PATIENCE = 60.0
"""Seconds for a server to begin in, and to end."""


def run(folder: Path, *words: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    """A command of riftline in a folder, ended."""
    return subprocess.run([*RIFTLINE, *words], cwd=folder, capture_output=True, text=True, input=stdin, timeout=180, check=False)


def begun(folder: Path, *options: str, **more: Any) -> subprocess.Popen[str]:
    """A server that answers; its standard error is a pipe."""
    server = subprocess.Popen([*RIFTLINE, "serve", "--port", "0", *options], cwd=folder, text=True, **{"stderr": subprocess.PIPE, **more})
    ends = time.monotonic() + PATIENCE
    while not answers(folder):
        if server.poll() is not None or time.monotonic() > ends:
            server.kill()
            raise AssertionError(f"the server has not begun: {server.communicate()[1]}")
        time.sleep(0.05)
    return server


@contextmanager
def serving(folder: Path, *options: str, **more: Any) -> Iterator[subprocess.Popen[str]]:
    """A server as long as the context lasts; it has to end well."""
    server = begun(folder, *options, **more)
    try:
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=PATIENCE)
    assert server.returncode == 0, said
    assert not (folder / "riftline.duckdb.server").exists()


def found(folder: Path) -> Running:
    """The server of the folder's database."""
    server = running(str(folder / "riftline.duckdb"))
    assert server
    return server


def answers(folder: Path) -> bool:
    """Whether it answers."""
    server = running(str(folder / "riftline.duckdb"))
    try:
        return server is not None and httpx2.get(f"{server.url}/healthz", trust_env=False).is_success
    except httpx2.HTTPError:
        return False


def ask(folder: Path, method: str, path: str, **more: Any) -> httpx2.Response:
    """An answer of its API, with its own token."""
    server = found(folder)
    headers = {"Authorization": f"Bearer {server.token}"}
    return httpx2.request(method, f"{server.url}/api/v1{path}", headers=headers, trust_env=False, timeout=120, **more)
