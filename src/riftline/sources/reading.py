"""A run through many inputs: each opened in its turn, and how far each, and all of them, have been read."""

from __future__ import annotations

import io
import os
import sys
from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from stat import S_ISREG
from typing import BinaryIO, NamedTuple

from riftline.errors import InputError
from riftline.sources.base import DEFAULT_LIMIT, Found, Raw
from riftline.sources.columns import UNMAPPED, Columns
from riftline.sources.detect import by_suffix
from riftline.sources.formats import GROWING, STDIN_NAME, read
from riftline.sources.index import NAME as INDEX
from riftline.sources.index import listed, read_index
from riftline.sources.packed import ZIP, members
from riftline.sources.walk import STDIN, files


class Position(NamedTuple):
    """How far an input was read: its members (an archive's files) before `member` whole, of that one so many lines, rows or records."""

    member: int = 0
    unit: int = 0


BEGINNING = Position()


class Input:
    """One file, or standard input. `at` is where a later run would have to begin, and holds for the article yielded last."""

    def __init__(self, path: str, limit: int = DEFAULT_LIMIT, columns: Columns = UNMAPPED, problem: InputError | None = None) -> None:
        self.path = path
        self.origin = STDIN_NAME if path == STDIN else path
        self.at = BEGINNING
        self.passed: Counter[str] = Counter()
        """What held no article and was no error either, by what it is."""
        self.growing = False
        """Whether it is of a format to whose files others append."""
        self.size = 0 if problem else _size(path)
        """Bytes to read; None for a pipe."""
        self._limit, self._columns, self._problem = limit, columns, problem
        self._raw: Raw | None = None
        self._file: BinaryIO | None = None
        self._rows = 0

    @property
    def whole_file(self) -> bool:
        """Whether what it gives depends on one file alone, and can be asked for again: neither standard input, nor an index, nor an error."""
        return self.path != STDIN and self._problem is None and os.path.basename(self.path) != INDEX

    def read(self, start: Position = BEGINNING) -> Generator[Found]:
        """Its articles from a position on; what cannot be read comes out as an error in its place."""
        self.at = start
        if self._problem:
            yield self._problem
            return
        try:
            if os.path.basename(self.path) == INDEX:
                self._rows = len(listed(self.path))
                yield from read_index(self.path, self._listed)
                return
            with _opened(self.path) as self._file:
                yield from self._members(self._file, start) if _is_zip(self._file) else self._whole(self._file, start)
        except InputError as problem:
            yield problem
        except OSError as problem:
            yield InputError(self.origin, f"it cannot be read ({problem.strerror or problem}).")
        finally:
            self._file = None

    def _whole(self, stream: BinaryIO, start: Position) -> Iterator[Found]:
        path = os.path.abspath(self.path) if self.size is not None and self.path != STDIN else None
        raw = Raw(self.origin, stream, self._limit, columns=self._columns, path=path)
        for found in self._one(raw, by_suffix(self.path), start):
            self.growing = raw.form in GROWING
            yield found
        self.growing = raw.form in GROWING

    def _members(self, stream: BinaryIO, start: Position) -> Iterator[Found]:
        for number, (name, member) in enumerate(members(stream, self.origin, self._limit)):
            if number < start.member:
                continue
            if isinstance(member, InputError):
                self.at = Position(number + 1)
                yield member
                continue
            raw = Raw(f"{self.origin}, {name}", member, self._limit, columns=self._columns)
            try:
                yield from self._one(raw, by_suffix(name), start if number == start.member else Position(number))
            except InputError as problem:  # of this member's bytes; the others may be whole
                yield problem
            self.at = Position(number + 1)

    def _one(self, raw: Raw, promised: str | None, start: Position) -> Iterator[Found]:
        raw.start, raw.at, raw.passed, self._raw = start.unit, start.unit, self.passed, raw
        for found in read(raw, promised):
            self.at = Position(start.member, max(raw.at, start.unit))
            yield found
        self.at = Position(start.member, max(raw.at, start.unit))

    def _listed(self, file: str) -> Iterator[Found]:
        """The articles of a file that an index names."""
        source = Input(file, self._limit, self._columns)
        source.passed = self.passed
        yield from source.read()
        self.at = Position(0, self.at.unit + 1)

    def share(self) -> float | None:
        """The share of it that has been read, 0 to 1; None where that cannot be known."""
        if self._rows:
            return min(1.0, self.at.unit / self._rows)
        if self._raw and self._raw.total and self.at.member == 0:
            return min(1.0, self._raw.at / self._raw.total)
        if self._file is None or not self.size:
            return None
        try:
            return min(1.0, self._file.tell() / self.size)
        except (OSError, ValueError):
            return None


class Reading:
    """All inputs of a run in their order, and how far it has come."""

    def __init__(self, paths: Iterable[str], limit: int = DEFAULT_LIMIT, columns: Columns = UNMAPPED) -> None:
        self._paths, self._limit, self._columns = tuple(paths), limit, columns
        self._total: int | None = None
        self._finished = 0
        self.current: Input | None = None
        """The input that is being read."""
        self.only = self._paths[0] if len(self._paths) == 1 and not os.path.isdir(self._paths[0]) else None
        """The path of the one input, where there are not several."""

    def inputs(self) -> Iterator[Input]:
        """Each input; one that is not there is an Input too, and yields its error."""
        for path in self._paths:
            for file in files(path):
                self.current = Input(file.origin, problem=file) if isinstance(file, InputError) else Input(file, self._limit, self._columns)
                yield self.current
                self._finished += self.current.size or 0
        self.current = None

    def leave(self, source: Input) -> None:
        """An input need not be read: it does not count in what there is to do."""
        if self._total is not None:
            self._total -= source.size or 0
            self._finished -= source.size or 0

    def share(self) -> float | None:
        """The share of all bytes that has been read, 0 to 1; None where a pipe is among the inputs."""
        if self._total is None:
            self._total = self._measure()
        if self._total <= 0:
            return None
        now = self.current
        part = (now.share() or 0.0) * (now.size or 0) if now else 0.0
        return max(0.0, min(1.0, (self._finished + part) / self._total))

    def _measure(self) -> int:
        """Bytes of all inputs; -1 where that cannot be known."""
        total = 0
        for path in self._paths:
            for file in files(path):
                size = 0 if isinstance(file, InputError) else _size(file)
                if size is None:
                    return -1
                total += size
        return total


def _size(path: str) -> int | None:
    """Bytes of a file (of an index those of the files that it names); None for a pipe. A file that cannot be asked has none."""
    try:
        if path == STDIN:
            status = os.fstat(sys.stdin.fileno())
            return status.st_size if S_ISREG(status.st_mode) else None
        if os.path.basename(path) == INDEX:
            return sum(os.path.getsize(file) for file in listed(path) if os.path.isfile(file))
        return os.path.getsize(path) if os.path.isfile(path) else None
    except (OSError, ValueError, AttributeError):
        return None if path == STDIN else 0


def _is_zip(file: BinaryIO) -> bool:
    """Whether it is a ZIP archive that can be read from its end. A pipe cannot."""
    try:
        if not file.seekable():
            return False
        begin = file.tell()
        head = file.read(4)
        file.seek(begin)
    except (OSError, ValueError):
        return False
    return head in ZIP


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer if hasattr(sys.stdin, "buffer") else io.BytesIO(sys.stdin.read().encode())
        return
    with open(file, "rb") as stream:
        yield stream
