"""Commitments of the database: those of the tables and of the user, with what articles tell beside them.

What an article tells never overrides the tables: where they have a commitment of the same parties and kind, or of a kind that says more, the
article is a mention of it; else it is a commitment of its own, marked as told by articles.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import TYPE_CHECKING

from riftline.relations import commitments_added
from riftline.relations.commitments import Bond, Commitments, Rivalry, bundled, kinds, kinds_of
from riftline.tables import parts

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

OVER = ("broken off", "past")
"""Statuses of what binds no more."""


@dataclass(frozen=True, slots=True)
class Telling:
    """One article's word of a commitment."""

    article: str
    published: date | None
    kind: str
    parties: tuple[str, ...]
    status: str


def known(connection: DuckDBPyConnection | None, as_of: date | None = None) -> Commitments:
    """All commitments: of the tables, of the user and of articles, of these only such as were published by `as_of`; the tables' alone where there
    is no database."""
    if connection is None:
        return bundled()
    return joined(*_untold(connection), tellings(connection, as_of))


def untold(connection: DuckDBPyConnection) -> Commitments:
    """Those of the tables and of the user, without a word of articles."""
    return Commitments(*_untold(connection))


def _untold(connection: DuckDBPyConnection) -> tuple[list[Bond], list[Rivalry]]:
    mine, rivalries = commitments_added.stored(connection)
    return [*bundled().all_bonds, *mine], [*bundled().all_rivalries, *rivalries]


def tellings(connection: DuckDBPyConnection, as_of: date | None = None, since: date | None = None) -> list[Telling]:
    """What the stored articles tell, the oldest first; of an article without a date only where no day is asked for. With `since` only what was published
    on that day or later."""
    query = """
        SELECT c.article, a.published, c.kind, c.parties, c.status FROM commitments c JOIN articles a ON a.id = c.article
        WHERE ($1::DATE IS NULL OR a.published <= $1) AND ($2::DATE IS NULL OR a.published >= $2) ORDER BY a.published NULLS LAST, c.article, c.position
    """
    return [Telling(article, day, kind, tuple(named), status) for article, day, kind, named, status in connection.execute(query, [as_of, since]).fetchall()]


def joined(bonds: Sequence[Bond], rivalries: Sequence[Rivalry], told: Sequence[Telling]) -> Commitments:
    """The bonds with their mentions, and a bond of its own for what is told and stands in none of them."""
    standing: dict[frozenset[str], list[int]] = defaultdict(list)
    member: dict[str, list[int]] = defaultdict(list)
    for i, bond in enumerate(bonds):
        standing[frozenset(bond.parties)].append(i)
        if bond.through:
            member[bond.parties[0]].append(i)
    mentions: dict[int, list[str]] = defaultdict(list)
    own: dict[tuple[str, frozenset[str]], list[Telling]] = defaultdict(list)
    for item in told:
        same = [i for i in standing[frozenset(item.parties)] if item.kind == bonds[i].kind]
        same = same or [i for i in standing[frozenset(item.parties)] if item.kind in parts(kinds()[bonds[i].kind]["covers"])]
        then = [i for i in same if item.published is None or bonds[i].holds(item.published)]
        same = [(then or same)[-1]] if same else _through(bonds, member, item)
        if same:
            for i in same:
                mentions[i].append(item.article)
        elif item.kind in kinds():
            own[item.kind, frozenset(item.parties)].append(item)
    full = [replace(bond, articles=tuple(dict.fromkeys(mentions[i]))) if i in mentions else bond for i, bond in enumerate(bonds)]
    return Commitments([*full, *map(_told, own.values())], rivalries)


def _through(bonds: Sequence[Bond], member: Mapping[str, Sequence[int]], item: Telling) -> list[int]:
    """The memberships of the organisation by which all the parties are bound to what is told: "the pact of Mali, Niger and Burkina Faso"."""
    theirs = [{bonds[i].through: i for i in member.get(party, ()) if item.published is None or bonds[i].holds(item.published)} for party in item.parties]
    for organisation in theirs[0]:
        means = [kind for kind in kinds_of(organisation or "") if item.published is None or kind.holds(item.published)]
        if means and all(organisation in each for each in theirs) and item.kind in (means[-1].kind, *parts(kinds()[means[-1].kind]["covers"])):
            return [each[organisation] for each in theirs]
    return []


def _told(items: Sequence[Telling]) -> Bond:
    """The bond that articles alone tell of: from the day of the first of them, to the day on which one says that it is over."""
    kind, parties = items[0].kind, items[0].parties
    days = [item.published for item in items if item.published]
    over = items[-1].status in OVER
    name = blake2b(f"{kind} {' '.join(sorted(parties))}".encode(), digest_size=4).hexdigest()
    return Bond(
        f"told-{name}", kind, parties, "", min(days, default=None), max(days, default=None) if over else None, "", "article",
        binds=kinds()[kind]["binds"], status=items[-1].status, articles=tuple(dict.fromkeys(item.article for item in items)),
    )  # fmt: skip
