"""What binds actors and what divides them on a day: `data/commitments`, a user's rows, and what articles tell.

A bond is a pact, a guarantee, a membership; two members of an organisation are bound through it. What articles tell joins the tables and never
overrides them. A rivalry is a dispute, a war, a refusal to recognise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import combinations
from typing import Literal

from riftline.relations.periods import common, covers, first, last
from riftline.tables import parts, rows
from riftline.wording import code_name

Origin = Literal["table", "user", "article"]
Stretch = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Bond:
    """What binds two actors, or a few."""

    id: str
    kind: str
    parties: tuple[str, ...]
    treaty: str
    start: date | None
    """First day; None where it is not known. A date known to the year or month counts from its first day to its last."""
    end: date | None
    """Last day; None where it is in force."""
    source: str
    origin: Origin = "table"
    through: str | None = None
    """The organisation by whose membership it binds."""
    note: str = ""
    binds: str = ""
    """To what: defence, security, restraint, politics or nothing (`data/commitments/kinds.tsv`); a membership to what its organisation does."""
    suspended: tuple[Stretch, ...] = ()
    status: str = "in force"
    """On the day that was asked for: in force or suspended; of one told by an article alone: what the last of them says."""
    articles: tuple[str, ...] = ()
    """Stored articles that tell of it, the oldest first."""

    @property
    def defence(self) -> bool:
        """Whether it binds to fight for each other, or as one: a defence pact, an alliance, a guarantee, a union."""
        return self.binds == "defence"

    def holds(self, day: date) -> bool:
        """Whether the day is between its first and its last."""
        return covers(self.start, self.end, day)


@dataclass(frozen=True, slots=True)
class Rivalry:
    """What divides two actors."""

    id: str
    kind: str
    parties: tuple[str, ...]
    over: str
    start: date | None
    end: date | None
    source: str
    origin: Origin = "table"
    note: str = ""

    def holds(self, day: date) -> bool:
        """Whether the day is between its first and its last."""
        return covers(self.start, self.end, day)


class Commitments:
    """Bonds and rivalries by actor and by pair. Looking up a pair takes microseconds: it is put together once."""

    def __init__(self, bonds: Iterable[Bond], rivalries: Iterable[Rivalry]) -> None:
        self.all_bonds: tuple[Bond, ...] = tuple(bonds)
        self.all_rivalries: tuple[Rivalry, ...] = tuple(rivalries)
        self._of: dict[str, list[Bond]] = defaultdict(list)
        self._pacts: dict[frozenset[str], list[Bond]] = defaultdict(list)
        self._rivalries: dict[frozenset[str], list[Rivalry]] = defaultdict(list)
        self._rivals: dict[str, list[Rivalry]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], tuple[Bond, ...]] = {}
        for bond in self.all_bonds:
            for party in dict.fromkeys(bond.parties):
                self._of[party].append(bond)
            for pair in combinations(bond.parties, 2):
                self._pacts[frozenset(pair)].append(bond)
        for rivalry in self.all_rivalries:
            for party in rivalry.parties:
                self._rivals[party].append(rivalry)
            for pair in combinations(rivalry.parties, 2):
                self._rivalries[frozenset(pair)].append(rivalry)

    def bonds(self, on: date, of: str | None = None, kinds: Sequence[str] = ()) -> tuple[Bond, ...]:
        """The pacts and memberships that hold on a day, of one actor or of all; two members' bond through an organisation is not among them."""
        chosen = self.all_bonds if of is None else self._of.get(of, ())
        return tuple(_on(bond, on) for bond in chosen if bond.holds(on) and (not kinds or bond.kind in kinds))

    def pair(self, a: str, b: str) -> tuple[Bond, ...]:
        """All that ever bound the two: pacts, then what organisations bind them by, the same in either order."""
        key = (a, b) if a <= b else (b, a)
        if key not in self._pairs:
            self._pairs[key] = (*self._pacts.get(frozenset(key), ()), *self._joined(*key)) if a != b else ()
        return self._pairs[key]

    def between(self, a: str, b: str, on: date) -> tuple[Bond, ...]:
        """What binds the two on a day."""
        return tuple(_on(bond, on) for bond in self.pair(a, b) if bond.holds(on))

    def bound(self, a: str, b: str, on: date, binds: Sequence[str] = ("defence", "security", "politics")) -> bool:
        """Whether something in force, and not suspended, binds the two on a day to one of these."""
        return any(bond.binds in binds and bond.status == "in force" for bond in self.between(a, b, on))

    def rivals(self, of: str, on: date) -> dict[str, tuple[Rivalry, ...]]:
        """An actor's rivals on a day, each with what divides them."""
        found: dict[str, list[Rivalry]] = defaultdict(list)
        for rivalry in self._rivals.get(of, ()):
            if rivalry.holds(on):
                for other in rivalry.parties:
                    if other != of:
                        found[other].append(rivalry)
        return {other: tuple(each) for other, each in found.items()}

    def rivalry(self, a: str, b: str, on: date) -> tuple[Rivalry, ...]:
        """What divides the two on a day."""
        return tuple(rivalry for rivalry in self._rivalries.get(frozenset((a, b)), ()) if rivalry.holds(on))

    def _joined(self, a: str, b: str) -> Iterator[Bond]:
        """The bonds of two members of one organisation, by what it bound its members to at the time."""
        number: dict[str, int] = defaultdict(int)
        theirs = [(one, other) for one in self._of.get(a, ()) for other in self._of.get(b, ()) if one.through and one.through == other.through]
        for one, other in theirs:
            organisation = one.through or ""
            for kind in kinds_of(organisation):
                time = common((one.start, one.end), (other.start, other.end), (kind.start, kind.end))
                if time is None or a == organisation or b == organisation:
                    continue
                number[organisation] += 1
                again = f"-{number[organisation]}" if number[organisation] > 1 else ""
                yield Bond(
                    f"{organisation}:{a}+{b}{again}", kind.kind, (a, b), kind.treaty, *time, kind.source, "table", organisation, kind.note,
                    kind.binds, (*one.suspended, *other.suspended),
                )  # fmt: skip


def _on(bond: Bond, day: date) -> Bond:
    """The bond with its status on a day."""
    return replace(bond, status="suspended") if any(covers(*stretch, day) for stretch in bond.suspended) else bond


@cache
def bundled() -> Commitments:
    """What the tables have. Raises ModelError where one is missing."""
    return Commitments((*_pacts(), *_memberships()), _rivalries())


def bonds(on: date, of: str | None = None, kinds: Sequence[str] = ()) -> tuple[Bond, ...]:
    """`Commitments.bonds` of the tables alone."""
    return bundled().bonds(on, of, kinds)


def between(a: str, b: str, on: date) -> tuple[Bond, ...]:
    """`Commitments.between` of the tables alone."""
    return bundled().between(a, b, on)


def rivals(of: str, on: date) -> dict[str, tuple[Rivalry, ...]]:
    """`Commitments.rivals` of the tables alone."""
    return bundled().rivals(of, on)


def rivalry(a: str, b: str, on: date) -> tuple[Rivalry, ...]:
    """`Commitments.rivalry` of the tables alone."""
    return bundled().rivalry(a, b, on)


@cache
def kinds() -> dict[str, dict[str, str]]:
    """The kinds of bonds and rivalries, by name."""
    return {row["kind"]: row for row in rows("commitments/kinds")}


def name_of(code: str) -> str:
    """The name of a party: an actor's, of a force that events have under its state its own, of a treaty's members the treaty's."""
    return _names().get(code) or code_name(code)


@cache
def codes() -> frozenset[str]:
    """All codes that a party may have."""
    actors = {row["code"] for table in ("states", "organisations", "forces") for row in rows(f"actors/{table}")}
    return frozenset(actors | set(_names()))


@cache
def _names() -> dict[str, str]:
    """Names of the codes by which no event names an actor."""
    found = {row["code"]: row["name"] for row in rows("commitments/organisations") if row["name"]}
    for row in rows("actors/forces"):
        if row["force"] != row["code"]:
            found.setdefault(row["force"], row["name"])
    return found


@cache
def leader(organisation: str) -> str | None:
    """The state that leads an organisation in arms, where one does: who turns away from the organisation turns away from it."""
    return next((row["lead"] or None for row in rows("commitments/organisations") if row["code"] == organisation), None)


@cache
def kinds_of(organisation: str) -> tuple[Bond, ...]:
    """To what an organisation binds its members, and from when to when."""
    return tuple(
        Bond(organisation, row["kind"], (), row["treaty"], first(row["from"]), last(row["to"]), row["source"], note=row["note"], binds=_binds(row["kind"]))
        for row in rows("commitments/organisations")
        if row["code"] == organisation
    )


def _binds(kind: str) -> str:
    return kinds()[kind]["binds"]


def bond_of(row: dict[str, str], origin: Origin) -> Bond:
    """The bond of a table's or a user's row."""
    return Bond(
        row["id"], row["kind"], parts(row["parties"]), row["treaty"], first(row["from"]), last(row["to"]), row["source"], origin,
        note=row["note"], binds=_binds(row["kind"]),
    )  # fmt: skip


def rivalry_of(row: dict[str, str], origin: Origin) -> Rivalry:
    """The rivalry of a table's or a user's row; what it is over stands in `over` or in `treaty`."""
    over = row.get("over") or row.get("treaty") or ""
    return Rivalry(row["id"], row["kind"], parts(row["parties"]), over, first(row["from"]), last(row["to"]), row["source"], origin, row["note"])


def _pacts() -> Iterator[Bond]:
    return (bond_of(row, "table") for row in rows("commitments/pacts"))


def _rivalries() -> Iterator[Rivalry]:
    return (rivalry_of(row, "table") for row in rows("commitments/rivalries"))


def _memberships() -> Iterator[Bond]:
    """Each membership as a bond between the member and the organisation."""
    number: dict[str, int] = defaultdict(int)
    for row in rows("commitments/members"):
        organisation, name = row["organisation"], f"{row['organisation']}:{row['state']}"
        number[name] += 1
        again = f"-{number[name]}" if number[name] > 1 else ""
        start, end = first(row["from"]), last(row["to"])
        during = [kind for kind in kinds_of(organisation) if common((start, end), (kind.start, kind.end))]
        yield Bond(
            f"{name}{again}", "membership", (row["state"], organisation), during[-1].treaty, start, end, row["source"], "table", organisation,
            row["note"], during[-1].binds, tuple(_stretch(cell) for cell in parts(row["suspended"])),
        )  # fmt: skip


def _stretch(cell: str) -> Stretch:
    start, _, end = cell.partition("/")
    return first(start), last(end)
