"""The two passes of the model over an article: which words are acts with which sides, then what each pair is.

The first pass reads each sentence once and scores every word that may be an act and every mention near it as its
source and target; what scores low is dropped. The second reads the sentence with act and sides marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from riftline.extraction.candidates import Candidate, find_candidates, pair_features, side_features
from riftline.models.classifier import Judgement, Pair, judge
from riftline.models.encoder import Reading, read
from riftline.models.encoding import pieces
from riftline.models.heads import Floats, act_scores, role_scores
from riftline.records import Mention
from riftline.text.parse import Parsed

LEAST_ACT = 0.04
LEAST_SIDE = 0.05
"""Below these the first pass drops a word as act, a mention as side: low, since the second pass decides."""
PAIRS_PER_ACT = 12


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with what both passes say of it."""

    candidate: Candidate
    act: float
    source: float
    target: float
    judgement: Judgement


def score(parsed: Parsed, mentions: Sequence[Mention]) -> list[Scored]:
    """The article's candidates that survive the first pass, judged by the second."""
    candidates = find_candidates(parsed, mentions)
    if not candidates:
        return []
    sentences = _sentences(parsed, candidates)
    first = _first_pass(parsed, candidates, sentences)
    pairs = []
    for candidate, _, _, _ in first:
        begin, sentence = sentences.of(candidate.act)
        token = parsed.doc[candidate.act]
        source, target = (None if m is None else parsed.doc[m.head] for m in (candidate.source, candidate.target))
        chars = (token.idx - begin, token.idx - begin + len(token))
        features = pair_features(token, source, target)
        pairs.append(Pair(sentence, _within(candidate.source, begin), _within(candidate.target, begin), chars, features))
    return [Scored(c, a, s, t, j) for (c, a, s, t), j in zip(first, judge(pairs))]


def _within(mention: Mention | None, begin: int) -> tuple[int, int] | None:
    return None if mention is None else (max(0, mention.span.start - begin), mention.span.end - begin)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences that have candidates: first character of each and what the encoder read there, by number, and the number of each token's."""

    begins: list[int]
    readings: list[Reading]
    number: dict[int, int]

    def of(self, token: int) -> tuple[int, Reading]:
        """First character and reading of the sentence of a token."""
        n = self.number[token]
        return self.begins[n], self.readings[n]


def _sentences(parsed: Parsed, candidates: Sequence[Candidate]) -> Sentences:
    acts = {c.act for c in candidates}
    begins: list[int] = []
    texts: list[str] = []
    number: dict[int, int] = {}
    for sentence in parsed.doc.sents:
        if any(i in acts for i in range(sentence.start, sentence.end)):
            number.update(dict.fromkeys(range(sentence.start, sentence.end), len(texts)))
            begins.append(sentence.start_char)
            texts.append(sentence.text)
    return Sentences(begins, read(pieces(texts)), number)


def _first_pass(parsed: Parsed, candidates: Sequence[Candidate], sentences: Sentences) -> list[tuple[Candidate, float, float, float]]:
    doc = parsed.doc

    def state(token: int, start: int, end: int) -> Floats:
        """The encoder's state for the first piece of a stretch of characters in the sentence of a token."""
        begin, sentence = sentences.of(token)
        return sentence.state((max(0, start - begin), end - begin))

    def word(token: int) -> Floats:
        return state(token, doc[token].idx, doc[token].idx + 1)

    by_act: dict[int, list[Candidate]] = {}
    for c in candidates:
        by_act.setdefault(c.act, []).append(c)
    acts = list(by_act)
    scores = act_scores(np.stack([word(a) for a in acts]))
    act_score = {a: float(s) for a, s in zip(acts, scores) if s >= LEAST_ACT}
    sides = sorted({(c.act, m.head) for a in act_score for c in by_act[a] for m in (c.source, c.target) if m is not None})
    if not sides:
        return []
    mention_at = {m.head: m for c in candidates for m in (c.source, c.target) if m is not None}
    roles = role_scores(
        np.stack([word(a) for a, _ in sides]),
        np.stack([state(a, mention_at[h].span.start, mention_at[h].span.end) for a, h in sides]),
        np.array([side_features(doc[a], doc[h]) for a, h in sides], dtype=np.float32),
    )
    role = {key: (float(r[0]), float(r[1])) for key, r in zip(sides, roles)}
    kept = []
    for act, likely in act_score.items():
        ranked = []
        for c in by_act[act]:
            source = role[act, c.source.head][0] if c.source else 0.25
            target = role[act, c.target.head][1] if c.target else 0.25
            if source >= LEAST_SIDE and target >= LEAST_SIDE:
                ranked.append((c, likely, source, target))
        ranked.sort(key=lambda r: -r[2] * r[3])
        kept += ranked[:PAIRS_PER_ACT]
    return kept
