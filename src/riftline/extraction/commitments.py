"""Standing obligations between actors: pacts, alliances, memberships, deployments, mediations, truces, backing, aid.

Each construction is read by a function of its own (`commitments_*.py`); nothing is
taken from two states merely standing in one sentence. The same obligation told twice is one, with all its evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args, get_type_hints

from riftline.extraction.commitments_arms import deliveries, disarmaments
from riftline.extraction.commitments_forces import backings, deployments, guards, supports
from riftline.extraction.commitments_members import memberships
from riftline.extraction.commitments_pacts import Pledge, pacts
from riftline.extraction.commitments_relations import relations
from riftline.extraction.commitments_talks import mediations
from riftline.extraction.parties import Parties
from riftline.extraction.phrases import np_left_edge
from riftline.records import Commitment, Mention, PlaceMention, Span
from riftline.text.parse import Parsed

STATUSES: tuple[str, ...] = get_args(get_type_hints(Commitment)["status"])
_COVERS = {
    "mutual defence": ("alliance", "partnership"),
    "alliance": ("partnership", "support"),
    "peacekeeping": ("deployment",),
    "basing": ("deployment",),
    "arms supply": ("support",),
    "military support": ("support",),
    "support for rebels": ("support", "alliance"),
    "support for government": ("support", "alliance"),
}
"""Kinds that say less than another one between the same parties, and are then left out."""


_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "AUX", "ADJ"})
"""Parts of speech by which a commitment may be told."""


def find_commitments(parsed: Parsed, mentions: Sequence[Mention], places: Sequence[PlaceMention] = ()) -> tuple[Commitment, ...]:
    """The article's commitments in the order of their first evidence; `places` lets "a base in Gulu" be in Uganda."""
    parties = Parties(parsed, mentions, places)
    pledges: list[Pledge] = []
    for token in parsed.doc:
        if token.pos_ not in _CONTENT:
            continue
        for read in (pacts, relations, memberships, deployments, guards, backings, supports, deliveries, disarmaments, mediations):
            pledges += read(parties, token)
    merged: dict[tuple[str, frozenset[str]], Commitment] = {}
    for pledge in sorted(pledges, key=lambda p: p.first):
        if len(set(pledge.parties)) < 2:
            continue
        key = (pledge.kind, frozenset(pledge.parties))
        span = _evidence(parsed, pledge)
        known = merged.get(key)
        if known is None:
            merged[key] = Commitment(pledge.kind, tuple(dict.fromkeys(pledge.parties)), pledge.status, (span,))
        elif all(span.start >= e.end or span.end <= e.start for e in known.evidence):
            status = pledge.status if known.status == "in force" and pledge.status == "broken off" else known.status
            merged[key] = Commitment(known.kind, known.parties, status, (*known.evidence, span))
    weaker = {(kind, sides) for (strong, sides) in merged for kind in _COVERS.get(strong, ())}
    return tuple(c for key, c in merged.items() if key not in weaker)


def _evidence(parsed: Parsed, pledge: Pledge) -> Span:
    """The words from the first to the last of the pledge's tokens, whole phrases within the sentence."""
    doc = parsed.doc
    sentence = doc[pledge.first].sent
    first, last = max(sentence.start, min(pledge.first, pledge.last)), max(pledge.first, pledge.last)
    while (
        doc[last].dep_ in ("compound", "amod", "nmod", "nummod", "poss", "punct")
        and last < doc[last].head.i <= last + 6
        and doc[last].head.i < sentence.end
    ):
        last = doc[last].head.i
    first = max(sentence.start, min(first, np_left_edge(doc[first])))
    while last > first and (doc[last].is_space or doc[last].is_punct):
        last -= 1
    while first < last and (doc[first].is_space or doc[first].is_punct):
        first += 1
    span = doc[first : last + 1]
    return Span(span.start_char, span.end_char, span.text)
