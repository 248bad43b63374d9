"""The two passes of the model over an article: which words are acts with which sides, then what each pair is.

The first pass reads each sentence once and scores every word that may be an act, and every mention near it as its
source and target; what scores low is dropped. The second asks what each pair is, with markers behind that reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from riftline.extraction.candidates import Candidate, find_candidates, pair_features, side_features
from riftline.models.classifier import Judgement, Pair, judge
from riftline.models.encoder import Reading, read
from riftline.models.encoding import Chars, pieces
from riftline.models.heads import Floats, act_scores, role_scores
from riftline.records import Mention
from riftline.text.parse import Parsed

LEAST_ACT = 0.04
LEAST_SIDE = 0.05
"""Below these the first pass drops a word as act, a mention as side: low, since the second pass decides."""
PAIRS_PER_ACT = 12
UNNAMED = 0.25
"""What a side that the sentence does not name counts as."""
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
class _Sentence:
    """A sentence with candidates: its first character, what the encoder read there, and they."""

    begin: int
    reading: Reading
    candidates: list[Candidate]

    def within(self, start: int, end: int) -> Chars:
        """A stretch of the article's characters, counted from the sentence's first."""
        return max(0, start - self.begin), end - self.begin

    def of_mention(self, mention: Mention) -> Chars:
        """The characters of a mention."""
        return self.within(mention.span.start, mention.span.end)


Likely = tuple[_Sentence, Candidate, float, float, float]
"""A candidate that survives the first pass, in its sentence: how likely the act, its source and its target are."""


def score(parsed: Parsed, mentions: Sequence[Mention]) -> list[Scored]:
    """The article's candidates that survive the first pass, judged by the second."""
    scored: list[Scored] = []
    for sentences in _sentences(parsed, find_candidates(parsed, mentions)):
        likely = _first_pass(parsed, sentences)
        judged = judge([_pair(parsed, sentence, candidate) for sentence, candidate, *_ in likely])
        scored += [Scored(c, a, s, t, j) for (_, c, a, s, t), j in zip(likely, judged, strict=True)]
    return scored


def _sentences(parsed: Parsed, candidates: Sequence[Candidate]) -> Iterator[list[_Sentence]]:
    """The sentences that have candidates, read, some at once."""
    starts = [s.start for s in parsed.doc.sents]
    of_candidate = np.searchsorted(starts, [c.act for c in candidates], side="right") - 1
    own = [(int(n), [c for _, c in some]) for n, some in groupby(zip(of_candidate, candidates, strict=True), key=lambda pair: pair[0])]
    spans = list(parsed.doc.sents)
    for i in range(0, len(own), AT_ONCE):
        some = own[i : i + AT_ONCE]
        readings = read(pieces([spans[n].text for n, _ in some]))
        yield [_Sentence(spans[n].start_char, reading, found) for (n, found), reading in zip(some, readings, strict=True)]


def _pair(parsed: Parsed, sentence: _Sentence, candidate: Candidate) -> Pair:
    """A candidate as the classifier is asked about it."""
    act = parsed.doc[candidate.act]
    source, target = (None if m is None else sentence.of_mention(m) for m in (candidate.source, candidate.target))
    heads = (None if m is None else parsed.doc[m.head] for m in (candidate.source, candidate.target))
    return Pair(sentence.reading, source, target, sentence.within(act.idx, act.idx + len(act)), pair_features(act, *heads))


def _first_pass(parsed: Parsed, sentences: Sequence[_Sentence]) -> list[Likely]:
    """The likely pairs of each likely act, at most PAIRS_PER_ACT of it."""
    doc = parsed.doc

    def word(sentence: _Sentence, token: int) -> Floats:
        return sentence.reading.state(sentence.within(doc[token].idx, doc[token].idx + 1))

    by_act: dict[int, tuple[_Sentence, list[Candidate]]] = {}
    for sentence in sentences:
        for candidate in sentence.candidates:
            by_act.setdefault(candidate.act, (sentence, []))[1].append(candidate)
    scores = act_scores(np.stack([word(sentence, act) for act, (sentence, _) in by_act.items()]))
    act_score = {act: float(s) for act, s in zip(by_act, scores, strict=True) if s >= LEAST_ACT}
    sides = list({(act, m.head): m for act in act_score for c in by_act[act][1] for m in (c.source, c.target) if m is not None}.items())
    if not sides:
        return []
    roles = role_scores(
        np.stack([word(by_act[act][0], act) for (act, _), _ in sides]),
        np.stack([by_act[act][0].reading.state(by_act[act][0].of_mention(mention)) for (act, _), mention in sides]),
        np.array([side_features(doc[act], doc[head]) for (act, head), _ in sides], dtype=np.float32),
    )
    role = {key: (float(r[0]), float(r[1])) for (key, _), r in zip(sides, roles, strict=True)}
    kept: list[Likely] = []
    for act, likely in act_score.items():
        sentence, own = by_act[act]
        ranked: list[Likely] = []
        for c in own:
            source = role[act, c.source.head][0] if c.source else UNNAMED
            target = role[act, c.target.head][1] if c.target else UNNAMED
            if source >= LEAST_SIDE and target >= LEAST_SIDE:
                ranked.append((sentence, c, likely, source, target))
        ranked.sort(key=lambda r: -r[3] * r[4])
        kept += ranked[:PAIRS_PER_ACT]
    return kept
