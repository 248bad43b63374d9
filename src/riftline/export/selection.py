"""The events that go into an export, and what is counted of those that do not."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from riftline.export.base import Format, Query, Row, encoded
from riftline.store.queries import BATCH, events, rows, spans_of
from riftline.text.sentences import sentences

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def exported(form: Format, query: Query) -> Iterator[bytes]:
    """All bytes of an export, as they come; `query` counts what was written and what was left out."""
    if form.whole:
        yield from form.whole(query)
    elif form.lines:
        yield from encoded(form.lines(chosen(form, query)))


def chosen(form: Format, query: Query) -> Iterator[Row]:
    """The rows that the format is to write, oldest first, with their evidence where it needs it.

    Left out are events that the format has no place for, and, unless the filters ask for statuses by name, those of a status that it
    cannot tell apart. A limit counts what is written.
    """
    found = _fit(form, query)
    if query.filters.limit is not None:
        found = islice(found, query.filters.limit)
    for row in with_spans(query.connection, found) if form.spans else found:
        query.written["events"] += 1
        query.written.update(form.roughly(row))
        yield row


def _fit(form: Format, query: Query) -> Iterator[Row]:
    asked = frozenset(query.filters.status) or form.statuses
    for row in events(query.connection, replace(query.filters, limit=None)):
        query.advance()
        reason = row["status"] if row["status"] not in asked else form.unfit(row)
        if reason is None:
            yield row
        else:
            query.left_out[reason] += 1


def with_spans(connection: DuckDBPyConnection, found: Iterable[Row]) -> Iterator[Row]:
    """Rows with their reports' evidence under "spans": the first report's first, each with `article`, `start`, `end`, `text`, `sentence`
    (its number in the article, from 1), `lead` (whether it stands in the first paragraph) and `stored`. Empty for what was imported."""
    found = iter(found)
    while batch := list(islice(found, BATCH)):
        by_event = spans_of(connection, [row["id"] for row in batch])
        about = _articles(connection, {span["article"] for spans in by_event.values() for span in spans})
        for row in batch:
            yield row | {"spans": [span | about[span["article"]].around(span["start"]) for span in by_event.get(row["id"], [])]}


@dataclass(frozen=True, slots=True)
class _Article:
    starts: list[int]
    """Where its sentences begin."""
    lead: int
    """Where its first paragraph ends."""
    stored: datetime

    def around(self, start: int) -> Row:
        """What is to be said of a place in it."""
        return {"sentence": bisect_right(self.starts, start), "lead": start < self.lead, "stored": self.stored}


def _articles(connection: DuckDBPyConnection, ids: Iterable[str]) -> dict[str, _Article]:
    found: dict[str, _Article] = {}
    for row in rows(connection.cursor(), "SELECT id, text, stored FROM articles WHERE id IN ?", [list(ids)]):
        first = row["text"].find("\n\n")
        starts = [span.start for span in sentences(row["text"])]
        found[row["id"]] = _Article(starts, first if first >= 0 else len(row["text"]), row["stored"])
    return found
