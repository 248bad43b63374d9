"""The formats and their readers, and how an open input finds its own: unpacked, in UTF-8, by its name and its first lines."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import Any

from riftline.errors import InputError, NotAnArticle
from riftline.sources.base import Found, Raw, Reader
from riftline.sources.detect import BOMS, PACKED, by_content
from riftline.sources.html import read_html
from riftline.sources.jsonlines import read_json, read_lines
from riftline.sources.packed import CHUNK, MAGIC_BYTES, ZIP, Rejoined, kind_of, unpacked
from riftline.sources.parquet import MAGIC as PARQUET
from riftline.sources.parquet import read_parquet
from riftline.sources.plain import read_markdown, read_text
from riftline.sources.tabular import is_table, read_csv, read_tsv
from riftline.sources.warc import read_warc

READERS: dict[str, Reader] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "json": read_json,
    "jsonl": read_lines,
    "csv": read_csv,
    "tsv": read_tsv,
    "parquet": read_parquet,
    "warc": read_warc,
}
"""Every format and its reader. A new one: a reader here, its suffixes in `detect.SUFFIXES`."""

GROWING = ("jsonl", "csv", "tsv", "warc")
"""The formats to whose files others append."""

STDIN_NAME = "standard input"
DEEPEST = 4
"""Most layers of compression around one input."""


def read(raw: Raw, promised: str | None = None) -> Iterator[Found]:
    """The articles of one open input, whose format is told by its name (`promised`) and its first lines.

    Raises InputError where its bytes cannot be read on; what came before has been yielded.
    """
    raw.head = raw.stream.read(MAGIC_BYTES)
    for _ in range(DEEPEST):
        if (kind := kind_of(raw.head)) is None:
            break
        raw.stream = unpacked(raw.head, raw.stream, kind, raw.origin, raw.limit)
        raw.head, raw.path = raw.stream.read(MAGIC_BYTES), None
    if kind := kind_of(raw.head):
        yield InputError(raw.origin, f"it is compressed more than {DEEPEST} times over ({kind} at last); unpack it first.")
        return
    _peek(raw)
    if not raw.head:
        yield NotAnArticle(raw.origin, "nothing came in." if raw.origin == STDIN_NAME else "the file is empty.")
        return
    if raw.head.startswith(ZIP):
        yield InputError(raw.origin, "a ZIP archive has its contents listed at its end, so it cannot be read out of a pipe or another archive; name its file.")
        return
    if raw.head.startswith(PARQUET):
        promised = "parquet"
    encoding = next((name for mark, name in BOMS if raw.head.startswith(mark) and name != "utf-8-sig"), None)
    if encoding:
        # UTF-16 and UTF-32 have no lines that could be read one at a time: they become UTF-8 as they are read.
        raw.stream = io.BufferedReader(_Recoded(raw, encoding), CHUNK)
        raw.head, raw.path = b"", None
        _peek(raw)
    head = raw.head.decode("utf-8-sig", errors="replace")
    raw.form = by_content(head, promised)
    if raw.form == "text" and promised in (None, PACKED) and is_table(head.split("\n", 1)[0], raw.columns):
        raw.form = "csv"
    yield from READERS[raw.form](raw)


class _Recoded(io.RawIOBase):
    """An input in UTF-16 or UTF-32 as UTF-8."""

    def __init__(self, raw: Raw, encoding: str) -> None:
        self._stream = Rejoined(raw.head, raw.stream)
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._note = f"not valid {encoding.upper()}; broken characters were replaced."
        self._notes = raw.notes
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready:
            data = self._stream.read(CHUNK) or b""
            text = self._decoder.decode(data, final=not data)
            if "\ufffd" in text and self._note not in self._notes:
                self._notes.append(self._note)
            self._ready = text.encode("utf-8", "replace")
            if not data:
                break
        given, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(given)] = given
        return len(given)


def _peek(raw: Raw) -> None:
    """Fills `raw.head`, which may hold the first bytes, with whole lines up to one that is not blank, and no further: a pipe may be slow."""
    if raw.head and not raw.head.endswith(b"\n"):
        raw.head += raw.stream.readline(raw.limit + 1)
    head, line = bytearray(raw.head), raw.head
    while not line.strip() and len(head) <= raw.limit:  # each line is looked at once, however many are blank
        line = raw.stream.readline(raw.limit + 1)
        head += line
        if not line:
            break
    raw.head = bytes(head)
    if raw.head.lstrip().startswith(b"---"):  # front matter shows in its second line
        raw.head += raw.stream.readline(raw.limit + 1)
