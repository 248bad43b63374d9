"""Files of exports that were asked for without a path: in a folder of the server's own, to be fetched while it runs."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from threading import Lock

KEPT = 20
"""Files that are there at once; the oldest goes first."""


class Exports:
    """The folder; it is made with the first file and goes with the server."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._files: dict[str, Path] = {}
        self._lock = Lock()

    def room(self, job: str, ending: str) -> Path:
        """Where a job writes its file to."""
        with self._lock:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="riftline-exports-"))
            while len(self._files) >= KEPT:
                self._files.pop(next(iter(self._files))).unlink(missing_ok=True)
            self._files[job] = self._folder / f"riftline-{job}.{ending}"
            return self._files[job]

    def file(self, job: str) -> Path | None:
        """The file of a job, once it is whole and as long as it is kept."""
        found = self._files.get(job)
        return found if found and found.exists() else None

    def close(self) -> None:
        """Removes them all."""
        with self._lock:
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._folder, self._files = None, {}
