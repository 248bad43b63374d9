"""Footnotes: each sentence once, numbered in the order in which it is first needed, with all that rests on it marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from riftline.briefing import phrasing
from riftline.briefing.model import Note
from riftline.records import Article, Span
from riftline.text.sentences import sentence_around
from riftline.wording import article_name, merged


class Notes:
    """The notes of a briefing while it is made."""

    def __init__(self, articles: Mapping[str, Article]) -> None:
        self._articles = articles
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._made: list[tuple[Article | Mapping[str, Any], Span, list[tuple[int, int]]]] = []

    def add(self, article: str, spans: Iterable[Span], most: int = 1) -> tuple[int, ...]:
        """The numbers of the sentences that hold the spans of an article, of at most so many sentences."""
        text = self._articles[article].text
        found: list[int] = []
        for span in spans:
            sentence = sentence_around(text, span.start, span.end)
            key = (article, sentence.start, sentence.end)
            number = self._numbers.get(key)
            if number is None:
                if len(found) >= most:
                    continue
                self._made.append((self._articles[article], sentence, []))
                number = self._numbers[key] = len(self._made)
            if number not in found:
                if len(found) >= most:
                    continue
                found.append(number)
            self._made[number - 1][2].append((span.start, span.end))
        return tuple(found)

    def find(self, article: str, span: Span) -> int | None:
        """The number of the sentence that holds a span, where it has one already."""
        sentence = sentence_around(self._articles[article].text, span.start, span.end)
        return self._numbers.get((article, sentence.start, sentence.end))

    def imported(self, row: Mapping[str, Any]) -> tuple[int, ...]:
        """The number of an imported event's own note."""
        key = (row["id"], -1, -1)
        if key not in self._numbers:
            words = row["evidence"] or row["title"] or ""
            self._made.append((row, Span(0, len(words), words), []))
            self._numbers[key] = len(self._made)
        return (self._numbers[key],)

    def all(self) -> tuple[Note, ...]:
        """The notes, by number."""
        return tuple(_note(number, *made) for number, made in enumerate(self._made, start=1))


def _note(number: int, made_from: Article | Mapping[str, Any], sentence: Span, marks: list[tuple[int, int]]) -> Note:
    text = sentence.text
    inside = merged((max(0, start - sentence.start), min(len(text), end - sentence.start)) for start, end in marks)
    if isinstance(made_from, Article):
        article = made_from
        about = (article.id, article_name(article), article.publisher, article.published, article.url, sentence.start, sentence.end)
        return Note(number, text, tuple(inside), *about)
    row = made_from
    origin = f"{phrasing.origin(row['origin'])} {row['origin_id'] or row['id']}" + (f", code {row['origin_code']}" if row["origin_code"] else "")
    return Note(number, text, (), None, row["title"], row["publisher"], row["published"], row["url"], None, None, origin)
