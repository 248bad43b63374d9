"""Whose a province, a state of a federation or a town is that only says whose a noun is: "Kano State government", "Punjab police", "Queensland Health".

`places.py` leaves these to the names of bodies, as it looks for where things happen. Here one is taken only where one
state has by far the largest place of that name.
"""

from __future__ import annotations

from functools import lru_cache

from spacy.tokens import Doc, Token

from riftline.extraction.gazetteer import Entry, key_of, lookup, not_places
from riftline.extraction.phrases import POSSESSIVES
from riftline.extraction.toponyms import demonyms
from riftline.extraction.word_lists import word_set

_DIVISIONS = word_set("places.divisions") | {"city"}
_LARGE = 250_000
"""Inhabitants from which a town is known by its name alone."""
_BY_FAR = 6
_LONGEST = 4


def _size(entry: Entry) -> int:
    return entry.population if entry.preferred else entry.population // 10


@lru_cache(maxsize=4_000)
def state_of(name: str, small: bool = False) -> str:
    """The state in which the place of that name lies, "" where it is none, or several are as likely.

    `small`: whether a word like "district" follows, so that small towns count, and those whose names are words for something else.
    """
    key = key_of(name)
    if len(key) < 3 or key in demonyms() or (key in not_places() and not small):
        return ""
    best: dict[str, int] = {}
    for entry in lookup(key):
        if entry.kind == "country":
            return ""
        if entry.kind in ("admin1", "region") or (entry.kind == "city" and (small or entry.population >= _LARGE)):
            best[entry.country] = max(best.get(entry.country, 0), _size(entry))
    first, *others = sorted(best, key=lambda code: -best[code]) or [""]
    return first if not others or best[first] >= _BY_FAR * best[others[0]] else ""


def before_noun(head: Token, taken: frozenset[int]) -> tuple[int, int, str] | None:
    """The place that stands before a noun: its first and last token and its state. Words that a table knows (`taken`) are none."""
    doc, last = head.doc, head.i - 1
    while last > 0 and head.i - last < _LONGEST and doc[last].is_lower and doc[last].is_alpha and doc[last].pos_ in ("ADJ", "NOUN"):
        last -= 1  # the "chief" of "Bihar chief minister"
    while last > 0 and doc[last].text in POSSESSIVES:
        last -= 1
    first = last + 1
    while first > head.sent.start and last - first < _LONGEST and _is_of_name(doc[first - 1], taken):
        first -= 1
    end = last
    while end > first and is_division(doc[end]):
        end -= 1
    for start in range(first, end + 1):
        if state := state_of(doc[start : last + 1].text, end < last) or state_of(doc[start : end + 1].text, end < last):
            return start, last, state
    return None


def is_division(token: Token) -> bool:
    """Whether a word only says what kind of place a name is: the "State" of "Kano State"."""
    return token.lower_ in _DIVISIONS


def in_body(doc: Doc, first: int, last: int) -> tuple[int, int, str] | None:
    """The place at the beginning or the end of a body's name, with other words before or after it."""
    for size in range(min(3, last - first), 0, -1):
        for start in (first, last - size + 1):
            if all(token.pos_ == "PROPN" for token in doc[start : start + size]) and (state := state_of(doc[start : start + size].text)):
                return start, start + size - 1, state
    return None


def _is_of_name(token: Token, taken: frozenset[int]) -> bool:
    return token.i not in taken and token.text[0].isupper() and token.is_alpha and token.pos_ in ("PROPN", "NOUN", "ADJ") and token.ent_type_ != "PERSON"
