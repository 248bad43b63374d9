"""What a source is read from and what comes out of it: the types that all formats share."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from riftline.errors import InputError
from riftline.records import Article
from riftline.sources.columns import UNMAPPED, Columns

MEGABYTE = 1_000_000
DEFAULT_LIMIT = 50 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Loaded:
    """One article as its source has it, with what the user should know of the reading (an encoding that was guessed)."""

    article: Article
    notes: tuple[str, ...] = ()


Found = Loaded | InputError
"""What a reader yields: an error is a value, so that one bad record does not end the reading of the others."""


@dataclass(slots=True)
class Raw:
    """An open input. `head` is what has been read of it to tell its format: whole lines from its beginning."""

    origin: str
    stream: BinaryIO
    limit: int = DEFAULT_LIMIT
    """Most bytes that one article may have."""
    head: bytes = b""
    notes: list[str] = field(default_factory=list)
    columns: Columns = UNMAPPED
    path: str | None = None
    """The file that holds exactly these bytes, for a format that cannot be read as a stream; None where there is none."""
    form: str = ""
    """The format, once it has been told: a key of `formats.READERS`."""
    start: int = 0
    """How many units (lines, rows, records) an earlier run has read: they are passed over, unread as far as the format lets."""
    at: int = 0
    """The unit that what was yielded last comes from, counted from 1: where a later run would start. 0 where a file is one article."""
    total: int | None = None
    """How many units there are, where that is known before they are read."""
    passed: Counter[str] = field(default_factory=Counter)
    """What holds no article and is no error either (requests in a WARC file, withdrawn items), by what it is."""

    def lines(self) -> Iterator[bytes]:
        """All lines, one at a time. A line longer than the limit comes out cut to `limit + 1` bytes, its rest skipped."""
        for line in self.head.splitlines(keepends=True):
            yield line
            self._skip_rest(line)
        while line := self.stream.readline(self.limit + 1):
            yield line
            self._skip_rest(line)

    def _skip_rest(self, line: bytes) -> None:
        while len(line) > self.limit and not line.endswith(b"\n"):
            line = self.stream.readline(self.limit + 1)

    def whole(self) -> bytes:
        """The whole input. Raises InputError where it is larger than the limit."""
        data = self.head + self.stream.read(max(self.limit + 1 - len(self.head), 0))
        if len(data) > self.limit:
            raise too_large(self.origin, self.limit)
        return data

    @classmethod
    def of(cls, origin: str, data: bytes, limit: int = DEFAULT_LIMIT, columns: Columns = UNMAPPED) -> Raw:
        """An input that is in memory already."""
        return cls(origin, io.BytesIO(data), limit, columns=columns)


Reader = Callable[[Raw], Iterator[Found]]


def too_large(origin: str, limit: int) -> InputError:
    """The error for an article beyond the limit."""
    return InputError(origin, f"more than {limit / MEGABYTE:g} MB in one article; raise the limit with --max-megabytes, or split the file.")
