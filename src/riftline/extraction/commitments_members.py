"""Memberships: "Norway, a NATO member", "members of the EU", "left the CSTO's summit"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from riftline.extraction.commitments_pacts import Pledge, nouns, phrase, verbs, words
from riftline.extraction.commitments_relations import bearers_of
from riftline.extraction.parties import Parties, is_member, members
from riftline.tables import rows


def memberships(parties: Parties, token: Token) -> Iterator[Pledge]:
    """ "Norway, a NATO member", "members of the EU", "Poland will stay in the EU", "left the CSTO's summit", "Mali's exit from the bloc"."""
    lemma = token.lemma_.lower()
    if token.pos_ in ("NOUN", "PROPN") and lemma in nouns("member"):
        yield from _member_noun(parties, token)
    for organisation in _organisations(parties, token):
        yield from _takes_part(parties, token, organisation)


def _organisations(parties: Parties, token: Token) -> tuple[str, ...]:
    """The organisation with known members that a word stands for, by its name or as "the bloc", "the alliance"."""
    if token.i in parties.named and parties.kind[token.i] == "organisation":
        following = token.i + 1
        if following < len(token.doc) and parties.named.get(following) == parties.named[token.i]:
            return ()  # not its last word
        codes: tuple[str, ...] = (parties.named[token.i],)
    elif token.i in parties.at and parties.at[token.i].kind == "description":
        codes = tuple(a.code for a in parties.at[token.i].actors)
    else:
        return ()
    return tuple(c for c in codes if any(o == c for _, o, _, _ in members()))


def _member_noun(parties: Parties, noun: Token) -> Iterator[Pledge]:
    organisations = [
        parties.named[c.i] for c in noun.lefts for c in c.subtree if c.i in parties.named and parties.kind[c.i] in ("organisation",)
    ]
    for preposition in noun.rights:
        if preposition.dep_ == "prep" and preposition.lower_ in ("of", "in"):
            objects = [t for o in preposition.children if o.dep_ == "pobj" for t in (o, *o.conjuncts)]
            organisations += [c for o in objects for c in parties.of(o) if _is_body(c)]
            organisations += [
                "UN"
                for o in objects
                if not parties.of(o)
                and {"council"} & {t.lower_ for t in o.subtree}
                and {"rights", "security"} & {t.lower_ for t in o.subtree}
            ]
    if not organisations:
        return
    body = organisations[-1]
    states = [c for c in (*bearers_of(parties, noun, (body,)), *parties.holder(noun)) if not _is_body(c)]
    for state in dict.fromkeys(states):
        yield Pledge(
            "membership",
            (state, body),
            "past" if "former" in {c.lower_ for c in noun.lefts} else "in force",
            *phrase(noun, parties, (state, body)),
        )


def _is_body(code: str) -> bool:
    return any(r["code"] == code for r in rows("actors/organisations"))


def _takes_part(parties: Parties, name: Token, organisation: str) -> Iterator[Pledge]:
    """A state known to belong to the organisation that takes part in it, leads it, leaves it or stays away, or that it shuts out."""
    day = parties.parsed.article.published
    states: list[str] = []
    for clause in (c for c in name.children if c.dep_ == "relcl" and c.lemma_.lower() in verbs("part")):
        states += parties.subject(clause)  # "the alliance to which it belongs"
    above = next((a for a in name.ancestors if a.pos_ == "VERB" or a.lemma_.lower() in nouns("part")), None)
    if above is not None and above.pos_ != "VERB":
        states += parties.holder(above) or parties.modifiers(above)  # "Mali's exit from the bloc"
        states += [c for child in above.children if child.dep_ == "appos" for c in parties.all_of(child)]  # "the bloc's leader, Nigeria"
        above = next((a for a in above.ancestors if a.pos_ == "VERB"), None) if above.lemma_.lower() not in words("head") else None
    if above is not None and above.lemma_.lower() in verbs("part"):
        if organisation in parties.subject(above):  # the organisation itself suspends, expels, readmits
            states += [c for o in above.children if o.dep_ in ("dobj", "nsubjpass") and o.i in parties.at for c in parties.all_of(o)]
        else:
            states += parties.subject(above)
    known = [c for c in dict.fromkeys(states) if is_member(c, organisation, day)]
    for state in known[:3]:
        yield Pledge("membership", (state, organisation), "in force", *phrase(name, parties, (state, organisation)))
