"""Which place a name means: candidates from the gazetteer, weighed by size and by the company that they keep.

A name has one sense in an article. The weights were set on the LGL and TR-News sets (`evaluation.places`); GeoVirus and GeoWebNews were
watched, so that neither fell.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from riftline.extraction.company import Company, Named, company_of, is_listed
from riftline.extraction.gazetteer import Entry, abbreviations, extents, key_of, km, lookup, table
from riftline.extraction.word_lists import word_set
from riftline.records import Place

SIZE, COUNTRY, REGION, ADMIN1, ADMIN2, ALTERNATE = 1.0, 3.0, 0.7, 0.8, -0.35, -0.8
IN_COUNTRY, IN_ADMIN1, NEAR, LISTED, HOLDS, QUALIFIED = 3.5, 2.7, 1.8, 3.0, 3.0, 6.0
ROUNDS, CAPITAL, CITY, CITY_FROM = 3, 1.5, 0.8, 100_000

_DIRECTION = {
    "north": (1, 0), "south": (-1, 0), "east": (0, 1), "west": (0, -1), "northeast": (1, 1), "northwest": (1, -1), "southeast": (-1, 1),
    "southwest": (-1, -1),
}  # fmt: skip
_SIDE = r"(?:north|south)(?:[- ]?(?:east|west))?|east|west"
_BEFORE = re.compile(rf"\A(?:(?P<half>upper|lower|rural|central)|(?P<side>{_SIDE})(?:ern(?:most)?)?) (?P<rest>.+)\Z", re.IGNORECASE)
_AFTER = re.compile(rf"\A(?P<rest>.+?)['’]s (?P<side>{_SIDE})\Z", re.IGNORECASE)
_GENERIC = re.compile(
    r"^(?:(?:the )?(?:city|town|village|province|state|region|district|county|governorate|oblast|prefecture) of |the |mount |greater |downtown |central |"
    r"rural |occupied |mainland ){1,5}|"
    r"(?: (?:province|governorate|region|oblast|district|prefecture|city|state|municipality|area|airport|international airport|"
    r"island|islands|valley|"
    r"suburb|suburbs|metropolitan area|metro area|area|border|county|parish|peninsula|town|village|township|camp|refugee camp|river)){1,5}$",
    re.IGNORECASE,
)
_DIVISIONS = "|".join(sorted(word_set("places.divisions")))
_DIVISION = re.compile(rf"^(?:the )?(?:{_DIVISIONS}) of |\b(?:{_DIVISIONS})$", re.IGNORECASE)


@cache
def demonyms() -> dict[str, str]:
    """Alpha-3 code by adjective and people: "Syrian", "Turks"."""
    out: dict[str, str] = {}
    for row in table("actors", "states.tsv"):
        for word in (*row[4].split("|"), *row[5].split("|")):
            if word:
                out.setdefault(word.lower(), row[0])
    return out


@cache
def capitals() -> dict[str, str]:
    """Alpha-3 code by a capital's key."""
    out: dict[str, str] = {}
    for row in table("actors", "states.tsv"):
        for word in (row[6], *row[7].split("|")):
            if word:
                out.setdefault(key_of(word), row[0])
    return out


@cache
def seats() -> frozenset[str]:
    """Keys of buildings that stand for a government: the Kremlin, the White House."""
    named = {key_of(word) for row in table("actors", "states.tsv") for word in row[8].split("|") if word}
    return frozenset(named | {"kremlin", "white house", "pentagon", "downing street", "elysee palace", "capitol hill", "westminster"})


@lru_cache(maxsize=4_000)
def state_of_demonym(word: str) -> tuple[Entry, ...]:
    """The state that an adjective or a people stands for."""
    code = demonyms().get(word.lower())
    return tuple(e for row in (table("places", "countries.tsv") if code else ()) if row[0] == code for e in lookup(key_of(row[1])) if e.kind == "country")


def entries_of(name: str) -> tuple[tuple[Entry, ...], tuple[int, int] | None]:
    """The candidates of a name, and the side of the place that it speaks of ("northern Syria")."""
    name = re.sub(r"['’]s?\Z", "", re.sub(r"\s+", " ", name.strip(' ,.;:()[]"“”')))
    found = lookup(key_of(name))
    if found and not name.isupper() and key_of(name) in abbreviations():
        found = tuple(e for e in found if e.geonames_id is not None) or found
    if found:
        return _without_shadows(found), None
    for pattern in (_AFTER, _BEFORE):
        hit = pattern.match(name)
        if hit:
            inner, _ = entries_of(hit["rest"])
            if inner:
                word = hit["side"]
                return inner, _DIRECTION[re.sub(r"[- ]", "", word.lower())] if word else None
    bare = _GENERIC.sub("", name)
    if bare and bare != name:
        found = lookup(key_of(bare))
        if found and _DIVISION.search(name):
            divisions = tuple(e for e in found if e.kind in ("admin1", "admin2", "region"))
            return divisions or found, None
        if found:
            return found, None
    if "." in name and len(name) <= 6:
        return lookup(key_of(name.replace(".", ""))), None
    return (), None


def _without_shadows(found: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Without the divisions that bear the name of a city in them: the bare name is the city's."""
    cities = [e for e in found if e.kind == "city" and e.preferred]
    return tuple(
        e
        for e in found
        if e.kind not in ("admin1", "admin2")
        or e.geonames_id is None
        or not any(c.country == e.country and km((c.lat, c.lon), (e.lat, e.lon)) < 200 for c in cities)
    )


def _base(entry: Entry, name: str) -> float:
    """What speaks for a place by itself."""
    score = SIZE * math.log10(max(entry.population, 60))
    score += {"country": COUNTRY, "region": REGION, "site": REGION, "admin1": ADMIN1, "admin2": ADMIN2}.get(entry.kind, 0.0)
    if entry.kind == "admin2" and re.search(r"\b(?:County|Parish|District|Borough)\b", name):
        score += 1.0
    if entry.kind == "city" and capitals().get(key_of(name)) == entry.country:
        score += CAPITAL
    if entry.kind == "city" and entry.population >= CITY_FROM:
        score += CITY  # known beyond its own state: Geneva, not the Geneva of Illinois
    return score + (0.0 if entry.preferred else ALTERNATE)


def _matches(qualifiers: Sequence[Entry], entry: Entry) -> bool:
    """Whether a place lies in what a qualifying name ("Texas", "Syria") may mean."""
    return any(
        (q.kind == "country" and q.country == entry.country and entry.kind != "country")
        or (
            q.kind in ("admin1", "region")
            and q.country == entry.country
            and q is not entry
            and (key_of(q.name) == key_of(entry.admin1) or (q.kind == "region" and km((q.lat, q.lon), (entry.lat, entry.lon)) < 300))
        )
        for q in qualifiers
    )


@dataclass(frozen=True, slots=True)
class _Head:
    """A name to resolve, for all that bear it, with what does not change while the choices settle."""

    named: Named
    group: list[Named]
    key: str
    fixed: tuple[float, ...]
    """What speaks for each entry whatever the company is: the place itself and the names that qualify it."""


def _head(group: list[Named]) -> _Head:
    named = group[0]
    within = [entries_of(word)[0] or state_of_demonym(word) for word in {word for one in group for word in one.within}]
    base = [_base(entry, named.text) for entry in named.entries]
    named.scores = list(base)
    fixed = tuple(own + QUALIFIED * sum(_matches(q, entry) for q in within) for own, entry in zip(base, named.entries, strict=True))
    return _Head(named, group, key_of(named.text), fixed)


def resolve(names: Sequence[Named], countries: Counter[str], peoples: bool = False) -> None:
    """Chooses an entry for every name in place, from the names together and the states that the text speaks of.

    `peoples`: whether "Syrian" among the names stands for Syria.
    """
    groups: dict[str, list[Named]] = {}
    for named in names:
        named.entries, named.side = (state, None) if peoples and (state := state_of_demonym(named.text)) else entries_of(named.text)
        if named.entries:
            groups.setdefault(key_of(named.text), []).append(named)
    heads = [_head(group) for group in groups.values()]
    _choose(heads)
    for _ in range(ROUNDS):
        company = company_of([(head.named, head.group) for head in heads], countries)
        for head in heads:
            head.named.scores = _scores(head, company)
        _choose(heads)
    for head in heads:
        for named in head.group:
            named.chosen, named.margin, named.how, named.side = head.named.chosen, head.named.margin, head.named.how, head.named.side


def _choose(heads: Sequence[_Head]) -> None:
    for head in (one.named for one in heads):
        order = sorted(range(len(head.entries)), key=lambda i: -head.scores[i])
        head.chosen = head.entries[order[0]]
        rivals = [i for i in order[1:] if km((head.entries[i].lat, head.entries[i].lon), (head.chosen.lat, head.chosen.lon)) > 100]
        head.margin = head.scores[order[0]] - head.scores[rivals[0]] if rivals else 9.0


def _scores(head: _Head, company: Company) -> list[float]:
    """What speaks for each place that a name may mean, among the others that the article names."""
    whole, without, beside = company.whole, company.context(head.key), company.beside(head.group)
    scores = []
    for entry, score in zip(head.named.entries, head.fixed, strict=True):
        state, division = (whole if entry.kind in ("country", "admin1") else without).share(entry)
        score += IN_COUNTRY * state + IN_ADMIN1 * division
        if entry.kind in ("city", "admin2"):
            score += NEAR * min(company.neighbours(entry, head.named.text), 3)
        if is_listed(entry, beside):
            score += LISTED
        if company.holds(entry, head.key):
            score += HOLDS
        scores.append(score)
    return scores


def place_of_entry(named: Named) -> Place | None:
    """The record of the chosen place; a side of a state or region is a point on that side of it."""
    entry = named.chosen
    if entry is None:
        return None
    lat, lon, precision = entry.lat, entry.lon, {"admin2": "admin1", "site": "point"}.get(entry.kind, entry.kind)
    if named.side is not None and entry.kind == "country" and entry.country in extents():
        south, west, north, east = extents()[entry.country]
        lat, lon = (south + north) / 2 + named.side[0] * (north - south) / 3, (west + east) / 2 + named.side[1] * (east - west) / 3
        precision = "region"
    return Place(
        named.text if named.side is not None or not (entry.preferred and entry.name.isascii()) else entry.name,
        round(lat, 4),
        round(lon, 4),
        entry.country or None,
        entry.admin1 or None,
        entry.geonames_id,
        precision,
        _reason(named, entry),
    )


def _reason(named: Named, entry: Entry) -> str:
    what = {
        "country": "a state",
        "region": "a region of our own table",
        "admin1": "a first-level division",
        "admin2": "a second-level division",
        "site": "a site",
    }.get(entry.kind, "a settlement")
    if entry.disputed:
        what = f"{what} whose standing is disputed" if entry.kind == "country" else what.replace("a ", "a disputed ", 1)
    others = len(named.entries) - 1
    where = f" in {entry.admin1 + ', ' if entry.admin1 and entry.kind == 'city' else ''}{entry.country}" if entry.country and entry.kind != "country" else ""
    if not others:
        return f"{what}{where}; no other place bears the name"
    return f"{what}{where}; the likeliest of {others + 1} that bear the name, by size and by what the article names beside it"
