"""A row of the table `events` as the record that it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from riftline.records import Actor, Attribution, Event, Figure, Interval, Place, Span
from riftline.wording import headline

LABELLED = ("icews", "icews-ids")
"""Origins whose `evidence` is the label of a code ("Make a visit"), and no words that anybody wrote of the event."""

_SIDES = tuple(f"{side}_{key}" for side in ("source", "target") for key in ("code", "name", "text", "country", "sectors"))
TOLD = ("type", "mode", "status", "evidence", *_SIDES)
"""What `told` looks at."""


def told(row: Mapping[str, Any]) -> str | None:
    """The event's headline; where an imported one has no PLOVER type, its `evidence`."""
    if not row["type"]:
        evidence: str | None = row["evidence"]
        return evidence
    source, target = _actor(row, "source"), _actor(row, "target")
    return headline(Event("", row["type"], row["mode"], (), source, target, None, "", None, "", row["status"], None, (), 1.0, "", ()))


def event_of(row: Mapping[str, Any], evidence: Sequence[Span] = ()) -> Event:
    """The event, with the database's id. Where an imported one has no PLOVER type, its type is the origin and the code there: "icews 010"."""
    days = Interval(row["first_day"], row["last_day"], row["date_text"], None, row["date_reason"]) if row["first_day"] else None
    said = row["attribution_code"] is not None
    return Event(
        id=row["id"],
        type=row["type"] or " ".join(part for part in (row["origin"], row["origin_code"]) if part),
        mode=row["mode"],
        contexts=tuple(row["contexts"] or ()),
        source=_actor(row, "source"),
        target=_actor(row, "target"),
        date=days,
        date_reason=row["date_reason"] or "",
        place=_place(row),
        place_reason=row["place_reason"] or "",
        status=row["status"],
        attribution=Attribution(*(row[f"attribution_{key}"] for key in ("code", "name", "anonymous", "via"))) if said else None,
        figures=tuple(Figure(item["what"], item["low"], item["high"], item["text"]) for item in row["figures"] or ()),
        confidence=1.0 if row["confidence"] is None else row["confidence"],
        reason=row["reason"] or "",
        evidence=tuple(evidence),
    )


def _actor(row: Mapping[str, Any], side: str) -> Actor | None:
    code, name, text, country, sectors = (row[f"{side}_{key}"] for key in ("code", "name", "text", "country", "sectors"))
    return None if code is None and name is None else Actor(code or "", name or text or code, text or "", country, tuple(sectors or ()))


def _place(row: Mapping[str, Any]) -> Place | None:
    if not row["place"] or row["lat"] is None or row["lon"] is None:
        return None
    country, admin1, number = row["country"], row["admin1"], row["geonames_id"]
    return Place(row["place"], row["lat"], row["lon"], country, admin1, number, row["precision"] or "city", row["place_reason"])
