"""An event with everything that is known of it: its reports, how they came together, whom they have it from, what they say differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from riftline.store.queries import events_of
from riftline.stories.differences import Difference, differences
from riftline.stories.fields import FieldCorrection, of_reports
from riftline.stories.merged import Told, by_publication, standing_of, telling
from riftline.stories.shelf import fates, members, rows_of
from riftline.stories.sources import independent

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dossier:
    """One event's reports, in order of publication."""

    event: Row
    reports: tuple[Told, ...]
    sources: tuple[tuple[str, ...], ...]
    """Ids of the reports by independent source; superseded reports are left out while there are others."""
    differences: tuple[Difference, ...]
    copies: dict[str, tuple[str, str]]
    """Of an article that is a copy: the original's id, and why."""
    revisions: dict[str, tuple[str, str, str]]
    """Of an article that was mended or taken back: by which article, the kind, and the words that say so."""
    grades: dict[str, str]
    """The user's judgement of each publisher, where there is one."""
    corrected: tuple[FieldCorrection, ...] = ()
    """What the user has corrected of it, the oldest first."""


def dossier(connection: DuckDBPyConnection, event: str) -> Dossier | None:
    """The dossier of an event of ours; None where there is no such event."""
    row = events_of(connection, [event]).get(event)
    if row is None:
        return None
    found = rows_of(connection, members(connection, [event]))
    reports = by_publication(fates(connection, (each["article"] for each in found)).told(found))
    articles = [item.row["article"] for item in reports]
    publishers = [item.row["publisher"] for item in reports if item.row["publisher"]]

    def about(query: str, wanted: list[str]) -> list[tuple[Any, ...]]:
        return connection.execute(query, [wanted]).fetchall() if wanted else []  # an imported event has no reports

    copies = about("SELECT article, original, reason FROM copies WHERE article IN ?", articles)
    revised = about("SELECT earlier, article, kind, reason FROM revisions WHERE earlier IN ? ORDER BY kind, article", articles)
    grades = about("SELECT publisher, grade FROM grades WHERE publisher IN ?", publishers)
    return Dossier(
        row,
        tuple(reports),
        tuple(independent([telling(item) for item in standing_of(reports)])),
        tuple(differences(reports)),
        {article: (original, why) for article, original, why in copies},
        {earlier: (article, kind, why) for earlier, article, kind, why in revised},
        dict(grades),
        tuple(of_reports(connection, [each["id"] for each in found])),
    )
