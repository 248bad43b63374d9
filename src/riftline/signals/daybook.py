"""What was known day by day, as the detectors ask for it: the acts of dyads, those of states alone, and those in places; read from the ledger, and of
what is kept only the days from which on something is new.

Subjects stand in the order of the days on which they were first heard of, so that those of an earlier day keep their places when others come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from riftline.ontology import QUAD_OF, SYMMETRIC
from riftline.relations.asof import acts_as_of
from riftline.relations.panel import COOPERATION, FRICTION, LATEST, TYPES, Panel, gathered, lately
from riftline.relations.states import others
from riftline.signals.stretch import Ints

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MATERIAL = tuple(position for position in FRICTION if QUAD_OF[TYPES[position]] == "material conflict")
TOGETHER = tuple(position for position, kind in enumerate(TYPES) if kind in SYMMETRIC)
"""Where types stand whose sides may stand in either order."""
GROUPS = {
    "acts": tuple(range(len(TYPES))), "friction": FRICTION, "cooperation": COOPERATION, "force": (TYPES.index("ASSAULT"),), "material": MATERIAL,
}  # fmt: skip
"""Sums of types."""
YEAR = 365.25
"""Days."""
SHARED = "shared"
"""Column of the acts whose sides may stand in either order that the other side did."""

NOTHING: Ints = np.zeros(0, np.int64)

Counts = Mapping[str, NDArray[Any]]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """Counts of subjects on days, in the order of days and subjects."""

    subject: Ints
    day: Ints
    counts: Counts
    """Whole numbers of each type and GROUP, or of GROUPS alone."""

    def since(self, day: int) -> Rows:
        """Those of the day and after."""
        return self._cut(int(np.searchsorted(self.day, day)), None)

    def until(self, day: int) -> Rows:
        """Those before the day."""
        return self._cut(0, int(np.searchsorted(self.day, day)))

    def _cut(self, begin: int, end: int | None) -> Rows:
        return Rows(self.subject[begin:end], self.day[begin:end], {name: each[begin:end] for name, each in self.counts.items()})

    def joined(self, later: Rows) -> Rows:
        """With later ones."""
        counts = {name: np.concatenate([each, later.counts[name]]) for name, each in self.counts.items()}
        return Rows(np.concatenate([self.subject, later.subject]), np.concatenate([self.day, later.day]), counts)


@dataclass(frozen=True, slots=True)
class There:
    """What happened in places, and between whom. Of a day after the book's last there may be something already."""

    places: tuple[Pair, ...]
    """State and first-order division or region."""
    began: Ints
    """[places]: the day on which each was first heard of."""
    rows: Rows
    """Of places, with a column for each type."""
    pairs: tuple[Pair, ...]
    """All who acted in any."""
    acting: NDArray[np.int64]
    """[rows, 5]: which place, which pair, on which day, how many acts of friction and of any kind; in the order of days."""
    met: NDArray[np.int64]
    """[rows, 3]: which place, which pair, and the day on which it first acted there; in the order of days."""


@dataclass(frozen=True, slots=True)
class Daybook:
    """All that is counted. Sides are twice a dyad's place, and one more for the second side."""

    first: date
    end: int
    """The day after the last, counted from `first`."""
    dyads: tuple[Pair, ...]
    """Each with the lesser code in front."""
    began: Ints
    """[dyads]: the day on which each was first heard of."""
    acts: Rows
    """Of sides, with a column for each type."""
    states: Rows
    """Of sides, without the acts of those who are not their state; no types, but `SHARED`."""
    there: There

    def a_year(self, subject: Ints, acts: NDArray[Any], size: int) -> NDArray[np.float32]:
        """[subjects]: acts a year over all days, of rows that say how many acts of which subject (below `size`)."""
        return np.asarray(np.bincount(subject, weights=acts, minlength=size) * YEAR / max(self.end, 1), dtype=np.float32)


def read(connection: DuckDBPyConnection, as_of: date | None = None, kept: Daybook | None = None, since: date | None = None) -> Daybook | None:
    """The book as of a day; None where nothing is known. Of `kept` what was known before `since` is taken, and the rest read."""
    gathered(connection, since, as_of)
    news = connection.execute("SELECT a, b, min(known) AS known FROM panel_cells GROUP BY a, b ORDER BY known, a, b").fetchall()
    first = kept.first if kept else news[0][2] if news else None
    if first is None:
        return None
    day = 0 if since is None else (since - first).days
    dyads, began = _heard_of(kept.dyads, kept.began, day, first, news) if kept else _heard_of((), NOTHING, day, first, news)
    _name(connection, "book_dyads", dyads)
    cells = f"SELECT 2 * id + way AS subject, known - DATE '{first}' AS day, type, events FROM {{}} JOIN book_dyads USING (a, b) ORDER BY day, subject, type"
    told = _table(connection.execute(cells.format("panel_cells")).fetchnumpy())
    others(connection, since, as_of)
    apart = _table(connection.execute(cells.format("acts_of_others")).fetchnumpy())
    acts, states = _acts(told), _states(told, apart, len(dyads))
    if kept:
        acts, states = kept.acts.until(day).joined(acts), kept.states.until(day).joined(states)
    for name in ("panel_cells", "acts_of_others", "book_dyads"):
        connection.execute(f"DROP TABLE temp.{name}")
    if not len(acts.day):
        return None
    return Daybook(first, int(acts.day[-1]) + 1, tuple(dyads), began, acts, states, _there(connection, as_of, first, kept.there if kept else None, day))


def _there(connection: DuckDBPyConnection, as_of: date | None, first: date, kept: There | None, day: int) -> There:
    here = f"""
        SELECT scope, source, event, type, known FROM {acts_as_of(connection, as_of)}
        WHERE kind = 'place' AND source <> '' AND known - day <= {LATEST} {lately(first + timedelta(days=day))}
    """
    news = connection.execute(f"SELECT scope, source, min(known) FROM ({here}) GROUP BY scope, source ORDER BY 3, 1, 2").fetchall()
    places, began = _heard_of(kept.places, kept.began, day, first, news) if kept else _heard_of((), NOTHING, day, first, news)
    _name(connection, "book_places", places)
    cells = connection.execute(
        f"""SELECT id AS subject, known - DATE '{first}' AS day, coalesce(list_position($types, type), len($types)) - 1 AS type, count(*) AS events
        FROM ({here}) JOIN book_places ON a = scope AND b = source GROUP BY ALL ORDER BY day, subject, type""",
        {"types": list(TYPES)},
    ).fetchnumpy()
    rows = _acts(_table(cells))
    acting = connection.execute(
        f"""SELECT id, least(d.source, d.target), greatest(d.source, d.target), here.known - DATE '{first}' AS day,
            count(*) FILTER (here.type IN $friction), count(*)
        FROM ({here}) here JOIN book_places ON a = scope AND b = here.source
            JOIN {acts_as_of(connection, as_of)} d ON d.event = here.event AND d.kind = 'dyad' AND d.day >= $since::DATE - {LATEST}
        GROUP BY ALL ORDER BY 4, 1, 2, 3""",
        {"friction": [TYPES[each] for each in FRICTION], "since": first + timedelta(days=day)},
    ).fetchall()
    connection.execute("DROP TABLE temp.book_places")
    pairs = dict.fromkeys([*(kept.pairs if kept else ()), *((a, b) for _, a, b, *_ in acting)])
    at = {pair: index for index, pair in enumerate(pairs)}
    told = np.array([(place, at[a, b], *rest) for place, a, b, *rest in acting], dtype=np.int64).reshape(-1, 5)
    met = np.concatenate([_until(kept.met, 2, day) if kept else told[:0, :3], told[:, :3]])
    _, earliest = np.unique(met[:, 0] * len(pairs) + met[:, 1], return_index=True)
    if kept:
        rows, told = kept.rows.until(day).joined(rows), np.concatenate([_until(kept.acting, 2, day), told])
    return There(tuple(places), began, rows, tuple(pairs), told, met[np.sort(earliest)])


def _heard_of(
    kept: Sequence[Pair], began: Ints, day: int, first: date, news: Sequence[tuple[str, str, date]]
) -> tuple[list[Pair], Ints]:  # fmt: skip
    """Subjects that were heard of before a day, and behind them those of `news` (with the day on which each was) that are not among them, in order;
    and when each was heard of."""
    had = int(np.searchsorted(began, day))
    subjects, known = list(kept[:had]), set(kept[:had])
    fresh = [(a, b, (when - first).days) for a, b, when in news if (a, b) not in known]
    return [*subjects, *((a, b) for a, b, _ in fresh)], np.concatenate([began[:had], np.array([when for *_, when in fresh], dtype=np.int64)])


def _until(rows: NDArray[np.int64], column: int, day: int) -> NDArray[np.int64]:
    """The rows before a day, which stands in a column."""
    return rows[: int(np.searchsorted(rows[:, column], day))]


def of_panel(panel: Panel) -> Daybook:
    """The book of a panel, whose dyads stand in its order; all acts are those of states."""
    dyad, way, day, kind = np.nonzero(panel.counts)
    order = np.lexsort((kind, 2 * dyad + way, day))
    dyad, way, day, kind = (each[order].astype(np.int64) for each in (dyad, way, day, kind))
    told = 2 * dyad + way, day, kind, panel.counts[dyad, way, day, kind]
    began = np.zeros(len(panel.dyads), dtype=np.int64)
    nowhere = There((), NOTHING, _acts((NOTHING, NOTHING, NOTHING, NOTHING)), (), np.zeros((0, 5), np.int64), np.zeros((0, 3), np.int64))
    return Daybook(panel.first, panel.days, panel.dyads, began, _acts(told), _states(told, None, len(panel.dyads)), nowhere)


Table = tuple[Ints, Ints, Ints, NDArray[Any]]
"""Subject, day, type and number, in this order."""


def _table(found: Mapping[str, Any]) -> Table:
    subject, day, kind, number = (np.asarray(found[name]).astype(np.int64) for name in ("subject", "day", "type", "events"))
    return subject, day, kind, number


def _name(connection: DuckDBPyConnection, table: str, names: Sequence[Pair]) -> None:
    """A temporary table of pairs with their places."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} (id INTEGER, a VARCHAR, b VARCHAR)")
    if names:
        sides = [list(side) for side in zip(*names, strict=True)]
        connection.execute(f"INSERT INTO {table} SELECT generate_subscripts($a, 1) - 1, unnest($a), unnest($b)", dict(zip("ab", sides, strict=True)))


def _acts(told: Table) -> Rows:
    subject, day, types = _spread(told)
    return Rows(subject, day, _grouped(types) | {kind: _compact(types[:, at]) for at, kind in enumerate(TYPES)})


def _states(told: Table, apart: Table | None, dyads: int) -> Rows:
    """Without what stands in `apart`, and with what the other side did of what may stand in either order."""
    subject, day, types = _spread(told)
    at = day * (2 * dyads) + subject
    if apart is not None:
        their_subject, their_day, kind, number = apart
        theirs = their_day * (2 * dyads) + their_subject
        found = np.searchsorted(at, theirs)
        there = (found < len(at)) & (at[np.minimum(found, len(at) - 1)] == theirs) if len(at) else np.zeros(len(theirs), dtype=bool)
        types[found[there], kind[there]] = np.maximum(types[found[there], kind[there]] - number[there], 0)
    left = types.any(axis=1)
    at, types = at[left], types[left]
    together = _summed(types, TOGETHER)
    mirrored = np.where(at % 2, at - 1, at + 1)[together > 0]
    every = np.sort(np.concatenate([at, mirrored]))
    every = every[np.diff(every, prepend=-1) != 0]
    whole = np.zeros((len(every), len(TYPES)), dtype=types.dtype, order="F")
    whole[np.searchsorted(every, at)] = types
    shared = np.zeros(len(every), dtype=together.dtype)
    shared[np.searchsorted(every, mirrored)] = together[together > 0]
    return Rows(every % max(2 * dyads, 1), every // max(2 * dyads, 1), _grouped(whole) | {SHARED: _compact(shared)})


def _spread(told: Table) -> tuple[Ints, Ints, NDArray[Any]]:
    """Subject, day and [rows, types], in as few bytes as their differences need."""
    subject, day, kind, number = told
    new = np.ones(len(day), dtype=bool)
    new[1:] = (np.diff(day) != 0) | (np.diff(subject) != 0)
    exact = np.issubdtype(number.dtype, np.integer)
    types = np.zeros((int(new.sum()), len(TYPES)), dtype=np.min_scalar_type(-2 * int(number.max(initial=0)) - 1) if exact else number.dtype, order="F")
    types[np.cumsum(new) - 1, kind] = number
    return subject[new], day[new], types


def _grouped(types: NDArray[Any]) -> dict[str, NDArray[Any]]:
    return {name: _compact(_summed(types, at)) for name, at in GROUPS.items()}


def _summed(types: NDArray[Any], those: Sequence[int]) -> NDArray[Any]:
    """[rows]: the sum of some of [rows, types]."""
    return sum((types[:, at] for at in those), np.zeros(len(types), dtype=np.result_type(types.dtype, np.int64)))


def _compact(numbers: NDArray[Any]) -> NDArray[Any]:
    """Whole numbers in as few bytes as they need: of most dyads and days one."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0)))) if np.array_equal(numbers, np.floor(numbers)) else numbers
