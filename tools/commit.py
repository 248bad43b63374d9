"""The commit that is built, and its time: what is made from the same commit is the same, whenever and wherever it is made."""

from __future__ import annotations

import subprocess
import tarfile
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Commit:
    """A commit by its full name. Its methods raise SystemExit where this is no clone."""

    name: str

    @classmethod
    def last(cls) -> Commit:
        """The commit that is checked out. It stays the same one when another is made while it is being built."""
        return cls(_git("rev-parse", "HEAD").decode().strip())

    @cached_property
    def epoch(self) -> int:
        """When it was made, in seconds since 1970 (SOURCE_DATE_EPOCH)."""
        return int(_git("log", "-1", "--format=%ct", self.name))

    def files(self, under: str) -> set[str]:
        """Its files in a folder, from the repository's root."""
        return set(filter(None, _git("ls-tree", "-r", "--name-only", "-z", self.name, "--", under).decode().split("\0")))

    def copy(self, folder: Path) -> None:
        """Writes its files into a folder: nothing that lies about unversioned comes along."""
        with tarfile.open(fileobj=BytesIO(_git("archive", "--format=tar", self.name))) as packed:
            unpack(packed, folder)


def changed() -> bool:
    """Whether files that git knows differ from the last commit."""
    return bool(_git("status", "--porcelain", "--untracked-files=no"))


def unpack(packed: tarfile.TarFile, folder: Path) -> None:
    """Unpacks an archive with the rights of files that it has, and nothing outside the folder."""
    # Releases of Python 3.11 before the fourth have no filters, and need none for archives of our own.
    packed.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
    packed.extractall(folder)


def _git(*what: str) -> bytes:
    """What git says. Raises SystemExit where this is no clone."""
    try:
        return subprocess.run(["git", *what], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise SystemExit(f"git {what[0]} failed in {ROOT}: Riftline is built from a clone of its repository, with git.") from None
