"""A clean article: the story's own words, a paragraph a line, nothing printed twice. All offsets refer to its text."""

from __future__ import annotations

import re
from dataclasses import replace

from riftline.records import Article
from riftline.text.boilerplate import HEAD, cut
from riftline.text.normalise import characters, one_line, paragraphs, visible

FEWEST_WORDS = 5
"""A repeated passage shorter than this may be a refrain; it stays."""


def clean(article: Article) -> Article:
    """The article with its text cleaned, its title in the text, and what was cut in `removed`."""
    kept: list[str] = []
    removed: list[str] = []
    found = paragraphs(characters(article.text))
    for position, paragraph in enumerate(found):
        done = cut(paragraph, position, len(found))
        removed.extend(done.removed)
        if done.kept:
            kept.append(done.kept)
    title = _title(article)
    if title and kept and not _has_title(kept, title):
        kept.insert(0, title)
    kept, repeated = _once(kept)
    return replace(
        article,
        text="\n\n".join(kept),
        title=title,
        publisher=one_line(article.publisher) or None if article.publisher else None,
        id=one_line(article.id),
        url="".join(visible(article.url).split()) or None if article.url else None,
        language=one_line(article.language) or None if article.language else None,
        removed=(*article.removed, *removed, *repeated),
    )


def _title(article: Article) -> str | None:
    """The headline without the paper's name behind it."""
    if not article.title:
        return None
    title = one_line(article.title)
    head, _, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
    if head and article.publisher and _words(tail) and set(_words(tail)) <= set(_words(article.publisher)) | {"the", "news"}:
        title = head.strip()
    return title or None


def _has_title(kept: list[str], title: str) -> bool:
    """Whether one of the first paragraphs is the headline or begins with it."""
    words = _words(title)
    return not words or any(_words(paragraph)[: len(words)] == words for paragraph in kept[:3])


def _once(kept: list[str]) -> tuple[list[str], list[str]]:
    """The paragraphs without those printed twice: the headline again, the deck that the first paragraph repeats, pull quotes."""
    words = [tuple(_words(paragraph)) for paragraph in kept]
    drop: set[int] = set()
    places: dict[tuple[str, ...], list[int]] = {}
    for i, said in enumerate(words):
        if len(said) >= FEWEST_WORDS:
            places.setdefault(said, []).append(i)
    for i, earlier in enumerate(words):
        if i in drop or len(earlier) < FEWEST_WORDS:
            continue
        # A deck that breaks off, or ends before the paragraph does.
        head = range(i + 1, min(HEAD, len(words))) if 0 < i < HEAD else ()
        longer = next((j for j in head if j not in drop and words[j] != earlier and words[j][: len(earlier)] == earlier), None)
        if longer is not None:
            drop.add(i)
        if len(places[earlier]) > 1:
            drop.update(j for j in places[earlier] if i < j and (longer is None or j < longer))
    return [p for i, p in enumerate(kept) if i not in drop], [kept[i] for i in sorted(drop)]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
