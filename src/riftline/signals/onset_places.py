"""Places as subjects of new violence: what happened in each first-order division or region, and who acts there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from riftline.relations.asof import acts_as_of
from riftline.relations.panel import FRICTION, LATEST, TYPES, Panel
from riftline.signals.onset import KNOWN, Subjects

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NOBODY = 2 * float(np.log(0.5 / 20))
"""`elsewhere` of two of whom nothing is known."""
MOST = 3_000_000
"""Places times days that are looked at: of larger databases the places with fewest acts are left out."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place and who acts there."""

    country: str
    name: str
    acting: tuple[tuple[int, int, int, int], ...]
    """Index of a dyad in the panel, a day of the panel, acts of friction between the two there that became known on it, acts of any kind."""

    def most(self, day: int) -> int | None:
        """The dyad with most friction there by a day, of those with as much the one with most acts; None where no two are known to act there."""
        told: dict[int, tuple[int, int]] = {}
        for dyad, when, friction, acts in self.acting:
            if when <= day:
                before = told.get(dyad, (0, 0))
                told[dyad] = before[0] + friction, before[1] + acts
        return min(told, key=lambda dyad: (-told[dyad][0], -told[dyad][1], dyad), default=None)


@dataclass(frozen=True, slots=True)
class Places:
    """All places of a store with what is asked of them, in one order."""

    places: tuple[Place, ...]
    subjects: Subjects


def places(connection: DuckDBPyConnection, as_of: date | None, panel: Panel, dyads: Subjects) -> Places:
    """The places with at least `KNOWN` acts by `as_of`, over the days of the panel. What divides those who act in a place, and the force
    that they deal out and suffer elsewhere, is that of the dyad with most of it (`dyads`, in the panel's order), from its first act there on."""
    table = acts_as_of(connection, as_of)
    told = f"""
        WITH here AS (
            SELECT scope, source, event, type, known FROM {table}
            WHERE kind = 'place' AND source <> '' AND known - day <= {LATEST} AND known BETWEEN $first AND $last),
        counted AS (SELECT scope, source, count(*) AS n FROM here GROUP BY ALL HAVING n >= {KNOWN} ORDER BY n DESC, scope, source LIMIT $most)
    """
    spans = {"first": panel.first, "last": panel.first.fromordinal(panel.first.toordinal() + panel.days - 1), "most": MOST // max(panel.days, 1)}
    cells = connection.execute(
        f"{told} SELECT scope, source, known - $first AS day, type, count(*) FROM here SEMI JOIN counted USING (scope, source) GROUP BY ALL ORDER BY ALL", spans
    ).fetchall()
    actors = connection.execute(
        f"""{told} SELECT here.scope, here.source, least(d.source, d.target), greatest(d.source, d.target), here.known - $first AS day,
            count(*) FILTER (here.type IN $friction), count(*)
        FROM here SEMI JOIN counted USING (scope, source) JOIN {table} d ON d.event = here.event AND d.kind = 'dyad' GROUP BY ALL ORDER BY ALL""",
        spans | {"friction": [TYPES[each] for each in FRICTION]},
    ).fetchall()
    names = sorted({(scope, name) for scope, name, *_ in cells})
    at, of_dyad = {each: index for index, each in enumerate(names)}, {dyad: index for index, dyad in enumerate(panel.dyads)}
    counts = np.zeros((len(names), panel.days, len(TYPES)), dtype=np.float32)
    for scope, name, day, kind, number in cells:
        counts[at[scope, name], day, TYPES.index(kind)] = number
    acting: list[list[tuple[int, int, int, int]]] = [[] for _ in names]
    rivalry = np.zeros((len(names), panel.days), dtype=np.bool_)
    violence = np.full((len(names), panel.days), NOBODY, dtype=np.float32)
    for scope, name, one, other, day, friction, acts in actors:
        dyad = of_dyad.get((one, other))
        if dyad is not None:
            place = at[scope, name]
            if all(dyad != before for before, *_ in acting[place]):  # rows are in order of days: its first
                rivalry[place, day:] |= dyads.rivalry[dyad, day:]
                np.maximum(violence[place, day:], dyads.violence[dyad, day:], out=violence[place, day:])
            acting[place].append((dyad, day, friction, acts))
    found = tuple(Place(scope, name, tuple(each)) for (scope, name), each in zip(names, acting, strict=True))
    return Places(found, Subjects(counts, rivalry, violence))
