"""What an export format is: how rows become its bytes, what it can say of an event, and what it loses."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from riftline.records import STATUSES
from riftline.store.filters import Filters

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

ALL_STATUSES = frozenset(STATUSES)

BLOCK = 1 << 16
"""Characters gathered before they are handed on: what a text format holds in memory beside its rows."""

_LINE_ENDS = re.compile(r"[\x7f\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Query:
    """Which events are to be exported, and what became of them."""

    connection: DuckDBPyConnection
    filters: Filters
    written: Counter[str] = field(default_factory=Counter)
    """How many were written, under "events", and beside it what was to be said of some of them."""
    left_out: Counter[str] = field(default_factory=Counter)
    """How many were not, by the reason."""
    advance: Callable[[], object] = lambda: None
    """Called for each event that was looked at."""


def fits(row: Row) -> str | None:
    """The reason of a format that takes every event: none."""
    return None


def exactly(row: Row) -> tuple[str, ...]:
    """What is to be said of a format that bends nothing."""
    return ()


@dataclass(frozen=True, slots=True)
class Format:
    """One format. Text formats have `lines`, binary ones `whole`."""

    name: str
    ending: str
    """Of file names, without the dot."""
    loses: str
    """What is in the database and not in the format: for the user, after the format's name."""
    columns: tuple[str, ...] = ()
    """In their order, for formats that are tables."""
    statuses: frozenset[str] = ALL_STATUSES
    """The statuses that the format can tell apart; events of the others are left out unless asked for by name."""
    unfit: Callable[[Row], str | None] = fits
    """Why an event cannot be written in this format: words that go on from "12 left out: "; None where it can."""
    roughly: Callable[[Row], tuple[str, ...]] = exactly
    """What an event cannot say exactly in this format: words that go on from "30 "."""
    lines: Callable[[Iterable[Row]], Iterator[str]] | None = None
    """All of the output, piece by piece, with header and tail."""
    spans: bool = False
    """Whether rows need the evidence, under "spans" (see `selection.with_spans`)."""
    whole: Callable[[Query], Iterator[bytes]] | None = None


def cell(value: Any) -> str:
    """A value as a cell of a tab-separated table without quoting: tabs, line ends and control characters are spaces; None is ""."""
    if value is None:
        return ""
    if isinstance(value, float):
        return number(value)
    return _CONTROLS.sub(" ", value).strip() if isinstance(value, str) else str(value)


def number(value: float) -> str:
    """A number in few digits: at most six after the point, no trailing zeros."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def tabbed(cells: Iterable[Any]) -> str:
    """A line of a tab-separated table."""
    return "\t".join(map(cell, cells)) + "\n"


def plain(value: str | None) -> str | None:
    """Text without control characters, for cells of CSV and values of JSON; line ends are spaces."""
    return _CONTROLS.sub(" ", value).strip() if value is not None else None


def dumped(value: Any) -> str:
    """A value as JSON on one line, whatever a reader takes for the end of a line."""
    return _LINE_ENDS.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False, allow_nan=False))


def encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """Text as UTF-8, in blocks. A lone surrogate, which UTF-8 has no bytes for, becomes "?"."""
    gathered: list[str] = []
    size = 0
    for piece in pieces:
        gathered.append(piece)
        size += len(piece)
        if size >= BLOCK:
            yield "".join(gathered).encode("utf-8", "replace")
            gathered, size = [], 0
    if gathered:
        yield "".join(gathered).encode("utf-8", "replace")
