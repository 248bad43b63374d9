"""Bytes into a file that is there only once it is whole, or into an open stream."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Generator, Iterable
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

from riftline.errors import RiftlineError, disk_full, unwritten


def write_file(pieces: Iterable[bytes], path: str) -> int:
    """Writes to a name beside `path` and renames it when all is there; returns how many bytes the file has. A name that ends in .gz
    compresses. Raises RiftlineError where the file cannot be made; an earlier file of the name then stays as it was."""
    target = Path(os.path.realpath(path))  # what a link points to is written, not the link
    if target.is_dir():
        raise RiftlineError(f"{path} is a folder; name a file.")
    if target.exists() and not target.is_file():  # a pipe or device: written to as it is
        with _opened(target, path) as file:
            return write_stream(pieces, file)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except FileNotFoundError:
        raise RiftlineError(f"{path} cannot be written: there is no folder {Path(path).parent}.") from None
    except OSError as problem:
        if disk_full(problem):
            raise RiftlineError(unwritten(path)) from None
        raise RiftlineError(f"{path} cannot be written: {problem.strerror} (folder {Path(path).parent}).") from None
    try:
        with os.fdopen(handle, "wb") as file:
            if target.suffix == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                    write_stream(pieces, cast("IO[bytes]", packed))
            else:
                write_stream(pieces, file)
            size = file.tell()
        os.chmod(name, target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException as problem:
        if isinstance(pieces, Generator):
            pieces.close()  # it may have files of its own
        with suppress(OSError):
            os.unlink(name)
        if disk_full(problem):
            raise RiftlineError(unwritten(path)) from problem
        raise
    return size


def write_stream(pieces: Iterable[bytes], out: IO[bytes]) -> int:
    """Writes to an open stream; returns how many bytes."""
    size = 0
    for piece in pieces:
        out.write(piece)
        size += len(piece)
    out.flush()
    return size


def _opened(target: Path, path: str) -> IO[bytes]:
    try:
        return target.open("wb")
    except OSError as problem:
        raise RiftlineError(f"{path} cannot be written: {problem.strerror}.") from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
