"""How far a long evaluation is, on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path


def watched(files: Sequence[Path], what: str = "") -> Iterator[Path]:
    """The files in turn; while one is worked on, standard error says which of how many, where it is a terminal."""
    for number, path in enumerate(files, start=1):
        if sys.stderr.isatty():
            print(f"\r{what}{number}/{len(files)} {path.stem:<40}", end="", file=sys.stderr, flush=True)
        yield path
    if sys.stderr.isatty():
        print("\r" + " " * (len(what) + 50) + "\r", end="", file=sys.stderr)
