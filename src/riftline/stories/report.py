"""What is compared of a report: one article's telling of one act."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from riftline.stories.words import Bag


@dataclass(frozen=True, slots=True)
class Side:
    """Who acts, or is acted upon; `code` is "" where it is not known."""

    code: str
    name: str
    country: str | None = None
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spot:
    """Where it happened; degrees."""

    name: str
    lat: float
    lon: float
    country: str | None = None
    precision: str = "city"

    @property
    def narrow(self) -> bool:
        """Whether it is a town or a point, no state or region."""
        return self.precision in ("point", "city")


@dataclass(frozen=True, slots=True)
class Count:
    """How many, as a range."""

    what: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Report:
    """One article's telling of one act."""

    id: str
    article: str
    position: int
    published: date | None
    type: str
    mode: str | None
    status: str
    source: Side | None
    target: Side | None
    first_day: date | None
    last_day: date | None
    place: Spot | None
    figures: tuple[Count, ...]
    words: Bag
    """Of the sentences that it is read from."""
    context: Bag
    """Of the whole article, its title with it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user has said of two reports: `merge` (one act) or `split` (two). A later one outweighs an earlier one."""

    number: int
    kind: Literal["merge", "split"]
    one: str
    other: str


def in_order(published: date | None, article: str, position: int, id: str) -> tuple[date, str, int, str]:
    """What reports are sorted by: the day of publication, those without one last; of one day by article and place in it."""
    return published or date.max, article, position, id


def first(reports: Iterable[Report]) -> Report:
    """The report that was published first. An event is known by its id."""
    return min(reports, key=lambda report: in_order(report.published, report.article, report.position, report.id))
