"""What binds an actor, or two, on a day, what divides them, and what breaks it: what `riftline commitments` tells, and its record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.relations.breaches import Breach, breaches, touching
from riftline.relations.commitments import Bond, Commitments, Rivalry
from riftline.relations.commitments_told import known

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Standing:
    """How one actor, or two, stand on a day."""

    who: str | None
    on: date
    as_of: date | None
    bonds: tuple[tuple[Bond, tuple[Breach, ...]], ...]
    """What is in force, each with the breaches that touch it."""
    rivalries: tuple[Rivalry, ...]
    before: tuple[Breach, ...]
    """Breaches of what binds no more."""


def standing(
    connection: DuckDBPyConnection | None, who: str | None = None, other: str | None = None, on: date | None = None, as_of: date | None = None,
    kinds: Collection[str] = (), every_act: Collection[Breach] | None = None, every_bond: Commitments | None = None,
) -> Standing:  # fmt: skip
    """What stands on a day (today), as it was known on `as_of`: of one actor, of two with each other, or of all; without a database by the tables alone.
    `every_act` and `every_bond`: what `acts_against` and `known` gave for `as_of`, where they are there already."""
    if who is None and other is not None:
        who, other = other, None
    on = on or as_of or date.today()
    every = every_bond or known(connection, as_of)
    told = breaches(connection, as_of, every, [who] if who else [], every_act) if connection is not None else ()
    told = tuple(each for each in told if each.day is None or each.day <= on)
    bonds = every.between(who, other, on) if who and other else every.bonds(on, who)
    divided = tuple(each for each in every.all_rivalries if each.holds(on) and {who, other} - {None} <= set(each.parties) and (not kinds or each.kind in kinds))
    listed = tuple((bond, touching(bond, told)) for bond in bonds if not kinds or bond.kind in kinds)
    shown = {each.event for bond in bonds for each in touching(bond, told)}
    before = () if kinds else tuple(each for each in told if each.event not in shown and (other is None or other in (each.who, each.towards)))
    return Standing(who, on, as_of, listed, divided, before)


def record(found: Standing) -> dict[str, Any]:
    """The standing as a plain, JSON-ready dict; days are ISO strings."""
    return {
        "on": found.on.isoformat(),
        "as_of": found.as_of.isoformat() if found.as_of else None,
        "bonds": [{**bond_record(bond), "breaches": [breach_record(each) for each in broken]} for bond, broken in found.bonds],
        "rivalries": [rivalry_record(item) for item in found.rivalries],
        "breaches_of_what_binds_no_more": [breach_record(each) for each in found.before],
    }


def breach_record(breach: Breach) -> dict[str, Any]:
    """A breach by its fields."""
    return {
        "kind": breach.kind, "day": breach.day and breach.day.isoformat(), "known": breach.known and breach.known.isoformat(), "who": breach.who,
        "towards": breach.towards, "bond": breach.bond, "event": breach.event, "article": breach.article, "sentence": breach.sentence,
        "reason": breach.reason, "sure": breach.sure,
    }  # fmt: skip


def _dates(item: Bond | Rivalry) -> dict[str, str | None]:
    return {"from": item.start.isoformat() if item.start else None, "to": item.end.isoformat() if item.end else None}


def bond_record(bond: Bond) -> dict[str, Any]:
    """A bond by its fields."""
    return {
        "id": bond.id, "kind": bond.kind, "parties": list(bond.parties), "treaty": bond.treaty, **_dates(bond), "status": bond.status,
        "binds": bond.binds, "origin": bond.origin, "through": bond.through, "source": bond.source, "note": bond.note, "articles": list(bond.articles),
    }  # fmt: skip


def rivalry_record(item: Rivalry) -> dict[str, Any]:
    """A rivalry by its fields."""
    return {
        "id": item.id, "kind": item.kind, "parties": list(item.parties), "over": item.over, **_dates(item), "origin": item.origin, "source": item.source,
        "note": item.note,
    }  # fmt: skip
