"""The commit that is built, and its time: what is made from the same commit is the same, whenever and wherever it is made."""

from __future__ import annotations

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def epoch() -> int:
    """When the last commit was made, in seconds since 1970 (SOURCE_DATE_EPOCH)."""
    return int(_git("log", "-1", "--format=%ct"))


def changed() -> bool:
    """Whether files that git knows differ from the last commit."""
    return bool(_git("status", "--porcelain", "--untracked-files=no"))


def files(under: str) -> set[str]:
    """The files of the last commit in a folder, from the repository's root."""
    return set(filter(None, _git("ls-tree", "-r", "--name-only", "-z", "HEAD", "--", under).decode().split("\0")))


def copy(folder: Path) -> None:
    """Writes the last commit's files into a folder: nothing that lies about unversioned comes along."""
    with tarfile.open(fileobj=BytesIO(_git("archive", "--format=tar", "HEAD"))) as packed:
        packed.extractall(folder, filter="data")


def _git(*what: str) -> bytes:
    """What git says. Raises SystemExit where this is no clone."""
    try:
        return subprocess.run(["git", *what], cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        raise SystemExit(f"git {what[0]} failed in {ROOT}: Riftline is built from a clone of its repository, with git.") from None
