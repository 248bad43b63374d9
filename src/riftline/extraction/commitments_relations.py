"""Alliances told by a noun for the partner: "its ally Australia", "Japan is a close ally of Australia", "two NATO allies"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from riftline.extraction.commitments_pacts import Pledge, is_unreal, nouns, phrase, status_at, with_whom
from riftline.extraction.parties import Parties, is_member

_ATTRIBUTIVE = ("amod", "compound", "nmod", "npadvmod")


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
    if token.dep_ == "oprd" and not holders:  # "called Armenia a close ally"
        holders = parties.subject(token.head)
        bearers = tuple(c for o in token.head.children if o.dep_ == "dobj" for c in parties.all_of(o))
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
