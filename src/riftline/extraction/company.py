"""The company that the places of an article keep: which states and divisions it is about, what lies close by, what is named in one list.

A name is no company of its own: what it is taken for at present says nothing about what it means. A state or a
first-level division that is named is one that the article is about, so it counts its own naming.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise

from riftline.extraction.gazetteer import Entry, key_of, km

NEAR_KM = 120.0
SPOKEN_OF, MUCH, LEAST = 0.5, 3.0, 2.0
"""What an adjective or a people brings to its state beside a place's name, and how much makes an article one about a state, and about a division."""
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


Division = tuple[str, str]
"""A division's state and key."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the article is about: how much each state and division has, what has most, and what of them is one name's own and is not to count."""

    states: Mapping[str, float]
    divisions: Mapping[Division, float]
    top: float
    most: float
    own_state: tuple[str, float] = ("", 0.0)
    own_division: tuple[Division, float] = (("", ""), 0.0)

    def share(self, entry: Entry) -> tuple[float, float]:
        """How much of the article is about the state, and about the division, that a place lies in."""
        state = self.states.get(entry.country, 0.0) - (self.own_state[1] if entry.country == self.own_state[0] else 0.0)
        if entry.kind == "country" or not entry.admin1:
            return state / self.top, 0.0
        pair = (entry.country, key_of(entry.admin1))
        return state / self.top, (self.divisions.get(pair, 0.0) - (self.own_division[1] if pair == self.own_division[0] else 0.0)) / self.most


@dataclass(frozen=True, slots=True)
class Company:
    """The present choices of all names: what each brings to the state and the division that it lies in, and the towns by squares of the map."""

    brought: Mapping[str, tuple[Entry, float]]
    cells: Mapping[tuple[int, int], Sequence[tuple[float, float, str]]]
    towns: Mapping[Division, frozenset[str]]
    """Keys of the names that are taken for a town in a division."""
    whole: Context
    first_states: Sequence[tuple[str, float]]
    """The two states that have most, and so the divisions: what is most without a name is the other, or what the name leaves."""
    first_divisions: Sequence[tuple[Division, float]]

    def context(self, without: str) -> Context:
        """What the article is about, but for what the name says of itself."""
        if without not in self.brought:
            return self.whole
        entry, trust = self.brought[without]
        whole, state, pair = self.whole, entry.country, _division(entry)
        more = _weight(entry, trust) if pair[1] else 0.0
        own = trust if state else 0.0
        top = max(MUCH, whole.states.get(state, 0.0) - own, 0.0, *(value for code, value in self.first_states if code != state))
        most = max(LEAST, whole.divisions.get(pair, 0.0) - more, 0.0, *(value for other, value in self.first_divisions if other != pair))
        return Context(whole.states, whole.divisions, top, most, (state, own), (pair, more))

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
        return entry.kind == "admin1" and bool(self.towns.get((entry.country, key_of(entry.admin1)), frozenset()) - {name})

    def beside(self, group: Sequence[Named]) -> tuple[Entry, ...]:
        """What the names that stand in one list with a name are at present taken for."""
        keys = {key for named in group for key in named.listed}
        return tuple(self.brought[key][0] for key in keys if key in self.brought)


def is_listed(entry: Entry, beside: Sequence[Entry]) -> bool:
    """Whether a place stands in a list of its kind: a state among states, a division among divisions of the same state."""
    return entry.kind in ("country", "admin1") and any(
        other.kind == entry.kind and (other.country == entry.country) == (entry.kind == "admin1") for other in beside
    )


def _division(entry: Entry) -> Division:
    return (entry.country, key_of(entry.admin1)) if entry.admin1 and entry.kind != "country" else ("", "")


def _weight(entry: Entry, trust: float) -> float:
    """What a place brings to its division: the division's own name brings twice as much."""
    return trust * (2.0 if entry.kind == "admin1" else 1.0)


def company_of(heads: Sequence[tuple[Named, list[Named]]], countries: Counter[str]) -> Company:
    """The company by the present choices: the surer and the more often named, the more a place brings."""
    brought: dict[str, tuple[Entry, float]] = {}
    cells: dict[tuple[int, int], list[tuple[float, float, str]]] = {}
    towns: dict[Division, set[str]] = {}
    states: dict[str, float] = {code: SPOKEN_OF * min(count, 6) for code, count in countries.items()}
    divisions: dict[Division, float] = {}
    for head, group in heads:
        entry = head.chosen
        if entry is None:
            continue
        key, trust = key_of(head.text), min(1.0, max(0.15, head.margin / 2.0)) * min(3, len(group))
        brought[key] = entry, trust
        if entry.country:
            states[entry.country] = states.get(entry.country, 0.0) + trust
        if (pair := _division(entry))[1]:
            divisions[pair] = divisions.get(pair, 0.0) + _weight(entry, trust)
        if entry.kind in ("city", "admin2"):
            towns.setdefault((entry.country, key_of(entry.admin1)), set()).add(key)
        if entry.kind in ("city", "admin2", "site") or (entry.kind == "region" and entry.country):
            cells.setdefault((int(entry.lat // CELL), int(entry.lon // CELL)), []).append((entry.lat, entry.lon, head.text))
    whole = Context(states, divisions, max(MUCH, *states.values(), 0.0), max(LEAST, *divisions.values(), 0.0))
    first_states, first_divisions = (nlargest(2, states.items(), key=lambda item: item[1]), nlargest(2, divisions.items(), key=lambda item: item[1]))
    return Company(brought, cells, {pair: frozenset(keys) for pair, keys in towns.items()}, whole, first_states, first_divisions)


def listed(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[str, ...]]:
    """For the names at each span the keys of those before and after it in one list: "Georgia and Alabama", "Georgia, Ukraine and Moldova"."""
    order = sorted(range(len(spans)), key=lambda i: spans[i])
    out: list[tuple[str, ...]] = [()] * len(spans)
    for one, two in pairwise(order):
        if spans[one][1] <= spans[two][0] and _BETWEEN.match(text, spans[one][1], spans[two][0]):
            out[one] += (key_of(text[slice(*spans[two])]),)
            out[two] += (key_of(text[slice(*spans[one])]),)
    return out
