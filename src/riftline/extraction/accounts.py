"""Accounts of one event that differ: each side's version, with its words.

readouts   two governments' accounts of one call or meeting, in neighbouring sentences
denials    what one side asserts and the other denies, rejects, counters or calls false
contested  an event that stands once as happened, once as negated, by two vouchers
figures    counts of the same people from two sides that cannot both be right
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Token

from riftline.extraction.denials import denials
from riftline.extraction.figures import Count, all_figures
from riftline.extraction.names import find_names
from riftline.extraction.phrases import char_span
from riftline.extraction.versions import account_of, sentence_at, sentences_between, table, words_of_span
from riftline.records import Account, Event, Span, Statement, Version
from riftline.text.parse import Parsed

_TALKS = re.compile(
    r"\b(?:call|phone|telephone|spoke|talked|talks?|met|meeting|conversation|discussed|summit|discussions?)\b", re.IGNORECASE
)


def find_accounts(parsed: Parsed, events: Sequence[Event], statements: Sequence[Statement]) -> tuple[Account, ...]:
    """Pairs of accounts that differ, each pair of sides and passage once, in text order."""
    found = [
        *_readouts(parsed, events),
        *denials(parsed, events, statements),
        *_contested(events),
        *_figures(parsed, events, statements),
    ]
    kept: dict[tuple[frozenset[str], int], Account] = {}
    for account in sorted(found, key=lambda a: a.versions[-1].evidence.start):
        sides = frozenset(account.codes)
        near = [k for k in kept if k[0] == sides and abs(k[1] - account.versions[-1].evidence.start) < 600]
        if not near:
            kept[sides, account.versions[-1].evidence.start] = account
    return tuple(kept.values())


def _readouts(parsed: Parsed, events: Sequence[Event]) -> Iterator[Account]:
    """ "…, a French summary said. The Egyptian one spoke of trade …"."""
    found: list[tuple[int, str, Span]] = []
    sentences = list(parsed.doc.sents)
    for n, sentence in enumerate(sentences):
        for token in sentence:
            strong = token.lemma_.lower() in ("readout", "read-out")
            if token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in table("readout"):
                continue
            code = _whose(parsed, token)
            if code and (strong or _TALKS.search(sentence.text) or any(k == n - 1 for k, _, _ in found)):
                found.append((n, code, sentence_at(parsed.doc, token.idx)))
    for (n, code, span), (m, other, span2) in pairwise(found):
        passage = parsed.article.text[span.start : span2.end]
        if code != other and m - n <= 1 and _TALKS.search(passage):
            yield account_of(
                parsed, events, Version(code, words_of_span(span), span), Version(other, words_of_span(span2), span2), ("CONSULT",)
            )


def _whose(parsed: Parsed, noun: Token) -> str:
    """The code in a noun's own phrase: "a Kremlin readout", "the account from Yerevan", "a statement from Macron's office"."""
    last = noun.i
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in ("from", "by", "of"):
            last = max(last, child.right_edge.i)
    first = min([noun.i, *(t.left_edge.i for t in noun.lefts)])
    span = char_span(parsed.doc, first, min(last, noun.i + 10))
    return next((name.entries[0].code for name in find_names(span.text)), "")


def _contested(events: Sequence[Event]) -> Iterator[Account]:
    """The same act, by the same sides, once vouched for and once denied by another voucher."""
    denied = [e for e in events if e.status == "negated" and e.attribution is not None and e.attribution.code]
    for no in denied:
        for yes in events:
            if yes.status != "happened" or yes.type != no.type or yes.attribution is None or no.attribution is None:
                continue
            sides = (_codes(yes), _codes(no))
            if yes.attribution.code and yes.attribution.code != no.attribution.code and sides[0] == sides[1] and sides[0]:
                one = Version(yes.attribution.code, words_of_span(yes.evidence[0]), yes.evidence[0])
                other = Version(no.attribution.code, words_of_span(no.evidence[0]), no.evidence[0])
                yield Account(yes.id, (one.code, other.code), (one, other))


def _codes(event: Event) -> tuple[str, ...]:
    return tuple(a.code if a is not None else "" for a in (event.source, event.target))


def _figures(parsed: Parsed, events: Sequence[Event], statements: Sequence[Statement]) -> Iterator[Account]:
    """Two sides' counts of the same people, near each other, that exclude one another."""
    said: list[tuple[Count, Statement]] = []
    for count in all_figures(parsed):
        holding = [
            s
            for s in statements
            if s.speaker.code and s.evidence[0].start <= count.start < s.evidence[0].end and s.content.start <= count.start < s.content.end
        ]
        if holding:
            said.append((count, min(holding, key=lambda s: s.content.end - s.content.start)))
    for n, (count, statement) in enumerate(said):
        for count2, statement2 in said[n + 1 :]:
            if sentences_between(parsed.doc, count.start, count2.start) > 2:
                break  # they come sentence by sentence
            a, b = count.figure, count2.figure
            if a.what != b.what or statement.speaker.code == statement2.speaker.code or (a.low <= b.high and b.low <= a.high):
                continue
            one = Version(statement.speaker.code, statement.text, statement.evidence[0])
            two = Version(statement2.speaker.code, statement2.text, statement2.evidence[0])
            yield account_of(parsed, events, one, two, ("ASSAULT", "PROTEST"))
