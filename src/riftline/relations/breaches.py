"""Breaches: what actors do against what binds them, read from stored events and tied to the commitment that it touches.

`data/commitments/breaches.tsv` says which acts count: by the event's type, mode and status, and by words of the sentence that it is told in. An
event that is nobody's breach of a bond in force on its day is none, however it is worded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from riftline.relations.alleged import ALLEGED, alleged
from riftline.relations.commitments import Bond, Commitments, name_of
from riftline.relations.commitments_told import known
from riftline.relations.states import NOT_THE_STATE
from riftline.store.queries import rows as query
from riftline.tables import parts, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

USUAL = ("happened", "planned", "background")
"""Statuses of a breach whose row names none."""
SAID = 0.6
"""Of a breach that its victim tells of, what is left of the confidence."""
UNTOLD = 0.5
"""Confidence in an event of somebody else's data, which has none."""
SOME_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True, slots=True)
class Breach:
    """One actor's act against what binds it."""

    kind: str
    day: date | None
    """When it happened, else when it was published."""
    known: date | None
    """The day from which it could be known: that of the first article that tells it."""
    who: str
    towards: str
    bond: str
    """Id of the bond that it touches, by `Commitments`."""
    event: str
    article: str | None
    """None for an event of somebody else's data."""
    sentence: str
    reason: str
    sure: float = 1.0
    """How sure it is that it is one, 0 to 1: the coder's confidence in the event, less where somebody else only says so."""


@dataclass(frozen=True, slots=True)
class _Rule:
    kind: str
    types: frozenset[str]
    modes: frozenset[str]
    statuses: frozenset[str]
    acts: tuple[str, ...]
    things: tuple[str, ...]
    within: int
    unless: tuple[str, ...]
    bonds: tuple[str, ...]
    member: bool
    by: str
    here: bool
    """Whether it is one only on the ground of the two: troops that leave a third country break nothing."""
    says: str


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(
        _Rule(
            row["kind"], frozenset(parts(row["types"])), frozenset(parts(row["modes"])), frozenset(parts(row["statuses"]) or USUAL),
            parts(row["acts"]), parts(row["things"]), int(row["within"]), parts(row["unless"]), parts(row["bonds"]), row["member"] == "yes",
            row["by"], row["here"] == "yes", row["says"],
        )
        for row in rows("commitments/breaches")
    )  # fmt: skip


_TOLD = f"""
    SELECT e.id AS event, r.article, a.published, r.type, r.mode, r.status, r.source_code, r.target_code, r.confidence,
        r.source_sectors, r.target_sectors, r.country,
        coalesce(r.first_day, a.published) AS day, (SELECT string_agg(v.text, ' … ' ORDER BY v.position) FROM evidence v WHERE v.report = r.id) AS sentence
    FROM reports r JOIN articles a ON a.id = r.article JOIN events e ON e.id = coalesce(r.event, r.id)
    WHERE r.type IN $types AND ($as_of::DATE IS NULL OR a.published <= $as_of) AND ($since::DATE IS NULL OR a.published >= $since) AND r.source_code <> ''
        AND r.id NOT IN (FROM {ALLEGED}) AND r.article NOT IN (SELECT earlier FROM revisions v JOIN articles b ON b.id = v.article
            WHERE v.kind = 'retracts' AND ($as_of::DATE IS NULL OR b.published <= $as_of))
"""
_IMPORTED = """
    SELECT id AS event, NULL AS article, greatest(published, first_day) AS published, type, mode, status, source_code, target_code,
        confidence, source_sectors, target_sectors, country, first_day AS day, '' AS sentence
    FROM events WHERE origin <> 'riftline' AND type IN $plain AND source_code <> target_code AND first_day IS NOT NULL
        AND ($as_of::DATE IS NULL OR greatest(published, first_day) <= $as_of)
        AND ($since::DATE IS NULL OR published >= $since OR first_day >= $since)
"""


def breaches(
    connection: DuckDBPyConnection, as_of: date | None = None, commitments: Commitments | None = None, of: Iterable[str] = (),
    every: Iterable[Breach] | None = None,
) -> tuple[Breach, ...]:  # fmt: skip
    """The breaches that the stored events tell of, by day; only from what was published by `as_of`, and of the actors `of` on either side.

    What an actor does of one kind against one bond on one day is one breach, with the first article that tells it. A coded event's evidence is
    read; of an imported event, which has none, the type alone counts. `every`: what `acts_against` gave, where it is there already.
    """
    return firsts(acts_against(connection, as_of, commitments) if every is None else every, of)


def firsts(every: Iterable[Breach], of: Iterable[str] = ()) -> tuple[Breach, ...]:
    """What `breaches` makes of the acts that `acts_against` gave."""
    wanted = frozenset(of)
    found: dict[tuple[str, str, str, date | None], Breach] = {}
    for breach in every:
        if not wanted or wanted & {breach.who, breach.towards}:
            found.setdefault((breach.kind, breach.who, breach.bond, breach.day), breach)
    return tuple(sorted(found.values(), key=lambda each: (each.day or date.max, each.known or date.max, each.bond, each.event)))


def acts_against(
    connection: DuckDBPyConnection, as_of: date | None = None, commitments: Commitments | None = None, since: date | None = None
) -> tuple[Breach, ...]:  # fmt: skip
    """Every act that breaks something, in the order in which they were published: what `breaches` takes the first of each from. With `since` only what
    was published on that day or later."""
    bound = commitments or known(connection, as_of)
    types = sorted({name for rule in _rules() for name in rule.types})
    plain = sorted({name for rule in _rules() if not rule.acts for name in rule.types})
    parameters = {"types": types, "plain": plain, "as_of": as_of, "since": since}
    statement = f"{_TOLD} UNION ALL {_IMPORTED} ORDER BY published NULLS LAST, article, event, sentence"
    cursor = connection.cursor()
    alleged(cursor, as_of)
    return tuple(breach for row in query(cursor, statement, parameters) for breach in _read(row, bound))


def touching(bond: Bond, found: Iterable[Breach]) -> tuple[Breach, ...]:
    """The breaches that touch a bond: those tied to it and, for what two members of an organisation are bound by, those of either towards the
    organisation or of the organisation towards either, and between the two."""

    return tuple(
        each
        for each in found
        if each.bond == bond.id
        or (bond.through is not None and each.bond.startswith(f"{bond.through}:") and {each.who, each.towards} <= {*bond.parties, bond.through})
    )


def _read(row: dict[str, Any], bound: Commitments) -> Iterator[Breach]:
    """The breach that a report tells: the first rule that fits and touches a bond."""
    source, target, day = row["source_code"], row["target_code"] or "", row["day"]
    if day is None or source == target:
        return
    sectors = {"source": {*(row["source_sectors"] or ())}, "target": {*(row["target_sectors"] or ())}}
    words = [word.casefold() for word in SOME_WORD.findall(row["sentence"] or "")]
    for rule in _rules():
        if row["type"] not in rule.types or row["status"] not in rule.statuses or (rule.modes and (row["mode"] or "") not in rule.modes):
            continue
        if (rule.acts and not _worded(rule, words, target)) or (rule.here and row["country"] not in (None, "", source, target)):
            continue
        if sectors[rule.by] & NOT_THE_STATE or (rule.by == "source" and sectors["target"] & NOT_THE_STATE):
            continue  # whoever may accuse a state
        who, towards = (source, target) if rule.by == "source" else (target, source)
        tied = _tied(rule, bound, who, towards, day, row["sentence"] or "")
        if tied is None:
            continue
        bond, other = tied
        reason = f"{name_of(who)} {rule.says}: {bond.treaty or bond.kind} binds it and {name_of(other)}."
        if other != towards:
            reason = f"{reason[:-1]}, whose rival {name_of(towards)} is."
        confidence = UNTOLD if row["confidence"] is None else row["confidence"]
        sure = round(confidence * (1 if rule.by == "source" else SAID), 3)
        yield Breach(rule.kind, day, row["published"], who, other, bond.id, row["event"], row["article"], row["sentence"] or "", reason, sure)
        return


def _tied(rule: _Rule, bound: Commitments, who: str, towards: str, day: date, sentence: str) -> tuple[Bond, str] | None:
    """The bond that an act touches, and with whom: between the two, or, where an organisation does not help against its one member's rival,
    with that member."""
    if not who:
        return None
    direct = [bond for bond in bound.between(who, towards, day) if _counts(rule, bond)] if towards else []
    if direct:
        return min(direct, key=lambda bond: (not (bond.through and bond.through in sentence), _place(rule, bond))), towards
    members = [bond for bond in bound.bonds(day, who) if bond.through == who] if rule.kind == "help refused" else []
    harmed = [bond for bond in members if towards and bound.rivalry(bond.parties[0], towards, day)]
    if len(harmed) == 1 and not any(towards in bond.parties for bond in members):
        return harmed[0], harmed[0].parties[0]
    return None


def _counts(rule: _Rule, bond: Bond) -> bool:
    if bond.origin == "article":
        return False  # what articles alone tell is too often of one side of a war, or of a wish
    if bond.kind == "membership" and bond.through in bond.parties:
        return rule.member
    return bond.kind in rule.bonds or bond.binds in rule.bonds


def _place(rule: _Rule, bond: Bond) -> int:
    return next((i for i, name in enumerate(rule.bonds) if name in (bond.kind, bond.binds)), len(rule.bonds))


def _worded(rule: _Rule, words: Sequence[str], target: str) -> bool:
    if not words or any(_at(pattern, words) for pattern in rule.unless):
        return False
    acts = [i for pattern in rule.acts for i in _at(pattern, words)]
    if not rule.things:
        return bool(acts)
    things = [i for thing in rule.things for name in (_called(target) if thing == "{target}" else (thing,)) for i in _at(name, words)]
    return any(abs(i - j) <= rule.within for i in acts for j in things)


def _at(pattern: str, words: Sequence[str]) -> list[int]:
    """Where a pattern of one word or more begins among the words; `*` at a word's end is any ending."""
    each = pattern.split()
    return [i for i in range(len(words) - len(each) + 1) if all(_is(part, word) for part, word in zip(each, words[i:]))]


def _is(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


@cache
def _called(code: str) -> tuple[str, ...]:
    """Names of an actor as patterns: of a state its name, of an organisation its name and its abbreviation."""
    return tuple(dict.fromkeys(name.casefold() for name in (name_of(code), code) if name))
