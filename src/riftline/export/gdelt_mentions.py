"""GDELT's table of mentions: a line for each report of the events that the table of events has, 16 columns, tab-separated, without a header."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from riftline.export.base import Query, Row, encoded, tabbed
from riftline.export.gdelt import FORMAT, added, source_of
from riftline.export.numbers import event_number
from riftline.export.selection import chosen
from riftline.store.queries import BATCH, rows

COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier", "SentenceID",
    "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence", "MentionDocLen", "MentionDocTone",
    "MentionDocTranslationInfo", "Extras",
)  # fmt: skip

_WEB, _CITED = 1, 2
"""Kinds of mentions: one with an address, one that can only be cited."""

_NONE = -1
"""GDELT's offset of what was not found."""

_REPORTS = """
    SELECT r.event, r.id AS report, r.source_text, r.target_text, r.confidence, a.published, a.publisher, a.title, a.url, length(a.text) AS characters
    FROM reports r JOIN articles a ON a.id = r.article WHERE r.event IN ? ORDER BY r.event, r.id <> r.event, r.id
"""


def mentions(query: Query) -> Iterator[bytes]:
    """The table, as it comes. An event that was imported has one line, its own source's; counted under "mentions"."""
    return encoded(_lines(query))


def _lines(query: Query) -> Iterator[str]:
    found = chosen(FORMAT, query)
    while batch := list(islice(found, BATCH)):
        reports: dict[str, list[Row]] = {}
        for report in rows(query.connection.cursor(), _REPORTS, [[row["id"] for row in batch]]):
            reports.setdefault(report["event"], []).append(report)
        for row in batch:
            for report in reports.get(row["id"]) or [_of_the_event(row)]:
                query.written["mentions"] += 1
                yield tabbed(cells(row, report))


def cells(row: Row, report: Row) -> list[Any]:
    """The 16 cells of a report. Offsets are those of the first evidence, in characters of the cleaned text; -1 where they are not known."""
    span = next((span for span in row["spans"] if span["report"] == report["report"]), None)
    day = row["first_day"]
    return [
        event_number(row), added(row["published"] or day), added(report["published"] or day), _WEB if report["url"] else _CITED,
        _site(report["url"]) or report["publisher"], source_of(report["url"], report["publisher"], report["title"]),
        span["sentence"] if span else None, _offset(report["source_text"], span), _offset(report["target_text"], span),
        span["start"] if span else _NONE, 1 if span else None, _tens(report["confidence"]), report["characters"], None, None, None,
    ]  # fmt: skip


def _of_the_event(row: Row) -> Row:
    keys = ("source_text", "target_text", "confidence", "published", "publisher", "title", "url")
    return {key: row[key] for key in keys} | {"report": None, "characters": None}


def _offset(words: str | None, span: Row | None) -> int:
    """Where a side's words stand in the evidence."""
    found = span["text"].find(words) if span and words else -1
    return span["start"] + found if span and found >= 0 else _NONE


def _site(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" is no address
        return ""


def _tens(confidence: float | None) -> int | None:
    """Confidence in GDELT's steps, 10 to 100."""
    return None if confidence is None else min(100, max(10, round(confidence * 10) * 10))
