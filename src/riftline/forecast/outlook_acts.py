"""The past acts that speak for a row of an outlook: those that add most to its log-odds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from riftline.forecast.outlook import Outlook, Row
from riftline.forecast.outlook_features import MIDDLE, NAMES, SHORT, A
from riftline.forecast.outlook_rates import HALF_LIFE
from riftline.forecast.outlook_stream import LATEST, OUTCOMES, QUADS, members
from riftline.ontology import QUAD_OF
from riftline.relations.asof import acts_as_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONG_AGO = 400
"""Days before the day of the outlook from which acts are not looked at: they weigh next to nothing."""
OF_A_DAY = 2
"""At most so many acts of one day, type and direction."""


@dataclass(frozen=True, slots=True)
class Act:
    """A past act, and what it adds to the log-odds of the row that it speaks for."""

    id: str
    known: date
    source: str
    target: str
    type: str
    text: str | None
    publisher: str | None
    title: str | None
    article: str | None
    sources: int
    adds: float = 0.0


def acts_for(connection: DuckDBPyConnection, found: Outlook, most: int = 5) -> list[list[Act]]:
    """For each row of an outlook the acts that speak for it: the latest of its kind, then the most telling."""
    dyads = sorted({(min(row.source, row.target), max(row.source, row.target)) for row in found.rows})
    told = _told(connection, found.as_of, dyads)
    return [_telling(found, row, told[(min(row.source, row.target), max(row.source, row.target))], most) for row in found.rows]


def _told(connection: DuckDBPyConnection, as_of: date, dyads: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], list[Act]]:
    """What the store had of these pairs by the end of the day."""
    found: dict[tuple[str, str], list[Act]] = {dyad: [] for dyad in dyads}
    if not dyads:
        return found
    acts = acts_as_of(connection, as_of)
    # The days narrow both looks to what was written of late, which the ids alone would not.
    rows = connection.execute(
        f"""SELECT id, known, source_code, target_code, e.type, evidence, publisher, title, article, sources
        FROM (SELECT *, greatest(first_day, coalesce(published, first_day)) AS known FROM events
            WHERE first_day > $since AND source_code IN $sides AND target_code IN $sides) e
        SEMI JOIN (SELECT unnest($ones) AS one, unnest($others) AS other) d
            ON d.one = least(source_code, target_code) AND d.other = greatest(source_code, target_code)
        SEMI JOIN (SELECT event, source, target, type FROM {acts} WHERE kind = 'dyad' AND day > $since AND source IN $sides AND target IN $sides) a
            ON a.event = id AND a.source = source_code AND a.target = target_code AND a.type = e.type
        WHERE status = 'happened' AND e.type IS NOT NULL AND last_day - first_day < 7
        AND known <= $as_of AND known > $long_ago AND known - first_day <= $latest
        ORDER BY known DESC, sources DESC, id""",
        {
            "ones": [one for one, _ in dyads], "others": [other for _, other in dyads], "sides": sorted({side for dyad in dyads for side in dyad}),
            "as_of": as_of, "long_ago": as_of - timedelta(LONG_AGO), "since": as_of - timedelta(LONG_AGO + LATEST + 1), "latest": LATEST,
        },
    ).fetchall()  # fmt: skip
    for row in rows:
        found[min(row[2:4]), max(row[2:4])].append(Act(*row))
    return found


def _telling(found: Outlook, row: Row, acts: Sequence[Act], most: int) -> list[Act]:
    """The latest such act of the source towards the target, and then the acts that add, those that add most first."""
    adds = _adds(found, row, acts)
    kinds = members(row.outcome)
    best = [i for i, act in enumerate(acts) if act.source == row.source and act.type in kinds][:1]
    alike: dict[Any, int] = {}
    telling = (i for i in range(len(acts)) if adds[i] > 0)
    for i in sorted(telling, key=lambda i: (-adds[i], -acts[i].sources, -acts[i].known.toordinal(), acts[i].id)):
        if len(best) >= most:
            break
        key = acts[i].known, acts[i].type, acts[i].source
        alike[key] = alike.get(key, 0) + 1
        if i not in best and alike[key] <= OF_A_DAY:
            best.append(i)
    return [replace(acts[i], adds=adds[i]) for i in best]


def _adds(found: Outlook, row: Row, acts: Sequence[Act]) -> list[float]:
    """What each act adds: the slope of the row's log-odds in the number of acts, at what was seen. Days of a kind count, so acts of one day and
    kind share it; here each has the whole of it."""
    slope = _slopes(found, row)
    known: dict[tuple[date, bool, str], float] = {}  # two states may have thousands of acts, most of them alike in this
    made = []
    for act in acts:
        key = act.known, act.source == row.source, act.type
        if key not in known:
            known[key] = slope(*key)
        made.append(known[key])
    return made


def _slopes(found: Outlook, row: Row) -> Callable[[date, bool, str], float]:
    """The slope of a row in the acts of a day, direction (true where it is the row's) and type."""
    stream, now = found.stream, found.state
    assert now is not None
    model = found.models[next(iter(row.chances))]
    outcome, kinds = OUTCOMES.index(row.outcome), members(row.outcome)
    weight = dict(zip(NAMES, model.weights[outcome, 1:], strict=True))
    source, target = stream.codes.index(row.source), stream.codes.index(row.target)
    pair = int(np.nonzero((stream.source == source) & (stream.target == target))[0][0])
    short, middle, slow, ever = (each.acts for each in (now.short, now.middle, now.slow, now.ever))

    def slope(known: date, mine: bool, kind: str) -> float:
        age = (found.as_of - known).days
        fast, mild, old = (0.5 ** (age / life) for life in (SHORT, MIDDLE, HALF_LIFE))
        quad = QUAD_OF[kind]
        here = pair if mine else pair ^ 1
        adds = weight[f"{'pair' if mine else 'reverse'} {quad}"] * fast / (A + short[here, OUTCOMES.index(quad)]) if quad in QUADS else 0.0
        if mine:
            adds += weight["pair volume 3 d"] * fast / (A + now.short.volume[pair])
            adds += weight["pair volume 14 d"] * mild / (A + now.middle.volume[pair])
        if kind in kinds and mine:
            adds += weight["rate"] * old / now.rates.shape[pair, outcome]
            adds += weight["own 3 d"] * fast / (A + short[pair, outcome]) + weight["own 14 d"] * mild / (A + middle[pair, outcome])
            adds += (weight["own ever"] + weight["base rate"]) / (A + ever[pair, outcome])
            adds += weight["recency"] / (1 + age) if row.last == known else 0.0
        elif kind in kinds:
            adds += weight["reverse level"] * old / (A + slow[here, outcome]) + weight["reverse 14 d"] * mild / (A + middle[here, outcome])
        return float(adds)

    return slope
