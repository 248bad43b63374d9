"""Speakers: whose words a cue brings, as a stretch of text and as an actor.

The actor comes from the mentions; where none is there, the words themselves, with no code. Unnamed people
("officials", "a Kremlin official", "local media") are anonymous, under the country that their words give.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Token

from riftline.records import Actor, Mention

_SUBJECTS = ("nsubj", "csubj")
_INHERITS = ("xcomp", "advcl", "conj", "ccomp")
_RELATIVES = ("who", "which", "that")
_MANY = ("some", "many", "others", "several", "one", "another", "most", "few")


_NOWHERE = ("western", "regional", "local", "foreign", "international", "independent", "eastern", "southern", "northern")
_STATELESS = ("diplomat", "analyst", "expert", "observer", "media", "source", "economist", "trader", "academic", "person", "reporter")


@dataclass(frozen=True, slots=True)
class Source:
    """The words that name a speaker: head token, first and last token (inclusive)."""

    head: int
    first: int
    last: int


@cache
def source_nouns() -> dict[str, str]:
    """Nouns that say what kind of source it is: anonymous, media, document, voice (a spokesman or an office)."""
    lines = (files("riftline") / "data" / "statements" / "sources.tsv").read_text("utf-8").splitlines()[1:]
    return dict(line.split("\t") for line in lines if line)


def subject_of(cue: Token) -> Source | None:
    """Who speaks where the cue is a verb or an adjective: its subject, or the one that it shares with another verb."""
    verb = cue.head if cue.dep_ == "acomp" and cue.pos_ == "ADJ" else cue
    for _ in range(4):
        own = next((c for c in verb.children if c.dep_ in _SUBJECTS and c.lower_ not in ("it", "there")), None)
        it = next((c for c in verb.children if c.dep_ in _SUBJECTS and c.lower_ == "it"), None)
        if own is None and it is not None:
            own = it
        agent = next((c for c in verb.children if c.dep_ == "agent"), None)
        if agent is not None:
            named = next((c for c in agent.children if c.dep_ == "pobj"), None)
            return source_at(named) if named is not None else None
        if own is not None:
            return _relative(verb, own) if own.lower_ in _RELATIVES else source_at(own)
        if any(c.dep_ == "nsubjpass" for c in verb.children):
            return None
        if verb.dep_ in ("acl", "relcl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return source_at(verb.head, before=verb.left_edge.i) if verb.tag_ != "VBN" else None
        if verb.dep_ not in _INHERITS or verb.head.i == verb.i:
            return None
        if verb.dep_ == "xcomp":
            told = next((c for c in verb.head.children if c.dep_ == "dobj"), None)
            if told is not None:
                return source_at(told, before=verb.left_edge.i)
        verb = verb.head
    return None


def holder_of(noun: Token) -> Source | None:
    """Who speaks where the cue is a noun: its possessor, "by X", or the subject of the verb that governs it."""
    for child in noun.children:
        if child.dep_ == "poss":
            return source_at(child)
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in ("by", "from"):
            return next((source_at(c) for c in child.children if c.dep_ == "pobj"), None)
    for child in noun.children:
        if child.dep_ in ("amod", "compound") and child.ent_type_ in ("NORP", "GPE", "ORG", "PERSON"):
            return Source(child.i, child.i, child.i)
    head = noun.head
    for _ in range(2):
        if head.pos_ in ("VERB", "AUX") and noun.dep_ in ("dobj", "pobj", "attr"):
            return subject_of(head)
        head = head.head
    return None


def _relative(verb: Token, pronoun: Token) -> Source:
    """The antecedent with its relative pronoun."""
    clause = verb
    while clause.dep_ in ("conj", "ccomp", "xcomp") and clause.head.i != clause.i:
        clause = clause.head
    if clause.dep_ != "relcl" or clause.head.i > pronoun.i:
        return Source(pronoun.i, pronoun.i, pronoun.i)
    antecedent = source_at(clause.head, before=pronoun.i + 1)
    return Source(antecedent.head, antecedent.first, pronoun.i)


def source_at(head: Token, before: int | None = None) -> Source:
    """The noun phrase around `head`, without commas and determinerless clauses hung on behind; up to token `before`."""
    first, last = head.left_edge.i, head.right_edge.i
    doc = head.doc
    for child in head.children:
        if child.dep_ in ("relcl", "ccomp", "advcl", "parataxis") and child.i > head.i:
            last = min(last, child.left_edge.i - 1)
    if before is not None:
        last = min(last, before - 1)
    last = max(last, head.i)
    while first < head.i and (doc[first].is_punct or doc[first].is_space or doc[first].dep_ in ("cc", "mark", "advmod")):
        first += 1
    while last > head.i and (doc[last].is_punct or doc[last].is_space or doc[last].lower_ in _RELATIVES):
        last -= 1
    return Source(head.i, first, last)


def text_of(doc: Doc, source: Source) -> str:
    """The source's words."""
    return str(doc[source.first : source.last + 1].text)


def actor_of(doc: Doc, source: Source, mentions: Sequence[Mention]) -> Actor:
    """The speaker behind a source's words; code "" where no mention tells."""
    words = text_of(doc, source)
    head = doc[source.head]
    kind = source_nouns().get(head.lemma_.lower()) or source_nouns().get(head.lower_)
    anonymous = _is_anonymous(doc, source, kind)
    mention = _mention_at(mentions, [source.head])
    if mention is None and (kind is not None or head.pos_ in ("NOUN", "PROPN")):
        mention = _mention_within(doc, source, mentions)
    if mention is None or not mention.actors:
        return Actor(code="", name=words, text=words, anonymous=anonymous)
    actor = mention.actors[0]
    if anonymous and kind is not None and _belongs_nowhere(doc, source):
        return Actor(code="", name=words, text=words, anonymous=True)
    if mention.kind in ("name", "person", "pronoun") and actor.anonymous and not anonymous:
        return actor
    return replace(actor, text=words, anonymous=anonymous or actor.anonymous)


def _belongs_nowhere(doc: Doc, source: Source) -> bool:
    """Whether unnamed people are of no state that their words tell: "western diplomats", "local media", "one analyst"."""
    words = doc[source.first : source.last + 1]
    if any(t.pos_ == "PROPN" or t.ent_type_ in ("GPE", "NORP", "ORG", "LOC", "FAC") for t in words):
        return any(t.lower_ in _NOWHERE for t in words[:-1])
    return doc[source.head].lemma_.lower() in _STATELESS or any(t.lower_ in _NOWHERE for t in words)


def goes_back(doc: Doc, source: Source) -> bool:
    """Whether the words take up an unnamed speaker again: "the person", "the official"."""
    return source.last - source.first == 1 and doc[source.first].lower_ in ("the", "this") and doc[source.head].tag_ == "NN" and (
        source_nouns().get(doc[source.head].lemma_.lower()) == "anonymous"
    )


def _mention_at(mentions: Iterable[Mention], tokens: Iterable[int]) -> Mention | None:
    """The narrowest mention over one of the tokens, in their order."""
    for index in tokens:
        over = [m for m in mentions if m.first <= index <= m.last and m.actors]
        if over:
            return min(over, key=lambda m: (m.head != index, m.last - m.first))
    return None


def _mention_within(doc: Doc, source: Source, mentions: Sequence[Mention]) -> Mention | None:
    """The mention beside the head that says whose it is: "the Armenian readout", "a spokesman for the ministry"."""
    head = doc[source.head]
    near = [c for dep in (("amod", "compound", "poss", "nmod"), ("appos",)) for c in head.children if c.dep_ in dep]
    for preposition in (c for c in head.children if c.dep_ in ("prep", "agent")):
        near += [c for c in preposition.children if c.dep_ == "pobj"]
    near = [c for c in near if source.first <= c.i <= head.right_edge.i]
    found = _mention_at(mentions, [c.i for c in near])
    if found is not None:
        return found
    deeper = [t.i for c in near for t in c.subtree if t.i != c.i]
    return _mention_at(mentions, deeper) or _mention_at(mentions, range(source.first, source.last + 1))


def _is_anonymous(doc: Doc, source: Source, kind: str | None) -> bool:
    """Whether nobody is named: an unnamed role, "some", "local media"; a spokesman of a named office is no such case."""
    head = doc[source.head]
    words = doc[source.first : source.last + 1]
    if head.pos_ == "PROPN" or any(t.ent_type_ == "PERSON" for t in words if t.dep_ not in ("poss",)):
        return False
    if kind == "anonymous":
        return True
    if kind == "media":
        return not any(t.ent_type_ == "ORG" or t.pos_ == "PROPN" for t in words)
    if head.lower_ in _MANY:
        return True
    return "anonymity" in words.text or "not to be identified" in words.text
