"""What the finders of differing accounts share: the event that two versions tell, sentences, and the table of words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from spacy.tokens import Doc, Token

from riftline.extraction.phrases import char_span, token_at
from riftline.records import Account, Event, Span, Version
from riftline.tables import rows
from riftline.text.parse import Parsed

_STARTS = "riftline_sentence_starts"
"""Where a parse keeps the offsets at which its sentences start."""


@cache
def table(use: str) -> frozenset[str]:
    """The words of one use in `data/accounts.tsv`: "readout", "denying", "assertion"."""
    return frozenset(row["word"] for row in rows("accounts") if row["use"] == use)


def account_of(parsed: Parsed, events: Sequence[Event], one: Version, other: Version, prefer: Sequence[str] = ()) -> Account:
    """The account of the event that both versions stand nearest to."""
    sides = {one.code, other.code}
    begin, end = min(one.evidence.start, other.evidence.start), max(one.evidence.end, other.evidence.end)
    inside = [e for e in events if any(s.start < end and s.end > begin for s in e.evidence)]

    def fit(event: Event) -> tuple[bool, int]:
        codes = {a.code for a in (event.source, event.target) if a is not None}
        return event.type in prefer, len(codes & sides)

    best = max(inside, key=fit, default=None)
    if best is not None and not (fit(best)[1] or best.type in prefer):
        best = None
    return Account(best.id if best is not None else None, (one.code, other.code), (one, other))


def sentence_at(doc: Doc, offset: int) -> Span:
    """The sentence that holds an offset, without the line breaks around it."""
    sentence = doc[token_at(doc, offset)].sent
    first, last = sentence.start, sentence.end - 1
    while last > first and doc[last].is_space:
        last -= 1
    while first < last and doc[first].is_space:
        first += 1
    return char_span(doc, first, last)


def token_of(doc: Doc, span: Span) -> Token:
    """The first token of a span."""
    return doc[token_at(doc, span.start)]


def sentences_between(doc: Doc, one: int, other: int) -> int:
    """How many sentence starts lie between two offsets."""
    starts: list[int] | None = doc.user_data.get(_STARTS)
    if starts is None:  # asked of each pair of versions: counted in the text it would take the square of its length
        starts = doc.user_data[_STARTS] = [t.idx for t in doc if t.is_sent_start and not t.is_space]
    return abs(bisect_right(starts, one) - bisect_right(starts, other))


def words_of_span(span: Span) -> str:
    """A span\'s words on one line."""
    return " ".join(span.text.split())
