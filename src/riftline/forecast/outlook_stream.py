"""The acts of a store as one stream, in the order in which they became known: what an outlook is computed from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from riftline.ontology import COOPERATION, PLOVER_TYPES, QUAD_OF
from riftline.relations.asof import acts_as_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

QUADS: tuple[str, ...] = tuple(dict.fromkeys(QUAD_OF.values()))
GROUPS: tuple[str, ...] = ("any friction", "any cooperation", *QUADS)
"""Outcomes that take several types together. Friction is verbal and material conflict."""

OUTCOMES: tuple[str, ...] = (*PLOVER_TYPES, *GROUPS)
"""What is forecast of an ordered pair: each type, and each group of types."""

COLUMNS = len(OUTCOMES) + 1
"""Columns of a count: the outcomes, then acts without a PLOVER type, which are no outcome but tell how much the two have to do with each other."""

TYPES = len(PLOVER_TYPES)

LATEST = 28
"""Days after its day by which an act has to be known; what comes out later is no news of the pair, but of its past."""


def members(outcome: str) -> tuple[str, ...]:
    """The PLOVER types of an outcome."""
    if outcome in PLOVER_TYPES:
        return (outcome,)
    if outcome in QUADS:
        return tuple(kind for kind in PLOVER_TYPES if QUAD_OF[kind] == outcome)
    return tuple(kind for kind in PLOVER_TYPES if (kind in COOPERATION) == (outcome == "any cooperation"))


MEMBERS = np.array([[kind in members(outcome) for outcome in OUTCOMES] for kind in PLOVER_TYPES], dtype=np.float64)
"""[types, outcomes]: 1 where the type counts for the outcome."""


@dataclass(frozen=True)
class Stream:
    """On which days which acts became known. Ordered pairs stand side by side: pair p and its reverse p ^ 1.

    What counts is a day with at least one such act, not how many there were: the news tell one clash in ten acts, and ten acts of a day make
    the next week no likelier than two.
    """

    first: date
    """The day of index 0: the first on which anything of any two was known."""
    codes: tuple[str, ...]
    """Actors."""
    source: NDArray[np.int32]
    """[pairs] index of the actor."""
    target: NDArray[np.int32]
    pair: NDArray[np.int32]
    """[rows] index of the ordered pair; likewise the column (of COLUMNS) and the day. No two rows are the same; in the order of days."""
    column: NDArray[np.int32]
    day: NDArray[np.int32]

    @property
    def pairs(self) -> int:
        """How many ordered pairs: two for each two actors between whom anything is stored."""
        return len(self.source)

    @property
    def last(self) -> int:
        """Index of the last day on which anything was known; -1 where there is nothing."""
        return int(self.day[-1]) if len(self.day) else -1

    @cached_property
    def begun(self) -> NDArray[np.int32]:
        """[pairs] the day from which anything of the two, in either direction, was known."""
        found = np.full(self.pairs // 2, np.iinfo(np.int32).max, dtype=np.int32)
        np.minimum.at(found, self.pair >> 1, self.day)
        return np.repeat(found, 2)

    @cached_property
    def cell(self) -> NDArray[np.int64]:
        """[rows] pair and column as one number."""
        return self.pair.astype(np.int64) * COLUMNS + self.column

    @cached_property
    def before(self) -> NDArray[np.int32]:
        """[rows] the last day on which the same was known before, -1 where it never was."""
        order = np.argsort(self.cell, kind="stable")  # in a cell the rows keep the order of days
        again = self.cell[order[1:]] == self.cell[order[:-1]]
        found = np.full(len(order), -1, dtype=np.int32)
        found[order[1:][again]] = self.day[order[:-1][again]]
        return found

    def index(self, day: date) -> int:
        """The index of a day; negative before the first."""
        return (day - self.first).days

    def date(self, index: int) -> date:
        """The day of an index."""
        return self.first + timedelta(days=index)

    def until(self, day: int) -> slice:
        """The rows known by the end of a day."""
        return slice(0, int(np.searchsorted(self.day, day, side="right")))

    def between(self, after: int, until: int) -> slice:
        """The rows known after a day and by the end of another."""
        low, high = np.searchsorted(self.day, [after, until], side="right")
        return slice(int(low), int(high))


def made(rows: Iterable[tuple[str, str, date, str]]) -> Stream:
    """A stream of (source, target, day known, type); sides that are empty or the same are left out."""
    kept = [row for row in rows if row[0] and row[1] and row[0] != row[1]]
    codes = tuple(sorted({code for row in kept for code in row[:2]}))
    place = {code: i for i, code in enumerate(codes)}
    source = np.array([place[row[0]] for row in kept], dtype=np.int64)
    target = np.array([place[row[1]] for row in kept], dtype=np.int64)
    day = np.array([row[2].toordinal() for row in kept], dtype=np.int64)
    return _coded(codes, source, target, day, np.array([_KINDS[row[3] or ""] for row in kept], dtype=np.int64))


def _coded(codes: tuple[str, ...], source: Numbers, target: Numbers, day: Numbers, kind: Numbers) -> Stream:
    """A stream of acts: indices of actors, ordinals of days, indices of types (TYPES where there is none)."""
    first = date.fromordinal(int(day.min())) if len(day) else date(1970, 1, 1)
    dyads, number = np.unique(np.minimum(source, target) * len(codes) + np.maximum(source, target), return_inverse=True)
    pair = 2 * number + (source > target)
    into = np.concatenate([MEMBERS, np.zeros((1, len(OUTCOMES)))])  # an act counts for its type, its quad, and friction or cooperation
    act, column = np.nonzero(np.column_stack([into, np.arange(len(into)) == TYPES])[kind])
    told = np.sort(((day - first.toordinal())[act] * (2 * len(dyads)) + pair[act]) * COLUMNS + column)
    told = told[np.diff(told, prepend=-1) > 0]
    sides = np.stack([dyads // max(len(codes), 1), dyads % max(len(codes), 1)], axis=1)
    both = np.stack([sides, sides[:, ::-1]], axis=1).reshape(-1, 2).astype(np.int32)
    rest, column = np.divmod(told, COLUMNS)
    days, pair = np.divmod(rest, max(2 * len(dyads), 1))
    return Stream(first, codes, both[:, 0].copy(), both[:, 1].copy(), *(each.astype(np.int32) for each in (pair, column, days)))


_KINDS = {kind: i for i, kind in enumerate((*PLOVER_TYPES, ""))}


def stream(connection: DuckDBPyConnection, until: date | None = None) -> Stream:
    """The acts between any two actors of the store that had happened, as they were known by the end of the day `until` (by default all)."""
    acts = acts_as_of(connection, until)
    # Numbers come out of DuckDB as arrays; as tuples of strings the acts of a year take longer to fetch than to forecast from.
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE acted AS SELECT DISTINCT source, target, known, type FROM {acts}
        WHERE kind = 'dyad' AND known - day <= ? AND (?::DATE IS NULL OR known <= ?) AND source <> '' AND target <> '' AND source <> target""",
        [LATEST, until, until],
    )
    codes = tuple(row[0] for row in connection.execute("SELECT source FROM acted UNION SELECT target FROM acted ORDER BY 1").fetchall())
    found = connection.execute(
        """WITH codes AS (SELECT unnest($codes) AS code, unnest(range(len($codes))) AS i),
        kinds AS (SELECT unnest($kinds) AS kind, unnest(range(len($kinds))) AS i)
        SELECT s.i AS source, t.i AS target, known - DATE '0001-01-01' + 1 AS day, coalesce(k.i, len($kinds)) AS kind FROM acted
        JOIN codes s ON s.code = source JOIN codes t ON t.code = target LEFT JOIN kinds k ON k.kind = type""",
        {"codes": list(codes), "kinds": list(PLOVER_TYPES)},
    ).fetchnumpy()
    connection.execute("DROP TABLE acted")
    return _coded(codes, *(np.asarray(found[name], dtype=np.int64) for name in ("source", "target", "day", "kind")))
