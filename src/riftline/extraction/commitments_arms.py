"""Arms and aid from one to another, and arms laid down: "deliver weapons to Armenia", "military aid to Baku", "the rebels will disarm"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from riftline.extraction.commitments_pacts import Pledge, is_unreal, nouns, phrase, status_at, verbs, words
from riftline.extraction.parties import Parties


def deliveries(parties: Parties, token: Token) -> Iterator[Pledge]:
    """Arms and aid from one to another: "deliver weapons to Armenia", "ordered launchers from India", "military aid to Baku"."""
    lemma = token.lemma_.lower()
    if token.pos_ == "NOUN" and lemma in words("given") and not is_unreal(token):
        takers = [c for p in token.rights if p.dep_ == "prep" and p.lower_ in ("to", "for") for o in p.children for c in parties.all_of(o)]
        verb = next((a for a in token.ancestors if a.pos_ == "VERB"), None)
        givers = parties.modifiers(token) or (parties.subject(verb, people=False) if verb is not None and token.dep_ == "dobj" else ())
        for giver in givers[:1]:
            for taker in (c for c in takers[:2] if c != giver):
                yield Pledge("aid", (giver, taker), status_at(token), *phrase(token, parties, (giver, taker)))
    if token.pos_ != "VERB" or is_unreal(token) or any(c.dep_ == "neg" for c in token.children):
        return
    goods = next((c for c in token.children if c.dep_ == "dobj" and c.lemma_.lower() in words("arms")), None)
    if goods is None or not (lemma in verbs("give") or lemma in verbs("buy")):
        return
    subjects = parties.subject(token, people=False)[:2]
    way = ("to",) if lemma in verbs("give") else ("from",)
    others = [
        c for head in (token, goods) for p in head.rights if p.dep_ in ("prep", "dative") and p.lower_ in way for o in p.children for c in parties.all_of(o)
    ]
    others += [c for child in token.children if child.dep_ == "dative" and lemma in verbs("give") for c in parties.of(child)]
    for subject in subjects:
        for other in dict.fromkeys(c for c in others if c != subject):
            pair = (subject, other) if lemma in verbs("give") else (other, subject)
            yield Pledge("arms supply", pair, status_at(token), *phrase(token, parties, pair))


def disarmaments(parties: Parties, token: Token) -> Iterator[Pledge]:
    """ "The rebels will disarm under the deal": with the other side of the deal, named there or in the sentence before."""
    if (
        token.lemma_.lower() not in ("disarm", "demobilise", "demobilize", "disband")
        or token.pos_ != "VERB"
        or is_unreal(token)
        or token.dep_ == "conj"
    ):
        return
    mine = parties.subject(token)[:1]
    if not mine:
        return
    brokers = {c for t in token.sent if t.dep_ == "agent" for o in t.children for c in parties.all_of(o)}
    deal = next((t for t in token.subtree if t.lemma_.lower() in nouns("pact") or t.lemma_.lower() == "deal"), None)
    if deal is None:
        return
    direct = [c for c in parties.modifiers(deal) if c not in mine]
    near = direct or parties.most_named(token, {*mine, *brokers}, back=1)
    for other in near[:1]:
        yield Pledge("disarmament", (mine[0], other), status_at(token), *phrase(token, parties, (mine[0], other)))
