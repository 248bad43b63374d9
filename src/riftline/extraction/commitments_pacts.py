"""Pacts and alliances: "a defence pact with", "a truce between", "its ally", "two NATO allies"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Token

from riftline.extraction.parties import Parties, is_member
from riftline.tables import rows

State = Literal["in force", "announced", "broken off", "past"]

_ATTRIBUTIVE = ("amod", "compound", "nmod", "npadvmod")


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
    if (
        len(set(sides)) < 2
        or len(sides) > 5
        or is_unreal(token)
        or (not alone and kind == base and not _is_reached(token, others or sides))
    ):
        return
    yield Pledge(kind, sides, status_at(token), *phrase(token, parties, sides))


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


def relations(parties: Parties, token: Token) -> Iterator[Pledge]:
    """ "its ally Australia", "Japan is a close ally of Australia", "fought alongside"."""
    if token.pos_ == "VERB" and token.lemma_ == "fight":
        yield from _comrades(parties, token)
    if token.pos_ not in ("NOUN", "PROPN") or token.lemma_.lower() not in nouns("relation") or is_unreal(token):
        return
    kind, _ = nouns("relation")[token.lemma_.lower()]
    if "trade" in {c.lower_ for c in token.lefts} or "trading" in {c.lower_ for c in token.lefts}:
        return
    organisation = next(
        (
            parties.named[c.i]
            for c in token.lefts
            if c.i in parties.named and c.dep_ in _ATTRIBUTIVE and parties.kind[c.i] == "organisation"
        ),
        "",
    )
    if organisation and token.lemma_ in ("ally", "partner"):
        yield from _fellows(parties, token, organisation)
        return
    holders = parties.holder(token)
    for preposition in token.rights:
        if preposition.dep_ == "prep" and preposition.lower_ in ("of", "to", "for", "with") and not holders:
            holders = tuple(c for o in preposition.children if o.dep_ == "pobj" for c in parties.all_of(o))
    bearers = bearers_of(parties, token, holders)
    if not holders and bearers and token.dep_ in ("compound", "nmod", "amod"):
        holders = tuple(c for c in parties.in_sentence(token, bearers)[:1])
    bearers = tuple(c for c in bearers if c not in holders)
    if kind == "support" and (bearers and holders):
        kind = _backed_kind(token, holders)
    for bearer in bearers[:3]:
        for holder in holders[:2]:
            yield Pledge(kind, (holder, bearer), status_at(token), *phrase(token, parties, (holder, bearer)))


def _backed_kind(token: Token, holders: tuple[str, ...]) -> str:
    around = {t.lower_ for p in token.rights if p.dep_ == "prep" for t in p.subtree} | {t.lower_ for t in token.lefts for t in t.subtree}
    if around & {"opposition", "rebels", "rebel", "separatists", "insurgents", "militants"}:
        return "support for rebels"
    return "alliance"


def bearers_of(parties: Parties, noun: Token, holders: tuple[str, ...]) -> tuple[str, ...]:
    """Who is the ally: by apposition, by "is", by its own adjective, or because the noun stands before the name."""
    found: list[str] = []
    if noun.dep_ in ("attr", "oprd") and noun.head.pos_ in ("AUX", "VERB"):
        found += parties.subject(noun.head)
    for child in noun.children:
        if child.dep_ == "appos":
            found += parties.all_of(child)
    if noun.dep_ == "appos":
        found += parties.all_of(noun.head)
    if noun.dep_ in ("compound", "nmod", "amod") and noun.head.i > noun.i:
        found += parties.of(noun.head)
    following = noun.nbor(1) if noun.i + 1 < len(noun.doc) else None
    if not found and following is not None and following.i in parties.named and following.sent.start == noun.sent.start:
        found += parties.of(following)
    if not found:
        owned = {c.i for p in noun.lefts if p.dep_ == "poss" for c in p.subtree}
        found += [parties.named[t.i] for c in noun.lefts for t in c.subtree if t.i in parties.named and t.i not in owned]
    return tuple(dict.fromkeys(c for c in found if c not in holders))


def _fellows(parties: Parties, noun: Token, organisation: str) -> Iterator[Pledge]:
    """ "two NATO allies": those of the sentence and the one before that belong to it, where they are a pair."""
    named = [c for c in bearers_of(parties, noun, (organisation,)) if c != organisation]
    if len(named) == 1:
        yield Pledge("membership", (named[0], organisation), "in force", *phrase(noun, parties, (named[0], organisation)))
    day = parties.parsed.article.published
    pair = [c for c in parties.in_sentence(noun, (organisation,), back=1) if is_member(c, organisation, day)]
    if len(pair) == 2 and noun.tag_ == "NNS":
        yield Pledge("alliance", (pair[0], pair[1]), "in force", *phrase(noun, parties, tuple(pair)))


def _comrades(parties: Parties, verb: Token) -> Iterator[Pledge]:
    partners = with_whom(verb, parties)
    helped = {c.lower_ for c in verb.children if c.dep_ == "prep"}
    if not partners or not ({"alongside"} & helped or ("with" in helped and "against" in {t.lower_ for t in verb.subtree})):
        return
    for mine in parties.subject(verb)[:4]:
        for other in partners[:2]:
            if mine != other:
                yield Pledge("alliance", (mine, other), status_at(verb), *phrase(verb, parties, (mine, other)))
