"""What the ledgers say of a pair, a place or the sectors of a state: by day, week, month or window, with the events behind each count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from riftline.ontology import COOPERATION, IS_COOPERATION, IS_FRICTION, QUAD_OF
from riftline.relations.asof import acts_as_of, ledger_as_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

By = Literal["day", "week", "month", "all"]
"""How long a period is; "all" is the whole window."""

_START = {"day": "day", "week": "date_trunc('week', day)::DATE", "month": "date_trunc('month', day)::DATE", "all": "NULL::DATE"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cells are asked for."""

    kind: Literal["dyad", "place", "sector"]
    ways: tuple[str, ...]
    """Conditions over the ledger's rows, with values by name: those are asked for that meet one, and none meets two."""
    values: dict[str, str]
    since: date | None = None
    until: date | None = None
    """First and last day of the acts."""
    as_of: date | None = None
    """What was published after this day is not seen."""
    origins: tuple[str, ...] = ()
    """Of which origins the events are; all where none is named."""


def dyad(a: str, b: str, since: date | None = None, until: date | None = None, as_of: date | None = None, origins: Sequence[str] = ()) -> Asked:
    """What two actors (codes) do to each other, in both directions."""
    ways = "source = $a AND target = $b", "source = $b AND target = $a"
    return Asked("dyad", ways, {"a": a, "b": b}, since, until, as_of, tuple(origins))


def place(
    state: str, part: str | None = None, since: date | None = None, until: date | None = None, as_of: date | None = None, origins: Sequence[str] = ()
) -> Asked:
    """What happens in a state (code), or in one of its first-order divisions or regions (by name, in small letters or large)."""
    condition, values = "scope = $state", {"state": state}
    if part is not None:
        condition, values = f"{condition} AND lower(source) = lower($part)", values | {"part": part}
    return Asked("place", (condition,), values, since, until, as_of, tuple(origins))


def sectors(state: str, since: date | None = None, until: date | None = None, as_of: date | None = None, origins: Sequence[str] = ()) -> Asked:
    """What the sectors of a state (code) do to each other."""
    return Asked("sector", ("scope = $state",), {"state": state}, since, until, as_of, tuple(origins))


@dataclass(frozen=True, slots=True)
class Count:
    """Acts of one type and mode ("" where there is none)."""

    type: str
    mode: str
    events: int
    intensity: float
    """The sum over the events, −10 (conflict) to 10 (cooperation) each."""
    reports: int
    sources: int
    """The independent sources of each event, added up."""
    first: date
    last: date
    """Days of the first and the last of them."""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """What one side did to another in a period; of a place both are its name and ""."""

    source: str
    target: str
    start: date | None
    """First day, and last; None where the period is the whole window and that is open."""
    end: date | None
    counts: tuple[Count, ...] = field(default=())
    """By type and mode, the most frequent first."""

    @property
    def events(self) -> int:
        """How many."""
        return sum(count.events for count in self.counts)

    @property
    def friction(self) -> int:
        """Those of verbal or material conflict."""
        return sum(count.events for count in self.counts if QUAD_OF.get(count.type, "").endswith("conflict"))

    @property
    def cooperation(self) -> int:
        """Those of verbal or material cooperation."""
        return sum(count.events for count in self.counts if count.type in COOPERATION)

    @property
    def share(self) -> float | None:
        """Friction's share of friction and cooperation; None where there is neither."""
        both = self.friction + self.cooperation
        return self.friction / both if both else None

    @property
    def intensity(self) -> float:
        """The sum over the events."""
        return sum(count.intensity for count in self.counts)

    @property
    def reports(self) -> int:
        """How many articles tell of them."""
        return sum(count.reports for count in self.counts)

    @property
    def sources(self) -> int:
        """The independent sources of each event, added up."""
        return sum(count.sources for count in self.counts)

    @property
    def ids(self) -> tuple[str, ...]:
        """The events."""
        return tuple(name for count in self.counts for name in count.ids)


def periods(
    connection: DuckDBPyConnection, a: str, b: str, by: By = "week", since: date | None = None, until: date | None = None, as_of: date | None = None
) -> list[Period]:
    """Of each direction between two actors the periods in which there was something, by time; weeks begin on Monday."""
    return counted(connection, dyad(a, b, since, until, as_of), by)


def counted(connection: DuckDBPyConnection, asked: Asked, by: By = "all", ids: bool = True, types: bool = True) -> list[Period]:
    """The periods of each source and target asked for that have an event, by time and then by source and target; without `ids` their counts name no
    event, which takes half of the time; without `types` there is one count for all types of friction, of cooperation and of neither, by the name of
    one of them."""
    within, values = _within(asked)
    table = _table(connection, asked)
    # By itself each way is found by the order in which the ledger lies, which takes a quarter of the time of both in one condition.
    rows = " UNION ALL ".join(f"SELECT * FROM {table} WHERE {within} AND {way}" for way in asked.ways)
    named = "list_sort(flatten(list(ids)))" if ids else "[]"
    kind, mode, group = ("type", "mode", "type, mode") if types else ("min(type) AS type", "'' AS mode", f"({IS_FRICTION}), ({IS_COOPERATION})")
    query = f"""
        SELECT source, target, {_START[by]} AS start, {kind}, {mode}, sum(events)::INTEGER AS n, sum(intensity::DECIMAL(18, 4))::DOUBLE,
            sum(reports)::INTEGER, sum(sources)::INTEGER, min(day), max(day), {named}
        FROM ({rows}) GROUP BY source, target, start, {group} ORDER BY start, source, target, n DESC, type, mode
    """
    found: dict[tuple[date | None, str, str], list[Count]] = {}
    for source, target, start, kind, mode, events, intensity, reports, independent, first, last, of in connection.execute(query, values).fetchall():
        found.setdefault((start, source, target), []).append(Count(kind, mode, events, intensity, reports, independent, first, last, tuple(of)))
    return [_period(asked, by, start, source, target, counts) for (start, source, target), counts in found.items()]


def whole(asked: Asked, found: Iterable[Period], ids: bool = True) -> list[Period]:
    """The periods of each source and target as one, which is the window that is asked for: what `counted` gives for "all", without asking again; without
    `ids` the counts name no event."""
    counts: dict[tuple[str, str], dict[tuple[str, str], list[Count]]] = {}
    for period in found:
        of = counts.setdefault((period.source, period.target), {})
        for count in period.counts:
            of.setdefault((count.type, count.mode), []).append(count)
    made = {sides: [_summed(each, ids) for each in of.values()] for sides, of in counts.items()}
    return [
        Period(*sides, asked.since, asked.until, tuple(sorted(each, key=lambda count: (-count.events, count.type, count.mode))))
        for sides, each in sorted(made.items(), key=lambda item: item[0])
    ]


def _summed(counts: Sequence[Count], with_ids: bool) -> Count:
    events, reports, sources = (sum(getattr(count, name) for count in counts) for name in ("events", "reports", "sources"))
    ids = tuple(sorted(name for count in counts for name in count.ids)) if with_ids else ()
    first, last = min(count.first for count in counts), max(count.last for count in counts)
    return Count(counts[0].type, counts[0].mode, events, round(sum(count.intensity for count in counts), 4), reports, sources, first, last, ids)


def ends(found: Iterable[Period]) -> tuple[date | None, date | None]:
    """The days of the first and the last act of periods."""
    counts = [count for period in found for count in period.counts]
    return min((count.first for count in counts), default=None), max((count.last for count in counts), default=None)


def _period(asked: Asked, by: By, start: date | None, source: str, target: str, counts: Iterable[Count]) -> Period:
    first, last = (asked.since, asked.until) if start is None else (start, last_day(start, by))
    return Period(source, target, first, last, tuple(counts))


def last_day(start: date, by: By) -> date:
    """The last day of the period that begins on `start`."""
    return following(start, by) - timedelta(days=1)


def following(start: date, by: By) -> date:
    """The first day of the period after that which begins on `start`."""
    if by == "month":
        return date(start.year + start.month // 12, start.month % 12 + 1, 1)
    return start + timedelta(days={"day": 1, "week": 7}[by])


def beginning(day: date, by: By) -> date:
    """The first day of the period in which a day lies."""
    return {"day": day, "week": day - timedelta(days=day.weekday()), "month": day.replace(day=1)}[by]


def stored(connection: DuckDBPyConnection, asked: Asked, by: By) -> dict[date, int]:
    """How many events, of whomever, the ledgers of this kind have in each period: none is no sign of quiet, but that nothing was stored."""
    within, values = _within(replace(asked, values={}))
    query = f"SELECT {_START[by]} AS start, sum(events)::INTEGER FROM {_table(connection, asked)} WHERE {within} GROUP BY start"
    return dict(connection.execute(query, values).fetchall())


def latest(connection: DuckDBPyConnection, asked: Asked, number: int) -> list[dict[str, object]]:
    """The last acts, the latest first: day, known, source, target, type, mode, intensity, reports, sources, event (its id) and origin."""
    within, values = _within(asked)
    query = f"""
        SELECT day, known, source, target, type, mode, intensity, reports, sources, event, origin FROM {acts_as_of(connection, asked.as_of)}
        WHERE {within} AND ({" OR ".join(f"({way})" for way in asked.ways)}){_of(asked)} ORDER BY day DESC, known DESC, event LIMIT {int(number)}
    """
    cursor = connection.execute(query, values | ({"origins": list(asked.origins)} if asked.origins else {}))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _table(connection: DuckDBPyConnection, asked: Asked) -> str:
    if not asked.origins:
        return ledger_as_of(connection, asked.as_of)
    named = ", ".join("'" + name.replace("'", "''") + "'" for name in asked.origins)
    acts = acts_as_of(connection, asked.as_of)
    connection.execute(f"CREATE OR REPLACE TEMP VIEW acts_chosen AS SELECT * FROM {acts} WHERE kind = '{asked.kind}' AND origin IN ({named})")
    return "ledger_of('acts_chosen')"


def _within(asked: Asked) -> tuple[str, dict[str, object]]:
    """The condition of the ledger and the days, and all values."""
    parts, values = [f"kind = '{asked.kind}'"], dict[str, object](asked.values)
    for name, sign, bound in (("since", ">=", asked.since), ("until", "<=", asked.until)):
        if bound is not None:
            parts.append(f"day {sign} ${name}")
            values[name] = bound
    return " AND ".join(parts), values


def _of(asked: Asked) -> str:
    return " AND origin IN $origins" if asked.origins else ""
