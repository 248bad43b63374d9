"""Forces and backing: troops and bases abroad, "US-backed rebels", arming and supporting, disarmament."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from spacy.tokens import Token

from riftline.extraction.commitments_pacts import Pledge, State, is_unreal, nouns, phrase, status_at, verbs, words
from riftline.extraction.parties import BODIES, Parties, backing_word
from riftline.extraction.roles import role_sector
from riftline.tables import rows

_SHUNNED = frozenset({"ISIS", "ALQAEDA"})
"""Nobody owns to backing them: that a state aids them is an accusation, coded as an event."""
_PLACING = ("base", "station", "deploy", "post", "garrison", "operate", "remain", "stay", "be", "keep")
_TALKING = (
    "talk",
    "negotiation",
    "process",
    "dialogue",
    "congress",
    "conference",
    "summit",
    "truce",
    "ceasefire",
    "deal",
    "plan",
    "agreement",
    "accord",
    "initiative",
)


@cache
def backing_kinds() -> dict[str, str]:
    """Participle → kind of what it says: "backed", "armed", "brokered"."""
    return {r["word"]: r["kind"] for r in rows("commitments/backing")}


def deployments(parties: Parties, token: Token) -> Iterator[Pledge]:
    """ "300 Italian soldiers in Lebanon", "Kenya has posted units in Somalia", "a French base in"."""
    lemma = token.lemma_.lower()
    frame = "base" if lemma in nouns("base") else "troops" if lemma in nouns("troops") else ""
    if not frame or token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "amod") or is_unreal(token):
        return
    kind = nouns(frame)[lemma][0]
    owners = parties.modifiers(token) or (parties.of(token) if token.i in parties.named else ())
    verb = token.head if token.dep_ in ("dobj", "nsubj", "nsubjpass", "attr") and token.head.pos_ in ("VERB", "AUX") else None
    if token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.pos_ in ("NOUN", "PRON", "DET", "NUM"):
        verb = token.head.head.head if token.head.head.dep_ == "dobj" else None
    posted = verb is not None and verb.lemma_.lower() in verbs("post")
    sent = verb is not None and verb.lemma_.lower() in verbs("bring")
    if not owners and (posted or sent) and verb is not None and token.dep_ != "nsubj":
        owners = parties.subject(verb)
    if not owners and frame == "troops" and verb is None:
        owners = tuple(c for p in token.rights if p.lower_ in ("from", "of") for o in p.children for c in parties.all_of(o))
    owners = tuple(c for c in owners if len(c) == 3 or c in BODIES)
    keeping = {t.lower_ for t in token.subtree if abs(t.i - token.i) <= 12} & words("keeping")
    if not owners and keeping and (lemma == "mission" or verb is None):
        owners = tuple(c for c in parties.in_sentence(token, back=2) if c in BODIES)[:1]
    if not owners or (
        lemma in ("mission", "presence", "deployment", "unit")
        and not keeping
        and "military" not in {t.lower_ for t in token.lefts}
        and lemma == "mission"
    ):
        return
    there = parties.place(token, owners)
    if not there and verb is not None and (posted or verb.lemma_ in ("be", "remain", "stay")):
        there = parties.place(verb, owners)
    if not there:
        placing = [c for c in token.rights if c.dep_ == "advmod" or (c.dep_ in ("acl", "relcl") and c.lemma_ in _PLACING)]
        there = next((code for c in placing if (code := parties.place(c, owners))), "")
    if not there:
        there = _where_by_the_act(parties, token, owners)
    if not there and (lemma in words("keeping") or keeping or (verb is not None and verb.lemma_ in ("stay", "remain"))):
        there = next((c for c in (*parties.lands(), *parties.most_named(token, owners, back=1)) if c not in owners), "")
    if not there or (lemma == "force" and token.tag_ == "NN" and "special" not in {c.lower_ for c in token.lefts}):
        return
    kind = "peacekeeping" if keeping and kind == "deployment" else kind
    status = status_at(verb) if verb is not None and posted else "in force"
    for owner in owners[:3]:
        if owner != there and owner not in parties.forces:
            yield Pledge(kind, (owner, there), status, *phrase(token, parties, (owner, there)))


def _where_by_the_act(parties: Parties, troops: Token, owners: tuple[str, ...]) -> str:
    """Where troops are by what they do or what is done with them: "guard Armenia's border", "sent to Chad", "withdraw its men from Mali"."""
    first = troops
    while first.dep_ == "conj":
        first = first.head
    for verb in (first.head, *(c for c in troops.children if c.dep_ == "relcl")):
        if verb.pos_ != "VERB":
            continue
        lemma = verb.lemma_.lower()
        if lemma == "host" and first.dep_ == "dobj":
            found = next((c for c in parties.subject(verb) if c not in owners), "")
            if found:
                return found
        if lemma in verbs("watch"):
            found = next((c for o in verb.children if o.dep_ == "dobj" for c in parties.of(o) if c not in owners), "")
            if found:
                return found
        if first.dep_ in ("dobj", "nsubjpass") and lemma in verbs("bring"):
            found = parties.place(verb, owners, ("to", "into", "along")) or parties.place(troops, owners, ("to", "into", "along"))
            if found:
                return found
        if first.dep_ in ("dobj", "nsubjpass") and lemma in verbs("take"):
            return parties.place(verb, owners, ("from", "out")) or parties.place(troops, owners, ("from",))
    return ""


def guards(parties: Parties, token: Token) -> Iterator[Pledge]:
    """A state that itself "guards Armenia's border"."""
    if token.pos_ != "VERB" or token.lemma_.lower() not in verbs("watch") or token.tag_ not in ("VBZ", "VBP") or is_unreal(token):
        return
    border = next((c for c in token.children if c.dep_ == "dobj" and c.lemma_.lower() in ("border", "frontier", "airspace", "skies")), None)
    if border is None:
        return
    for there in (parties.holder(border) or parties.modifiers(border))[:1]:
        for owner in parties.subject(token, people=False)[:1]:
            if owner != there:
                yield Pledge("deployment", (owner, there), "in force", *phrase(token, parties, (owner, there)))


def backings(parties: Parties, token: Token) -> Iterator[Pledge]:
    """ "Iran-backed militias", "Libya's Egyptian- and Emirati-backed general", "fighters armed by the Saudis"."""
    word = backing_word(token) if token.i in parties.named else None
    sponsor = parties.named.get(token.i, "")
    noun = _coloured(word) if word is not None else None
    if (
        noun is None
        and token.tag_ == "VBN"
        and token.lower_ in backing_kinds()
        and token.lower_ not in ("led", "based")
        and token.dep_ == "acl"
    ):
        by = next((o for c in token.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"), None)
        sponsor, word, noun = (parties.of(by) or ("",))[0] if by is not None else "", token, token.head
    if word is None or noun is None or not sponsor or word.lower_ not in backing_kinds() or noun.lemma_.lower() in _TALKING:
        return
    if noun.i in parties.named and word.lower_ == "led":
        return  # "the Saudi-led coalition", "the Saudi-led council": who leads it is a member, not its backer
    vague = noun.i in parties.at and parties.at[noun.i].kind == "description"
    backed = [c for c in (*(() if vague else parties.of(noun)), *parties.modifiers(noun)) if c != sponsor]
    if not backed:
        backed = [
            c for t in noun.subtree if t.i in parties.at and t.i > noun.i for a in parties.at[t.i].actors if (c := a.code) and c != sponsor
        ][:1]
    if not backed or not _can_be_backed(parties, noun) or (word.lower_ == "led" and noun.lemma_.lower() not in words("opposed")):
        return
    if word.lower_ == "based" and not {"OPP", "REB", "UAF"} & _sectors(parties, noun):
        return
    status: State = "past" if {"former", "formerly", "once"} & {t.lower_ for t in noun.lefts} else "in force"
    yield Pledge(
        _kind_for(noun, backed[0], backing_kinds()[word.lower_]), (sponsor, backed[0]), status, *phrase(noun, parties, (sponsor, backed[0]))
    )


def _can_be_backed(parties: Parties, noun: Token) -> bool:
    """Whether backing it is an obligation: forces, rebels, parties, governments; not an aid agency or a newspaper."""
    if noun.lemma_.lower() in words("opposed") | words("ruling") | {"force", "army", "troop", "front", "party"} or parties.kind.get(
        noun.i
    ) in (
        "force",
        "person",
        "state",
    ):
        return True
    return bool(_sectors(parties, noun) & {"REB", "MIL", "UAF", "OPP", "GOV", "ELI", "PTY"})


def _sectors(parties: Parties, noun: Token) -> set[str]:
    return set(role_sector(noun)) | {s for a in (parties.at[noun.i].actors if noun.i in parties.at else ()) for s in a.sectors}


def _coloured(word: Token) -> Token | None:
    """The noun that a backing adjective stands before."""
    if word.dep_ in ("amod", "compound", "nmod") and word.head.i > word.i:
        return word.head
    return next(
        (
            t
            for t in word.doc[word.i + 1 : word.i + 6]
            if t.pos_ in ("NOUN", "PROPN") and t.dep_ not in ("compound", "amod", "nmod") and t.sent.start == word.sent.start
        ),
        None,
    )


def _kind_for(noun: Token, code: str, kind: str) -> str:
    """Support goes to rebels, to a government, or to a force of its own, which makes it an alliance."""
    if kind not in ("support", "military support", "mediation", "alliance"):
        return kind
    lemma = noun.lemma_.lower()
    if kind == "hosting":
        return kind
    if (
        lemma in words("opposed")
        or {t.lower_ for t in noun.lefts} & {"rebel", "opposition", "rival"}
        or "OPP" in role_sector(noun)
        or "REB" in role_sector(noun)
    ):
        return "support for rebels"
    if lemma in words("ruling"):
        return "support for government"
    return "military support" if kind == "military support" else "alliance"


def supports(parties: Parties, token: Token) -> Iterator[Pledge]:
    """Standing support as a verb or noun: "Egypt has armed the rebels", "rebels with Egyptian support"."""
    lemma = token.lemma_.lower()
    if token.pos_ == "VERB" and lemma in verbs("support") and not is_unreal(token) and not any(c.dep_ == "neg" for c in token.children):
        helpers = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")}
        objects = [c for c in token.children if c.dep_ == "dobj"]
        if not objects and token.conjuncts:
            objects = [c for t in token.conjuncts for c in t.children if c.dep_ == "dobj"]
        if not objects or not (
            token.tag_ in ("VBZ", "VBP", "VBG")
            or helpers & {"has", "have", "had", "’s", "'s", "helped"}
            or token.dep_ in ("xcomp", "ccomp", "conj")
        ):
            return
        target = objects[0]
        people = {t.lemma_.lower() for t in target.subtree if t.i <= target.i + 6}
        force = target.i in parties.named and parties.kind[target.i] == "force"
        if not force and not people & (words("opposed") | words("ruling") | {"force", "army", "troop"}):
            return
        backed = parties.of(target) or tuple(c for p in target.rights if p.lower_ == "of" for o in p.children for c in parties.of(o))
        sponsors = parties.subject(token, people=False)[:3] or _possessors(parties, token)
        if (not backed or set(backed) & set(sponsors)) and people & (words("opposed") | words("ruling")):
            backed = _of_the_story(parties, token)
        for sponsor in sponsors:
            for code in backed[:1]:
                if sponsor != code and sponsor not in BODIES and code not in _SHUNNED:
                    yield Pledge(
                        _kind_for_people(people, code, verbs("support")[lemma]),
                        (sponsor, code),
                        status_at(token),
                        *phrase(token, parties, (sponsor, code)),
                    )
    elif token.pos_ == "NOUN" and lemma in ("support", "backing") and token.dep_ == "pobj" and token.head.lower_ in ("with", "under"):
        sponsors = parties.modifiers(token)
        verb = next((a for a in token.ancestors if a.pos_ in ("VERB", "AUX")), None)
        backed = parties.subject(verb) if verb is not None else ()
        if sponsors and backed and sponsors[0] != backed[0]:
            yield Pledge(
                "support for rebels" if "FSA" in backed or "SYR" in backed else "support",
                (sponsors[0], backed[0]),
                "in force",
                *phrase(token, parties, (sponsors[0], backed[0])),
            )


def _possessors(parties: Parties, verb: Token) -> tuple[str, ...]:
    """Sponsors named in the subject's "of" phrase: "the air forces of Cairo and Riyadh"."""
    node = verb
    while node.dep_ in ("xcomp", "conj", "ccomp") and node.head.i != node.i:
        node = node.head
    subject = next((c for c in node.children if c.dep_ == "nsubj"), None)
    if subject is None:
        return ()
    return tuple(
        dict.fromkeys(c for p in subject.rights if p.lower_ == "of" for o in p.children if o.dep_ == "pobj" for c in parties.all_of(o))
    )


def _of_the_story(parties: Parties, token: Token) -> tuple[str, ...]:
    """The state that "the government" or "the rebels" belong to where only the sentence says: the one named with "in", or "over"."""
    codes = [
        parties.named[t.i]
        for t in token.sent
        if parties.kind.get(t.i) == "state" and t.dep_ == "pobj" and t.head.lower_ in ("in", "of", "over", "across", "inside")
    ]
    return tuple(codes[:1])


def _kind_for_people(people: set[str], code: str, kind: str) -> str:
    if kind not in ("support", "military support"):
        return "support for rebels" if people & words("opposed") and kind == "arms supply" else kind
    if people & words("opposed"):
        return "support for rebels"
    return "support for government" if people & words("ruling") else kind
