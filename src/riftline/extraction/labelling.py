"""Types for sentences whose sides the user has marked: the act is found where it is not marked.

The likeliest acts by the first pass (head of an event, with these two as source and target) are each judged by the
second, beside the sentence with its sides alone; the judgements are averaged by how likely each act is.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc

from riftline.extraction.candidates import features_at, may_be_act, side_features
from riftline.extraction.paths import Paths
from riftline.models.classifier import Judgement, Labelled, Pair, averaged, judge, labelled, unmark
from riftline.models.encoder import Reading, read
from riftline.models.encoding import Chars, pieces
from riftline.models.heads import act_scores, role_scores
from riftline.text.parse import pipeline

ACTS = 2
"""How many of a sentence's likeliest acts are judged."""
WITHOUT_ACT = 0.5
"""Share of the judgement that saw no act marked; chosen on PLV's training part."""
PENALTIES = frozenset({"sanction", "embargo", "boycott", "blacklist"})
"""What an act imposes that PLOVER's map from CAMEO counts as COERCE (code 163)."""


def label(sentences: Sequence[str], none: bool = True) -> list[Labelled]:
    """The type of each marked sentence (`<s>`, `<t>`, and if known `<a>`), in order; `none` False forces one of the sixteen.

    Raises ValueError where a tag is not closed or neither side is marked.
    """
    if not sentences:
        return []
    texts, spans = zip(*(unmark(s) for s in sentences))
    for number, found in enumerate(spans):
        if "s" not in found and "t" not in found:
            raise ValueError(f"sentence {number + 1} marks neither <s>source</s> nor <t>target</t>")
    readings = read(pieces(list(texts)))
    docs = list(pipeline().pipe(texts, batch_size=64))
    open_rows = [i for i, found in enumerate(spans) if "a" not in found]
    acts: dict[int, list[tuple[Chars, float]]] = {i: [(found["a"], 1.0)] for i, found in enumerate(spans) if "a" in found}
    acts |= dict(zip(open_rows, _acts([docs[i] for i in open_rows], [readings[i] for i in open_rows], [spans[i] for i in open_rows])))
    pairs: list[Pair] = []
    owners: list[tuple[int, float]] = []
    for i, found in enumerate(spans):
        weighted = [(act, (1 - WITHOUT_ACT) * weight) for act, weight in acts[i]] if "a" not in found else [(found["a"], 1.0)]
        if "a" not in found:
            weighted = [*weighted, (None, WITHOUT_ACT if acts[i] else 1.0)]
        for chars, weight in weighted:
            source, target = found.get("s"), found.get("t")
            pairs.append(Pair(readings[i], source, target, chars, features_at(docs[i], chars, source, target)))
            owners.append((i, weight))
    judged: dict[int, list[tuple[Judgement, float]]] = {}
    for (i, weight), judgement in zip(owners, judge(pairs)):
        judged.setdefault(i, []).append((judgement, weight))
    return [labelled(averaged(judged[i]), none, any(_embargo(docs[i], act) for act, _ in acts[i])) for i in range(len(sentences))]


def _embargo(doc: Doc, act: Chars) -> bool:
    """Whether an act is, imposes or prolongs sanctions: CAMEO's 163, "impose embargo, boycott, or sanctions"."""
    span = doc.char_span(*act, alignment_mode="expand")
    if span is None:
        return False
    below = [t for child in span.root.children for t in ((child, *child.children) if child.dep_ == "prep" else (child,))]
    return any(t.lemma_.lower() in PENALTIES for t in (*span, *below))


def _acts(docs: Sequence[Doc], readings: Sequence[Reading], spans: Sequence[dict[str, Chars]]) -> list[list[tuple[Chars, float]]]:
    """For each sentence the characters of its likeliest acts with weights that add up to 1; none where no word may be one."""
    out: list[list[tuple[Chars, float]]] = []
    for doc, sentence, found in zip(docs, readings, spans):
        inside = [doc.char_span(*found[side], alignment_mode="expand") for side in ("s", "t") if side in found]
        taken = {t.i for span in inside if span is not None for t in span}
        words = [t for t in doc if may_be_act(t) and t.i not in taken] or [t for t in doc if may_be_act(t)]
        if not words:
            out.append([])
            continue
        at, paths = [sentence.state((t.idx, t.idx + 1)) for t in words], Paths(doc)
        score = act_scores(np.stack(at))
        for column, side in enumerate(("s", "t")):
            span = doc.char_span(*found[side], alignment_mode="expand") if side in found else None
            if span is not None:
                state = sentence.state(found[side])
                features = np.array([side_features(paths, t, span.root) for t in words], dtype=np.float32)
                score = score * role_scores(np.stack(at), np.repeat(state[None], len(words), 0), features)[:, column]
        best = np.argsort(-score)[:ACTS]
        total = float(score[best].sum()) or 1.0
        out.append([((words[i].idx, words[i].idx + len(words[i])), float(score[i]) / total) for i in best])
    return out
