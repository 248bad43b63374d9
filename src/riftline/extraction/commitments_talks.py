"""Mediation: "UN-sponsored talks", "Norway's attempt to broker a peace deal", "her plan for a Libyan conference"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Token

from riftline.extraction.commitments_forces import backing_kinds
from riftline.extraction.commitments_pacts import Pledge, between, is_unreal, nouns, phrase, verbs, words
from riftline.extraction.parties import BODIES, Parties, backing_word

_POWERS = frozenset({"USA", "RUS", "CHN", "GBR", "FRA", "DEU"})
"""States that stand near peace talks as powers more often than as parties."""


def mediations(parties: Parties, token: Token) -> Iterator[Pledge]:
    """A mediator with the side, or sides, whose conflict it mediates."""
    if token.i in parties.named:
        yield from _adjective(parties, token)
    if token.pos_ == "VERB" and token.lemma_.lower() in verbs("broker"):
        yield from _verb(parties, token)
    if token.pos_ == "VERB":
        yield from _host(parties, token)
    if token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in nouns("talks"):
        yield from _noun(parties, token)


def _adjective(parties: Parties, name: Token) -> Iterator[Pledge]:
    """ "UN-led peace talks"."""
    word = backing_word(name)
    if word is None or word.lower_ not in words("mediating") or word.lower_ not in backing_kinds():
        return
    noun = next(
        (t for t in word.doc[word.i + 1 : word.i + 7] if t.lemma_.lower() in nouns("talks") and t.sent.start == word.sent.start), None
    )
    if noun is None or any(t.pos_ in ("VERB", "AUX") for t in word.doc[word.i + 1 : noun.i]):
        return
    yield from _pledges(parties, noun, parties.named[name.i], loose=True)


def _verb(parties: Parties, verb: Token) -> Iterator[Pledge]:
    """ "to broker a Libyan settlement", "she convened a Libyan conference"."""
    noun = next((c for c in verb.children if c.dep_ in ("dobj", "nsubjpass") and c.lemma_.lower() in nouns("talks")), None)
    if noun is None and verb.dep_ == "relcl" and verb.head.lemma_.lower() in nouns("talks"):
        noun = verb.head  # "a truce that the envoy brokered"
    passive = any(c.dep_ == "auxpass" for c in verb.children) or (verb.dep_ == "acl" and verb.tag_ == "VBN")
    if verb.dep_ == "acl" and verb.head.lemma_.lower() in nouns("talks") and verb.tag_ == "VBN":
        noun = verb.head
    if (
        noun is None
        or is_unreal(noun)
        or (verb.lemma_.lower() in ("host", "organise", "organize", "chair", "sponsor", "convene") and not _is_peace(noun))
    ):
        return
    if passive:
        agents = [o for c in verb.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
        mediators = tuple(c for o in agents for c in parties.all_of(o))
    else:
        mediators = parties.subject(verb)
    for mediator in mediators[:2]:
        yield from _pledges(parties, noun, mediator, loose=passive)


def _host(parties: Parties, verb: Token) -> Iterator[Pledge]:
    """Who brings two sides together: "hosted the Armenian and Azerbaijani ministers", "brought both leaders together"; or "flew in to mediate"."""
    lemma = verb.lemma_.lower()
    if lemma == "mediate" and not any(c.dep_ == "dobj" for c in verb.children):
        hosts = parties.subject(verb)[:1]
        near = parties.in_sentence(verb, hosts)
        sides = list(near[:1])
    elif lemma in ("host", "receive", "convene", "gather") or (lemma == "bring" and "together" in {c.lower_ for c in verb.children}):
        hosts = parties.subject(verb)[:1]
        sides = [c for o in verb.children if o.dep_ == "dobj" for c in parties.all_of(o) if c not in hosts and c not in BODIES]
        if len(sides) != 2:
            return
    else:
        return
    for host in hosts:
        if sides:
            yield Pledge("mediation", (host, *sides), "in force", *phrase(verb, parties, (host, *sides)))


def _noun(parties: Parties, noun: Token) -> Iterator[Pledge]:
    """ "her plan for a Libyan reconciliation conference", "the UN peace process"."""
    if not _is_peace(noun) or is_unreal(noun) or noun.dep_ == "compound":
        return
    holders = parties.holder(noun)
    owned = [
        parties.named[c.i]
        for c in noun.lefts
        if c.i in parties.named and c.dep_ in ("compound", "nmod", "amod") and parties.named[c.i] in BODIES
    ]
    for mediator in (*holders[:1], *owned[:1]):
        yield from _pledges(parties, noun, mediator, loose=mediator in BODIES)


def _is_peace(noun: Token) -> bool:
    """Whether the talks are about ending a conflict: "peace talks", "the national dialogue congress"."""
    own = {t.lower_ for t in noun.subtree if abs(t.i - noun.i) <= 8} | {
        t.lower_ for c in noun.children if c.dep_ == "appos" for t in c.subtree
    }
    return bool(own & words("peace"))


def _pledges(parties: Parties, noun: Token, mediator: str, loose: bool) -> Iterator[Pledge]:
    sides = [c for c in between(noun, parties) if c != mediator]
    if not sides:
        sides = _conflict(parties, noun, mediator)
    if not sides and loose:
        sides = _story(parties, noun, mediator) if mediator in BODIES else parties.most_named(noun, {mediator}, back=1)[:2]
    if sides:
        yield Pledge("mediation", (mediator, *sides[:2]), "in force", *phrase(noun, parties, (mediator, *sides[:2])))


def _conflict(parties: Parties, noun: Token, mediator: str) -> list[str]:
    """Whose conflict it is, by the words in the noun's own phrase; where the talks are held does not count."""
    found = []
    for token in (*noun.subtree, *_renamed(noun)):
        if token.i not in parties.named or parties.kind[token.i] not in ("state", "demonym", "force") or parties.named[token.i] == mediator:
            continue
        if backing_word(token) is not None or (token.dep_ == "pobj" and token.head.lower_ in ("in", "at", "from")) or token.i - noun.i > 20:
            continue
        top = token.head
        if token.dep_ in ("amod", "compound") and top.dep_ == "pobj" and top.head.lower_ in ("in", "at"):
            continue
        found.append(parties.named[token.i])
    return list(dict.fromkeys(found))[:2]


def _renamed(noun: Token) -> tuple[Token, ...]:
    """The words of a second name for the talks after a comma, which the parse may have hung elsewhere."""
    after = noun.doc[noun.i + 1 : min(noun.i + 10, noun.sent.end)]
    if not after or after[0].text != ",":
        return ()
    second = next((t for t in after if t.lemma_.lower() in nouns("talks")), None)
    return (
        tuple(t for t in after if t.i < second.i)
        if second is not None and not any(t.pos_ == "VERB" for t in after if t.i < second.i)
        else ()
    )


def _story(parties: Parties, noun: Token, mediator: str) -> list[str]:
    """The state that the article speaks of most by name, where its sentence or the one before speaks of it too."""
    counts = Counter(parties.named[i] for i, kind in parties.kind.items() if kind in ("state", "demonym"))
    near = [c for c in parties.in_sentence(noun, {mediator, *_POWERS}, back=1) if c in counts]
    if not near:
        return []
    best = max(near, key=lambda c: counts[c])
    return [best] if counts[best] >= 3 else []
