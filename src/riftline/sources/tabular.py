"""CSV and TSV: a header, then an article a row, read as a stream."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator, Sequence

from riftline.errors import InputError, NotAnArticle
from riftline.sources.base import Found, Loaded, Raw, too_large
from riftline.sources.columns import FIELDS, Columns, checked, known
from riftline.sources.detect import binary, decode
from riftline.sources.fields import loaded

DELIMITERS = (",", ";", "\t", "|")
LONGEST_NAME = 60
"""Characters of a column's name; what is longer is a sentence, and its commas part no columns."""

SAMPLE = 1 << 16
"""Bytes that are read ahead to tell how quotation marks inside a cell are written."""
GUESSED = 1 << 18
"""Bytes that an encoding is guessed from."""


def is_table(line: str, columns: Columns) -> bool:
    """Whether the first line of an input of no known format is a table's header: short names in columns, two of them known as an
    article's and the text among them."""
    names = _names(line, _delimiter(line, columns))
    there = known(names, columns)
    return len(names) > 1 and all(len(name) <= LONGEST_NAME for name in names) and "text" in there and len(there) > 1


def read_csv(raw: Raw) -> Iterator[Found]:
    """One article a row; a broken row is an error that names its line, and the next one is read."""
    return _read(raw, "")


def read_tsv(raw: Raw) -> Iterator[Found]:
    """The same with tabs, where the header has any."""
    return _read(raw, "\t")


def _read(raw: Raw, promised: str) -> Iterator[Found]:
    if what := binary(raw.head):
        yield NotAnArticle(raw.origin, f"this is {what}; its name promised a table of text.")
        return
    lines = _Lines(raw)
    try:
        rows, header = _opened(lines, raw, promised)
    except (_TooLong, csv.Error):
        yield InputError(raw.origin, "its first line is no header of a table: it is too long, or broken.")
        return
    number = 0
    for number, row, origin in _rows(rows, lines, raw):
        raw.at = number if lines.ended else number - 1  # a last line without its end may still be being written
        try:
            if isinstance(row, InputError):
                raise row
            found = loaded(_record(header, row, origin), origin, raw.columns)
        except InputError as problem:
            yield problem
            continue
        notes = [*raw.notes, *lines.notes]
        lines.notes.clear()
        yield Loaded(found.article, (*notes, *found.notes))
    if not number and not raw.start:
        yield NotAnArticle(raw.origin, "the table has a header, but no row.")


def _opened(lines: _Lines, raw: Raw, promised: str) -> tuple[Iterator[list[str]], list[str]]:
    """A reader of the rows and the names in the header. Raises InputError where no column can be the text."""
    first = next(lines, "")
    delimiter = promised if promised and promised in first else _delimiter(first, raw.columns)
    if told := re.fullmatch(r"sep=(.)\s*", first):  # how Excel says it
        delimiter, first = told[1], next(lines, "")
    lines.again(first)
    escaped = _backslashes(lines.ahead(0 if raw.origin == "standard input" else SAMPLE))
    csv.field_size_limit(max(csv.field_size_limit(), raw.limit + 1))
    rows = csv.reader(lines, delimiter=delimiter, escapechar="\\" if escaped else None, doublequote=not escaped)
    header = [name.strip() for name in next(rows, [])]
    try:
        checked(header, raw.columns, raw.origin, {})
    except InputError:
        example = dict(zip(header, next(rows, []), strict=False))
        checked(header, raw.columns, raw.origin, example)  # raises again, with a column that may be the text
        raise
    return rows, header


def _rows(rows: Iterator[list[str]], lines: _Lines, raw: Raw) -> Iterator[tuple[int, Sequence[str] | InputError, str]]:
    """The rows that an earlier run has not read, or errors in their place, with their number and origin."""
    number = 0
    while True:
        begun, lines.size = lines.number + 1, 0
        origin = f"{raw.origin}, line {begun}"
        row: Sequence[str] | InputError
        try:
            row = next(rows)
        except StopIteration:
            return
        except _TooLong:
            row = too_large(origin, raw.limit)
        except csv.Error as problem:
            row = InputError(origin, f"the row cannot be read ({problem}).")
        if not row:
            continue
        number += 1
        if number > raw.start:
            yield number, row, origin


def _record(header: Sequence[str], row: Sequence[str], origin: str) -> dict[str, str]:
    """The cells by column; of columns with one name the first. Raises InputError where there are more or fewer than in the header."""
    if len(row) > len(header) and not any(row[len(header) :]):
        row = row[: len(header)]
    if len(row) != len(header):
        columns = f"{len(row)} column{'' if len(row) == 1 else 's'}"
        raise InputError(origin, f"{columns}, where the header has {len(header)}; look for a quotation mark that is not closed.")
    return dict(zip(reversed(header), reversed(row), strict=True))


def _names(line: str, delimiter: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _delimiter(line: str, columns: Columns) -> str:
    """What parts a header's names: the one with which most of an article's fields are among them, else which gives most names."""

    def score(delimiter: str) -> tuple[int, int]:
        names = _names(line, delimiter)
        mapped = sum(path in names for _, path in columns.given)
        return len(known(names, columns) & set(FIELDS)) + mapped, len(names)

    return max(DELIMITERS, key=score)


def _backslashes(sample: str) -> bool:
    """Whether quotation marks inside cells have a backslash before them, instead of being doubled."""
    return '\\"' in sample and not re.search(r'[^,;|\t\r\n"]""', sample)


class _TooLong(Exception):
    """A row beyond the limit. It is raised out of the reader, which then goes on with the next line."""


class _Lines:
    """The lines as text. What is not UTF-8 is read in an encoding guessed once, from the first such line and some of those that follow."""

    def __init__(self, raw: Raw) -> None:
        self._raw = raw
        self._lines = raw.lines()
        self._held: deque[bytes] = deque()
        self._text: deque[str] = deque()
        self._encoding: str | None = None
        self.notes: list[str] = []
        self.number = 0
        self.size = 0
        """Bytes handed out since it was last set to 0: those of a row."""
        self.ended = True
        """Whether the last line handed out had its end."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._text:
            return self._text.popleft()
        line = self._held.popleft() if self._held else next(self._lines)
        self.number += 1
        self.ended = line.endswith((b"\n", b"\r"))
        self.size += len(line)
        if len(line) > self._raw.limit or self.size > self._raw.limit:
            raise _TooLong
        return self._decoded(line.removeprefix(b"\xef\xbb\xbf") if self.number == 1 else line)

    def again(self, line: str) -> None:
        """Puts a line back."""
        self._text.append(line)

    def ahead(self, size: int) -> str:
        """About so many bytes of what comes next, which stays to be read."""
        got = sum(map(len, self._held))
        while got < size and (line := next(self._lines, None)) is not None:
            self._held.append(line)
            got += len(line)
        return b"".join(self._held).decode("utf-8", "replace")

    def _decoded(self, line: bytes) -> str:
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError:
            pass
        if self._encoding is None:
            self.ahead(GUESSED)
            broken = [line, *(other for other in self._held if not other.isascii())]
            guessed = decode(b"".join(broken)[:GUESSED], self._raw.origin)
            named = re.search(r"read as ([\w-]+)", guessed.note or "")
            self._encoding = named[1] if named else "utf-8"
            self.notes.extend([guessed.note] if guessed.note else [])
        return line.decode(self._encoding, "replace")
