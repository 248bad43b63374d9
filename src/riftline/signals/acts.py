"""The acts that weigh most in an alarm, with the sentences and sources that they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import log
from typing import TYPE_CHECKING, Any

from riftline.ontology import COOPERATION, PLOVER_TYPES, SCORE_OF
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

_QUERY = """
    SELECT e.*, greatest(e.first_day, coalesce(e.published, e.first_day)) AS known FROM events e
    WHERE e.id IN $named OR (
        e.status = 'happened' AND greatest(e.first_day, coalesce(e.published, e.first_day)) BETWEEN $first AND $last
        AND e.type IN $types AND (e.source_code, e.target_code) IN (SELECT (unnest($sources), unnest($targets))))
"""


def acts(connection: DuckDBPyConnection, alarm: Alarm) -> tuple[Act, ...]:
    """At most five, the heaviest first, each with its share of the weight of all that were found.

    An act weighs by its type's score in PLOVER, how many sources tell it, how sure its coding is, and how near to the alarm it was known (half
    of it 28 days before); one that the alarm names as a breach weighs most.
    """
    looks = alarm.looks or _between(alarm)
    named = [event for part in alarm.parts for event in part.events]
    first = max(alarm.first, date.fromordinal(alarm.day.toordinal() - LONG))
    values = {
        "named": named, "first": first, "last": alarm.day, "types": list(PLOVER_TYPES),
        "sources": [look.source for look in looks], "targets": [look.target for look in looks],
    }  # fmt: skip
    tones = {(look.source, look.target, look.tone) for look in looks}
    found = []
    for row in rows(connection.cursor(), _QUERY, values):
        tone = "cooperation" if row["type"] in COOPERATION else "friction"
        known = row["known"] or row["published"] or alarm.day
        if known <= alarm.day and (row["id"] in named or (row["source_code"], row["target_code"], tone) in tones):
            found.append((_weight(row, row["id"] in named, (alarm.day - known).days), row, known))
    total = sum(weight for weight, _, _ in found) or 1.0
    found.sort(key=lambda each: (-each[0], each[1]["id"]))
    chosen: list[tuple[float, dict[str, Any], date]] = []
    for each in found:
        if all(not _same(each[1], other[1]) for other in chosen):
            chosen.append(each)
    return tuple(_act(row, known, weight / total) for weight, row, known in chosen[:MOST])


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
