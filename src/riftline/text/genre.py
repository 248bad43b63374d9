"""Whether a text is a page of sport or business: states beat, attack and sanction each other there in words only.

Told by words (`data/genres.tsv`): a page is of a genre where enough different words of it occur, a score such as 2-0
counting as one of sport, and they outnumber the words of politics well. Business needs more of both than sport does: a
bailout or an embargo is told in the words of markets too.
"""

from __future__ import annotations

import re
from functools import cache

from riftline.tables import parts, rows

LEAST_WORDS = {"sport": 4, "business": 5}
OVER_POLITICS = {"sport": 2.0, "business": 3.0}

_SCORE = re.compile(r"(?<![\d-])\d{1,3}[-–]\d{1,3}(?![\d-])")


@cache
def _pattern(genre: str) -> re.Pattern[str]:
    words = next(row["words"] for row in rows("genres") if row["genre"] == genre)
    return re.compile(r"\b(?:" + "|".join(re.escape(w) for w in sorted(parts(words), key=len, reverse=True)) + r")\b")


def genre_of(text: str) -> str | None:
    """ "sport" or "business" where the text is such a page, None for any other."""
    lower = text.lower()
    politics = len(_pattern("politics").findall(lower))
    for genre in LEAST_WORDS:
        found = _pattern(genre).findall(lower)
        scores = len(_SCORE.findall(lower)) if genre == "sport" else 0
        if len(set(found)) + (scores > 0) >= LEAST_WORDS[genre] and len(found) + scores >= OVER_POLITICS[genre] * politics:
            return genre
    return None
