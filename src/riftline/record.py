"""The record of an article: a Coding as the plain, JSON-ready dict that `riftline code` prints.

Its keys are a contract. An event without a date or place says why at the end of its `reason`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from riftline.records import Account, Actor, Article, Coding, Commitment, Event, Interval, Place, Span, Statement

Record = dict[str, Any]


def record(coding: Coding) -> Record:
    """The whole record of one article."""
    return {
        "document": document(coding.document),
        "events": [event(item) for item in coding.events],
        "statements": [statement(item) for item in coding.statements],
        "commitments": [commitment(item) for item in coding.commitments],
        "accounts": [account(item) for item in coding.accounts],
        "dates": [
            {
                "text": item.span.text,
                "start": _day(item.interval.start if item.interval else None),
                "end": _day(item.interval.end if item.interval else None),
                "value": item.value,
                "evidence": spans([item.span]),
            }
            for item in coding.dates
        ],
        "places": [
            {
                "name": item.place.name,
                "lat": item.place.lat,
                "lon": item.place.lon,
                "country": item.place.country,
                "evidence": spans([item.span]),
            }
            for item in coding.places
            if item.place
        ],
        "agenda": [
            {"what": item.what, "date": interval(item.date), "actors": list(item.actors), "evidence": spans([item.evidence])}
            for item in coding.agenda
        ],
    }


def line(coding: Coding) -> str:
    """The record as one line of JSON."""
    return json.dumps(record(coding), ensure_ascii=False)


def document(article: Article) -> Record:
    """What is known of the article itself."""
    return {
        "id": article.id,
        "title": article.title,
        "publisher": article.publisher,
        "url": article.url,
        "published": _day(article.published),
        "published_from": article.published_from if article.published else None,
        "language": article.language,
        "characters": len(article.text),
    }


def event(item: Event) -> Record:
    """One event."""
    return {
        "id": item.id,
        "type": item.type,
        "mode": item.mode,
        "contexts": list(item.contexts),
        "source": actor(item.source),
        "target": actor(item.target),
        "date": interval(item.date, item.date_reason),
        "place": place(item.place, item.place_reason),
        "status": item.status,
        "attribution": None
        if item.attribution is None
        else {
            "code": item.attribution.code,
            "name": item.attribution.name,
            "anonymous": item.attribution.anonymous,
            "via": item.attribution.via,
        },
        "figures": [{"what": figure.what, "low": figure.low, "high": figure.high, "text": figure.text} for figure in item.figures],
        "confidence": round(item.confidence, 4),
        "reason": _full_reason(item),
        "evidence": spans(item.evidence),
    }


def statement(item: Statement) -> Record:
    """One statement with its speaker."""
    speaker = item.speaker
    return {
        "speaker": {"code": speaker.code, "name": speaker.name, "text": speaker.text, "anonymous": speaker.anonymous},
        "kind": item.kind,
        "text": item.text,
        "via": item.via,
        "date": interval(item.date),
        "evidence": spans(item.evidence),
    }


def commitment(item: Commitment) -> Record:
    """One standing obligation."""
    return {"kind": item.kind, "parties": list(item.parties), "status": item.status, "evidence": spans(item.evidence)}


def account(item: Account) -> Record:
    """Accounts of one event that differ."""
    return {
        "event": item.event,
        "codes": list(item.codes),
        "versions": [{"code": version.code, "text": version.text, "evidence": spans([version.evidence])} for version in item.versions],
    }


def actor(item: Actor | None) -> Record | None:
    """One side of an event."""
    if item is None:
        return None
    return {"code": item.code, "name": item.name, "text": item.text, "country": item.country, "sectors": list(item.sectors)}


def interval(item: Interval | None, reason: str | None = None) -> Record | None:
    """First and last day, the words they were read from, and why."""
    if item is None:
        return None
    return {"start": _day(item.start), "end": _day(item.end), "text": item.text, "reason": item.reason or reason}


def place(item: Place | None, reason: str | None = None) -> Record | None:
    """Where an event happened."""
    if item is None:
        return None
    return {
        "name": item.name,
        "lat": item.lat,
        "lon": item.lon,
        "country": item.country,
        "admin1": item.admin1,
        "geonames_id": item.geonames_id,
        "precision": item.precision,
        "reason": item.reason or reason,
    }


def spans(items: Iterable[Span]) -> list[Record]:
    """Spans of evidence."""
    return [{"start": item.start, "end": item.end, "text": item.text} for item in items]


def _full_reason(item: Event) -> str:
    parts = [item.reason]
    if item.date is None and item.date_reason:
        parts.append(f"No date: {item.date_reason}")
    if item.place is None and item.place_reason:
        parts.append(f"No place: {item.place_reason}")
    return " ".join(part.strip() if part.strip().endswith((".", "!", "?")) else part.strip() + "." for part in parts if part.strip())


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
