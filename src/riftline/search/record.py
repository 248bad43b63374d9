"""A hit as the plain, JSON-ready dict that `riftline search --format json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from riftline.store.rows import event_of
from riftline.wording import headline

if TYPE_CHECKING:
    from riftline.search.ranking import Hit

Row = dict[str, Any]


def record(hit: Hit, told: Mapping[str, Row]) -> Row:
    """The hit with its article and the events that it is evidence of, whose rows `told` has by id."""
    rows = [told[identity] for identity in hit.events if identity in told]
    return {
        "rank": hit.rank,
        "score": round(hit.score, 4),
        "all_in": hit.all_in,
        "article": {"id": hit.article, "title": hit.title, "publisher": hit.publisher, "published": _iso(hit.published), "url": hit.url},
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "marks": [list(mark) for mark in hit.marks],
        "events": [
            {"id": row["id"], "type": row["type"], "status": row["status"], "start": _iso(row["first_day"]), "headline": headline(event_of(row))}
            for row in rows
        ],
    }


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None
