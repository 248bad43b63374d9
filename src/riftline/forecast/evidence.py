"""What speaks for each candidate of a question: the second step's features, from the days before only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.memory import ALL, LONG, SHORT, WEEK, Memory
from riftline.forecast.paths import walks
from riftline.forecast.rules import support

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

_OLDEST = 1000.0
"""Days; what never was is as old."""
_NOTHING, _LITTLE, _NO_RULE, _NO_PATH = 1e-2, 0.1, 1e-4, 1e-4
"""Added before a logarithm."""
_PRIOR = 0.5
"""Added below the line of a share."""


def evidence(memory: Memory, learned: Floats, subject: Ints, relation: Ints, candidates: Ints, scores: Floats) -> Floats:
    """The features of candidates [questions, number], best first, with the first step's scores: [questions, number, features].

    Logarithms of fading counts and ages of five things: the act (s, r, o), the pair (s, o), the role (r, o), the object o alone, and
    the answer (o, r, s); shares of one in the other; how often s acts, and acts so; what the rules of `learned` say; the first step's
    log-probability among the candidates, distance from the best, place and entropy; whether s and o are one.
    """
    day = memory.today
    questions, number = candidates.shape
    s, r, o = np.repeat(subject, number), np.repeat(relation, number), candidates.ravel()
    act = memory.acts.find(subject, relation)
    back = memory.acts.find(o, r)
    keys = {
        "fact": (memory.facts, _under(memory, np.repeat(act, number), o)),
        "pair": (memory.pairs, memory.pairs.find(s, o)),
        "role": (memory.roles, memory.roles.find(r, o)),
        "object": (memory.alone, memory.alone.find(np.zeros_like(o), o)),
        "answer": (memory.facts, _under(memory, back, s)),
    }
    counts = {name: table.read(of, day) for name, (table, of) in keys.items()}
    subjects = memory.alone.read(memory.alone.find(np.zeros_like(subject), subject), day)
    acts = memory.acts.read(act, day)
    features = [np.log(of + _NOTHING) for of in counts.values()]
    features += [_age(table.ages(of, day)) for table, of in keys.values()]

    every = {name: of[:, [SHORT, LONG, ALL]] for name, of in counts.items()}
    every["act"], every["subject"] = (np.repeat(of[:, [SHORT, LONG, ALL]], number, axis=0) for of in (acts, subjects))
    for part, whole in _SHARES:
        features.append(every[part] / (every[whole] + _PRIOR))
    features += [np.log(every[name] + _LITTLE) for name in ("act", "subject")]
    features.append(np.repeat(_age(memory.acts.ages(act, day)), number, axis=0))
    features.append(np.log(support(memory, learned, keys["pair"][1], r, day) + _NO_RULE))
    week = np.where(keys["fact"][1] >= 0, memory.weekly.find(np.maximum(keys["fact"][1], 0), np.full_like(o, day % WEEK)), -1)
    features.append(np.log(memory.weekly.read(week, day)[:, [LONG, ALL]] + _NOTHING))
    features.append(np.log(walks(memory, subject, relation, candidates) + _NO_PATH))
    features.append(_standing(scores).reshape(questions * number, -1))
    features.append((s == o)[:, None])
    return np.concatenate(features, axis=1, dtype=np.float32).reshape(questions, number, -1)


_SHARES = (
    ("fact", "act"), ("pair", "subject"), ("fact", "pair"), ("role", "object"), ("fact", "role"), ("pair", "object"),
)  # fmt: skip


def _under(memory: Memory, act: Ints, object_: Ints) -> Ints:
    return np.where(act >= 0, memory.facts.find(np.maximum(act, 0), object_), -1)


def _age(ages: Floats) -> Floats:
    return np.log(np.minimum(ages, np.float32(_OLDEST)))[:, None]


def _standing(scores: Floats) -> Floats:
    """[questions, number, 4]: log-probability among the candidates, distance from the best, place, entropy of the question."""
    away = scores - scores.max(axis=1, keepdims=True)
    chance = away - np.log(np.exp(away).sum(axis=1, keepdims=True))
    entropy = -(np.exp(chance) * chance).sum(axis=1, keepdims=True)
    place = np.log1p(np.arange(scores.shape[1], dtype=np.float32))
    return np.stack(np.broadcast_arrays(chance, away, place, entropy), axis=2)
