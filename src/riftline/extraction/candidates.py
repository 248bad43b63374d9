"""Candidates: acts of a sentence with who may have done them and to whom, generously.

Every verb and every noun in a sentence with an actor may be an act; no list of verbs decides. For each act the
mentions of its sentence are ranked twice, as source and as target, by the cost of the path that leads to them
through the parse; the best of both are paired. The model says which are sides at all, and which pairs are events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Sentence

from riftline.extraction.paths import Paths
from riftline.extraction.roles import role_sector
from riftline.models.heads import FEATURES
from riftline.records import Mention
from riftline.text.parse import Parsed

SIDES = 8
"""How many of the best-ranked mentions are tried as source and as target of an act: nearly all of a sentence, since the model drops what is none."""

_SYMMETRIC = frozenset("with between among and".split())
_NO_ACT_LEMMAS = frozenset("be have do will would can could may might shall should must say tell seem become need want".split())
_NO_ACT_NOUNS = frozenset(
    "day week month year hour minute time today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday part number percent way "
    "thing lot capital city town region area border side place country world".split()
)


_CONSTRUCTIONS = {
    "relcl": "relative clause", "advcl": "adverbial clause", "acl": "participle", "xcomp": "control", "conj": "conjoined", "ccomp": "reported",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """An act (token index) with a possible source and target; at least one of them is there."""

    act: int
    source: Mention | None
    target: Mention | None
    construction: str

    @property
    def told(self) -> bool:
        """Whether it would be told of as an event: each side that is named is known, since somebody's act without whose is no use to a ledger of
        states, and they are two."""
        sides = [m for m in (self.source, self.target) if m]
        return all(any(a.code for a in m.actors) for m in sides) and not (len(sides) == 2 and _one_actor(*sides))


def _one_actor(one: Mention, other: Mention) -> bool:
    """Whether two mentions are one actor under two names: "Bolton … he", "Russia … its"; two of one state may differ."""
    if len(one.actors) != 1 or len(other.actors) != 1:
        return False
    a, b = one.actors[0], other.actors[0]
    if a.code != b.code or not a.code:
        return False
    return a.name.split(":")[0] == b.name.split(":")[0] or not a.sectors or not b.sectors or a.sectors == b.sectors


def may_be_act(token: Token) -> bool:
    """Whether a token can be the head of an act at all: a verb, or a common noun that is no role, time or quantity."""
    if token.pos_ == "VERB":
        return token.lemma_.lower() not in _NO_ACT_LEMMAS
    if token.pos_ == "AUX":
        return False
    if token.pos_ == "NOUN":
        return not role_sector(token) and token.lemma_.lower() not in _NO_ACT_NOUNS and token.ent_type_ not in ("DATE", "TIME", "CARDINAL", "PERCENT", "MONEY")
    return token.pos_ in ("ADJ", "ADV") and token.dep_ in ("acomp", "oprd", "ROOT") and token.tag_ in ("VBN", "VBD", "VBG", "JJ")


def side_features(paths: Paths, act: Token, head: Token) -> list[float]:
    """What the parse says of a mention as a side of an act, for the model: both path costs (capped), order, distance, voice."""
    side = paths.side(act, head)
    return [
        round(min(side.source, 5.0) / 5, 3),
        round(min(side.target, 5.0) / 5, 3),
        1.0 if head.i < act.i else 0.0,
        round(min(abs(head.i - act.i), 30) / 30, 3),
        1.0 if paths.passive(act) else 0.0,
        1.0 if side.below in ("nsubj", "agent") else 0.0,
        1.0 if side.below in ("dobj", "nsubjpass", "dative") else 0.0,
        1.0 if act.pos_ == "NOUN" else 0.0,
    ]


NO_FEATURES = [0.0] * FEATURES
"""Of a side that is not known, or of an act that is not."""


def pair_features(paths: Paths, act: Token | None, source: Token | None, target: Token | None) -> list[float]:
    """What the parse says of both sides of an act, for the model's second pass."""
    return [f for side in (source, target) for f in (side_features(paths, act, side) if act is not None and side is not None else NO_FEATURES)]


def features_at(doc: Doc, act: Sequence[int] | None, source: Sequence[int] | None, target: Sequence[int] | None) -> list[float]:
    """The same for an act and sides that are given by their first character and the one after their last."""
    spans = [doc.char_span(*chars, alignment_mode="expand") if chars is not None else None for chars in (act, source, target)]
    return pair_features(Paths(doc), *(None if span is None else span.root for span in spans))


def find_candidates(parsed: Parsed, mentions: Sequence[Mention]) -> list[Candidate]:
    """The candidates of an article, sentence by sentence."""
    by_head, paths = {m.head: m for m in mentions}, Paths(parsed.doc)
    return [c for _, here, acts in possible_acts(parsed, by_head) for act in acts for c in candidates_of(paths, act, here)]


def possible_acts(parsed: Parsed, by_head: Mapping[int, Mention]) -> Iterator[tuple[Sentence, list[Mention], list[Token]]]:
    """The sentences with mentions (by the token that is their head) and words that may be acts, with both."""
    for sentence in parsed.doc.sents:
        here = [by_head[i] for i in range(sentence.start, sentence.end) if i in by_head]
        if here and (acts := [t for t in sentence if t.i not in by_head and may_be_act(t)]):
            yield sentence, here, acts


def candidates_of(paths: Paths, act: Token, mentions: Sequence[Mention]) -> Iterator[Candidate]:
    """The candidates of one act among its sentence's mentions."""
    sides = [(paths.side(act, act.doc[mention.head]), mention) for mention in mentions]
    sources, targets = [(side.source, m) for side, m in sides], [(side.target, m) for side, m in sides]
    owners = _owners(act)
    if any(m.head in owners for m in mentions):
        targets = [(0.1, m) for m in mentions if m.head in owners]
    agents = _agents(act)
    if any(m.head in agents for m in mentions):
        sources = [(0.1, m) for m in mentions if m.head in agents]
    sources.sort(key=lambda s: s[0])
    targets.sort(key=lambda t: t[0])
    tried_sources, tried_targets = (_with_conjuncts(paths, ranked, SIDES) for ranked in (sources, targets))
    construction = _construction(act)
    for source in tried_sources:
        for target in tried_targets:
            if target.head != source.head:
                yield Candidate(act.i, source, target, construction)
        yield Candidate(act.i, source, None, construction)
    for _, target in targets[:1]:
        yield Candidate(act.i, None, target, construction)


def _owners(act: Token) -> frozenset[int]:
    """Whose deed it is that something is done to, in a passive relative clause: Borduria in "Borduria's raid, which was condemned by …"."""
    done_to = next((c for c in act.children if c.dep_ == "nsubjpass"), None)
    if act.dep_ != "relcl" or done_to is None or done_to.lower_ not in ("that", "which"):
        return frozenset()
    before = [t for t in act.doc[act.sent.start : done_to.i] if not t.is_punct]
    deed = before[-1] if before and before[-1].pos_ == "NOUN" else act.head  # the parse often hangs the clause on a noun further off
    return frozenset(t.i for child in deed.lefts if child.dep_ in ("poss", "amod", "compound", "nmod") for t in (child, *child.conjuncts))


def _agents(act: Token) -> frozenset[int]:
    """Who does it by the parse, beyond doubt: the "by" phrase of a passive, the subject that hangs on an active verb itself."""
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in act.children) or (act.tag_ == "VBN" and act.dep_ == "acl")
    if passive:
        found = [o for c in act.children if c.dep_ == "agent" for o in c.children if o.dep_ == "pobj"]
    else:
        found = [c for c in act.children if c.dep_ == "nsubj"] if act.pos_ == "VERB" else []
    return frozenset(t.i for o in found for t in (o, *o.conjuncts))


def _with_conjuncts(paths: Paths, ranked: list[tuple[float, Mention]], most: int) -> list[Mention]:
    """The best-ranked mentions, and with each those conjoined to it: all of "the US, France, Germany and the EU" or none."""
    chosen: dict[int, Mention] = {m.head: m for _, m in ranked[:most]}
    by_head = {m.head: m for _, m in ranked}
    for head in list(chosen):
        for other in paths.conjoined(head):
            if other in by_head:
                chosen[other] = by_head[other]
    return list(chosen.values())


def _construction(act: Token) -> str:
    """A word for how the act stands in its sentence, for explanations and error reports."""
    if act.pos_ == "NOUN":
        return "light verb" if act.dep_ == "dobj" else "noun"
    if any(c.dep_ == "nsubjpass" for c in act.children) or (act.tag_ == "VBN" and act.dep_ == "acl"):
        return "passive"
    return _CONSTRUCTIONS.get(act.dep_, "verb")
