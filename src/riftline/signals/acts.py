"""The acts that weigh most in an alarm, with the sentences and sources that they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import log
from typing import TYPE_CHECKING, Any, NamedTuple

from riftline.ontology import COOPERATION, SCORE_OF
from riftline.records import Act
from riftline.relations.alleged import ALLEGED, FORCE, alleged
from riftline.relations.panel import LATEST
from riftline.relations.states import by_others
from riftline.signals.alarm import Alarm, Look, Tone
from riftline.signals.scene import scene
from riftline.store.queries import rows
from riftline.store.rows import LABELLED, event_of
from riftline.wording import headline

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 5
LIGHTEST = 1.0
OF_STATES = ("rift", "tilt")
"""Kinds that are made of what states do, without their rebels and citizens."""
HALF = 28
"""Days before an alarm at which an act weighs half; of a window of more than twice as many, half the window."""
REST = 0.05
"""Of the alarm's score what the acts share of which no part speaks."""
AGAIN = 0.5
"""What an act counts for being chosen after one of the same article, or one of the same sides, type and day: five tellings of one attack show less
than the attack, the threat before it and the protest after it."""
LONG = 92
"""Days before an alarm beyond which its acts are not looked for, however long its window: what is old does not carry it."""

_WANTED = """
    CREATE OR REPLACE TEMP TABLE wanted_acts AS
    SELECT unnest($1)::INTEGER AS alarm, unnest($2)::VARCHAR AS source, unnest($3)::VARCHAR AS target, unnest($4)::VARCHAR AS country,
        unnest($5)::VARCHAR AS division, unnest($6)::DATE AS first, unnest($7)::DATE AS last
"""
_NAMED = "CREATE OR REPLACE TEMP TABLE named_acts AS SELECT DISTINCT unnest($1)::INTEGER AS alarm, unnest($2)::VARCHAR AS id"
_KNOWN = "greatest(e.first_day, coalesce(e.published, e.first_day))"
_COUNTS = f"""e.status = 'happened' AND e.type IS NOT NULL AND e.id NOT IN (FROM {ALLEGED})
        AND e.last_day - e.first_day < 7 AND {_KNOWN} - e.first_day <= {LATEST} AND {_KNOWN} BETWEEN w.first AND w.last
        AND e.first_day >= $since"""
"""What the ledger counts, too; `$since` is so early that it leaves nothing out."""
_FOUND = f"""
    SELECT w.alarm, e.*, {_KNOWN} AS known FROM wanted_acts w JOIN events e ON e.source_code = w.source AND e.target_code = w.target
    WHERE {_COUNTS} AND (w.alarm, e.id) NOT IN (SELECT (n.alarm, n.id) FROM named_acts n)
    UNION ALL BY NAME
    SELECT w.alarm, e.*, {_KNOWN} AS known FROM wanted_acts w JOIN events e ON e.country = w.country
        AND coalesce(nullif(e.admin1, ''), CASE WHEN e."precision" = 'region' THEN e.place END) = w.division
    WHERE {_COUNTS}
    UNION ALL BY NAME
    SELECT n.alarm, e.*, coalesce({_KNOWN}, e.published) AS known FROM named_acts n JOIN events e ON e.id = n.id
"""


class Found(NamedTuple):
    """An event that may carry an alarm."""

    weight: float
    row: dict[str, Any]
    known: date
    part: str
    """Name of the part of the alarm that it belongs to; its id where a part names it."""


class Carried(NamedTuple):
    """What carries an alarm."""

    acts: tuple[Act, ...]
    scene: str
    """Where all acts were that were found, and who took part, in words."""


def acts(connection: DuckDBPyConnection, alarms: Sequence[Alarm], as_of: date | None = None) -> list[Carried]:
    """Of each alarm at most five, those of the weightiest part first, each with its share of the weight of all that were found.

    What a part of the alarm adds is shared out among the acts that it is made of: an event that it names (a breach) has it whole, others by
    their type's score in PLOVER, how many sources tell them, how sure their coding is, and how near to the alarm they were known. Each part is shown
    by as many as it adds, and what is told already counts for less (`AGAIN`). Acts that the ledger does not count carry nothing.
    """
    wanted = [
        (number, look.source, look.target, *(look.place or (None, None)), max(alarm.first, alarm.day - timedelta(days=LONG)), alarm.day)
        for number, alarm in enumerate(alarms)
        for look in dict.fromkeys(alarm.looks or _between(alarm))
    ]
    named = [(number, event) for number, alarm in enumerate(alarms) for part in alarm.parts for event in part.events]
    since = min((first for *_, first, _ in wanted), default=date.max) - timedelta(days=LATEST)
    alleged(connection, as_of, None if as_of else since)
    connection.execute(_WANTED, [list(column) for column in zip(*wanted)] or [[]] * 7)
    connection.execute(_NAMED, [list(column) for column in zip(*named)] or [[]] * 2)
    parts = [{(look.source, look.target, look.tone): look.part for look in reversed(alarm.looks or _between(alarm))} for alarm in alarms]
    anyone = [any(look.place for look in alarm.looks) for alarm in alarms]
    special = set(named)
    found: list[dict[str, Found]] = [{} for _ in alarms]
    for row in rows(connection, _FOUND, {"since": since}):
        number = row.pop("alarm")
        alarm, known = alarms[number], row["known"] or alarms[number].day
        sides = ("", "") if anyone[number] else (row["source_code"], row["target_code"])
        named_so = row["id"] if (number, row["id"]) in special else None
        part = named_so or next((parts[number][*sides, tone] for tone in _tones(row["type"]) if (*sides, tone) in parts[number]), None)
        if known <= alarm.day and part is not None and (named_so or not (alarm.kind in OF_STATES and by_others(row))):
            found[number][row["id"]] = Found(_weight(row, alarm, known), row, known, part)
    # In the order of ids, whichever the database gives first: sums are the same to the bit.
    return [_chosen(alarm, [each[name] for name in sorted(each)]) for alarm, each in zip(alarms, found, strict=True)]


def _chosen(alarm: Alarm, found: list[Found]) -> Carried:
    """Of each part as many acts as it adds (by divisors 1, 3, 5 …), within it the heaviest that is not told yet."""
    adds = _adds(alarm)
    sums: dict[str, float] = {}
    heaviest: dict[str, float] = {}
    for each in found:
        sums[each.part] = sums.get(each.part, 0.0) + each.weight
        heaviest[each.part] = max(heaviest.get(each.part, 0.0), each.weight)
    share = {part: max(adds.get(part, 0.0), REST * max(alarm.score, 1.0)) for part in sums}
    left, taken = sorted(found, key=lambda one: (-one.weight, one.row["id"])), list[Found]()
    while left and len(taken) < MOST:
        best = max(left, key=lambda one: _worth(one, taken, share[one.part], heaviest[one.part]))
        taken.append(best)
        left = [each for each in left if not _same(each.row, best.row)]
    total = sum(share.values()) or 1.0
    told = tuple(_act(each.row, each.known, share[each.part] * each.weight / sums[each.part] / total) for each in taken)
    return Carried(told, scene(alarm.actors, (each.row for each in found)))


def _adds(alarm: Alarm) -> dict[str, float]:
    """What each part adds; one that names events is each of them, by its id."""
    adds: dict[str, float] = {}
    for part in alarm.parts:
        for name in part.events or (part.name,):
            adds[name] = adds.get(name, 0.0) + part.adds / max(len(part.events), 1)
    return adds


def _worth(one: Found, taken: Sequence[Found], adds: float, heaviest: float) -> float:
    seats = sum(each.part == one.part for each in taken)
    return adds / (2 * seats + 1) * one.weight / heaviest * _news(one.row, [each.row for each in taken])


def _news(row: dict[str, Any], chosen: Sequence[dict[str, Any]]) -> float:
    article = any(bool(row["article"]) and row["article"] == each["article"] for each in chosen)
    act = any(all(row[key] == each[key] for key in ("source_code", "target_code", "type", "first_day")) for each in chosen)
    return float(AGAIN ** (article + act))


def _tones(kind: str) -> tuple[Tone, ...]:
    if kind in COOPERATION:
        return ("cooperation",)
    return ("force", "friction") if kind in FORCE else ("friction",)


def _between(alarm: Alarm) -> Sequence[Look]:
    tone = "cooperation" if alarm.kind == "thaw" else "friction"
    pairs = [(one, other) for one in alarm.actors[:2] for other in alarm.actors[:2] if one != other]
    return [Look(one, other, tone) for one, other in pairs]  # type: ignore[arg-type]


def _weight(row: dict[str, Any], alarm: Alarm, known: date) -> float:
    severity = max(abs(SCORE_OF.get(row["type"], 0.0)), LIGHTEST)
    sure = 1.0 if row["confidence"] is None else row["confidence"]
    half = max(HALF, (alarm.day - max(alarm.first, alarm.day - timedelta(days=LONG))).days / 2)
    return float(severity * sure * (1 + log(max(row["sources"], 1))) * 0.5 ** ((alarm.day - known).days / half))


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two rows say the same for a reader: one sentence of one article, or one label of one day."""
    if one["article"]:
        return bool(one["article"] == other["article"] and one["evidence"] == other["evidence"])
    return all(one[key] == other[key] for key in ("source_name", "target_name", "evidence", "first_day"))


def _act(row: dict[str, Any], known: date, weight: float) -> Act:
    event = event_of(row)
    labelled = row["origin"] in LABELLED or row["article"] is None
    where = f" in {row['place']}" if row["place"] and row["place"] not in (row["source_name"], row["target_name"]) else ""
    return Act(
        event=row["id"], type=row["type"], day=row["first_day"], known=known, source=row["source_code"] or "", target=row["target_code"] or "",
        words=f"{row['source_name']}: {row['evidence']}, {row['target_name']}" if labelled and row["evidence"] else headline(event) + where,
        quote=None if labelled else row["evidence"], publisher=row["publisher"] or (row["origin"] if labelled else None), article=row["article"],
        title=row["title"], url=row["url"], reports=row["reports"], sources=row["sources"], weight=weight,
    )  # fmt: skip
