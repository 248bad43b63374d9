"""Whether the verb that governs a word looks back or ahead: what "on Thursday" needs to know."""

from __future__ import annotations

from typing import Literal

from spacy.tokens import Token

from riftline.extraction.word_lists import word_set

Tense = Literal["past", "present", "future"]

WILL = frozenset({"will", "shall", "'ll", "’ll", "wo"})
MODAL = frozenset({"would", "may", "might", "could", "should", "can", "must", "ca"})
# Words whose infinitive ("to meet on Friday") or "for" lies ahead of them.
AHEAD = word_set("dates_tense.ahead")
PLANNED = frozenset({"plan", "schedule", "due", "set", "expect", "slate", "propose", "call", "book", "fix", "earmark", "invite"})
# Words before a date that are about what is to come, where no verb tells.
UPCOMING = frozenset({"upcoming", "coming", "forthcoming", "due", "next", "planned", "scheduled", "imminent", "prospective"})


def clause_verb(token: Token) -> Token | None:
    """The verb whose clause the token is in, the token itself included; None in a fragment."""
    while True:
        if token.pos_ == "VERB" or (token.pos_ == "AUX" and token.dep_ not in ("aux", "auxpass")):
            return token
        if token.dep_ in ("aux", "auxpass"):
            token = token.head
            continue
        if token.head is token or token.head.i == token.i:
            return None
        token = token.head


def is_perfect(verb: Token) -> bool:
    """Whether a verb is told as done by now: "has bombed"."""
    return any(child.lemma_ == "have" and child.tag_ in ("VBZ", "VBP") for child in verb.children)


def _auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass")]


def tense_of(verb: Token | None) -> Tense:
    """The tense of a verb as its auxiliaries and governors show it; "past" where there is none: news tells what was."""
    for _ in range(12):
        if verb is None:
            return "past"
        auxiliaries = _auxiliaries(verb)
        words = {aux.lower_ for aux in auxiliaries}
        perfect = any(aux.lemma_ == "have" for aux in auxiliaries)
        if words & WILL:
            return "future"
        if words & MODAL:
            return "past" if perfect else "future"
        if perfect or any(aux.tag_ == "VBD" for aux in auxiliaries):
            # "was going to", "were expected to" are read at their infinitive; "was due" is past in itself
            return "past"
        if any(aux.tag_ in ("VBZ", "VBP") for aux in auxiliaries):
            passive = any(aux.dep_ == "auxpass" for aux in auxiliaries)
            if verb.lemma_ in AHEAD and verb.tag_ == "VBN" and passive:
                return "future"
            return "past" if verb.tag_ == "VBN" and verb.dep_ != "ROOT" else "present"
        if verb.tag_ == "VBD":
            return "past"
        if verb.tag_ in ("VBZ", "VBP"):
            return "present"
        governor = verb.head if verb.head.i != verb.i else None
        if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod", "advcl", "relcl"):
            return "future" if "to" in words or verb.lemma_ in PLANNED else "past"
        if verb.tag_ == "VB" and any(aux.tag_ == "TO" for aux in auxiliaries):
            if governor is None:
                return "future"
            if governor.lemma_ in AHEAD or governor.lower_ in AHEAD or governor.pos_ in ("NOUN", "PROPN"):
                return "future"
        verb = clause_verb(governor) if governor is not None else None
    return "past"


def looks_ahead(token: Token) -> Tense:
    """The tense that governs a time word: its verb's, unless it hangs in a noun phrase, which tells what was or what is coming."""
    climber, steps = token, 0
    while climber.head.i != climber.i and steps < 12:
        parent = climber.head
        if climber.dep_ == "pobj" and parent.lower_ == "for" and (parent.head.lemma_ in PLANNED or parent.head.lower_ in PLANNED):
            return "future"
        if parent.pos_ in ("NOUN", "PROPN") and any(child.lower_ in UPCOMING for child in parent.children):
            return "future"
        if parent.pos_ in ("NOUN", "PROPN") and climber.dep_ in ("poss", "compound", "nmod", "amod"):
            verb = clause_verb(parent)
            if verb is not None and tense_of(verb) == "future" and parent.dep_ not in ("nsubj",):
                return "future"
            return "past" if climber.dep_ == "poss" else "present"
        if parent.pos_ == "ADJ" and parent.lower_ in ("due", "set", "likely", "expected", "scheduled"):
            return "future"
        if parent.pos_ in ("VERB", "AUX"):
            tense = tense_of(clause_verb(parent))
            if tense == "present" and climber.dep_ in ("prep", "npadvmod", "advmod", "dobj"):
                # "the talks open on Friday": a present with a day is a timetable
                return "future"
            return tense
        climber, steps = parent, steps + 1
    return tense_of(clause_verb(token))
