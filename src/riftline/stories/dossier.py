"""An event with everything that is known of it: its reports, how they came together, whom they have it from, what they say differently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from riftline.stories.differences import Difference, differences
from riftline.stories.merged import Told, telling
from riftline.stories.shelf import members, rows_of, told
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


def dossier(connection: DuckDBPyConnection, event: str) -> Dossier | None:
    """The dossier of an event of ours; None where there is no such event."""
    cursor = connection.execute("SELECT * FROM events WHERE id = ?", [event])
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    if row is None:
        return None
    reports = told(connection, rows_of(connection, members(connection, [event])))
    reports.sort(key=lambda item: (item.row["published"] is None, item.row["published"], item.row["article"], item.row["position"]))
    standing = [item for item in reports if not item.superseded] or reports
    articles = [item.row["article"] for item in reports]
    copies = connection.execute("SELECT article, original, reason FROM copies WHERE article IN ?", [articles]).fetchall()
    revised = connection.execute("SELECT earlier, article, kind, reason FROM revisions WHERE earlier IN ? ORDER BY kind, article", [articles]).fetchall()
    publishers = [item.row["publisher"] for item in reports if item.row["publisher"]]
    grades = connection.execute("SELECT publisher, grade FROM grades WHERE publisher IN ?", [publishers]).fetchall()
    return Dossier(
        dict(zip(names, row, strict=True)),
        tuple(reports),
        tuple(independent([telling(item) for item in standing])),
        tuple(differences(reports)),
        {article: (original, why) for article, original, why in copies},
        {earlier: (article, kind, why) for earlier, article, kind, why in revised},
        dict(grades),
    )
