"""Corrections and retractions: an outlet takes back, or mends, what it reported before. The earlier report is superseded; both stay visible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from riftline.stories.copies import Text, outlet, share
from riftline.stories.words import shared, telling
from riftline.tables import rows

Kind = Literal["correction", "retraction"]

LONGEST = 21
"""Days after which a correction is no longer looked for."""
COPIED, ABOUT = 0.2, 0.35
"""Least share of its text, or of the weight of its telling words, that a correction has in common with what it corrects."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier article of the same outlet."""

    text: Text
    words: tuple[str, ...]


def revision(title: str | None, text: str) -> tuple[Kind, str] | None:
    """Whether an article says that it corrects or retracts, and the words that say it."""
    paragraphs = [part for part in text.split("\n") if part.strip()]
    edges = [title or "", *paragraphs[:2], *paragraphs[2:][-2:]]
    for kind, pattern in _patterns():
        for edge in edges:
            if found := pattern.search(edge):
                return kind, " ".join(edge[max(0, found.start() - 20) : found.end() + 60].split())
    return None


def corrected(article: Text, words: tuple[str, ...], earlier: Iterable[Earlier]) -> Earlier | None:
    """Of the outlet's earlier articles the one that it is likest to be about; None where none is near enough."""
    best, found = 0.0, None
    for item in earlier:
        if item.text.id == article.id or outlet(item.text.publisher) != outlet(article.publisher) or not outlet(article.publisher):
            continue
        if article.published and item.text.published and not 0 <= (article.published - item.text.published).days <= LONGEST:
            continue
        copied, about = share(article.shingles, item.text.shingles), shared(words, item.words)[0]
        if (copied >= COPIED or about >= ABOUT) and (near := copied + about) > best:
            best, found = near, item
    return found


def about(title: str | None, text: str) -> tuple[str, ...]:
    """The telling stems of an article by which a correction finds it."""
    return telling(f"{title or ''} {text}")


@cache
def _patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    kinds: dict[str, Kind] = {"correction": "correction", "retraction": "retraction"}
    return tuple((kinds[row["kind"]], re.compile(row["pattern"], re.I | re.M)) for row in rows("stories/revisions"))
