"""Corrections and retractions: an outlet takes back, or mends, what it reported before. The earlier report is superseded; both stay visible."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from riftline.stories.copies import Text, outlet, share
from riftline.stories.words import Bag, shared
from riftline.tables import rows

Kind = Literal["correction", "retraction"]

LONGEST = 21
"""Days after which a correction is no longer looked for."""
COPIED = 0.2
"""Least share of its text that a correction has in common with what it corrects, or else"""
ABOUT = {"another": 0.2, "itself": 0.35}
"""the least share of the weight of its telling words. Of two articles of one outlet on one crisis it is up to 0.18."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What an article says of its correcting or retracting."""

    kind: Kind
    of: Literal["itself", "another"]
    """"itself": an amended version that has taken the earlier one's place."""
    words: str


def revision(title: str | None, text: str, removed: Iterable[str] = ()) -> Revision | None:
    """Whether an article says that it corrects or retracts; `removed` is what cleaning cut from it."""
    found: Revision | None = None
    paragraphs = [part for part in text.split("\n") if part.strip()]
    edges = [title or "", *paragraphs[:2], *paragraphs[2:][-2:], *removed]
    for kind, of, pattern in _patterns():
        for edge in edges:
            if match := pattern.search(edge):
                words = " ".join(edge[max(0, match.start() - 20) : match.end() + 60].split())
                if found is None:
                    found = Revision(kind, of, words)
                elif of == "another":  # "Correction: … An earlier version of this report …": an article of its own
                    found = replace(found, of=of)
    return found


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article of the outlet, as corrections are matched by it."""

    text: Text
    words: Bag


def corrected(article: Candidate, said: Revision, earlier: Iterable[Candidate]) -> Candidate | None:
    """Of the outlet's earlier articles the one that it is likest to be about; None where none is near enough. An article that was amended itself
    must have more in common with it than one that is about another."""
    best, found = 0.0, None
    mine = article.text
    for item in earlier:
        if item.text.id == mine.id or outlet(item.text.publisher) != outlet(mine.publisher) or not outlet(mine.publisher):
            continue
        if mine.published and item.text.published and not 0 <= (mine.published - item.text.published).days <= LONGEST:
            continue
        copied, about = share(mine.shingles, item.text.shingles), shared(article.words, item.words)
        if (copied >= COPIED or about >= ABOUT[said.of]) and (near := copied + about) > best:
            best, found = near, item
    return found


@cache
def _patterns() -> tuple[tuple[Kind, Literal["itself", "another"], re.Pattern[str]], ...]:
    return tuple(
        (
            "retraction" if row["kind"] == "retraction" else "correction",
            "itself" if row["of"] == "itself" else "another",
            re.compile(row["pattern"], re.I | re.M),
        )
        for row in rows("stories/revisions")
    )
