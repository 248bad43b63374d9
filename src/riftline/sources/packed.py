"""Compressed inputs as streams: gzip, bzip2, xz, Zstandard and the members of a ZIP archive; nothing is unpacked to disk or held whole."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast

from riftline.errors import InputError, NotAnArticle
from riftline.sources.base import MEGABYTE
from riftline.sources.detect import ENDINGS, by_suffix

MAGIC = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "Zstandard"}
"""How a compressed stream begins. A skippable frame, which a Zstandard stream may begin with too, is not looked for."""

MAGIC_BYTES = 6
"""How many bytes tell it."""

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How a ZIP archive begins, and an empty one."""

STEEPEST = 250
"""What unpacks to more than so many times its size, and to more than an article may have, is made to do harm: text never does."""

CHUNK = 1 << 16
ZSTD_CHUNK = 1 << 10
"""Fed to Zstandard at once: it unpacks all that it is given, and four bytes may stand for 128 KiB."""
ZSTD_WINDOW = 1 << 27
"""The most that the zstd command unpacks without being asked to, too (128 MiB)."""

_OFFICE = ("[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF")
_DAMAGE = (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError)


def kind_of(head: bytes) -> str | None:
    """How a stream that begins so is compressed; None where it is not."""
    return next((kind for magic, kind in MAGIC.items() if head.startswith(magic)), None)


def unpacked(head: bytes, stream: BinaryIO, kind: str, origin: str, limit: int) -> BinaryIO:
    """What a compressed stream holds, `head` being what was read of it already. Reading raises InputError where it is damaged,
    cut off or a bomb: then all that came before has been handed out."""
    packed = Rejoined(head, stream)
    inner = _opened(kind, packed)
    return io.BufferedReader(Unpacked(inner, f"the {kind} data", origin, limit, lambda: packed.taken), CHUNK)


def _opened(kind: str, stream: Any) -> Any:
    if kind == "gzip":
        import gzip

        return gzip.GzipFile(fileobj=stream)
    if kind == "bzip2":
        import bz2

        return bz2.BZ2File(stream)
    return lzma.LZMAFile(stream) if kind == "xz" else Zstandard(stream)


class Rejoined(io.RawIOBase):
    """A stream with what was read of its beginning put back; it waits for no more than a pipe has."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._head = head
        self._stream = stream
        self.taken = 0
        """Bytes handed out."""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer with what is there."""
        if self._head:
            data, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        else:
            data = cast(bytes, getattr(self._stream, "read1", self._stream.read)(len(buffer)))
        buffer[: len(data)] = data
        self.taken += len(data)
        return len(data)


class Unpacked(io.RawIOBase):
    """The bytes of a decompressor, whose errors become InputErrors. `taken` says how many packed bytes went in."""

    def __init__(self, inner: Any, what: str, origin: str, limit: int, taken: Callable[[], int]) -> None:
        self._inner, self._what, self._origin, self._limit, self._taken = inner, what, origin, limit, taken
        self._given = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer with the next unpacked bytes."""
        try:
            data = self._inner.read1(len(buffer))
        except _DAMAGE as problem:
            if isinstance(problem, OSError) and problem.errno:
                raise  # the disk's error, not the data's
            how = "cut off" if isinstance(problem, EOFError) else "damaged"
            raise InputError(self._origin, f"{self._what} are {how} after {self._given:,} unpacked bytes; what came before was read.") from None
        self._given += len(data)
        if self._given > self._limit and self._given > STEEPEST * max(self._taken(), 1):
            raise InputError(
                self._origin,
                f"{self._what} unpack to more than {STEEPEST} times their size, which text never does: left alone after "
                f"{self._given / MEGABYTE:,.0f} MB. If it is meant to be so, unpack it first.",
            )
        buffer[: len(data)] = data
        return len(data)


class Zstandard:
    """A Zstandard stream of any number of frames. Raises EOFError where the last one is cut off, which the library's own readers do not."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._frame: Any = None
        self._rest = b""
        self._ready = b""

    def read1(self, size: int) -> bytes:
        """Up to `size` bytes; none at the end."""
        import zstandard

        while not self._ready:
            data = self._rest or self._stream.read(ZSTD_CHUNK)
            self._rest = b""
            if not data:
                if self._frame is not None:
                    raise EOFError
                return b""
            if self._frame is None:
                self._frame = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()
            try:
                self._ready = self._frame.decompress(data)
            except zstandard.ZstdError as problem:
                raise OSError(str(problem)) from None
            if self._frame.eof:
                self._rest, self._frame = self._frame.unused_data, None
        given, self._ready = self._ready[:size], self._ready[size:]
        return given


def files_in(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """All that is no folder. What has no name is left out: a name that begins with NUL is read as none, and `is_dir` fails on it."""
    return [item for item in archive.infolist() if item.filename and not item.is_dir()]


def members(file: BinaryIO, origin: str, limit: int) -> Iterator[tuple[str, BinaryIO | InputError]]:
    """The files in a ZIP archive, in its order, each open only while it is asked for; an error in the place of one that cannot be read.

    Hidden ones are left out, and so are those whose ending is of no format, unless all are of none. Raises InputError for
    what is no whole archive, NotAnArticle for an office document or an empty archive.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as problem:
        raise InputError(origin, f"the ZIP archive is damaged or cut off ({problem}); its list of files stands at its end.") from None
    with archive:
        there = files_in(archive)
        if any(item.filename in _OFFICE for item in there[:3]):
            raise NotAnArticle(origin, "an office document, an e-book or a program; save it as text or HTML first.")
        shown = [item for item in there if not any(part.startswith((".", "__MACOSX")) for part in item.filename.split("/"))]
        known = [item for item in shown if by_suffix(item.filename)]
        if not shown:
            raise NotAnArticle(origin, f"no article in this archive: it has no file whose name ends in {ENDINGS}.")
        for item in known or shown:
            yield item.filename, _member(archive, item, f"{origin}, {item.filename}", limit)


def _member(archive: zipfile.ZipFile, item: zipfile.ZipInfo, origin: str, limit: int) -> BinaryIO | InputError:
    if item.flag_bits & 1:
        return InputError(origin, "it is encrypted; unpack it first.")
    try:
        inner = archive.open(item)
    except _DAMAGE as problem:
        return InputError(origin, f"it cannot be unpacked ({problem}); unpack the archive first.")
    return io.BufferedReader(Unpacked(inner, "the ZIP data", origin, limit, lambda: item.compress_size), CHUNK)
