"""All that is known of a relation, gathered for whoever reads it: both directions, what binds, the last acts, the course of time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.ontology import COOPERATION, FRICTION, QUAD_OF
from riftline.relations.commitments import Bond, Rivalry, between, rivalry
from riftline.relations.ledger import Asked, By, Count, Period, beginning, counted, ends, following, last_day, latest, stored, whole
from riftline.relations.nearby import near
from riftline.store.queries import events_of
from riftline.store.rows import LABELLED, TOLD, told
from riftline.stories.shelf import rows_of
from riftline.wording import code_name

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

_ABOUT = ("last_day", "publisher", "title", "url", "article", "evidence")
_UNKNOWN = dict.fromkeys(("events", "friction", "cooperation", "reports", "sources"))
_COLUMNS = tuple(dict.fromkeys(("id", "origin_code", *_ABOUT, *TOLD)))


@dataclass(frozen=True, slots=True)
class Overview:
    """A relation, or what happens in a place or between the sectors of a state."""

    asked: Asked
    by: By
    first: date | None
    """First and last day: those asked for, else those of the first and the last act; None where there is none."""
    last: date | None
    totals: tuple[Period, ...]
    """Of each source and target the whole window; of a dyad always both directions, of others those with most events first."""
    course: Mapping[tuple[str, str], tuple[Period, ...]]
    """Of each source and target every period of the window, those without an event too."""
    stored: Mapping[date, int]
    """First day of a period → events of the store in it, whoever's."""
    acts: tuple[Row, ...]
    """The last ones, the latest first, with who tells of them and in which words."""
    on: date
    """The day on which the commitments are in force."""
    bonds: tuple[Bond, ...] = ()
    rivalries: tuple[Rivalry, ...] = ()
    notes: tuple[str, ...] = ()
    """Where there is no act: what there is near it, a sentence each."""

    @property
    def empty(self) -> bool:
        """Whether there is no act at all."""
        return not any(total.events for total in self.totals)


def overview(
    connection: DuckDBPyConnection, asked: Asked, by: By = "week", last: int = 10, known: Mapping[date, int] | None = None, ids: bool = True,
    types: bool = True,
) -> Overview:  # fmt: skip
    """What the store and the tables of commitments say. Commitments are those of the day as of which is asked, else of the window's last day
    that was given, else of today. `known` is what `ledger.stored` says, of whoever has asked it already: it is the same for all dyads. Without
    `ids` no count names its events; without either the periods' counts are not by type (`ledger.counted`)."""
    found = counted(connection, asked, by, ids, types or ids)
    # Of few counts the whole is looked up by itself, which takes less time than adding up many.
    totals = whole(asked, found, ids=False) if types or ids else counted(connection, asked, "all", False)
    pair = (asked.values["a"], asked.values["b"]) if asked.kind == "dyad" else None
    if pair:
        of = {(total.source, total.target): total for total in totals}
        totals = [of.get(way) or Period(*way, asked.since, asked.until) for way in (pair, pair[::-1])]
    else:
        totals.sort(key=lambda total: (-total.events, total.source, total.target))
    first, final = ends(found)
    on = asked.as_of or asked.until or date.today()
    return Overview(
        asked, by, asked.since or first, asked.until or final, tuple(totals), _course(by, found, totals, asked.since or first, asked.until or final),
        stored(connection, asked, by) if known is None else known, tuple(_told(connection, _latest(connection, asked, last, found))), on,
        between(*pair, on) if pair else (), rivalry(*pair, on) if pair else (), () if found else tuple(near(connection, asked)),
    )  # fmt: skip


def _course(
    by: By, found: Iterable[Period], totals: Sequence[Period], first: date | None, last: date | None
) -> dict[tuple[str, str], tuple[Period, ...]]:
    if first is None or last is None:
        return {}
    of = {(period.source, period.target, period.start): period for period in found}
    days, start = [], beginning(first, by)
    while start <= last:
        days.append((start, last_day(start, by)))
        start = following(start, by)
    return {
        (total.source, total.target): tuple(
            of.get((total.source, total.target, start)) or Period(total.source, total.target, start, end) for start, end in days
        )
        for total in totals
    }


def last_acts(connection: DuckDBPyConnection, asked: Asked, number: int, since: date | None) -> list[Row]:
    """The last acts as `record` has them, the latest first. `since` is a day from which on there are so many, or none before: it spares a look at
    all days before."""
    return [_act(act) for act in _told(connection, _latest_since(connection, asked, number, since))]


def _latest(connection: DuckDBPyConnection, asked: Asked, number: int, found: Sequence[Period]) -> list[Row]:
    """The last acts. The periods say since when there are so many, which spares a look at all days before."""
    if not number or not found:
        return []
    since, seen = found[0].start, 0
    for period in reversed(found):
        if seen >= number and period.start != since:
            break
        since, seen = period.start, seen + period.events
    return _latest_since(connection, asked, number, since)


def _latest_since(connection: DuckDBPyConnection, asked: Asked, number: int, since: date | None) -> list[Row]:
    return latest(connection, replace(asked, since=max(filter(None, (asked.since, since)), default=None)), number)


def _told(connection: DuckDBPyConnection, acts: Sequence[Row]) -> list[Row]:
    """The acts with their last day and first report: publisher, title, address, evidence; what stands there, a sentence or the code's label."""
    ids = [act["event"] for act in acts]
    days = [act["day"] for act in acts]
    about = events_of(connection, ids, (min(days), max(days)), _COLUMNS) if acts else {}
    # As of an earlier day an event may have been told of another one; what is an event only as of then is known by its first report.
    about |= events_of(connection, [id_ for id_ in ids if id_ not in about], columns=_COLUMNS)
    about |= {row["id"]: row for row in rows_of(connection, (id_ for id_ in ids if id_ not in about))}
    found = []
    for act in acts:
        row = about.get(act["event"], {})
        name = {f"{side}_name": row.get(f"{side}_name") for side in ("source", "target")}
        says = None if not row.get("evidence") else "label" if act["origin"] in LABELLED else "sentence"
        words = told(row) if row else None
        found.append(act | name | {key: row.get(key) for key in _ABOUT} | {"evidence_is": says, "code": row.get("origin_code"), "headline": words})
    return found


def record(made: Overview, ids: bool = True, types: bool = True) -> Row:
    """The overview as `riftline relation --format json` prints it (docs/formats.md); without `ids` and `types` its periods have no such fields."""
    asked = made.asked
    return {
        "kind": asked.kind,
        "of": dict(asked.values),
        "names": {code: code_name(code) for key, code in asked.values.items() if key != "part"},
        "from": _iso(made.first),
        "to": _iso(made.last),
        "as_of": _iso(asked.as_of),
        "by": made.by,
        "origins": list(asked.origins),
        "directions": [
            {"source": total.source, "target": total.target, **_figures(total.counts, bool(made.stored)), "types": _types(total.counts)}
            | {"periods": [_period(period, made.stored, ids, types) for period in made.course.get((total.source, total.target), ())]}
            for total in made.totals
        ],
        "commitments_on": _iso(made.on) if asked.kind == "dyad" else None,
        "commitments": [
            {"id": bond.id, "kind": bond.kind, "treaty": bond.treaty, "through": bond.through, "binds": bond.binds, "status": bond.status}
            | {"from": _iso(bond.start), "to": _iso(bond.end), "origin": bond.origin, "source": bond.source}
            for bond in made.bonds
        ],
        "rivalries": [
            {"id": each.id, "kind": each.kind, "over": each.over, "from": _iso(each.start), "to": _iso(each.end), "origin": each.origin}
            | {"source": each.source}
            for each in made.rivalries
        ],
        "acts": [_act(act) for act in made.acts],
        "notes": list(made.notes),
    }


def _act(act: Row) -> Row:
    return {key: _iso(value) if isinstance(value, date) else value for key, value in act.items()}


def _period(period: Period, known: Mapping[date, int], ids: bool, types: bool) -> Row:
    """A period; its counts are null where the store has no event of that time at all, since nothing is known then."""
    number = known.get(period.start, 0) if period.start else 0
    made: Row = {"start": _iso(period.start), "end": _iso(period.end), "stored": number, **_figures(period.counts, number > 0)}
    if types:
        made["types"] = _types(period.counts)
    if ids:
        made["ids"] = [name for count in period.counts for name in count.ids]
    return made


def _figures(counts: Sequence[Count], known: bool) -> Row:
    events = friction = cooperation = reports = sources = 0
    intensity: float = 0
    for count in counts:  # in one go: there are thousands of periods
        events += count.events
        reports += count.reports
        sources += count.sources
        intensity += count.intensity
        if count.type in FRICTION:
            friction += count.events
        elif count.type in COOPERATION:
            cooperation += count.events
    made = {"events": events, "friction": friction, "cooperation": cooperation, "reports": reports, "sources": sources} if known else _UNKNOWN
    both = friction + cooperation
    return {**made, "share": round(friction / both, 4) if both else None, "intensity": round(intensity, 4) if known else None}


def _types(counts: Sequence[Count]) -> list[Row]:
    return [
        {
            "type": count.type or None, "mode": count.mode or None, "quad": QUAD_OF.get(count.type), "events": count.events,
            "intensity": round(count.intensity, 4), "reports": count.reports, "sources": count.sources,
        }
        for count in counts
    ]  # fmt: skip


def _iso(value: date | None) -> str | None:
    return value.isoformat() if value else None


def by_type(total: Period) -> dict[str, Period]:
    """A period's acts of each type ("" where there is none), its modes together."""
    return {kind: replace(total, counts=tuple(count for count in total.counts if count.type == kind)) for kind in {count.type for count in total.counts}}
