"""Where the acts behind an alarm were, and which groups took part: what five quoted acts leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from riftline.wording import code_name, listed

MOST = 4
WIDE = ("country", "region")
"""Precisions of places that are no scene."""
STATE = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "ELI", "SPY"})


def scene(actors: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """ "Where it was: Afrin (4 acts), Manbij. Who else: People's Protection Units (3 acts)."; "" where nothing is told.

    Of all acts that carry the alarm, those shown and those not: the places that are smaller than a country, and the groups by name that
    belong to neither of the alarm's actors, the most frequent first.
    """
    own = set(actors)
    places: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for row in rows:
        if row["place"] and row["precision"] not in WIDE:
            places[row["place"]] += 1
        for side in ("source", "target"):
            code, name = row[f"{side}_code"], row[f"{side}_name"]
            if code and code not in own and name and ":" not in name and name != code_name(code) and not STATE & {*(row[f"{side}_sectors"] or ())}:
                groups[name] += 1
    return " ".join(f"{words}: {_told(found)}." for words, found in (("Where it was", places), ("Who else", groups)) if found)


def _told(found: Counter[str]) -> str:
    most = sorted(found.items(), key=lambda each: (-each[1], each[0]))[:MOST]
    return listed([f"{name} ({number} acts)" if number > 1 else name for name, number in most])
