"""What a briefing holds: everything that is written, in the order in which it is written, with the numbers of the notes it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from riftline.records import Interval


@dataclass(frozen=True, slots=True)
class Note:
    """A sentence that something rests on; or, of an imported event, whatever words it came with."""

    number: int
    text: str
    marks: tuple[tuple[int, int], ...]
    """Where the evidence stands in `text`."""
    article: str | None
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    start: int | None
    end: int | None
    """Of the sentence, in the article's text."""
    origin: str | None = None
    """Of an imported event: where from, and its id there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words; or several of one sentence that differ in one side only."""

    days: Interval | None
    words: str
    type: str
    cooperation: bool | None
    """None where the type is no PLOVER type."""
    status: str
    details: tuple[str, ...]
    """Place, figures, who vouches, how often it is reported."""
    confidence: float | None
    events: tuple[str, ...]
    """Ids."""
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the timeline under one heading, oldest first."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Counts: a row a type or partner, a column a direction."""

    title: str
    columns: tuple[str, ...]
    """The first is that of the names."""
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    conflict: tuple[bool | None, ...]
    """Of each row, whether it is conflict (True), cooperation (False) or neither."""


@dataclass(frozen=True, slots=True)
class Span:
    """Conflict and cooperation in one stretch of time, for the chart."""

    label: str
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class Voucher:
    """Who vouches for how many events. Kind: newsroom, named or unnamed."""

    kind: str
    name: str
    events: int


@dataclass(frozen=True, slots=True)
class Version:
    """One account: whose, in which words, and where they stand."""

    who: str
    text: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Differing:
    """Accounts of one event that differ."""

    what: str
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """What is or was due. `when` is None where no day is told."""

    when: Interval | None
    what: str
    who: tuple[str, ...]
    events: tuple[str, ...]
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """What binds actors to each other, as the articles tell it; several statuses where they tell it differently."""

    parties: tuple[str, ...]
    kind: str
    status: str
    articles: int
    last: date | None
    """The newest publication that tells it."""
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """An article that tells some of the events."""

    article: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    events: int


@dataclass(frozen=True, slots=True)
class Briefing:
    """The whole."""

    title: str
    scope: tuple[tuple[str, str], ...]
    """What was asked for, by name."""
    newest: date | None
    """The newest publication in the whole database: what there is no clock for says how fresh it is."""
    events: int
    summary: tuple[tuple[str, tuple[int, ...]], ...]
    """Sentences, each with its notes."""
    timeline: tuple[Part, ...]
    hidden: int
    """How many events the timeline leaves out, being too many."""
    history: tuple[Line, ...]
    tables: tuple[Table, ...]
    chart: tuple[Span, ...]
    vouchers: tuple[Voucher, ...]
    accounts: tuple[Differing, ...]
    next: tuple[Due, ...]
    past_due: tuple[Due, ...]
    undated: tuple[Due, ...]
    bonds: tuple[Bond, ...]
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]
