"""The acts that weigh most in an alarm, with the sentences and sources that they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import log
from typing import TYPE_CHECKING, Any

from riftline.ontology import COOPERATION, SCORE_OF
from riftline.records import Act
from riftline.signals.alarm import Alarm, Look
from riftline.store.queries import rows
from riftline.store.rows import LABELLED, event_of
from riftline.wording import headline

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST = 5
NAMED = 12.0
"""Weight of an event that a part of the alarm names (a breach), beside the types' own: that of an assault is 9."""
LIGHTEST = 1.0
LONG = 92
"""Days before an alarm beyond which its acts are not looked for, however long its window: what is old does not carry it."""

_WANTED = """
    CREATE OR REPLACE TEMP TABLE wanted_acts AS
    SELECT unnest($1)::INTEGER AS alarm, unnest($2)::VARCHAR AS source, unnest($3)::VARCHAR AS target, unnest($4)::VARCHAR AS country,
        unnest($5)::VARCHAR AS division, unnest($6)::DATE AS first, unnest($7)::DATE AS last
"""
_NAMED = "CREATE OR REPLACE TEMP TABLE named_acts AS SELECT DISTINCT unnest($1)::INTEGER AS alarm, unnest($2)::VARCHAR AS id"
_KNOWN = "greatest(e.first_day, coalesce(e.published, e.first_day))"
_FOUND = f"""
    SELECT w.alarm, e.*, {_KNOWN} AS known FROM wanted_acts w JOIN events e ON e.source_code = w.source AND e.target_code = w.target
    WHERE e.status = 'happened' AND e.type IS NOT NULL AND {_KNOWN} BETWEEN w.first AND w.last
        AND (w.alarm, e.id) NOT IN (SELECT (n.alarm, n.id) FROM named_acts n)
    UNION ALL BY NAME
    SELECT w.alarm, e.*, {_KNOWN} AS known FROM wanted_acts w JOIN events e ON e.country = w.country
        AND coalesce(nullif(e.admin1, ''), CASE WHEN e."precision" = 'region' THEN e.place END) = w.division
    WHERE e.status = 'happened' AND e.type IS NOT NULL AND {_KNOWN} BETWEEN w.first AND w.last
    UNION ALL BY NAME
    SELECT n.alarm, e.*, coalesce({_KNOWN}, e.published) AS known FROM named_acts n JOIN events e ON e.id = n.id
"""


def acts(connection: DuckDBPyConnection, alarms: Sequence[Alarm]) -> list[tuple[Act, ...]]:
    """Of each alarm at most five, the heaviest first, each with its share of the weight of all that were found.

    An act weighs by its type's score in PLOVER, how many sources tell it, how sure its coding is, and how near to the alarm it was known (half
    of it 28 days before); one that the alarm names as a breach weighs most.
    """
    wanted = [
        (number, look.source, look.target, *(look.place or (None, None)), max(alarm.first, alarm.day - timedelta(days=LONG)), alarm.day)
        for number, alarm in enumerate(alarms)
        for look in dict.fromkeys(alarm.looks or _between(alarm))
    ]
    named = [(number, event) for number, alarm in enumerate(alarms) for part in alarm.parts for event in part.events]
    connection.execute(_WANTED, [list(column) for column in zip(*wanted)] or [[]] * 7)
    connection.execute(_NAMED, [list(column) for column in zip(*named)] or [[]] * 2)
    tones = [{(look.source, look.target, look.tone) for look in alarm.looks or _between(alarm)} for alarm in alarms]
    anyone = [any(look.place for look in alarm.looks) for alarm in alarms]
    special = set(named)
    found: list[dict[str, tuple[float, dict[str, Any], date]]] = [{} for _ in alarms]
    for row in rows(connection, _FOUND):
        number = row.pop("alarm")
        known = row["known"] or alarms[number].day
        tone = "cooperation" if row["type"] in COOPERATION else "friction"
        by_name = (number, row["id"]) in special
        sides = ("", "") if anyone[number] else (row["source_code"], row["target_code"])
        if known <= alarms[number].day and (by_name or (*sides, tone) in tones[number]):
            found[number][row["id"]] = _weight(row, by_name, (alarms[number].day - known).days), row, known
    return [_heaviest(list(each.values())) for each in found]


def _heaviest(found: list[tuple[float, dict[str, Any], date]]) -> tuple[Act, ...]:
    total = sum(weight for weight, _, _ in found) or 1.0
    chosen: list[tuple[float, dict[str, Any], date]] = []
    for each in sorted(found, key=lambda one: (-one[0], one[1]["id"])):
        if len(chosen) < MOST and all(not _same(each[1], other[1]) for other in chosen):
            chosen.append(each)
    return tuple(_act(row, known, weight / total) for weight, row, known in chosen)


def _between(alarm: Alarm) -> Sequence[Look]:
    tone = "cooperation" if alarm.kind == "thaw" else "friction"
    pairs = [(one, other) for one in alarm.actors[:2] for other in alarm.actors[:2] if one != other]
    return [Look(one, other, tone) for one, other in pairs]  # type: ignore[arg-type]


def _weight(row: dict[str, Any], named: bool, age: int) -> float:
    severity = max(abs(SCORE_OF.get(row["type"], 0.0)), LIGHTEST) + (NAMED if named else 0)
    sure = 1.0 if row["confidence"] is None else row["confidence"]
    return float(severity * sure * (1 + log(max(row["sources"], 1))) * 0.5 ** (age / (91 if named else 28)))


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
