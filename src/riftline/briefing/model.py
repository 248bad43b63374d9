"""What a briefing holds: everything that is written, in the order in which it is written, with the numbers of the notes it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from riftline.records import Interval

Tone = Literal["cooperation", "conflict", "neither"]
"""By the sign of PLOVER's score, so that a request (0) is neither; nor is what has no PLOVER type."""


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
class Said:
    """A sentence of the summary."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words; or several of one sentence that differ in one side only."""

    days: Interval | None
    words: str
    quote: str
    """The evidence in the article's own words, shortened; "" where there is none."""
    type: str
    tone: Tone
    status: str
    details: tuple[str, ...]
    """Place, figures, who vouches, how often it is reported."""
    confidence: float | None
    events: tuple[str, ...]
    """Ids."""
    notes: tuple[int, ...]
    weight: float
    """By how many tell it, how much its type counts by PLOVER's score, and how sure it is: what main events are chosen by."""


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
    tones: tuple[Tone | None, ...]
    """Of each row; None where it is of no one type."""


@dataclass(frozen=True, slots=True)
class Bar:
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
    quote: str
    """The words of the article; "" where `what` is not made of a planned event and has them already."""
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
    """An article that tells some of the events; one without a title is called by how its text begins."""

    article: str
    title: str | None
    publisher: str | None
    published: date | None
    url: str | None
    events: int
    remarks: tuple[str, ...] = ()
    """What it copies, what has corrected it, how its outlet is graded."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """The whole."""

    title: str
    scope: tuple[tuple[str, str], ...]
    """What was asked for, by name."""
    newest: date | None
    """The newest publication in the whole database: there is no clock in a briefing, this says how fresh it is."""
    events: int
    summary: tuple[Said, ...]
    basis: tuple[str, ...]
    """Sentences on what is not counted, and on how well what is counted is supported."""
    main: tuple[Line, ...]
    """The events of a long timeline that weigh most, oldest first; none where it is short."""
    timeline: tuple[Part, ...]
    hidden: int
    """How many events the timeline leaves out, being too many."""
    history: tuple[Line, ...]
    doubtful: tuple[Line, ...]
    """Events that the coder is less than half sure of: told apart, and not counted."""
    tables: tuple[Table, ...]
    chart: tuple[Bar, ...]
    vouchers: tuple[Voucher, ...]
    credibility: tuple[tuple[int, int], ...]
    """How many events have which grade of the Admiralty scale of credibility, 1 to 6."""
    accounts: tuple[Differing, ...]
    next: tuple[Due, ...]
    past_due: tuple[Due, ...]
    undated: tuple[Due, ...]
    bonds: tuple[Bond, ...]
    sources: tuple[Source, ...]
    notes: tuple[Note, ...]
