"""Records that are no table written as one, so that the same reader loads them: a temporary file with tabs between its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from riftline.readers.files import Source
from riftline.readers.layout import Layout
from riftline.readers.staging import SHOWN, Refused

_SIGNS = re.compile(r"[\t\r\n\x00-\x08]+")
ROW = tuple[str, ...]


LONGEST = 2_000_000
"""Bytes of a line that are read: as many as of a table's."""


@dataclass(frozen=True, slots=True)
class Flat:
    """A table written from records, its layout, and the records that could not be read."""

    source: Source
    layout: Layout
    refused: int
    examples: tuple[Refused, ...]


def written(name: str, path: str, form: str, columns: tuple[str, ...], records: Iterable[ROW | Refused]) -> Flat:
    """The records as a file at `path`; those that are refused are counted, and the first of them kept."""
    refused: list[Refused] = []
    count = 0
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        for record in records:
            if isinstance(record, Refused):
                count += 1
                refused += [record] if len(refused) < SHOWN else []
            else:
                out.write("\t".join(map(_cell, record)) + "\n")
        size = out.tell()
    layout = Layout(form, "\t", quoted=False, header=False, columns=columns, date_type="DATE", date_pattern="%Y-%m-%d")
    return Flat(Source(name, path, size=size), layout, count, tuple(refused))


def _cell(value: str) -> str:
    return _SIGNS.sub(" ", value) if _SIGNS.search(value) else value


def lines(opened: IO[bytes]) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers; of one that is too long its beginning."""
    number = 0
    while raw := opened.readline(LONGEST):
        number += 1
        rest = raw
        while len(rest) == LONGEST and not rest.endswith(b"\n"):
            rest = opened.readline(LONGEST)
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8", errors="replace").strip()
        if text:
            yield number, text
