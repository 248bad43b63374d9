"""Who held which office on a day, from the table of office-holders (`data/actors/offices.tsv`).

`officials.tsv.gz` beside it has some 18,500 persons more: ministers of all kinds, governors, judges, ambassadors. They are known by
their full name only.
"""

from __future__ import annotations

import gzip
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from riftline.errors import ModelError
from riftline.tables import parts, rows

# Higher first: which of two holders of one surname a newspaper means when it gives no more than the surname.
_RANK = ("president", "prime minister", "king", "emir", "supreme leader", "chancellor", "secretary of state", "foreign", "defence", "defense")
_LEADS = 4


@dataclass(frozen=True, slots=True)
class Term:
    """One person's term in one office; `start` and `end` as far as the table knows them, "" where open."""

    person: str
    code: str
    sector: str
    office: str
    start: str
    end: str
    lesser: bool = False
    """Whether it is of the officials who are known by their full name only."""

    def holds_on(self, day: date) -> bool:
        """Whether the term covers the day; a date known to the month or year counts as the whole of it."""
        iso = day.isoformat()
        return (not self.start or self.start <= iso[: len(self.start)]) and (not self.end or iso[: len(self.end)] <= self.end)

    def years_from(self, day: date) -> float:
        """How many years lie between the day and the term; 0 within it."""
        if self.holds_on(day):
            return 0.0
        ends = [int(part[:4]) for part in (self.start, self.end) if part]
        return min((abs(day.year - year) for year in ends), default=99) + 0.5

    @property
    def rank(self) -> int:
        """0 for a head of state, more for lesser offices."""
        office = self.office.lower()
        if "deputy" in office or "vice" in office or "former" in office:
            return len(_RANK) + 1
        return next((i for i, word in enumerate(_RANK) if word in office), len(_RANK))


@dataclass(frozen=True, slots=True)
class Title:
    """What stands before a name: the states named there, and the words ("former Nigerian President")."""

    states: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def names(self, term: Term) -> bool:
        """Whether the words name the office of a term."""
        return bool(self.words & set(term.office.lower().split()))


UNTITLED = Title()


def fold(name: str) -> str:
    """A name without diacritics, lower case, for look-up."""
    if name.isascii():
        return f" {name.replace('-', ' ').lower()} ".replace(" el ", " al ").strip()
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ø", "o").replace("ł", "l").replace("Ł", "L"))
    words = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'").replace("-", " ").lower()
    return f" {words} ".replace(" el ", " al ").strip()


SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "VNM", "KHM", "HKG"})
_PARTICLES = frozenset("de da di del della van von al el bin ibn ben mac le la du dos".split())


def _surnames(name: str, code: str) -> set[str]:
    """What newspapers call a person after the first mention: the last word, with its particle, or the first where surnames lead."""
    words = name.split()
    if len(words) < 2:
        return set(words)
    found = {words[-1]}
    if words[-2] in _PARTICLES:
        found.add(" ".join(words[-2:]))
    if code in SURNAME_FIRST:
        found.add(words[0])
    return found


@cache
def _terms() -> tuple[dict[str, tuple[Term, ...]], dict[str, tuple[Term, ...]]]:
    by_name: dict[str, list[Term]] = {}
    by_last: dict[str, list[Term]] = {}
    for row in rows("actors/offices"):
        term = Term(row["person"], row["code"], row["sector"], row["office"], row["start"], row["end"])
        names = {fold(name) for name in (row["person"], *parts(row["aliases"]))}
        for name in names:
            by_name.setdefault(name, []).append(term)
            for last in _surnames(name, row["code"]):
                if len(last) > 2 and term not in by_last.setdefault(last, []):
                    by_last[last].append(term)
    return {k: tuple(v) for k, v in by_name.items()}, {k: tuple(v) for k, v in by_last.items()}


@cache
def _officials() -> dict[str, tuple[str, ...]]:
    """Folded full name → the rows of the table of officials."""
    try:
        packed = (resources.files("riftline") / "data" / "actors" / "officials.tsv.gz").read_bytes()
    except FileNotFoundError:
        raise ModelError("The table data/actors/officials.tsv.gz is missing from this installation: install Riftline again.") from None
    found: dict[str, tuple[str, ...]] = {}
    for line in gzip.decompress(packed).decode().splitlines()[1:]:
        name = fold(line.partition("\t")[0])
        found[name] = (*found.get(name, ()), line)
    return found


def _official(line: str) -> Term:
    person, code, sector, office, start, end = line.split("\t")
    return Term(person, code, sector, office, start, end, lesser=True)


def terms_of(name: str) -> tuple[Term, ...]:
    """All terms of the person of that name (full name or alias, in any spelling known)."""
    folded = fold(name)
    return (*_terms()[0].get(folded, ()), *map(_official, _officials().get(folded, ())))


def office_on(name: str, day: date | None, title: Title = UNTITLED) -> Term | None:
    """The term that a full name means on a day: of the state and the office that stand before it, the one held then, else the nearest in time."""
    terms = terms_of(name)
    if not terms:
        return None
    terms = tuple(t for t in terms if t.code in title.states) or terms
    if day is None:
        return min(terms, key=lambda t: (not title.names(t), t.lesser, bool(t.end), t.rank))
    return min(terms, key=lambda t: (t.years_from(day), not title.names(t), t.lesser, t.rank))


def surname_on(surname: str, day: date | None, near: frozenset[str] = frozenset(), title: Title = UNTITLED) -> Term | None:
    """Whom a bare surname means on a day: an office-holder of that day, first of a state in `near`; None where two are as likely.

    Without a day it means one only where all that led a state under that name led the same ("President Putin").
    """
    known = _terms()[1].get(fold(surname), ())
    if day is None:
        leaders = [t for t in known if t.rank < _LEADS and (not title.words or title.names(t))]
        leaders = [t for t in leaders if t.code in near] or leaders
        return min(leaders, key=lambda t: t.rank) if len({t.code for t in leaders}) == 1 else None
    holding = [t for t in known if t.holds_on(day)]
    local = [t for t in holding if t.code in near]
    choices = sorted(local or [t for t in holding if t.rank < _LEADS], key=lambda t: t.rank)
    if not choices or len({t.person for t in choices if t.rank == choices[0].rank}) > 1:
        return None
    return choices[0]
