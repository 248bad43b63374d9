"""What a source is read from and what comes out of it: the types that all formats share."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from riftline.errors import InputError
from riftline.records import Article

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
    def of(cls, origin: str, data: bytes, limit: int = DEFAULT_LIMIT) -> Raw:
        """An input that is in memory already."""
        return cls(origin, io.BytesIO(data), limit)


Reader = Callable[[Raw], Iterator[Found]]


def too_large(origin: str, limit: int) -> InputError:
    """The error for an article beyond the limit."""
    return InputError(origin, f"more than {limit / MEGABYTE:g} MB in one article; raise the limit with --max-megabytes, or split the file.")
