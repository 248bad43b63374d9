"""The query language: words, "phrases", beginnings*, and -what is not wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from riftline.errors import QueryError
from riftline.text.terms import Word, spaced, words

MOST = 40
"""Words, phrases and beginnings that one query may have."""

_PART = re.compile(r'(?P<without>(?<!\S)[-−–])?(?:["“”„«](?P<phrase>[^"“”„«»]*)["“”»]|(?P<plain>[^\s"“”„«»]+))')


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. Patterns are stretches of `terms.spaced`: " prime minister " is a phrase, " escalat" a beginning."""

    terms: tuple[str, ...]
    """Stems; a sentence need not have all."""
    beginnings: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    """A sentence must have all."""
    without_terms: tuple[str, ...] = ()
    without_patterns: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    """Words of the query that are left out because nearly every sentence has them."""

    @property
    def patterns(self) -> tuple[str, ...]:
        """Beginnings and phrases."""
        return self.beginnings + self.phrases

    @property
    def wanted(self) -> int:
        """How many things a sentence has that has them all."""
        return len(self.terms) + len(self.patterns)


def parse(text: str) -> Query:
    """The query that a text means; any text is one. Raises QueryError where nothing is looked for, or too much."""
    terms: list[str] = []
    beginnings: list[str] = []
    phrases: list[str] = []
    without_terms: list[str] = []
    without_patterns: list[str] = []
    common: list[str] = []
    for part in _PART.finditer(text):
        written = part["phrase"] if part["phrase"] is not None else part["plain"]
        found = list(words(written))
        if not found:
            continue
        begins = written.rstrip().endswith("*")
        if begins or part["phrase"] is not None:
            pattern = spaced(found)[:-1] if begins else spaced(found)
            (without_patterns if part["without"] else beginnings if begins and len(found) == 1 else phrases).append(pattern)
            continue
        known = [word.term for word in found if word.term]
        (without_terms if part["without"] else terms).extend(known)
        common += [written[word.start : word.end] for word in found if not word.term]
    made = Query(*(tuple(dict.fromkeys(x)) for x in (terms, beginnings, phrases, without_terms, without_patterns, common)))
    if not made.wanted:
        raise QueryError(_nothing(text, made))
    if made.wanted + len(made.without_terms) + len(made.without_patterns) > MOST:
        raise QueryError(f"the search has more than {MOST} words; leave some out.")
    return made


def marks(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Where the words of a query stand in a text: offsets of each word or phrase, in order."""
    found = list(words(text))
    stretches = [(word.start, word.end) for word in found if word.term in query.terms]
    for pattern in query.patterns:
        stretches += _matches(found, pattern)
    return tuple(sorted(dict.fromkeys(stretches)))


def _matches(found: list[Word], pattern: str) -> list[tuple[int, int]]:
    forms, begins = pattern.split(), not pattern.endswith(" ")
    size = len(forms)
    matched = []
    for i in range(len(found) - size + 1):
        here = [word.form for word in found[i : i + size]]
        last = here[-1].startswith(forms[-1]) if begins else here[-1] == forms[-1]
        if last and here[:-1] == forms[:-1]:
            matched.append((found[i].start, found[i + size - 1].end))
    return matched


def _nothing(text: str, made: Query) -> str:
    if made.common:
        return f"nearly every sentence has {', '.join(made.common)}; name a rarer word, or put a phrase in quotation marks."
    if made.without_terms or made.without_patterns:
        return "the search only says what is not wanted; name a word that is."
    return f"{text.strip()!r} has no word to look for." if text.strip() else "no word to look for is given."
