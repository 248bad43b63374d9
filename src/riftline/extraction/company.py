"""The company that the places of an article keep: which states and divisions it is about, what lies close by, what is named in one list.

A name is no company of its own: what it is taken for at present says nothing about what it means. A state or a
first-level division that is named is one that the article is about, so it counts its own naming.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from riftline.extraction.gazetteer import Entry, key_of, km

NEAR_KM = 120.0
SPOKEN_OF, MUCH = 0.5, 3.0
"""What an adjective or a people brings to its state beside a place's name, and how much makes an article one about a state."""
CELL = 2.0
"""Degrees of a square of the map, wider than the reach that counts as near."""
_BETWEEN = re.compile(r"\s*(?:,|;|,? (?:and|or|as well as))\s+(?:(?:in|the|neighbou?ring|nearby) )*\Z")


@dataclass(slots=True)
class Named:
    """A name to resolve: its words, the names that qualify it ("Paris, Texas" has "Texas"), and those that stand in one list with it."""

    text: str
    within: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    side: tuple[int, int] | None = None
    chosen: Entry | None = None
    margin: float = 0.0
    how: str = ""
    scores: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """What the article is about: shares of states and divisions."""

    states: Mapping[str, float]
    divisions: Mapping[tuple[str, str], float]

    def share(self, entry: Entry) -> tuple[float, float]:
        """How much of the article is about the state, and about the division, that a place lies in."""
        division = self.divisions.get((entry.country, key_of(entry.admin1)), 0.0) if entry.kind != "country" and entry.admin1 else 0.0
        return self.states.get(entry.country, 0.0), division


@dataclass(frozen=True, slots=True)
class Company:
    """The present choices of all names: what each brings to the state and the division that it lies in, and the towns by squares of the map."""

    countries: Counter[str]
    brought: Mapping[str, tuple[Entry, float]]
    cells: Mapping[tuple[int, int], Sequence[tuple[float, float, str]]]

    def context(self, without: str = "") -> Context:
        """What the article is about, but for what the name without the rest says of itself."""
        states: dict[str, float] = {code: SPOKEN_OF * min(count, 6) for code, count in self.countries.items()}
        divisions: dict[tuple[str, str], float] = {}
        for key, (entry, trust) in self.brought.items():
            if key == without:
                continue
            if entry.country:
                states[entry.country] = states.get(entry.country, 0.0) + trust
            if entry.admin1 and entry.kind != "country":
                pair = (entry.country, key_of(entry.admin1))
                divisions[pair] = divisions.get(pair, 0.0) + trust * (2.0 if entry.kind == "admin1" else 1.0)
        top, most = max(MUCH, *states.values(), 0.0), max(2.0, *divisions.values(), 0.0)
        return Context({code: value / top for code, value in states.items()}, {pair: value / most for pair, value in divisions.items()})

    def neighbours(self, entry: Entry, name: str) -> int:
        """How many of the other names are at present taken for places close by."""
        row, column = int(entry.lat // CELL), int(entry.lon // CELL)
        count = 0
        for cell in ((r, c) for r in (row - 1, row, row + 1) for c in (column - 1, column, column + 1)):
            for lat, lon, text in self.cells.get(cell, ())[:50]:
                count += text != name and km((lat, lon), (entry.lat, entry.lon)) < NEAR_KM
        return count

    def holds(self, entry: Entry, name: str) -> bool:
        """Whether another name is at present taken for a town in the division."""
        return entry.kind == "admin1" and any(
            key != name and other.kind in ("city", "admin2") and other.country == entry.country and key_of(other.admin1) == key_of(entry.admin1)
            for key, (other, _) in self.brought.items()
        )

    def is_listed(self, entry: Entry, group: Sequence[Named]) -> bool:
        """Whether a place stands in a list of its kind: a state among states, a division among divisions of the same state."""
        return entry.kind in ("country", "admin1") and any(
            other.kind == entry.kind and (other.country == entry.country) == (entry.kind == "admin1")
            for other in (self.brought[key][0] for named in group for key in named.listed if key in self.brought)
        )


def company_of(heads: Sequence[tuple[Named, list[Named]]], countries: Counter[str]) -> Company:
    """The company by the present choices: the surer and the more often named, the more a place brings."""
    brought: dict[str, tuple[Entry, float]] = {}
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    for head, group in heads:
        entry = head.chosen
        if entry is None:
            continue
        brought[key_of(head.text)] = entry, min(1.0, max(0.15, head.margin / 2.0)) * min(3, len(group))
        if entry.kind in ("city", "admin2", "site") or (entry.kind == "region" and entry.country):
            cells.setdefault((int(entry.lat // CELL), int(entry.lon // CELL)), []).append((entry.lat, entry.lon, head.text))
    return Company(countries, brought, cells)


def listed(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, ...]]:
    """For the names at each span the keys of those before and after it in one list: "Georgia and Alabama", "Georgia, Ukraine and Moldova"."""
    order = sorted(range(len(spans)), key=lambda i: spans[i])
    out: list[tuple[str, ...]] = [()] * len(spans)
    for one, two in pairwise(order):
        if spans[one][1] <= spans[two][0] and _BETWEEN.match(text, spans[one][1], spans[two][0]):
            out[one] += (key_of(text[slice(*spans[two])]),)
            out[two] += (key_of(text[slice(*spans[one])]),)
    return out
