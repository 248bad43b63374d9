"""The records that every stage speaks: frozen dataclasses, no behaviour beyond their own fields.

Offsets are character offsets into `Article.text`, the cleaned text; `text[start:end]` is the span's text
exactly. Dates are calendar days. Confidence is a probability between 0 and 1. `reason` is a sentence for a
person: why this value, or why none.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Status = Literal["happened", "planned", "negated", "possible", "background"]
PublishedFrom = Literal["metadata", "text", "given"]
StatementKind = Literal["direct", "indirect"]

STATUSES: tuple[Status, ...] = ("happened", "planned", "negated", "possible", "background")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the cleaned text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One text as a source hands it over; after `text.clean` its `text` is what offsets refer to."""

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    published_from: PublishedFrom | None = None
    published_reason: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    origin: str | None = None
    """Where it was read from: a path, with the line for JSON lines; for messages, not for the record."""
    removed: tuple[str, ...] = ()
    """What cleaning cut (bylines, datelines, copyright lines, teasers): not coded, but it may tell the date."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `code` is an ISO 3166 alpha-3 state or a code of its own (`data/actors`); "" where unknown."""

    code: str
    name: str
    text: str
    country: str | None = None
    sectors: tuple[str, ...] = ()
    anonymous: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the article that stand for one or more actors; `head` is a token's index in the parse."""

    span: Span
    head: int
    first: int
    """Index of the first token."""
    last: int
    """Index of the last token (inclusive)."""
    actors: tuple[Actor, ...]
    kind: Literal["name", "person", "description", "group", "pronoun"]


@dataclass(frozen=True, slots=True)
class Interval:
    """First and last day, both possible. `value` is the TIMEX3 value, `text` the words it was read from."""

    start: date
    end: date
    text: str | None = None
    value: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A TIMEX3 in the text; `interval` is None where it names no calendar days (a duration, a habit)."""

    span: Span
    kind: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    interval: Interval | None
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A resolved place. `precision`: point, city, admin1, country, region; degrees are WGS 84."""

    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None = None
    geonames_id: int | None = None
    precision: str = "city"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym in the text and where it lies; `place` is None where it cannot be told, `reason` says why."""

    span: Span
    place: Place | None
    reason: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who vouches for an event other than the newsroom, and who passed it on."""

    code: str
    name: str
    anonymous: bool = False
    via: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A count of people that an event names, as a range."""

    what: Literal["killed", "injured", "detained", "displaced", "troops", "protesters"]
    low: int
    high: int
    text: str


@dataclass(frozen=True, slots=True)
class Event:
    """What one actor did to, or with, another."""

    id: str
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    source: Actor | None
    target: Actor | None
    date: Interval | None
    date_reason: str
    place: Place | None
    place_reason: str
    status: Status
    attribution: Attribution | None
    figures: tuple[Figure, ...]
    confidence: float
    reason: str
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what. `text` is the content's words; `evidence` the whole sentence or passage."""

    speaker: Actor
    kind: StatementKind
    text: str
    content: Span
    cue: Span | None
    source: Span | None
    via: str | None
    date: Interval | None
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A standing obligation between actors."""

    kind: str
    parties: tuple[str, ...]
    status: Literal["in force", "announced", "broken off", "past"]
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One side's account of an event."""

    code: str
    text: str
    evidence: Span


@dataclass(frozen=True, slots=True)
class Account:
    """Accounts of one event that differ; `event` is an event's id, or None where none was coded."""

    event: str | None
    codes: tuple[str, ...]
    versions: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """What is due next."""

    what: str
    date: Interval | None
    actors: tuple[str, ...]
    evidence: Span


@dataclass(frozen=True, slots=True)
class Coding:
    """All that was found in one article: what `riftline code` prints (`record.py` makes it JSON)."""

    document: Article
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    accounts: tuple[Account, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    places: tuple[PlaceMention, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """What a user should know of the coding itself: no date found, text cut, encoding guessed."""


SignalKind = Literal["rift", "tilt", "flashpoint", "rupture", "thaw"]

SIGNAL_KINDS: tuple[SignalKind, ...] = ("rift", "tilt", "flashpoint", "rupture", "thaw")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that speaks for a signal: `adds` is what it adds to the score, in the score's own unit."""

    name: str
    adds: float
    words: str
    events: tuple[str, ...] = ()
    """Ids of the events that it is made of, where it is made of single ones."""


@dataclass(frozen=True, slots=True)
class Act:
    """An event that weighs in a signal, as it was told by the signal's day."""

    event: str
    type: str | None
    day: date | None
    known: date
    source: str
    target: str
    words: str
    """Who did what to whom."""
    quote: str | None
    """The sentence that it is read from; of imported events the label of their code, or None."""
    publisher: str | None
    article: str | None
    title: str | None
    url: str | None
    reports: int
    sources: int
    weight: float
    """Share of the weight of all acts of the signal."""


@dataclass(frozen=True, slots=True)
class Signal:
    """What an analyst is told of: a rift, a tilt, a flashpoint, a rupture or a thaw, with what it is made of."""

    id: str
    kind: SignalKind
    actors: tuple[str, ...]
    """Codes: of a dyad the two; of a tilt who leans, towards whom, away from whom; of a place the two who act there most, else its state."""
    place: str | None
    date: date
    """The day on which it could first be raised."""
    window: Interval
    """The days that it is made from; the last is `date`."""
    score: float
    """How strong: −log10 of the chance that it comes about without a change (2: one in a hundred); of a flashpoint how far its odds stand above
    the usual, as a power of ten."""
    probability: float | None
    """Of a flashpoint: that of new violence in the four weeks after `date`."""
    baseline: float
    """What was to be expected: the number of acts by the own past and that of peers, or the log-odds before, or the
    usual probability; `observed` is in the same unit."""
    observed: float
    attention: float
    """What the volume of coverage alone would have said, in the unit of `score`."""
    reason: str
    parts: tuple[Part, ...]
    events: tuple[Act, ...]
    thin: str | None = None
    """Why the evidence is thin, where it is."""
