"""Descriptions back to whom they mean, within the article: "the ministry", "both sides", "its ally", "the bloc".

`coreference.py` asks for one noun at a time, in the order of the text, so that what stands before is known by then.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter

from spacy.tokens import Token

from riftline.extraction.cast import Cast
from riftline.extraction.phrases import appositions, is_subject
from riftline.extraction.roles import role_sector
from riftline.records import Actor, Mention

_PAIRS = frozenset(
    "sides leaders countries states parties nations governments neighbours neighbors presidents ministers allies rivals foes men powers two both".split()
)
# The two of whom the article tells, without a "two" or "both" before them.
_ALWAYS_TWO = frozenset("sides parties neighbours neighbors rivals foes".split())
_LAND = frozenset("country nation state republic government".split())
# What only some states are, or are called.
_KINDS_OF_LAND = {
    "kingdom": "SAU GBR MAR JOR BHR THA ESP NLD BEL SWE NOR DNK KHM BTN LSO SWZ TON NPL",
    "emirate": "QAT KWT ARE", "sultanate": "OMN BRN",
    "island": "TWN CYP LKA CUB MDG MLT BHR JAM ISL IRL GRL HTI DOM SGP TTO", "archipelago": "PHL IDN MDV COM BHS",
    "territory": "HKG XAB XSO PSE XKX GRL ESH", "city": "HKG SGP", "enclave": "PSE NKR",
}  # fmt: skip
_BODIES = frozenset("bloc union alliance grouping organisation organization".split())
# Nouns for the other one of two; the possessor is the one.
_OTHER = frozenset("counterpart ally neighbour neighbor rival enemy foe adversary host guest".split())
# What stands for whoever has it, beside the nouns of roles.
_HAD = frozenset("office soil ship vessel territory embassy wife husband son daughter spouse brother airspace".split())
_HALVES = {"North": "PRK", "South": "KOR"}
_ANYBODY = frozenset("person people population society man woman public inhabitant human individual group source family child".split())
_SOURCES = frozenset("official source diplomat aide adviser advisor spokesman spokeswoman person officer insider".split())
_NEARBY = 90  # tokens within which a passage speaks of a state
_FAR = 400  # tokens that a description looks back


def described(cast: Cast, token: Token) -> list[Actor] | None:
    """Whom the noun means with what stands before it in its phrase; None where it is nobody, or cannot be told."""
    word, lemma = token.lower_, token.lemma_.lower()
    if token.text in _HALVES and _definite(token) and token.dep_ not in ("compound", "amod") and {"KOR", "PRK"} <= cast.countries.keys():
        return [Actor(_HALVES[token.text], token.text, token.text, _HALVES[token.text], (), reason="both Koreas are named in the article")]
    if word in _PAIRS and _speaks_of_two(token):
        return _pair(cast, token)
    if token.pos_ not in ("NOUN", "PROPN"):
        return _role(cast, token, sector) if (sector := role_sector(token)) and token.dep_ != "compound" else None
    owners = _owners(cast, token)
    if lemma in _OTHER and token.pos_ == "NOUN" and (token.tag_ == "NN" or lemma in ("host", "guest")):
        return _other(cast, token, owners)
    if token.pos_ == "NOUN" and word in _LAND and (owners or _definite(token)):
        return [_as(a, token, ("GOV",) if word == "government" else (), "whose it is") for a in owners] or _last_state(cast, token)
    if token.pos_ == "NOUN" and word in _KINDS_OF_LAND and _definite(token):
        return _one_of(cast, token, frozenset(_KINDS_OF_LAND[word].split()))
    if lemma in _BODIES and token.tag_ == "NN" and _definite(token) and (body := _body(cast, token)):
        return body
    sector = role_sector(token)
    if token.dep_ == "compound" or (token.i in cast.place_at and token.pos_ == "PROPN"):
        return None
    if owners and (sector or lemma in _HAD):
        return [_as(a, token, sector or a.sectors, "whose it is") for a in owners]
    return _role(cast, token, sector) if sector else None


def _owners(cast: Cast, token: Token) -> list[Actor]:
    """Who has it, where a pronoun or a description in the possessive says so and it is known who is meant: "its", "his country's"."""
    for child in token.lefts:
        if child.dep_ == "poss" and child.i in cast.found and cast.found[child.i].kind in ("pronoun", "description"):
            return [a for a in cast.found[child.i].actors if a.code]
    return []


def subjects(token: Token) -> list[Token]:
    """The subjects of the clause that the token is in, where it is none itself: it is somebody else."""
    verb = token
    while verb.head.i != verb.i and verb.pos_ not in ("VERB", "AUX"):
        if is_subject(verb):
            return []
        verb = verb.head
    for _ in range(3):
        found = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
        if found or verb.dep_ != "conj":
            break
        verb = verb.head
    return [verb.head if s.lower_ in ("who", "which", "that") and verb.dep_ == "relcl" else s for s in found]


def doers(token: Token) -> set[int]:
    """Who does what an infinitive around the token says: the object before it in "called on Paris to close its border"; none elsewhere."""
    for verb in token.ancestors:
        if verb.pos_ != "VERB":
            continue
        if verb.tag_ == "VB" and any(c.tag_ == "TO" for c in verb.children) and verb.dep_ == "xcomp":
            between = [t for c in verb.head.children if c.i < verb.i and c.i > verb.head.i for t in c.subtree]
            return {t.i for t in between if t.dep_ in ("dobj", "pobj", "dative")}
        if any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return set()
    return set()


def _subject_codes(cast: Cast, token: Token) -> set[str]:
    return {a.code for t in subjects(token) if t.i in cast.found for a in cast.found[t.i].actors if a.code}


def _other(cast: Cast, token: Token, owners: list[Actor]) -> list[Actor] | None:
    """The other one that "its ally" means: named in the phrase or beside it, else whom the article tells most of near it, its owner aside."""
    sectors = ("GOV",) if token.lemma_.lower() in ("counterpart", "host", "guest") else ()
    for child in token.lefts:
        if child.dep_ in ("amod", "compound", "nmod") and child.i in cast.name_at:
            return [_as(cast.entry_actor(cast.name_at[child.i][1], child.text), token, sectors, "named in the phrase")]
    for beside in appositions(token):
        if beside.i in cast.found and (named := [a for a in cast.found[beside.i].actors if a.code]):
            return [_as(a, token, sectors or a.sectors, f"“{beside.text}” beside it") for a in named]
    if not owners:
        return None
    known = {a.code for a in owners} | _subject_codes(cast, token)
    weight: Counter[str] = Counter()
    latest: dict[str, Actor] = {}
    sentence = token.sent.start
    for mention in cast.found.values():
        if mention.kind not in ("name", "person") or not mention.actors or mention.actors[0].code in known | {""}:
            continue
        if mention.actors[0].country != mention.actors[0].code and mention.kind == "name":
            continue  # a bloc is nobody's neighbour
        weight[mention.actors[0].code] += 2
        if mention.head < token.i:
            latest[mention.actors[0].code] = mention.actors[0]
            away = token.i - mention.head
            weight[mention.actors[0].code] += 4 if mention.head >= sentence else 3 if away < 60 else 0
    told = [code for code, _ in weight.most_common() if code in latest]
    return [_as(latest[told[0]], token, sectors, "the other one of whom the article tells")] if told else None


def _one_of(cast: Cast, token: Token, codes: frozenset[str]) -> list[Actor] | None:
    """The last actor before the token that is one of the states."""
    for mention in before(cast, token, _FAR):
        for actor in mention.actors:
            if actor.code in codes and mention.kind != "pronoun":
                return [_as(actor, token, (), f"“{mention.span.text}” before")]
    return None


def _body(cast: Cast, token: Token) -> list[Actor] | None:
    """The organisation that "the bloc" means: beside it, else the last before it."""
    beside = [cast.found[t.i] for t in appositions(token) if t.i in cast.found]
    for mention in (*beside, *before(cast, token, _FAR)):
        first = mention.actors[0] if mention.kind == "name" and mention.actors else None
        if first is not None and "IGO" in first.sectors and not first.country and first.code != "UN":
            return [_as(first, token, ("IGO",), f"“{mention.span.text}”")]
    return None


def _definite(token: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "both") for c in token.lefts)


def _speaks_of_two(token: Token) -> bool:
    words = {c.lower_ for c in token.lefts}
    if token.lower_ in ("both", "two"):
        return token.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")
    return bool(words & {"two", "both"}) or (token.lower_ in _ALWAYS_TWO and "the" in words)


def before(cast: Cast, token: Token, reach: int) -> list[Mention]:
    """Mentions before a token, nearest first."""
    first, end = bisect_right(cast.heads, token.i - reach), bisect_left(cast.heads, token.i)
    return [cast.found[i] for i in reversed(cast.heads[first:end])]


def _pair(cast: Cast, token: Token) -> list[Actor] | None:
    """The two that the nearest sentence with two speaks of, its subject first; for "leaders" two persons before any two."""
    others = _subject_codes(cast, token)
    persons_first = token.lower_ in ("leaders", "presidents", "men", "ministers")
    for kinds in (("person",), ("person", "name", "group")) if persons_first else (("person", "name", "group"),):
        by_sentence: dict[int, list[Mention]] = {}
        for mention in before(cast, token, _FAR):
            if mention.kind in kinds and cast.doc[mention.head].dep_ not in ("amod", "compound") and not {a.code for a in mention.actors} & others:
                if len(mention.actors) > 1:
                    return list(mention.actors[:2])
                by_sentence.setdefault(cast.doc[mention.head].sent.start, []).append(mention)
        for start in sorted(by_sentence, reverse=True):
            ordered = sorted(by_sentence[start], key=lambda m: (not is_subject(cast.doc[m.head]), m.head))
            two: dict[str, Actor] = {}
            for mention in ordered:
                if mention.actors and mention.actors[0].code:
                    two.setdefault(mention.actors[0].code, mention.actors[0])
            if len(two) >= 2:
                return list(two.values())[:2]
    return None


def _last_state(cast: Cast, token: Token) -> list[Actor] | None:
    """The state that "the country" means: the nearest named one."""
    others = _subject_codes(cast, token)
    for mention in before(cast, token, 120):
        if mention.actors and mention.actors[0].code in others:
            continue
        if mention.kind in ("name", "group", "person") and mention.actors[0].country:
            actor = mention.actors[0]
            sectors = ("GOV",) if token.lower_ == "government" else ()
            return [Actor(actor.country or "", actor.country or "", token.text, actor.country, sectors, reason=f"“{token.text}” after {actor.name}")]
    return None


def _role(cast: Cast, token: Token, sector: tuple[str, ...]) -> list[Actor] | None:
    """Whom a role noun without a state means."""
    lemma = token.lemma_.lower()
    earlier = before(cast, token, _FAR)
    if lemma in _ANYBODY:
        return _somebody(cast, token, sector, earlier) or ([_nobody_known(token, sector)] if set(sector) - {"CVL"} else None)
    kinds = [c for c in token.lefts if c.dep_ in ("compound", "amod", "nmod") and role_sector(c)]
    if kinds:  # "opposition delegates" are whoever the opposition is
        lemma, sector = kinds[-1].lemma_.lower(), tuple(dict.fromkeys((*role_sector(kinds[-1]), *sector)))
    earlier = [m for m in earlier if not _beside(cast.doc[m.head], token)]
    for mention in earlier:
        head = cast.doc[mention.head]
        if head.lemma_.lower() == lemma and mention.actors and mention.actors[0].code and head.i != token.i:
            return [_as(a, token, sector, f"“{mention.span.text}” before") for a in mention.actors]
    nearby = [m for m in earlier if token.i - m.head < _NEARBY]
    for mention in nearby:
        if mention.actors and mention.actors[0].code and set(mention.actors[0].sectors) & set(sector) and mention.kind != "pronoun":
            return [_as(mention.actors[0], token, sector, f"same kind of actor as “{mention.span.text}”")]
    return in_passage(cast, token, sector) or [_nobody_known(token, sector)]


def _nobody_known(token: Token, sector: tuple[str, ...]) -> Actor:
    return Actor("", token.text, token.text, None, sector, reason="no state in reach")


def in_passage(cast: Cast, token: Token, sector: tuple[str, ...]) -> list[Actor]:
    """An official of the state that the passage speaks of; nobody where it speaks of none."""
    state = passage_state(cast, token)
    return [_as(state, token, sector, f"in a passage on {state.name}", country=True)] if state else []


def passage_state(cast: Cast, token: Token) -> Actor | None:
    """An actor of the state that the passage before an official speaks of, nearer ones weighing more; where none does, the rest of his sentence.

    What his own verb does something to, or what does something to him, is left out: "the minister met a French delegation".
    """
    nearby = [m for m in before(cast, token, _NEARBY) if not _beside(cast.doc[m.head], token)]
    weight: Counter[str] = Counter()
    for mention in nearby:
        if mention.kind in ("name", "person", "group") and mention.actors and mention.actors[0].country:
            country = mention.actors[0].country
            weight[country] += 4 + cast.countries[country] - (token.i - mention.head) // 15
    if weight:
        country = weight.most_common(1)[0][0]
        own = [m.actors[0] for m in nearby if m.actors and m.actors[0].country == country]
        return next((actor for actor in own if not actor.sectors), own[0])  # named by the state itself where that is told
    rest = cast.heads[bisect_right(cast.heads, token.i) : bisect_left(cast.heads, token.sent.end)]
    after = [cast.found[i] for i in rest if not _in_one_act(cast.doc[i], token)]
    return next((m.actors[0] for m in after if m.kind in ("name", "person", "group") and m.actors and m.actors[0].country), None)


def _in_one_act(head: Token, token: Token) -> bool:
    """Whether two nouns hang on one verb, by prepositions or not."""
    return bool(_verb_over(head) == _verb_over(token))


def _verb_over(token: Token) -> Token:
    """The first word over a noun that is neither a preposition nor what the noun is conjoined to."""
    over = token
    while over.dep_ in ("conj", "appos") and over.head.i != over.i:
        over = over.head
    over = over.head
    while over.pos_ in ("ADP", "SCONJ") and over.head.i != over.i:
        over = over.head
    return over


def _beside(head: Token, token: Token) -> bool:
    """Whether two nouns are arguments of one verb, so that they cannot be the same actor."""
    return head.head == token.head and head.head.pos_ == "VERB" and is_subject(head) != is_subject(token)


def _somebody(cast: Cast, token: Token, sector: tuple[str, ...], earlier: list[Mention]) -> list[Actor] | None:
    """Whom "the person" means: the official or source spoken of before; "people" at large are nobody in particular."""
    if token.tag_ == "NN" and _definite(token):
        for mention in earlier:
            if mention.kind in ("group", "description") and cast.doc[mention.head].lemma_.lower() in _SOURCES and mention.actors:
                return [_as(mention.actors[0], token, mention.actors[0].sectors or sector, f"“{mention.span.text}” before")]
    return None


def _as(actor: Actor, token: Token, sector: tuple[str, ...], why: str, country: bool = False) -> Actor:
    code = (actor.country or actor.code) if country else actor.code
    return Actor(code, f"{actor.name.split(':')[0]}: {token.text}", token.text, actor.country, sector, reason=f"“{token.text}”: {why}")
