"""Memberships: "Norway, a NATO member", "members of the EU", "left the CSTO's summit"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from riftline.extraction.commitments_pacts import Pledge, bearers_of, nouns, phrase, verbs
from riftline.extraction.parties import Parties, is_member, members
from riftline.tables import rows


def memberships(parties: Parties, token: Token) -> Iterator[Pledge]:
    """ "Norway, a NATO member", "members of the EU", "Poland will stay in the EU", "left the CSTO's summit"."""
    lemma = token.lemma_.lower()
    if token.pos_ in ("NOUN", "PROPN") and lemma in nouns("member"):
        yield from _member_noun(parties, token)
    if (
        token.i in parties.named
        and parties.kind[token.i] == "organisation"
        and any(o == parties.named[token.i] for _, o, _, _ in members())
    ):
        yield from _takes_part(parties, token)


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


def _takes_part(parties: Parties, name: Token) -> Iterator[Pledge]:
    """A state that is known to belong to the organisation, and is the subject of taking part in it, leaving it or staying away."""
    if name.i + 1 < len(name.doc) and name.i + 1 in parties.named and parties.named[name.i + 1] == parties.named[name.i]:
        return  # not its last word
    organisation = parties.named[name.i]
    verb = next((a for a in name.ancestors if a.pos_ == "VERB"), None)
    if verb is None or verb.lemma_.lower() not in verbs("part"):
        return
    states = [c for c in parties.subject(verb) if is_member(c, organisation, parties.parsed.article.published)]
    for state in states[:2]:
        yield Pledge("membership", (state, organisation), "in force", *phrase(name, parties, (state, organisation)))
