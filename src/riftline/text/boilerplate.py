"""Lines and parts of lines that are no part of the story: `data/boilerplate.tsv` says which.

A row's scope says where its pattern holds: "line", a whole paragraph anywhere; "head line", a whole paragraph
among the first few; "start", the beginning of one of the first paragraphs; "end", the last sentence of one of
the last. Paragraphs longer than a few lines are never taken out whole: a wrong cut loses events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from riftline.tables import rows

HEAD = 6
TAIL = 4
MOST_WORDS = 70

_SENTENCE_START = r"(?:(?<=[.!?…”\"’')])\s+|(?<=[.!?…”\"’')])(?=[•·–—©])|^)"


@dataclass(frozen=True, slots=True)
class Cut:
    """What stays of a paragraph, and what was cut from it."""

    kept: str
    removed: tuple[str, ...] = ()


@cache
def _patterns(scope: str) -> tuple[re.Pattern[str], ...]:
    wrap = {"end": _SENTENCE_START + "(?:{})\\s*$", "start": "(?:{})"}.get(scope, "\\s*(?:{})")
    return tuple(re.compile(wrap.replace("{}", row["pattern"])) for row in rows("boilerplate") if row["scope"] == scope)


@cache
def _joined(scope: str) -> re.Pattern[str]:
    """All patterns of a scope in one, for a text of many paragraphs."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for pattern in _patterns(scope)))


def cut(paragraph: str, position: int, total: int) -> Cut:
    """What is left of the paragraph that stands at `position` of `total`."""
    if len(paragraph.split()) <= MOST_WORDS and (
        _any("line", paragraph) or (position < HEAD and total > 1 and _any("head line", paragraph))
    ):
        return Cut("", (paragraph,))
    removed: list[str] = []
    if position < TAIL:
        paragraph, removed = _trim(paragraph, "start")
    if position >= total - TAIL:
        paragraph, more = _trim(paragraph, "end")
        removed += more
    return Cut(paragraph, tuple(removed))


def _any(scope: str, paragraph: str) -> bool:
    return _joined(scope).match(paragraph) is not None


def _trim(paragraph: str, scope: str) -> tuple[str, list[str]]:
    """Takes off what the patterns match, again until none does: a credit may stand before a copyright line."""
    removed: list[str] = []
    while found := next(filter(None, (_at(pattern, paragraph, scope) for pattern in _patterns(scope))), None):
        removed.append(found[0].strip())
        paragraph = (paragraph[: found.start()] + paragraph[found.end() :]).strip()
    return paragraph, removed


def _at(pattern: re.Pattern[str], paragraph: str, scope: str) -> re.Match[str] | None:
    found = pattern.match(paragraph) if scope == "start" else pattern.search(paragraph, max(0, len(paragraph) - 500))
    return found if found and found[0].strip() else None
