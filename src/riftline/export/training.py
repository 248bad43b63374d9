"""Corrections by hand as sentences to train with, in the form of training/corpus (GUIDELINES.md there)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from riftline.store.queries import events_of
from riftline.stories.fields import NONE, corrections
from riftline.text.sentences import sentence_around

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]

_ACT = re.compile(r"“([^“”]+)”")
"""The word of the act, as an event's reason quotes it first."""
_READ = """
    SELECT r.id, r.event, r.type, r.mode, r.status, r.source_text, r.source_code, r.target_text, r.target_code, r.attribution_code,
        r.attribution_anonymous, r.reason, a.text, v.first
    FROM reports r JOIN articles a ON a.id = r.article
        JOIN (SELECT report, arg_min(first, position) AS first FROM evidence GROUP BY report) v ON v.report = r.id
    WHERE r.id = ?
"""


def sentences(connection: DuckDBPyConnection) -> Iterator[Row]:
    """A row for each report that was corrected and is there: `text` with its marks, `events` (none where it is no event), `voice`. One whose act is
    not found in its sentence is left out: there would be nothing to learn from."""
    said: dict[str, list[str]] = {}
    for each in corrections(connection):
        said.setdefault(each.report, []).append(each.field)
    for report, fields in said.items():
        cursor = connection.execute(_READ, [report])
        names = [column[0] for column in cursor.description]
        found = cursor.fetchone()
        row = dict(zip(names, found, strict=True)) if found else None
        event = events_of(connection, [row["event"]]).get(row["event"]) if row else None
        if row and (made := _sentence(row, event if NONE not in fields else None)):
            yield made


def _sentence(row: Row, event: Row | None) -> Row | None:
    span = sentence_around(row["text"], row["first"], row["first"] + 1)
    text, act = span.text, _ACT.search(row["reason"] or "")
    at = _word(text, act[1], row["first"] - span.start) if act else -1
    if act is None or at < 0:
        return None
    marks = [(at, at + len(act[1]), "{", "}")]
    sides: dict[str, int] = {}
    for side in ("source", "target"):
        words = row[f"{side}_text"]
        start = text.find(words) if words else -1
        if start >= 0 and not any(start < last and first < start + len(words) for first, last, *_ in marks):
            code = (event or row)[f"{side}_code"] or "?"
            sides[side] = start
            marks.append((start, start + len(words), "[", f"|{code}]"))
    marked = text
    for first, last, opening, closing in sorted(marks, reverse=True):
        marked = f"{marked[:first]}{opening}{marked[first:last]}{closing}{marked[last:]}"
    number = {side: str(1 + sorted(sides.values()).index(start)) for side, start in sides.items()}
    if event is None:
        return {"text": marked, "events": [], "voice": []}
    by = "author" if row["attribution_code"] is None else f"{row['attribution_code'] or '?'} {'anonymous' if row['attribution_anonymous'] else 'named'}"
    # Who was said to be somebody else is not found among the words that were read as the side; who was said to be nobody is none.
    named = {side: number.get(side, "") if event[f"{side}_code"] is not None else "" for side in ("source", "target")}
    return {
        "text": marked, "events": [["1", event["type"], event["mode"] or "", named["source"], named["target"], event["status"], by]], "voice": [],
    }  # fmt: skip


def _word(text: str, word: str, start: int) -> int:
    """Where a word stands, from `start` on if it stands there at all; -1 where it does not."""
    pattern = re.compile(rf"\b{re.escape(word)}\b", re.I)
    found = pattern.search(text, max(start, 0)) or pattern.search(text)
    return found.start() if found else -1
