"""Annotated articles: the files that `articles.py` measures against, as records.

A gold article is a JSON object (its keys are told in the annotation's guidelines): the events with the types that
could be defended, the best first; the acceptable codes of both sides; the acceptable days; and the article's words
that carry each. A text lies beside it under the same name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Days = tuple[str, str]
"""First and last day, ISO: two such strings compare as their days do."""


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """What one actor did to, or with, another."""

    types: tuple[str, ...]
    sources: tuple[str, ...]
    """Acceptable codes; one empty string where the text names nobody."""
    targets: tuple[str, ...]
    symmetric: bool
    days: Days | None
    status: str
    by: str
    core: bool
    quote: str


@dataclass(frozen=True, slots=True)
class GoldStatement:
    """Who said what."""

    code: str
    anonymous: bool
    quote: str


@dataclass(frozen=True, slots=True)
class GoldCommitment:
    """A standing obligation between actors."""

    kind: str
    parties: frozenset[str]


@dataclass(frozen=True, slots=True)
class GoldDate:
    """A time expression and the days that it means."""

    text: str
    days: Days


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place where something happened; `radius` widens how near is near enough (km), for regions."""

    name: str
    lat: float
    lon: float
    radius: float


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """All that is annotated of one article."""

    id: str
    published: date
    published_given: bool
    """Whether a user would know the date; where not, the coder has to work it out."""
    events: tuple[GoldEvent, ...]
    statements: tuple[GoldStatement, ...]
    commitments: tuple[GoldCommitment, ...]
    dates: tuple[GoldDate, ...]
    places: tuple[GoldPlace, ...]
    accounts: tuple[frozenset[str], ...]


def load(path: Path) -> GoldArticle:
    """One gold file."""
    return parse(json.loads(path.read_text(encoding="utf-8")))


def parse(raw: dict[str, Any]) -> GoldArticle:
    """A gold article from its JSON object."""
    return GoldArticle(
        id=raw["id"],
        published=date.fromisoformat(raw["published"]),
        published_given=bool(raw.get("published_given", True)),
        events=tuple(_event(item) for item in raw["events"]),
        statements=tuple(GoldStatement(item["code"], bool(item["anonymous"]), item["quote"]) for item in raw.get("statements") or ()),
        commitments=tuple(GoldCommitment(item["kind"], frozenset(item["parties"])) for item in raw.get("commitments") or ()),
        dates=tuple(GoldDate(item["text"], (item["date"][0], item["date"][1])) for item in raw.get("dates") or ()),
        places=tuple(GoldPlace(p["name"], p["lat"], p["lon"], p.get("radius_km", 0)) for p in raw.get("places") or ()),
        accounts=tuple(frozenset((item["a"], item["b"])) for item in raw.get("accounts") or ()),
    )


def _event(raw: dict[str, Any]) -> GoldEvent:
    return GoldEvent(
        types=tuple(raw["types"]),
        sources=tuple(raw["source"]) or ("",),
        targets=tuple(raw["target"]) or ("",),
        symmetric=bool(raw.get("symmetric")),
        days=(raw["date"][0], raw["date"][1]) if raw["date"] is not None else None,
        status=raw["status"],
        by=raw["by"],
        core=bool(raw["core"]),
        quote=raw["quote"],
    )
