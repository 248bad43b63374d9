"""Paths, folders and standard input: articles in the order in which they are given."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from riftline.errors import InputError, NotAnArticle
from riftline.sources.base import DEFAULT_LIMIT, Found, Raw, Reader
from riftline.sources.detect import BOMS, by_content, by_suffix, decode
from riftline.sources.html import read_html
from riftline.sources.index import NAME as INDEX
from riftline.sources.index import read_index
from riftline.sources.jsonlines import read_json, read_lines
from riftline.sources.plain import read_markdown, read_text

READERS: dict[str, Reader] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "json": read_json,
    "jsonl": read_lines,
}
"""Every format and its reader. A new one: a reader here, its suffixes in `detect.SUFFIXES`."""

STDIN = "-"


def articles(paths: Iterable[str], limit: int = DEFAULT_LIMIT) -> Iterator[Found]:
    """Every article of every path, in order; what cannot be read comes out as an error in its place."""
    for path in paths:
        for file in _files(path):
            if isinstance(file, InputError):
                yield file
            elif os.path.basename(file) == INDEX:
                yield from read_index(file, lambda name: _read_file(name, limit))
            else:
                yield from _read_file(file, limit)


def _read_file(file: str, limit: int) -> Iterator[Found]:
    try:
        with _opened(file) as stream:
            yield from read(Raw("standard input" if file == STDIN else file, stream, limit), by_suffix(file))
    except InputError as problem:
        yield problem
    except OSError as problem:
        yield InputError(file, f"it cannot be read ({problem.strerror or problem}).")


def read(raw: Raw, promised: str | None = None) -> Iterator[Found]:
    """The articles of one open input, whose format is told by its name (`promised`) and its first lines."""
    _peek(raw)
    if not raw.head:
        yield NotAnArticle(raw.origin, "the file is empty." if raw.origin != "standard input" else "nothing came in.")
        return
    if raw.head.startswith(tuple(mark for mark, name in BOMS if name != "utf-8-sig")):
        # UTF-16 and UTF-32 have no lines to read one at a time: the whole becomes UTF-8 first.
        decoded = decode(raw.whole(), raw.origin)
        raw = Raw.of(raw.origin, decoded.text.encode("utf-8", "replace"), raw.limit * 4)
        raw.notes.extend([decoded.note] if decoded.note else [])
        _peek(raw)
    head = raw.head.decode("utf-8-sig", errors="replace")
    yield from READERS[by_content(head, promised)](raw)


def expected(paths: Iterable[str]) -> int | None:
    """How many articles the paths seem to hold, for a progress bar; None where that cannot be told without reading a pipe."""
    total = 0
    for path in paths:
        for file in _files(path):
            if isinstance(file, InputError):
                continue
            if not os.path.isfile(file):
                return None
            try:
                with open(file, "rb") as stream:
                    total += sum(bool(line.strip()) for line in stream) if by_suffix(file) == "jsonl" else 1
            except OSError:
                continue
    return total


def _peek(raw: Raw) -> None:
    """Fills `raw.head` with the first lines up to one that is not blank, and no further: a pipe may be slow."""
    while not raw.head.strip() and len(raw.head) <= raw.limit:
        line = raw.stream.readline(raw.limit + 1)
        if not line:
            return
        raw.head += line
    if raw.head.lstrip().startswith(b"---"):  # front matter shows in its second line
        raw.head += raw.stream.readline(raw.limit + 1)


def _files(path: str) -> Iterator[str | InputError]:
    if path == STDIN:
        yield path
    elif not os.path.exists(path):
        yield InputError(path, "there is no such file or folder.")
    elif os.path.isdir(path):
        found = sorted(str(file) for file in Path(path).rglob("*") if file.is_file() and by_suffix(file.name) and not _hidden(file, path))
        found = _by_index(found)
        if not found:
            yield InputError(path, "no article in this folder: it has no file whose name ends in .txt, .md, .html, .json or .jsonl.")
        yield from found
    else:
        yield path


def _by_index(files: list[str]) -> list[str]:
    """Of a folder with an index only the index: it names the folder's articles."""
    indexed = {os.path.dirname(file) for file in files if os.path.basename(file) == INDEX}
    return [file for file in files if os.path.basename(file) == INDEX or os.path.dirname(file) not in indexed]


def _hidden(file: Path, folder: str) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STDIN:
        yield sys.stdin.buffer if hasattr(sys.stdin, "buffer") else io.BytesIO(sys.stdin.read().encode())
        return
    with open(file, "rb") as stream:
        yield stream
