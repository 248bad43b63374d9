"""Pacts: "a defence pact with", "a truce between", "the declaration that both signed"; and what all readers of commitments share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Token

from riftline.extraction.parties import BODIES, Parties, is_member
from riftline.tables import rows

State = Literal["in force", "announced", "broken off", "past"]


TOLD_OF = 3
"""How often an article has to mention the sides of a truce that are not named beside it."""


@dataclass(frozen=True, slots=True)
class Pledge:
    """A commitment as read off one place in the text: the tokens from `first` to `last` carry it."""

    kind: str
    parties: tuple[str, ...]
    status: State
    first: int
    last: int


@cache
def nouns(frame: str) -> dict[str, tuple[str, bool]]:
    """Noun → (kind, whether it needs no qualifier) of one frame of `data/commitments/nouns.tsv`."""
    return {r["word"]: (r["kind"], r["alone"] == "yes") for r in rows("commitments/nouns") if r["frame"] == frame}


@cache
def verbs(frame: str) -> dict[str, str]:
    """Verb → kind of one frame of `data/commitments/verbs.tsv`."""
    return {r["word"]: r["kind"] for r in rows("commitments/verbs") if r["frame"] == frame}


@cache
def words(use: str) -> frozenset[str]:
    """The words of one use in `data/commitments/words.tsv`: "opposed" for rebels, "ruling" for governments."""
    return frozenset(r["word"] for r in rows("commitments/words") if r["use"] == use)


@cache
def _qualifiers() -> dict[str, str]:
    return {r["word"]: r["kind"] for r in rows("commitments/qualifiers")}


def status_at(token: Token) -> State:
    """What the words around a noun or verb say of its state: broken off, announced, past, else in force."""
    before = {t.lower_ for t in token.lefts}
    node = token
    chain = [token]
    for _ in range(3):
        if node.head.i == node.i:
            break
        node = node.head
        chain.append(node)
        if node.pos_ == "VERB":
            break
    verb = next((t for t in chain if t.pos_ in ("VERB", "AUX")), None)
    if before & {"former", "previous", "ex", "old", "erstwhile"}:
        return "past"
    if verb is None:
        return "in force"
    lemma = verb.lemma_.lower()
    helpers = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    if lemma in verbs("break"):
        return "broken off"
    if helpers & {"will", "’ll", "'ll", "would", "could", "may"} or (lemma in words("plan") and verb.i != token.i):
        return "announced"
    if ("had" in helpers and verb.i == token.i) or (lemma == "be" and verb.tag_ == "VBD" and token.dep_ == "attr"):
        return "past"
    return "in force"


def is_unreal(noun: Token) -> bool:
    """Whether the noun stands under wishing, asking or denying: "wanted a pact", "no treaty", "if it had"."""
    if any(c.lower_ in ("no", "any", "without", "potential", "possible", "future") for c in noun.lefts):
        return True
    verb = noun.head if noun.head.pos_ in ("VERB", "AUX") else next((a for a in noun.ancestors if a.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return False
    above = verb.head.lemma_.lower() if verb.dep_ in ("xcomp", "pcomp", "ccomp", "acl") else ""
    return (
        (above in words("unreal") and verb.tag_ in ("VBG", "VB"))
        or (verb.lemma_.lower() in words("unreal") and noun.dep_ in ("dobj", "pobj"))
        or any(c.dep_ == "neg" for c in verb.children)
        or any(c.lower_ in ("if", "unless", "whether") for c in verb.children)
    )


def between(noun: Token, parties: Parties) -> tuple[str, ...]:
    """Codes of what stands between whom, in the noun's own phrase."""
    for token in noun.subtree:
        if token.lower_ in ("between", "among") and token.dep_ == "prep" and 0 < token.i - noun.i <= 25:
            codes = tuple(dict.fromkeys(c for o in token.children if o.dep_ == "pobj" for c in parties.all_of(o)))
            if len(codes) >= 2:
                return codes
    return ()


def with_whom(word: Token, parties: Parties) -> tuple[str, ...]:
    """Codes of a noun's or verb's "with" phrase."""
    return tuple(
        dict.fromkeys(
            c
            for p in word.rights
            if p.dep_ == "prep" and p.lower_ in ("with", "alongside")
            for o in p.children
            if o.dep_ == "pobj"
            for c in parties.all_of(o)
        )
    )


def edge(tokens: list[int], around: Token, reach: int = 25) -> tuple[int, int]:
    """First and last of the token numbers that lie near a word."""
    near = [i for i in tokens if abs(i - around.i) <= reach and around.sent.start <= i < around.sent.end] or [around.i]
    return min(near), max(near)


def phrase(noun: Token, parties: Parties, codes: tuple[str, ...]) -> tuple[int, int]:
    """Where the evidence of a noun runs: from the nearest words for its parties to the end of its phrase."""
    found = [noun.i, noun.left_edge.i if noun.i - noun.left_edge.i <= 8 else noun.i]
    for code in dict.fromkeys(codes):
        near = [
            t.i
            for t in noun.sent
            if abs(t.i - noun.i) <= 25
            and (code == parties.named.get(t.i) or (t.i in parties.at and code in {a.code for a in parties.at[t.i].actors}))
        ]
        if near:
            found.append(min(near, key=lambda i: abs(i - noun.i)))
    return edge(found, noun)


def pacts(parties: Parties, token: Token) -> Iterator[Pledge]:
    """ "Greece and Egypt have a defence treaty", "the Saudi-Egyptian truce", "a truce between A and B"."""
    if token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in nouns("pact") or token.dep_ in ("compound", "amod"):
        return
    if token.i in parties.named:
        return
    base, alone = nouns("pact")[token.lemma_.lower()]
    if token.lemma_.lower() in ("relationship", "tie") and not {t.lower_ for t in token.lefts} & _qualifiers().keys():
        return
    kind = _qualified(token, base)
    sides = between(token, parties)
    named = parties.modifiers(token)
    others = with_whom(token, parties)
    if not sides and not others and len(named) >= 2:
        sides = named
    if not sides:
        held = parties.holder(token) or _signing(token, parties)
        if not others and token.head.pos_ == "VERB":
            others = with_whom(token.head, parties) if token.head.lemma_.lower() in verbs("sign") else ()
        if others:
            sides = tuple(dict.fromkeys((*(held or named), *others)))
        elif len(held) >= 2:
            sides = held
    if not sides and kind == "truce":
        sides = _warring(token, parties)
    if not sides:
        sides = _of_an_organisation(token, parties)
    if (
        len(set(sides)) < 2
        or len(sides) > 5
        or is_unreal(token)
        or (not alone and kind == base and not _is_reached(token, others or sides))
    ):
        return
    yield Pledge(kind, sides, status_at(token), *phrase(token, parties, sides))


def _warring(truce: Token, parties: Parties) -> tuple[str, ...]:
    """The sides of a truce that are not named beside it: the two that the article is most about, where both are named just before."""
    brokers = _brokers(truce, parties)
    near = parties.most_named(truce, brokers, back=1)
    told_of = {code: parties.count(code) for code in parties.codes() - brokers - BODIES}
    most = sorted(told_of, key=lambda code: (-told_of[code], code))[:2]
    return tuple(most) if len(most) == 2 and set(most) <= set(near) and told_of[most[1]] >= TOLD_OF else ()


def _of_an_organisation(noun: Token, parties: Parties) -> tuple[str, ...]:
    """The members that the text names of an organisation which the pact is: "the alliance, a mutual-defence pact"."""
    named = [c for child in noun.children if child.dep_ == "appos" for c in parties.of(child)]
    named += list(parties.of(noun.head)) if noun.dep_ == "appos" else list(parties.subject(noun.head)) if noun.dep_ == "attr" else []
    day = parties.parsed.article.published
    return tuple(c for c in parties.in_sentence(noun, named, back=2) if any(is_member(c, o, day) for o in named))[:5]


def _brokers(noun: Token, parties: Parties) -> set[str]:
    """Who brought a truce about or watches over it, and is no side of it: "the truce that Moscow mediated"."""
    by = [v for v in noun.children if v.dep_ in ("relcl", "acl")] + ([noun.head] if noun.dep_ == "dobj" else [])
    found = {c for v in by if v.lemma_.lower() in verbs("broker") for c in parties.subject(v)}
    for token in noun.sent:
        if token.lemma_.lower() in words("keeping") and token.i in parties.at:
            found.update(a.code for a in parties.at[token.i].actors)
    return found | set(parties.modifiers(noun))


def _qualified(noun: Token, base: str) -> str:
    """The kind that a qualifier gives to a pact: "defence pact", "arms deal"."""
    own = [t.lower_ for c in noun.lefts for t in c.subtree if t.pos_ != "DET"]
    own += [t.lower_ for p in noun.rights if p.dep_ in ("prep", "acl") for t in p.subtree][:30]
    table = _qualifiers()
    return next((table[w] for w in own if w in table and base not in ("truce", "reconciliation")), base)


def _is_reached(noun: Token, others: tuple[str, ...]) -> bool:
    """Whether the accord is a thing that stands: it has a partner, or was signed."""
    return (
        bool(others)
        or any(v.lemma_.lower() in verbs("sign") for v in (noun.head, *noun.children) if v.pos_ == "VERB")
        or noun.tag_ == "NNS"
    )


def _signing(noun: Token, parties: Parties) -> tuple[str, ...]:
    """Who has, signs or forges it, where the noun is the object."""
    for clause in noun.children:
        if clause.dep_ == "relcl" and clause.lemma_.lower() in verbs("sign"):
            return tuple(dict.fromkeys((*parties.subject(clause), *with_whom(clause, parties))))
    verb = noun.head
    if noun.dep_ == "conj" and verb.pos_ == "NOUN":
        verb = verb.head
    if (
        verb.pos_ in ("VERB", "AUX")
        and verb.lemma_.lower() in (verbs("sign").keys() | verbs("break").keys())
        and noun.dep_ in ("dobj", "conj", "pobj", "attr")
    ):
        return parties.subject(verb)
    if noun.dep_ == "pobj" and noun.head.lower_ in ("with", "by"):
        top = next((a for a in noun.ancestors if a.pos_ in ("VERB", "AUX")), None)
        return parties.subject(top)[:1] if top is not None else ()
    return ()
