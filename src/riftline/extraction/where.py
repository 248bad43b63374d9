"""Where an act took place: a place that a preposition, a verb of reaching or the act's own noun ties to it.

A state that acts or is acted on is a side, not a place: only "in Syria" makes it one. Places are weighed by the way
through the parse, as dates are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from spacy.tokens import Token

from riftline.extraction.phrases import head_of, tokens_at
from riftline.extraction.place_spans import LOCAL_ACTS, MOTION, PLACE_NOUNS, REACHED
from riftline.records import Place, PlaceMention
from riftline.text.parse import Parsed

_AT = frozenset([
    "in", "at", "near", "inside", "outside", "around", "across", "throughout", "within", "along", "off", "through", "beside", "beyond"
])  # fmt: skip
_MATTERS = frozenset("situation crisis war conflict event development violence fighting unrest case attack crime abuse truce future election".split())
# Prepositions and verbs whose noun is a topic, not a scene: "warrant for crimes in X", "discuss the situation in X".
_TOPIC = frozenset(["for", "about", "over", "on", "regarding", "concerning", "against"])
_TALK = frozenset([
    "discuss", "debate", "address", "raise", "review", "consider", "explain", "describe", "cover", "call", "mention", "tell", "say",
    "warn", "accuse", "urge"
])  # fmt: skip
_ON = frozenset(["on", "against", "of", "for", "upon"])
_GOAL = frozenset(["to", "into", "toward", "towards", "from"])
# What may lie in the place that it is "on" or "of": "attack on Aleppo", "siege of Homs".
_LOCAL_ACTS = LOCAL_ACTS
UP = {
    "relcl": 2.0, "advcl": 1.2, "ccomp": 1.6, "acl": 0.8, "xcomp": 0.3, "conj": 0.9, "parataxis": 1.5, "pcomp": 0.8, "csubj": 1.2,
    "nsubj": 0.5, "nsubjpass": 0.3, "dobj": 0.3, "pobj": 0.2, "prep": 0.1, "appos": 0.4, "attr": 0.5, "agent": 0.6, "poss": 0.8,
    "compound": 0.2, "nmod": 0.2, "amod": 0.2,
}  # fmt: skip
DOWN = {
    "relcl": 1.4, "advcl": 0.7, "ccomp": 0.9, "acl": 0.6, "xcomp": 0.2, "conj": 0.4, "parataxis": 0.8, "pcomp": 0.4, "csubj": 0.5,
    "nsubj": 0.5, "nsubjpass": 0.4, "dobj": 0.2, "pobj": 0.25, "prep": 0.1, "appos": 0.5, "attr": 0.4, "agent": 0.5, "poss": 0.6,
    "compound": 0.6, "nmod": 0.6, "amod": 0.4,
}  # fmt: skip
HANGS = 1.7
DATELINE = re.compile(r"\s*(?P<place>[A-Z][A-Z .'’-]{2,30})(?:, [\w .]{2,25})?(?: ?\([\w /.]{2,30}\))?\s?(?:[-–—:]|(?<=\)))")


def place_of(parsed: Parsed, places: Sequence[PlaceMention], act: int) -> tuple[Place | None, str]:
    """The place of the act with that head token, and why; None with a reason where the text does not tell."""
    doc = parsed.doc
    token = doc[act]
    begin, end = token.sent.start_char, token.sent.end_char
    best: tuple[float, int, PlaceMention] | None = None
    for mention in places:
        if mention.place is None or not begin <= mention.span.start < end:
            continue
        head = head_of(doc, *tokens_at(doc, mention.span.start, mention.span.end))
        cost = _cost(head, token, mention.place)
        if cost is not None and mention.place.precision in ("country", "region"):
            cost += 0.25  # a town beside its state is the place
        if cost is not None and (best is None or (cost, abs(head.i - act)) < best[:2]):
            best = (cost, abs(head.i - act), mention)
    if best is not None and best[0] <= HANGS:
        return best[2].place, f"“{best[2].span.text}” is told with the act: {best[2].reason}"
    line = _dateline(parsed, places, token)
    if line is not None:
        return line.place, f"the dateline “{line.span.text}”: {line.reason}"
    return None, "no place is told with it"


def _tie(head: Token, place: Place) -> tuple[Token, float] | None:
    """What a place locates and at what cost: the word that its preposition hangs on; None where it locates nothing."""
    small = place.precision not in ("country",) and not (place.precision == "region" and place.country is None)
    phrase = head
    for _ in range(4):
        if phrase.dep_ in ("conj", "appos") and phrase.head.i != phrase.i:
            phrase = phrase.head
        elif phrase.dep_ == "pobj" and phrase.head.lower_ == "of" and phrase.head.head.lower_ in PLACE_NOUNS:
            phrase = phrase.head.head  # "in the city of X"
        elif phrase.dep_ in ("poss", "compound", "nmod") and phrase.head.lower_ in PLACE_NOUNS | {"province", "capital"}:
            phrase = phrase.head  # "in Idlib province", "in Armenia's capital"
        else:
            break
    if phrase.dep_ == "pobj":
        word, governor = phrase.head.lower_, phrase.head.head
        while governor.dep_ == "prep" and governor.head.i != governor.i:
            governor = governor.head
        if word in _AT:
            topic = next((c for c in governor.children if c.dep_ == "dobj" and c.i < phrase.head.i), None)
            if governor.lemma_ in _TALK and topic is not None and topic.right_edge.i == phrase.head.i - 1 and topic.lemma_ in _MATTERS:
                return topic, 0.0
            return governor, 0.0
        if word in _GOAL and governor.lemma_ in MOTION | REACHED:
            return governor, 0.2
        if word in _ON and small and governor.lemma_ in _LOCAL_ACTS:
            return governor, 0.2
        return None
    if phrase.dep_ == "dobj" and phrase.head.lemma_ in REACHED and (small or phrase.head.lemma_ in ("visit", "tour", "enter", "leave", "invade")):
        return phrase.head, 0.2
    if phrase.dep_ in ("compound", "nmod", "amod") and small and phrase.head.pos_ == "NOUN":
        return phrase.head, 0.3
    if phrase.dep_ == "npadvmod" and small:
        return phrase.head, 0.2
    return None


def _cost(head: Token, act: Token, place: Place) -> float | None:
    """How far the place is from the act through the parse; None where it is not the place of anything."""
    tie = _tie(head, place)
    if tie is None:
        return None
    climber, cost = tie
    above = {act.i: 0.0}
    walker, down = act, 0.0
    while walker.head.i != walker.i:
        down += DOWN.get(walker.dep_, 0.5)
        walker = walker.head
        above[walker.i] = down
    while climber.i not in above:
        if climber.head.i == climber.i:
            return None
        if climber.dep_ == "prep" and climber.lower_ in _TOPIC and climber.i != act.i:
            cost += 1.0
        if climber.dep_ in ("dobj", "pobj") and climber.pos_ == "NOUN" and climber.head.lemma_ in _TALK:
            cost += 1.6
        described = climber.dep_ in ("relcl", "acl") and climber.head.i == act.i
        cost += 0.2 if described else UP.get(climber.dep_, 0.5)
        climber = climber.head
    return cost + above[climber.i]


def _dateline(parsed: Parsed, places: Sequence[PlaceMention], act: Token) -> PlaceMention | None:
    """The dateline's place, for what its own sentence tells first."""
    hit = DATELINE.match(parsed.article.text)
    if hit is None or act.sent.start_char > hit.end() + 1:
        return None
    if act.dep_ != "ROOT":
        return None
    return next((m for m in places if m.place is not None and hit.start("place") <= m.span.start < hit.end("place")), None)
