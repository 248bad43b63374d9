"""Files of event data as they come: single, in folders, by pattern, on standard input, packed as gzip, Zstandard or zip.

DuckDB reads gzip and Zstandard by itself. What is in a zip, comes on standard input, or is not UTF-8, goes through a temporary
file, since it can only be read from one; it is deleted when it has been loaded.
"""

from __future__ import annotations

import codecs
import glob
import gzip
import io
import lzma
import os
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, cast

from riftline.errors import InputError, disk_full
from riftline.sources.base import DEFAULT_LIMIT
from riftline.sources.packed import MAGIC_BYTES, STEEPEST, ZIP, Unpacked, Zstandard, files_in, kind_of
from riftline.sources.walk import STDIN

SUFFIXES = (".csv", ".tab", ".tsv", ".txt", ".jsonl", ".ndjson", ".json", ".zip", ".gz", ".zst")
_ENTITIES, _RELATIONS = "entity2id.txt", "relation2id.txt"
_HEAD = 1 << 20
_NAMED = {"Zstandard": "zstd"}
"""How DuckDB calls a compression, where `sources.packed` has another name."""


@dataclass(frozen=True, slots=True)
class Source:
    """Data to be read: what a user calls it, and where they lie."""

    name: str
    path: str
    packed: str = ""
    """gzip, zstd or, for a member of an archive, zip; "" where it is plain."""
    member: str = ""
    """Which member of the archive."""
    size: int = 0
    """Bytes, of a member those that it unpacks to."""


@dataclass(frozen=True, slots=True)
class Quadruples:
    """A folder or archive of id quadruples, with the names of its ids."""

    name: str
    entities: Source
    relations: Source
    parts: tuple[Source, ...]


Found = Source | Quadruples | InputError


def sources(paths: Iterable[str]) -> Iterator[Found]:
    """What the paths mean, in their order; what is not there comes out as an error in its place."""
    for path in paths:
        if path == STDIN:
            yield Source("standard input", STDIN)
        elif os.path.isdir(path):
            yield from _folder(path)
        elif os.path.exists(path):
            yield from _file(path)
        elif found := sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []:
            yield from sources(found)
        else:
            yield InputError(path, "there is no such file or folder.")


def _folder(path: str) -> Iterator[Found]:
    names = {name.casefold(): name for name in os.listdir(path)}
    if _ENTITIES in names and _RELATIONS in names:
        yield _quadruples(path, [_plain(os.path.join(path, name)) for name in sorted(names.values())])
        return
    files = sorted(str(file) for file in Path(path).rglob("*") if file.is_file() and file.name.casefold().endswith(SUFFIXES))
    if not files:
        yield InputError(path, f"no event data in this folder: it has no file whose name ends in {', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}.")
    for file in files:
        yield from _file(file)


def _plain(path: str) -> Source:
    return Source(path, path, size=os.path.getsize(path))


def _file(path: str) -> Iterator[Found]:
    try:
        with open(path, "rb") as stream:
            head = stream.read(MAGIC_BYTES)
    except OSError as problem:
        yield InputError(path, f"it cannot be read ({problem.strerror or problem}).")
        return
    packed = "zip" if head.startswith(ZIP) else kind_of(head) or ""
    packed = _NAMED.get(packed, packed)
    if packed == "zip":
        yield from _archive(path)
    elif packed in ("bzip2", "xz"):
        yield InputError(path, f"it is packed as {packed}; unpack it first, or pack it as gzip, Zstandard or zip.")
    else:
        yield Source(path, path, packed, size=os.path.getsize(path))


def _archive(path: str) -> Iterator[Found]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in files_in(archive) if not info.filename.startswith("__MACOSX")]
    except (zipfile.BadZipFile, OSError) as problem:
        yield InputError(path, f"it is a damaged zip archive ({problem}).")
        return
    found = [Source(f"{path}/{info.filename}", path, "zip", info.filename, info.file_size) for info in members]
    if not found:
        yield InputError(path, "the archive is empty.")
    elif any(_base(item) == _ENTITIES for item in found):
        yield _quadruples(path, found)
    else:
        yield from found


def _base(source: Source) -> str:
    return PurePosixPath(source.member or source.path.replace(os.sep, "/")).name.casefold()


def _quadruples(path: str, files: list[Source]) -> Quadruples | InputError:
    named = {_base(item): item for item in files}
    if _RELATIONS not in named:
        return InputError(path, f"it has {_ENTITIES} but not {_RELATIONS}, which names the acts.")
    ours = tuple(named[name] for name in ("train.txt", "valid.txt", "test.txt") if name in named)
    if not ours:
        return InputError(path, "it has the names of ids but none of train.txt, valid.txt and test.txt.")
    return Quadruples(path, named[_ENTITIES], named[_RELATIONS], ours)


@contextmanager
def stream(source: Source) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a source. Raises InputError where it cannot be unpacked."""
    try:
        with _opened(source) as opened:
            yield opened
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, gzip.BadGzipFile, RuntimeError, NotImplementedError) as problem:
        raise InputError(source.name, f"it cannot be unpacked ({problem}).") from problem
    except OSError as problem:
        if disk_full(problem):
            raise  # what is written meanwhile has no room; the source can be read
        raise InputError(source.name, f"it cannot be read ({problem.strerror or problem}).") from problem


@contextmanager
def _opened(source: Source) -> Iterator[IO[bytes]]:
    if source.packed == "zip":
        with zipfile.ZipFile(source.path) as archive, archive.open(source.member) as member:
            yield member
    elif source.packed == "gzip":
        with gzip.open(source.path, "rb") as unpacked:
            yield cast("IO[bytes]", unpacked)
    elif source.packed == "zstd":
        with open(source.path, "rb") as plain:
            # The library's own reader ends silently where the data are cut off.
            whole = Unpacked(Zstandard(plain), "its packed data", source.name, source.size, plain.tell)
            yield cast("IO[bytes]", io.BufferedReader(whole))
    else:
        with open(source.path, "rb") as plain:
            yield plain


def on_disk(source: Source, target: str) -> Source:
    """The source as something that DuckDB can read: itself, or a link or a copy at `target`."""
    if source.path != STDIN and source.packed != "zip":
        if not glob.has_magic(source.path):
            return source
        os.symlink(os.path.abspath(source.path), target)  # DuckDB takes every path for a pattern
        return replace(source, path=target)
    if source.path == STDIN:
        with open(target, "wb") as copy:
            shutil.copyfileobj(sys.stdin.buffer, copy, _HEAD)
        found = next(iter(_file(target)))
        if isinstance(found, InputError) or not isinstance(found, Source) or found.packed == "zip":
            raise InputError(source.name, "it cannot be read from standard input; give the archive's name instead.")
        return Source(source.name, target, found.packed, size=found.size)
    with zipfile.ZipFile(source.path) as archive:
        about = archive.getinfo(source.member)
    if about.file_size > STEEPEST * max(about.compress_size, 1) and about.file_size > DEFAULT_LIMIT:
        raise InputError(source.name, f"it unpacks to more than {STEEPEST} times its size, which tables never do; unpack it first if it is meant to be so.")
    with stream(source) as member, open(target, "wb") as copy:
        shutil.copyfileobj(member, copy, _HEAD)
    return Source(source.name, target, size=os.path.getsize(target))


def head(source: Source, lines: int) -> list[str]:
    """The first lines of a source, unpacked, without a byte-order mark."""
    with stream(source) as opened:
        start = opened.read(_HEAD)
    encoding = "utf-16" if start.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    found = start.decode(encoding, errors="replace").splitlines()
    return (found if len(start) < _HEAD else found[:-1] or found)[:lines]


def is_utf16(source: Source) -> bool:
    """Whether a source begins with the mark of UTF-16, as a spreadsheet's "Unicode text" does."""
    with stream(source) as opened:
        return opened.read(2) in (b"\xff\xfe", b"\xfe\xff")


def as_utf8(source: Source, folder: str) -> Source:
    """A copy of the source in UTF-8, in `folder`: lines that are not are taken for Windows-1252, as most such lines of the data sets are."""
    handle, target = tempfile.mkstemp(dir=folder)
    os.close(handle)
    with stream(source) as opened, open(target, "wb") as copy:
        if is_utf16(source):
            decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")
            while block := opened.read(_HEAD):
                copy.write(decoder.decode(block).encode())
        else:
            for raw in opened:
                copy.write(_utf8(raw))
    return Source(source.name, target, size=os.path.getsize(target))


def _utf8(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace").encode()
    return line
