"""The two passes of the model over an article: which words are acts with which sides, then what each pair is.

The first pass reads each sentence once and scores every word that may be an act, and every mention near it as its
source and target; what scores low is dropped. The second asks what each pair is, which looks back at that reading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Span as Sentence
from spacy.tokens import Token

from riftline.extraction.candidates import NO_FEATURES, Candidate, candidates_of, possible_acts, side_features
from riftline.extraction.paths import Paths
from riftline.models.classifier import Judgement, Pair, judge
from riftline.models.encoder import Reading, read
from riftline.models.encoding import Chars, pieces
from riftline.models.heads import act_scores, role_scores
from riftline.records import Mention
from riftline.text.parse import Parsed

LEAST = 0.02
LEAST_TOGETHER = 0.012
"""Below these the first pass drops a word as act or a mention as side; and a pair, by the product of all three: low, since the second pass decides."""
PAIRS_PER_ACT = 12
UNNAMED = 0.25
"""What a side that the sentence does not name counts as."""
SURE = 0.5
"""An act that is an event between two with this probability is not asked about with one side only: it would not stand beside it."""
AT_ONCE = 64
"""Sentences that are read before their pairs are asked about: what is kept of a reading is some 20 KB a piece."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with what both passes say of it."""

    candidate: Candidate
    act: float
    source: float
    target: float
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class _Act:
    """A word that may be an act: its sentence with the mentions there and what the encoder read of it, and how likely it is one."""

    word: Token
    sentence: Sentence
    mentions: list[Mention]
    reading: Reading
    likely: float

    def within(self, start: int, end: int) -> Chars:
        """A stretch of the article's characters, counted from the sentence's first."""
        return max(0, start - self.sentence.start_char), end - self.sentence.start_char


def score(parsed: Parsed, mentions: Sequence[Mention]) -> list[Scored]:
    """The article's candidates that survive the first pass, judged by the second."""
    told = [t for t in possible_acts(parsed, {m.head: m for m in mentions}) if any(a.code for m in t[1] for a in m.actors)]  # else nothing is told of
    return [s for i in range(0, len(told), AT_ONCE) for s in _score(parsed, _likely_acts(told[i : i + AT_ONCE]))]


def _likely_acts(told: Sequence[tuple[Sentence, list[Mention], list[Token]]]) -> list[_Act]:
    """The words of sentences that may be acts and are likely to."""
    readings = read(pieces([sentence.text for sentence, _, _ in told]))
    words = [(word, sentence, here, reading) for (sentence, here, acts), reading in zip(told, readings, strict=True) for word in acts]
    likely = act_scores(np.stack([reading.state((w.idx - s.start_char, w.idx - s.start_char + 1)) for w, s, _, reading in words]))
    return [_Act(*found, float(p)) for found, p in zip(words, likely, strict=True) if p >= LEAST]


def _score(parsed: Parsed, acts: Sequence[_Act]) -> list[Scored]:
    """The likely pairs of acts, at most PAIRS_PER_ACT of each, with what both passes say; those that name both sides first.

    A pair that would not be told of is asked about only where one side alone might be: it may be what the act is.
    """
    paths = Paths(parsed.doc)
    of_act = {act.word.i: list(candidates_of(paths, act.word, act.mentions)) for act in acts}
    sides = list({(act.word.i, m.head): (act, m) for act in acts for c in of_act[act.word.i] for m in (c.source, c.target) if m is not None}.values())
    if not sides:
        return []
    features = {(act.word.i, m.head): side_features(paths, act.word, parsed.doc[m.head]) for act, m in sides}
    roles = role_scores(
        np.stack([act.reading.state(act.within(act.word.idx, act.word.idx + 1)) for act, _ in sides]),
        np.stack([act.reading.state(act.within(m.span.start, m.span.end)) for act, m in sides]),
        np.array(list(features.values()), dtype=np.float32),
    )
    role = {key: (float(r[0]), float(r[1])) for key, r in zip(features, roles, strict=True)}
    kept: list[tuple[_Act, Candidate, float, float]] = []
    for act in acts:
        ranked = []
        for c in of_act[act.word.i]:
            source = role[c.act, c.source.head][0] if c.source else UNNAMED
            target = role[c.act, c.target.head][1] if c.target else UNNAMED
            if min(source, target) >= LEAST and act.likely * source * target >= LEAST_TOGETHER:
                ranked.append((act, c, source, target))
        kept += sorted(ranked, key=lambda r: -r[2] * r[3])[:PAIRS_PER_ACT]

    def judged(chosen: Sequence[tuple[_Act, Candidate, float, float]]) -> list[Scored]:
        judgements = judge([_pair(act, c, features) for act, c, _, _ in chosen])
        return [Scored(c, act.likely, s, t, j) for (act, c, s, t), j in zip(chosen, judgements, strict=True)]

    def sure(scored: Iterable[Scored]) -> set[int]:
        return {s.candidate.act for s in scored if s.judgement.event >= SURE}

    both, one = ([k for k in kept if bool(k[1].source and k[1].target) is whole] for whole in (True, False))
    whole = judged([k for k in both if k[1].told])
    settled = sure(whole)
    open_ = {k[1].act for k in one if k[1].told} - settled
    settled |= sure(judged([k for k in both if k[1].act in open_ and not k[1].told]))
    return whole + judged([k for k in one if k[1].told and k[1].act not in settled])


def _pair(act: _Act, candidate: Candidate, features: dict[tuple[int, int], list[float]]) -> Pair:
    """A candidate as the classifier is asked about it."""
    source, target = (None if m is None else act.within(m.span.start, m.span.end) for m in (candidate.source, candidate.target))
    told = [f for m in (candidate.source, candidate.target) for f in (NO_FEATURES if m is None else features[candidate.act, m.head])]
    return Pair(act.reading, source, target, act.within(act.word.idx, act.word.idx + len(act.word)), told)
