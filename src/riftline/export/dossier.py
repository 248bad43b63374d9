"""An event with all its reports as the plain, JSON-ready dict that `riftline show ID --format json` prints."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from riftline.export.listing import nested

if TYPE_CHECKING:
    from riftline.stories.dossier import Dossier
    from riftline.stories.merged import Told

REPORT = (
    "id", "article", "published", "publisher", "title", "url", "type", "mode", "status", "source_code", "source_name", "target_code", "target_name",
    "first_day", "last_day", "place", "attribution_code", "attribution_name", "figures", "confidence", "likeness", "joined", "evidence",
)  # fmt: skip


def record(found: Dossier) -> dict[str, Any]:
    """The event as `riftline events` lists it, with its reports, its independent sources, and what the reports say differently."""
    def plain(item: Told) -> dict[str, Any]:
        row = {name: value.isoformat() if isinstance(value := item.row[name], date) else value for name in REPORT}
        article = item.row["article"]
        copied = {"article": found.copies[article][0], "reason": found.copies[article][1]} if article in found.copies else None
        superseded = dict(zip(("article", "kind", "words"), found.revisions[article])) if article in found.revisions else None
        return row | {"copy_of": copied, "superseded_by": superseded, "grade": found.grades.get(item.row["publisher"])}

    evidence = [{"article": item.row["article"], "text": item.row["evidence"]} for item in found.reports]
    return nested(found.event, evidence) | {
        "credibility_reason": found.event["credibility_reason"],
        "independent_sources": [list(source) for source in found.sources],
        "differences": [
            {"what": item.what, "versions": [{"value": value, "reports": list(ids)} for value, ids in item.versions]} for item in found.differences
        ],
        "corrected": [each.record() for each in found.corrected],
        "told_by": [plain(item) for item in found.reports],
    }
