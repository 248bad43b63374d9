"""How a briefing gathers events: by day, by sentence, and those that differ in one side only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from riftline.records import Actor, Article, Event, Span
from riftline.text.sentences import sentence_around
from riftline.wording import merged


@dataclass(frozen=True, slots=True)
class Told:
    """An event and the article that tells it."""

    event: Event
    article: Article
    number: int


def pair(event: Event) -> tuple[str, ...] | None:
    """The two codes that an event is between; None where it has not two."""
    codes = {actor.code for actor in (event.source, event.target) if actor and actor.code}
    return tuple(sorted(codes)) if len(codes) == 2 else None


def interval_key(event: Event) -> tuple[date, date] | None:
    """First and last day; None where there is none."""
    return (event.date.start, event.date.end) if event.date else None


def order(told: Told) -> tuple[date, date, int, int]:
    """What events are sorted by: day, article, place in the text."""
    first, last = interval_key(told.event) or (date.max, date.max)
    return first, last, told.number, told.event.evidence[0].start if told.event.evidence else 0


def by_sentence(told: Sequence[Told]) -> list[tuple[Span, list[Told]]]:
    """Events grouped by the sentence of their first evidence, in the order of the text."""
    found: dict[tuple[int, int, int], tuple[Span, list[Told]]] = {}
    for item in told:
        span = item.event.evidence[0] if item.event.evidence else Span(0, 0, "")
        sentence = sentence_around(item.article.text, span.start, span.end)
        found.setdefault((item.number, sentence.start, sentence.end), (sentence, []))[1].append(item)
    return list(found.values())


def alike(told: Sequence[Told]) -> list[list[Told]]:
    """Events of one sentence that differ in one side only, together: "the US and France condemned …"."""
    groups: list[list[Told]] = []
    for item in told:
        for group in groups:
            first = group[0].event
            one_source = all(_same(other.event.source, item.event.source) for other in group)
            one_target = all(_same(other.event.target, item.event.target) for other in group)
            if _manner(first) == _manner(item.event) and (one_source or one_target):
                group.append(item)
                break
        else:
            groups.append([item])
    return groups


def _manner(event: Event) -> tuple[object, ...]:
    return event.type, event.mode, event.status, event.attribution, event.figures, event.place, event.target is None


def _same(one: Actor | None, other: Actor | None) -> bool:
    return (one and (one.code, one.name)) == (other and (other.code, other.name))


def sides(told: Sequence[Told]) -> tuple[list[Actor | None], list[Actor | None]]:
    """The sources and the targets of events told together, each once."""

    def once(actors: Iterable[Actor | None]) -> list[Actor | None]:
        found: list[Actor | None] = []
        for actor in actors:
            if not any(_same(actor, other) for other in found):
                found.append(actor)
        return found

    return once(item.event.source for item in told), once(item.event.target for item in told)


def inside(sentence: Span, spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Those of the spans that lie in the sentence, at least in part."""
    return [(span.start, span.end) for span in spans if span.start < sentence.end and span.end > sentence.start]


def marks_of(event: Event, sentence: Span) -> list[tuple[int, int]]:
    """What to underline of an event: its evidence, or the two sides' words where the evidence is the whole sentence."""
    marks = merged(inside(sentence, event.evidence))
    if sum(end - start for start, end in marks) <= 0.85 * (sentence.end - sentence.start):
        return marks
    named = [actor.text for actor in (event.source, event.target) if actor and actor.text]
    found = (re.search(rf"(?<!\w){re.escape(words)}(?!\w)", sentence.text) for words in named)
    return [(sentence.start + match.start(), sentence.start + match.end()) for match in found if match] or marks
