"""Descriptions and pronouns back to whom they mean, within the article.

Rules, nearest first, over the mentions found so far:
- a role noun without a state ("the ministry", "the opposition") means the last phrase with the same noun, else the
  last actor of the same sector, else the state that the sentence or the one before speaks of;
- "the two leaders", "both sides" mean the last two actors that stood together;
- he and she mean the last person, preferring subjects; it the last state or body; they the last group or pair;
- I and we inside quotation marks mean the speaker.
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Token

from riftline.extraction.cast import Cast
from riftline.extraction.phrases import is_subject, role_sector
from riftline.records import Actor, Mention

_HE = frozenset("he him his himself she her hers herself".split())
_IT = frozenset("it its itself".split())
_THEY = frozenset("they them their theirs themselves".split())
_WE = frozenset("i me my mine myself we us our ours ourselves".split())
_PAIRS = frozenset(
    "sides leaders countries states parties nations governments neighbours neighbors presidents ministers allies rivals foes men powers two both".split()
)
_LAND = frozenset("country nation kingdom state republic government".split())
_SPEECH = frozenset("say tell add warn argue write insist declare state claim note stress reply announce explain tweet vow ask call describe".split())
_ANYBODY = frozenset("person people population society man woman public inhabitant human individual group source family child".split())
_SOURCES = frozenset("official source diplomat aide adviser advisor spokesman spokeswoman person officer insider".split())
_REACH = 4  # sentences that a pronoun looks back
_NEARBY = 90  # tokens within which a passage speaks of a state
_FAR = 400  # tokens that a description looks back


def resolve(cast: Cast) -> None:
    """Adds mentions for descriptions and pronouns."""
    sentence_of = {}
    for number, sentence in enumerate(cast.doc.sents):
        for token in sentence:
            sentence_of[token.i] = number
    speaker: dict[int, Mention | None] = {}
    for token in cast.doc:
        if token.i in cast.found:
            continue
        actors = _meant(cast, token, sentence_of, speaker)
        if actors is not None:
            kind = "pronoun" if token.pos_ == "PRON" else "description"
            cast.add(token, actors, kind)


def _meant(cast: Cast, token: Token, sentence_of: dict[int, int], speaker: dict[int, Mention | None]) -> list[Actor] | None:
    word = token.lower_
    if token.pos_ == "PRON" or token.tag_ == "PRP$":
        if word in _HE:
            return _pronoun(cast, token, sentence_of, ("person",), plural=False)
        if word in _THEY:
            return _pronoun(cast, token, sentence_of, ("group", "name", "description", "person"), plural=True)
        if word in _IT and not _expletive(token):
            return _pronoun(cast, token, sentence_of, ("name", "group", "description"), plural=False)
        if word in _WE:
            return _first_person(cast, token, sentence_of)
        return None
    if word in _PAIRS and _speaks_of_two(token):
        return _pair(cast, token)
    if token.pos_ == "NOUN" and word in _LAND and _definite(token):
        return _last_state(cast, token)
    if sector := role_sector(token):
        if token.dep_ == "compound" or (token.i in cast.place_at and token.pos_ == "PROPN"):
            return None
        return _role(cast, token, sector)
    return None


def _definite(token: Token) -> bool:
    return any(c.dep_ == "det" and c.lower_ in ("the", "this", "that", "both", "its", "their") for c in token.lefts)


def _expletive(token: Token) -> bool:
    """The "it" of "it is clear that" stands for nobody."""
    verb = token.head
    if token.dep_ == "expl":
        return True
    return token.dep_ == "nsubj" and verb.lemma_ == "be" and any(c.dep_ in ("ccomp", "acomp", "xcomp") and c.i > token.i for c in verb.children)


def _speaks_of_two(token: Token) -> bool:
    words = {c.lower_ for c in token.lefts}
    if token.lower_ in ("both", "two"):
        return token.dep_ in ("nsubj", "nsubjpass", "pobj", "dobj")
    return bool(words & {"two", "both"}) or (token.lower_ in ("sides", "parties") and "the" in words)


def _before(cast: Cast, token: Token, reach: int) -> list[Mention]:
    """Mentions before a token, nearest first."""
    return [cast.found[i] for i in sorted(cast.found, reverse=True) if token.i - reach < i < token.i]


def _pair(cast: Cast, token: Token) -> list[Actor] | None:
    """The two that the nearest sentence with two speaks of, its subject first; for "leaders" two persons before any two."""
    persons_first = token.lower_ in ("leaders", "presidents", "men", "ministers")
    for kinds in (("person",), ("person", "name", "group")) if persons_first else (("person", "name", "group"),):
        by_sentence: dict[int, list[Mention]] = {}
        for mention in _before(cast, token, _FAR):
            if mention.kind in kinds and cast.doc[mention.head].dep_ not in ("amod", "compound"):
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
    for mention in _before(cast, token, 120):
        if mention.kind in ("name", "group", "person") and mention.actors[0].country:
            actor = mention.actors[0]
            sectors = ("GOV",) if token.lower_ == "government" else ()
            return [Actor(actor.country or "", actor.country or "", token.text, actor.country, sectors, reason=f"“{token.text}” after {actor.name}")]
    return None


def _role(cast: Cast, token: Token, sector: tuple[str, ...]) -> list[Actor] | None:
    """Whom a role noun without a state means."""
    lemma = token.lemma_.lower()
    earlier = _before(cast, token, _FAR)
    if lemma in _ANYBODY:
        return _somebody(cast, token, sector, earlier)
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
    if state := passage_state(cast, token):
        return [_as(state, token, sector, f"in a passage on {state.name}", country=True)]
    return [Actor("", token.text, token.text, None, sector, reason="no state in reach")]


def passage_state(cast: Cast, token: Token) -> Actor | None:
    """An actor of the state that the passage before an official speaks of, nearer ones weighing more; where none does, the rest of his sentence.

    What his own verb does something to, or what does something to him, is left out: "the minister met a French delegation".
    """
    nearby = [m for m in _before(cast, token, _NEARBY) if not _beside(cast.doc[m.head], token)]
    weight: Counter[str] = Counter()
    for mention in nearby:
        if mention.kind in ("name", "person", "group") and mention.actors and mention.actors[0].country:
            country = mention.actors[0].country
            weight[country] += 4 + cast.countries[country] - (token.i - mention.head) // 15
    if weight:
        country = weight.most_common(1)[0][0]
        return next(m.actors[0] for m in nearby if m.actors and m.actors[0].country == country)
    after = [cast.found[i] for i in sorted(cast.found) if token.i < i < token.sent.end and not _in_one_act(cast.doc[i], token)]
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


def _pronoun(cast: Cast, token: Token, sentence_of: dict[int, int], kinds: tuple[str, ...], plural: bool) -> list[Actor] | None:
    """The best earlier mention by distance and grammatical role."""
    possessive = token.tag_ == "PRP$"
    best: tuple[float, Mention] | None = None
    for mention in _before(cast, token, 200):
        away = sentence_of[token.i] - sentence_of[mention.head]
        head = cast.doc[mention.head]
        if away > _REACH or mention.kind not in (*kinds, "pronoun") or not mention.actors or head.dep_ in ("amod", "compound"):
            continue
        if mention.kind == "pronoun" and not _agree(head, token):
            continue
        if not possessive and away == 0 and head.head == token.head and is_subject(head) != is_subject(token):
            continue  # an argument of the same verb would be "himself"
        score = -2.0 * away - 0.01 * (token.i - mention.head) + (1.5 if is_subject(head) else 0.0) + (0.5 if mention.kind == "pronoun" else 0.0)
        number = len(mention.actors) > 1 or head.tag_ in ("NNS", "NNPS") or any(True for _ in head.conjuncts)
        if plural:
            score += 1.0 if number else -0.5 if mention.kind != "person" else -3.0
        elif number:
            score -= 2.0
        if head.dep_ == "poss" or (head.dep_ == "pobj" and head.head.lower_ in ("in", "at", "near", "from")):
            score -= 1.0
        if best is None or score > best[0]:
            best = (score, mention)
    if best is None:
        return None
    actors = list(best[1].actors)
    head = cast.doc[best[1].head]
    if plural and len(actors) == 1:
        actors += [a for c in head.conjuncts if c.i in cast.found for a in cast.found[c.i].actors if a.code != actors[0].code]
    return actors


def _agree(antecedent: Token, token: Token) -> bool:
    for words in (_HE, _IT, _THEY, _WE):
        if token.lower_ in words:
            return antecedent.lower_ in words
    return False


def _first_person(cast: Cast, token: Token, sentence_of: dict[int, int]) -> list[Actor] | None:
    """The speaker: subject of a verb of saying in this sentence, the one after or the ones before."""
    here = sentence_of[token.i]
    sentences = list(cast.doc.sents)
    for number in (here, here + 1, here - 1, here - 2, here - 3):
        if not 0 <= number < len(sentences):
            continue
        for verb in sentences[number]:
            if verb.lemma_.lower() in _SPEECH and verb.pos_ == "VERB" and not _inside_quote(verb):
                for subject in verb.children:
                    if subject.dep_ == "nsubj" and subject.i in cast.found and subject.lower_ not in _WE:
                        return list(cast.found[subject.i].actors)
    return None


def _inside_quote(verb: Token) -> bool:
    """Whether an odd number of quotation marks stands before the verb in its sentence."""
    marks = sum(1 for t in verb.sent if t.i < verb.i and t.text in ("“", "”", '"', "``", "''"))
    return marks % 2 == 1
