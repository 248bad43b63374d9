"""Events as lines in words, in order, with their notes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from textwrap import shorten
from typing import Any

from riftline.briefing.model import Line, Part
from riftline.briefing.notes import Notes
from riftline.briefing.phrasing import credibility
from riftline.briefing.tally import tone
from riftline.gathering import Told, alike, by_sentence, interval_key, order, sides
from riftline.ontology import QUAD_OF, SCORE_OF
from riftline.records import Article, Interval, Span
from riftline.store.rows import LABELLED, event_of
from riftline.wording import figure, headline, voucher

Row = Mapping[str, Any]
Evidence = Mapping[str, Sequence[Mapping[str, Any]]]

ROUGH = timedelta(days=31)
"""Longer intervals say too little of the day to stand among the days."""
LONGEST_QUOTE = 220
"""Characters of evidence that a line quotes."""
MAIN = 7
"""Main events, where a timeline is at least twice as long."""
FAIRLY = 0.6
WORST = 10
"""The largest score of a type: an independent source more weighs more than any type."""
DOUBTED = (4, 5)
"""Grades of credibility that a line tells; most events have one of the others."""
MOST_REPORTS = 4
"""Reports of one event whose sentences are noted."""
MOST_SENTENCES = 2
"""Sentences noted of the first report; one of each other."""


def parts(rows: Sequence[Row], evidence: Evidence, articles: Mapping[str, Article], notes: Notes) -> tuple[Part, ...]:
    """The timeline by month, then what is dated only roughly, then what is not dated."""
    made = lines(rows, evidence, articles, notes)
    found = []
    for heading, group in itertools.groupby(made, key=_heading):
        found.append(Part(heading, tuple(group)))
    return tuple(found)


def lines(rows: Sequence[Row], evidence: Evidence, articles: Mapping[str, Article], notes: Notes) -> list[Line]:
    """The lines of the events, by day, article and place in the text; the notes are numbered as they come."""
    numbers = {name: i for i, name in enumerate(sorted(articles, key=lambda name: (str(articles[name].published), name)))}
    by_id = _alike(rows)
    told = [_told(group[0], evidence, articles, numbers, i) for i, group in enumerate(by_id.values())]
    found = []
    ordered = sorted(told, key=lambda item: (_roughness(item.event.date), order(item)))
    for _, day in itertools.groupby(ordered, key=lambda item: interval_key(item.event)):
        for _, group in by_sentence(list(day)):
            found += [_line(items, by_id, evidence, notes) for items in alike(group)]
    return found


def _alike(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Events by the first that reads the same: imported ones that come with no words of their own, of which there are many a day."""
    found: dict[object, list[Row]] = {}
    for row in rows:
        wordless = row["article"] is None and not _own_words(row)
        found.setdefault(tuple(str(row[name]) for name in _READS) if wordless else row["id"], []).append(row)
    return {group[0]["id"]: group for group in found.values()}


_READS = (
    "origin", "origin_code", "type", "mode", "status", "first_day", "last_day", "source_code", "source_name", "target_code", "target_name",
    "place", "attribution_name", "figures",
)  # fmt: skip


def _told(row: Row, evidence: Evidence, articles: Mapping[str, Article], numbers: Mapping[str, int], position: int) -> Told:
    """The event with the article of its first report; an imported one with no text, and a number that no other has."""
    spans = [Span(item["start"], item["end"], item["text"]) for item in evidence.get(row["id"], ()) if item["article"] == row["article"]]
    if row["article"] in articles:
        return Told(event_of(row, spans), articles[row["article"]], numbers[row["article"]])
    return Told(event_of(row), Article(row["id"], ""), len(numbers) + position)


def _line(items: Sequence[Told], by_id: Mapping[str, Sequence[Row]], evidence: Evidence, notes: Notes) -> Line:
    event = items[0].event
    rows = [row for item in items for row in by_id[item.event.id]]
    row = max(rows, key=lambda each: (each["reports"], each["sources"]))
    sources, targets = sides(items)
    known = event.type in QUAD_OF
    words = headline(event, sources, targets) if known else f"{headline(event, sources, targets)} (no PLOVER type)"
    details = [f"in {event.place.name}" if event.place else "", voucher(event), *(figure(item) for item in event.figures), _reports(row)]
    many = max(len(by_id[item.event.id]) for item in items)
    details += [f"{credibility(row['credibility'])} ({row['credibility']} of 6)"] if row["credibility"] in DOUBTED else []
    details += [f"{many} such events"] if many > 1 else []
    found: list[int] = []
    for each in (row for item in items for row in by_id[item.event.id][:MOST_REPORTS]):
        found += [number for number in noted(each, evidence, notes) if number not in found]
    return Line(
        event.date, words, _quote(event.evidence, row), f"{event.type}/{event.mode}" if event.mode else event.type, tone(row["type"]),
        event.status, tuple(part for part in details if part), _surest(rows), tuple(each["id"] for each in rows), tuple(found), _weight(row),
    )  # fmt: skip


def main(told: Sequence[Part]) -> tuple[Line, ...]:
    """The events that weigh most, of those that happened on a day and that the coder is fairly sure of; none where there are few."""
    every = [line for part in told for line in part.lines]
    found = [line for line in every if line.status == "happened" and not _roughness(line.days) and (line.confidence or 1) >= FAIRLY]
    if len(every) < 2 * MAIN or len(found) < MAIN:
        return ()
    chosen = sorted(enumerate(found), key=lambda item: (-item[1].weight, -item[0]))[:MAIN]
    return tuple(line for _, line in sorted(chosen, key=lambda item: item[0]))


def _surest(rows: Iterable[Row]) -> float | None:
    return max((row["confidence"] for row in rows if row["confidence"] is not None), default=None)


def _weight(row: Row) -> float:
    return float(row["sources"] * WORST + abs(SCORE_OF.get(row["type"] or "", 0)) * (1 if row["confidence"] is None else row["confidence"]))


def _quote(evidence: Sequence[Span], row: Row) -> str:
    words = " … ".join(span.text for span in sorted(evidence[:1], key=lambda span: span.start)) or _own_words(row)
    return shorten(" ".join(words.split()), LONGEST_QUOTE, placeholder=" …")


def _own_words(row: Row) -> str:
    """What an imported event says of itself; the label of a code is none."""
    return "" if row["origin"] in LABELLED else row["evidence"] or ""


def noted(row: Row, evidence: Evidence, notes: Notes) -> tuple[int, ...]:
    """The notes of an event: the sentences of its reports, the first report's first."""
    reports: dict[str, list[Span]] = {}
    for item in evidence.get(row["id"], ()):
        reports.setdefault(item["article"], []).append(Span(item["start"], item["end"], item["text"]))
    if not reports:
        return notes.imported(row)
    found: list[int] = []
    for i, (article, spans) in enumerate(itertools.islice(reports.items(), MOST_REPORTS)):
        found += notes.add(article, spans, MOST_SENTENCES if i == 0 else 1)
    return tuple(found)


def articles_of(evidence: Evidence) -> Iterable[str]:
    """The articles that the evidence stands in, each once."""
    return dict.fromkeys(item["article"] for items in evidence.values() for item in items)


def _reports(row: Row) -> str:
    """How often it is reported, where that is more than once."""
    if row["reports"] < 2:
        return ""
    return f"{row['reports']} reports" if row["sources"] == row["reports"] else f"{row['reports']} reports, {row['sources']} independent"


def _roughness(interval: Interval | None) -> int:
    return 2 if interval is None else int(interval.end - interval.start > ROUGH)


def _heading(line: Line) -> str:
    kind = _roughness(line.days)
    if line.days is None or kind == 2:
        return "No day given"
    return "Dated only roughly" if kind == 1 else f"{line.days.start:%B %Y}"
