"""A copy of the database file as it stands, while the server goes on answering."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from riftline.errors import StoreError

if TYPE_CHECKING:
    from riftline.api.database import Database

LONGEST = 600.0
"""Seconds that a copy may take; nothing is written to the database as long."""
# Not in this process: when it closes a file of its own that it has opened a second time, the system lets go of DuckDB's lock on it.
_COPY = """
import os, shutil, sys
with open(sys.argv[1], "rb") as source, open(os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
    shutil.copyfileobj(source, target, 1 << 22)
"""


def copied(database: Database, path: str) -> None:
    """Makes `path`, which must not be there yet, a copy that its user alone may read, with all that is committed: the file's log goes along beside it.
    Raises StoreError."""
    with database.still():
        for end in ("", ".wal"):
            if os.path.exists(database.path + end):
                _copy(database.path + end, path + end)


def _copy(source: str, target: str) -> None:
    if os.path.lexists(target):
        raise StoreError(f"{target} is there already; a copy takes the place of nothing.")
    try:
        done = subprocess.run([sys.executable, "-I", "-S", "-c", _COPY, source, target], capture_output=True, text=True, timeout=LONGEST, check=False)
        said = done.stderr.strip().splitlines()[-1:] if done.returncode else []
    except subprocess.TimeoutExpired:
        said = [f"it took more than {LONGEST:.0f} seconds"]
    if said:
        with suppress(OSError):
            os.unlink(target)
        raise StoreError(f"{target} cannot be written: {said[0]}.")
