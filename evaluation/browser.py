"""A server over a store and a browser in front of it: for the desk's speed, its pictures and its tests."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import Any

from riftline.store.serving import running

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
RIFTLINE = str(Path(sys.executable).with_name("riftline"))


def missing() -> str:
    """What there must be for a browser and is not, else ""."""
    if not CHROMIUM.exists():
        return f"no {CHROMIUM}: apt-get install chromium"
    return "" if find_spec("playwright") else "playwright is not installed"


@contextmanager
def serving(db: str | Path, command: Sequence[str] = (RIFTLINE,)) -> Iterator[tuple[str, str]]:
    """The address of `riftline serve` over a store, and that with its token. Raises SystemExit where it ends at once."""
    with subprocess.Popen([*command, "serve", "--db", str(db), "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None
        try:
            found = next((match for line in server.stdout if (match := re.search(r"(http://[\d.]+:\d+)/", line))), None)
            told = running(str(db))
            if found is None or told is None:
                raise SystemExit("riftline serve ended at once")
            Thread(target=server.stdout.read, daemon=True).start()  # a full pipe would hold it up
            yield found[1], f"{found[1]}/#token={told.token}"
        finally:
            server.terminate()


@contextmanager
def browsing() -> Iterator[Any]:
    """Debian's chromium, driven by playwright."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tool:
        browser = tool.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()
