"""Descriptions and pronouns back to whom they mean, within the article.

Rules, nearest first, over the mentions found so far:
- what somebody has ("its embassy", "his office") is whose it is; "its ally", "his counterpart" the other one of whom the article tells beside them;
- a role noun without a state ("the ministry", "the opposition") means the last phrase with the same noun, else the
  last actor of the same sector, else the state that the sentence or the one before speaks of;
- "the kingdom", "the island", "the bloc" mean the last state or organisation that is one;
- "the two leaders", "both sides" mean the last two actors that stood together;
- he and she mean the last person, preferring subjects; it the last state or body; they the last group or pair;
- I and we inside quotation marks mean the speaker.

A person without a state takes the one of the description beside the name, once that is known.
"""

from __future__ import annotations

from spacy.tokens import Token

from riftline.extraction.cast import Cast
from riftline.extraction.descriptions import before, described, doers, in_passage, subjects
from riftline.extraction.phrases import appositions, is_subject
from riftline.extraction.roles import role_sector
from riftline.records import Actor, Mention

_HE = frozenset("he him his himself she her hers herself".split())
_IT = frozenset("it its itself".split())
_THEY = frozenset("they them their theirs themselves".split())
_PRIVATE = frozenset({"BUS", "LAB", "AGR", "HLH"})
_WE = frozenset("i me my mine myself we us our ours ourselves".split())
_SPEECH = frozenset("say tell add warn argue write insist declare state claim note stress reply announce explain tweet vow ask call describe".split())
_REACH = 4  # sentences that a pronoun looks back


def resolve(cast: Cast) -> None:
    """Adds mentions for descriptions and pronouns."""
    sentence_of = {}
    for number, sentence in enumerate(cast.doc.sents):
        for token in sentence:
            sentence_of[token.i] = number
    later: list[Token] = []
    for token in cast.doc:
        if _by_speaker(token):
            later.append(token)  # the speaker often stands behind the words: "They provoke us," he said.
        else:
            _take(cast, token, sentence_of)
    for token in later:
        _take(cast, token, sentence_of)


def _by_speaker(token: Token) -> bool:
    """Whether the speaker says who is meant: "we", "our neighbour"."""
    return token.lower_ in _WE or any(child.dep_ == "poss" and child.lower_ in _WE for child in token.lefts)


def _take(cast: Cast, token: Token, sentence_of: dict[int, int]) -> None:
    """Adds the token's mention, where it is one and stands for somebody known."""
    if token.i in cast.found:
        if cast.found[token.i].kind == "person" and not any(a.code for a in cast.found[token.i].actors):
            _place(cast, token)
        return
    actors = _meant(cast, token, sentence_of)
    if actors is not None:
        cast.add(token, actors, "pronoun" if token.pos_ == "PRON" else "description")


def _place(cast: Cast, token: Token) -> None:
    """Gives a person without a state that of the description beside the name, of the title before it, of the same surname before."""
    for beside in appositions(token):
        if beside.i in cast.found and (known := [a for a in cast.found[beside.i].actors if a.code]):
            cast.settle(token, known, f"{beside.text} beside the name")
            return
    titles = [t for t in token.lefts if t.dep_ in ("compound", "nmod", "amod") and role_sector(t)]
    if titles and set(role_sector(titles[-1])) & {"GOV", "MIL", "LEG"} and (known := in_passage(cast, token, role_sector(titles[-1]))):
        cast.settle(token, known, f"{titles[-1].text} in the passage")
        return
    for mention in before(cast, token, len(cast.doc)):
        if mention.kind == "person" and mention.actors and mention.actors[0].code and cast.doc[mention.head].text == token.text:
            cast.settle(token, list(mention.actors), f"“{mention.span.text}” before")
            return


def _meant(cast: Cast, token: Token, sentence_of: dict[int, int]) -> list[Actor] | None:
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
    return described(cast, token)


def _expletive(token: Token) -> bool:
    """The "it" of "it is clear that" stands for nobody."""
    verb = token.head
    if token.dep_ == "expl":
        return True
    said = {c.dep_ for c in verb.children if c.i > token.i}
    return token.dep_ == "nsubj" and verb.lemma_ == "be" and bool(said & {"ccomp", "acomp"})  # "it is to send troops" is somebody


def _pronoun(cast: Cast, token: Token, sentence_of: dict[int, int], kinds: tuple[str, ...], plural: bool) -> list[Actor] | None:
    """The best earlier mention by distance and grammatical role."""
    possessive = token.tag_ == "PRP$"
    best: tuple[float, Mention] | None = None
    doer = doers(token)
    others = {t.i for t in subjects(token)} if token.dep_ in ("dobj", "dative") else set()
    for mention in before(cast, token, 200):
        away = sentence_of[token.i] - sentence_of[mention.head]
        head = cast.doc[mention.head]
        if away > _REACH or mention.kind not in (*kinds, "pronoun") or not mention.actors or head.dep_ in ("amod", "compound"):
            continue
        if mention.kind == "pronoun" and not _agree(head, token):
            continue
        if not possessive and away == 0 and head.head == token.head and is_subject(head) != is_subject(token):
            continue  # an argument of the same verb would be "himself"
        if head.i in others:
            continue  # "Obama called Cameron and told him"
        acts = head.i in doer if doer else is_subject(head)
        score = -2.0 * away - 0.01 * (token.i - mention.head) + (1.5 if acts else 0.0) + (0.5 if mention.kind == "pronoun" else 0.0)
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
                        return None if _is_passer_by(cast, subject) else list(cast.found[subject.i].actors)
    return None


def _is_passer_by(cast: Cast, subject: Token) -> bool:
    """Whether the speaker is one of many at work, without a name or an office: "a wholesaler" speaks for no state."""
    one = subject.tag_ == "NN" and any(c.dep_ == "det" and c.lower_ in ("a", "an", "one") for c in subject.lefts)
    return one and all(a.sectors and set(a.sectors) <= _PRIVATE for a in cast.found[subject.i].actors)


def _inside_quote(verb: Token) -> bool:
    """Whether an odd number of quotation marks stands before the verb in its sentence."""
    marks = sum(1 for t in verb.sent if t.i < verb.i and t.text in ("“", "”", '"', "``", "''"))
    return marks % 2 == 1
