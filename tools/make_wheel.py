"""Builds the source distribution and the wheel of the last commit: `python -m tools.make_wheel dist`.

The same commit gives the same bytes, whenever and wherever it is built with the tools of requirements-dev.lock: times are the commit's,
nobody owns the files, and the wheel is built from the source distribution, of which nothing but the commit's own files is part.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from build import ProjectBuilder

from tools.commit import Commit, changed, unpack


@dataclass(frozen=True)
class Built:
    """The two files that were built."""

    sdist: Path
    wheel: Path


def main(out: Path) -> None:
    """Builds both into a folder and prints their SHA-256."""
    if changed():
        print("There are changes since the last commit: they are not in what is built.", file=sys.stderr)
    out.mkdir(parents=True, exist_ok=True)
    built = build(Commit.last(), out)
    for path in (built.sdist, built.wheel):
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path}")


def build(commit: Commit, out: Path) -> Built:
    """Builds both of a commit into a folder that is there. Raises SystemExit with the builder's own words where that fails."""
    with TemporaryDirectory() as name:
        tree = Path(name) / "tree"
        commit.copy(tree)
        sdist = Path(_builder(tree, commit).build("sdist", name))
        packed = out / sdist.name
        even(sdist, packed, commit.epoch)
        with tarfile.open(packed) as archive:
            unpack(archive, Path(name))
        unpacked = Path(name) / sdist.name.removesuffix(".tar.gz")
        return Built(packed, Path(_builder(unpacked, commit).build("wheel", out)))


def even(sdist: Path, out: Path, when: int) -> None:
    """Packs a source distribution again without what depends on the machine: order, times, owners, rights of files."""
    with (
        tarfile.open(sdist) as before,
        out.open("wb") as raw,
        gzip.GzipFile("", "wb", fileobj=raw, mtime=when) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as after,
    ):
        for member in sorted(before.getmembers(), key=lambda each: each.name):
            member.mtime, member.mode = when, 0o755 if member.isdir() else 0o644
            member.uid = member.gid = 0
            member.uname = member.gname = ""
            member.pax_headers = {}
            after.addfile(member, before.extractfile(member) if member.isfile() else None)


def _builder(tree: Path, commit: Commit) -> ProjectBuilder:
    """A builder with the tools of this environment: fetching others would make them part of what decides the bytes."""

    def run(cmd: Sequence[str], cwd: str | None = None, extra_environ: Mapping[str, str] | None = None) -> None:
        environment = {**os.environ, **(extra_environ or {}), "SOURCE_DATE_EPOCH": str(commit.epoch)}
        done = subprocess.run(cmd, cwd=cwd, env=environment, umask=0o022, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"{done.stdout}{done.stderr}\nRiftline could not be built.")

    return ProjectBuilder(tree, runner=run)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Say where to put them: python -m tools.make_wheel dist")
    main(Path(sys.argv[1]))
