"""The figures of a briefing as tables, chart and list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from riftline.briefing.model import Bar, Source, Table, Tone, Voucher
from riftline.briefing.scope import Direction, Scope, named
from riftline.briefing.tally import Tally, tone
from riftline.ontology import PLOVER_TYPES
from riftline.store.filters import Filters
from riftline.tables import rows as table_rows

MOST_ROWS = 15
"""Partners or pairs that a table tells."""
MOST_VOUCHERS = 12
"""Of each kind."""
BARS = 24
"""Bars that the chart has at most."""
EARLIEST = timedelta(days=31)
"""How long before the first article an event still belongs to the period that the articles are about."""


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day of what the briefing compares and charts."""

    first: date
    last: date

    @property
    def middle(self) -> date:
        """The first day of the second half."""
        return self.first + timedelta(days=((self.last - self.first).days + 1) // 2)


def period(filters: Filters, sources: Sequence[Source], tally: Tally) -> Period | None:
    """The days asked for; else those on which the articles appeared and a month before; where anything is imported, those of the events."""
    published = [source.published for source in sources if source.published] if set(tally.origins) == {"riftline"} else []
    days = [day for day, _ in tally.days]
    if not days:
        return None
    low = filters.since or (max(min(days), min(published) - EARLIEST) if published else min(days))
    high = filters.until or (max(published) if published else max(days))
    return Period(low, high) if low < high else None


def tables(scope: Scope, tally: Tally) -> tuple[Table, ...]:
    """By type and direction; of one actor by partner too, and of no actor by pair."""
    names = [named(side) for side in scope.sides]
    columns: dict[Direction, str] = {"aside": "events"}
    if len(names) == 2:
        columns = {"there": f"{names[0]} → {names[1]}", "back": f"{names[1]} → {names[0]}", "together": "together", "within": "within"}
    elif names:
        columns = {"there": f"by {names[0]}", "back": f"towards {names[0]}", "together": "together", "within": f"within {names[0]}"}
    happened = {direction for _, direction in tally.kinds}
    used = [direction for direction in columns if direction in happened or direction in ("there", "back", "aside")]
    lines: list[tuple[str, tuple[int, ...]]] = []
    tones: list[Tone] = []
    for kind in PLOVER_TYPES:
        cells = tuple(tally.kinds[kind, direction] for direction in used)
        if any(cells):
            lines.append((f"{plural(kind)} ({kind})", cells))
            tones.append(tone(kind))
    sums = []
    for name, wanted in (("All cooperation", "cooperation"), ("All conflict", "conflict")):
        sums.append((name, tuple(sum(line[1][i] for line, flag in zip(lines, tones) if flag == wanted) for i in range(len(used)))))
    title = "Counts by type and direction" if names else "Counts by type"
    made = [Table(title, ("Type", *(columns[direction] for direction in used)), (*lines, *sums), (*tones, None, None))] if tones else []
    if len(names) == 1 and tally.partners:
        made.append(_partners(names[0], tally.partners))
    elif not names and tally.pairs:
        made.append(_pairs(tally.pairs))
    return tuple(made)


def _partners(who: str, counted: Counter[tuple[str, Direction, Tone]]) -> Table:
    totals: Counter[str] = Counter()
    for (name, _, _), n in counted.items():
        totals[name] += n
    shown = _most(totals)
    rest = [name for name in totals if name not in shown]
    groups = [(f"{name} (within)" if name == who else name, [name]) for name in shown] + ([(f"{len(rest)} others", rest)] if rest else [])
    columns: list[tuple[str, tuple[Direction, ...], Tone]] = [
        *((f"{_TONES[toned]} by {who}", ("there", "within"), toned) for toned in _TONES),
        *((f"{_TONES[toned]} towards {who}", ("back",), toned) for toned in _TONES),
        ("together", ("together",), "cooperation"),
    ]

    def count(names: Sequence[str], directions: Sequence[Direction], toned: Tone) -> int:
        return sum(counted[name, direction, toned] for name in names for direction in directions)

    lines = [(label, [count(names, directions, toned) for _, directions, toned in columns]) for label, names in groups]
    used = [i for i in range(len(columns)) if any(cells[i] for _, cells in lines)]
    rows = tuple((label, tuple(cells[i] for i in used)) for label, cells in lines)
    return Table("Counts by partner", ("Partner", *(columns[i][0] for i in used)), rows, tuple(None for _ in rows))


_TONES: dict[Tone, str] = {"cooperation": "cooperation", "conflict": "conflict", "neither": "requests"}


def _pairs(counted: Counter[tuple[str, str, Tone]]) -> Table:
    totals: Counter[str] = Counter()
    by_name: Counter[tuple[str, Tone]] = Counter()
    for (one, other, toned), n in counted.items():
        name = f"{one} and {other}" if one != other else f"within {one}"
        totals[name] += n
        by_name[name, toned] += n
    shown = _most(totals)
    rest = [name for name in totals if name not in shown]
    groups = [(name, [name]) for name in shown] + ([(f"{len(rest)} other pairs", rest)] if rest else [])
    lines = [(label, tuple(sum(by_name[name, toned] for name in names) for toned in _TONES)) for label, names in groups]
    return Table("Counts by pair", ("Between", *_TONES.values()), tuple(lines), tuple(None for _ in lines))


def _most(totals: Counter[str]) -> list[str]:
    return [name for name, _ in sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:MOST_ROWS]]


def chart(tally: Tally, within: Period | None) -> tuple[Bar, ...]:
    """Cooperation and conflict by day, week, month, quarter or year of the period: the finest that gives no more than `BARS` bars."""
    if within is None:
        return ()
    length = (within.last - within.first).days + 1
    size = next((days for days in (1, 7, 14, 30, 91, 182, 365) if length / days <= BARS), length // BARS + 1)
    number = -(-length // size)
    counted = [[0, 0] for _ in range(number)]
    for (day, kind), n in tally.days.items():
        if within.first <= day <= within.last:
            toned = tone(kind)
            if toned != "neither":
                counted[(day - within.first).days // size][toned == "conflict"] += n
    if sum(map(sum, counted)) < 2:
        return ()
    made = []
    for i, (cooperation, conflict) in enumerate(counted):
        start = within.first + timedelta(days=i * size)
        made.append(Bar(_label(start, min(within.last, start + timedelta(days=size - 1))), cooperation, conflict))
    return tuple(made)


def _label(start: date, end: date) -> str:
    return f"{start.day} {start:%b %Y}" if start == end else f"{start.day} {start:%b %Y} to {end.day} {end:%b %Y}"


def vouchers(tally: Tally) -> tuple[Voucher, ...]:
    """Who vouches: the newsroom, then who is named, then who is not, then what was imported; those with most first."""
    made: list[Voucher] = []
    for kind in ("newsroom", "named", "unnamed", "imported"):
        found = sorted(((n, name) for (of, name), n in tally.vouchers.items() if of == kind), key=lambda item: (-item[0], item[1]))
        made += [Voucher(kind, name, n) for n, name in found[:MOST_VOUCHERS]]
        if found[MOST_VOUCHERS:]:
            made.append(Voucher(kind, f"{len(found) - MOST_VOUCHERS} others", sum(n for n, _ in found[MOST_VOUCHERS:])))
    return tuple(made)


def plural(kind: str) -> str:
    """A type in words: ACCUSE is "accusations and criticism"."""
    return next((row["plural"] for row in table_rows("briefing/types") if row["type"] == kind), kind.lower())
