"""The label sets of the model and its small layers, in numpy: everything on top of the encoder."""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from riftline.errors import ModelError
from riftline.ontology import MODES_OF, PLOVER_TYPES

Floats = npt.NDArray[np.float32]

TYPES: tuple[str, ...] = ("NONE", *PLOVER_TYPES)
MODES: tuple[str, ...] = tuple(f"{kind} {mode}".rstrip() for kind in PLOVER_TYPES for mode in MODES_OF[kind])
STATUSES: tuple[str, ...] = ("happened", "planned", "negated", "possible", "background")
VOUCHERS: tuple[str, ...] = ("author", "named", "anonymous")
FEATURES = 8
"""How many numbers the layers are given of the parse for one side of an act (`extraction.candidates.side_features`)."""


@cache
def _arrays() -> dict[str, Floats]:
    try:
        with as_file(files("riftline") / "models" / "heads.npz") as path, np.load(path, allow_pickle=False) as stored:
            return {name: stored[name].astype(np.float32) for name in stored.files}
    except FileNotFoundError:
        raise ModelError("models/heads.npz is missing from this installation: install Riftline again.") from None


def _linear(name: str, x: Floats) -> Floats:
    arrays = _arrays()
    return np.asarray(x @ arrays[f"{name}.weight"].T + arrays[f"{name}.bias"], dtype=np.float32)


def sigmoid(x: Floats) -> Floats:
    """Logistic function."""
    return np.asarray(1 / (1 + np.exp(-x)), dtype=np.float32)


def softmax(x: Floats, temperature: float = 1.0) -> Floats:
    """Probabilities over the last axis."""
    z = x / temperature
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(e / e.sum(axis=-1, keepdims=True), dtype=np.float32)


def _gelu(x: Floats) -> Floats:
    # The tanh form; it differs from torch's exact one by less than 0.001.
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), dtype=np.float32)  # a power would be slower


def act_scores(states: Floats) -> Floats:
    """Probability of each word (rows of encoder states) to be the head of an event: shape (n,)."""
    return sigmoid(_linear("act", states))[:, 0]


def role_scores(acts: Floats, sides: Floats, features: Floats) -> Floats:
    """Probabilities of each side to be source and target of its act: shape (n, 2)."""
    x = np.concatenate([acts, sides, acts * sides, features], axis=-1)
    return sigmoid(_linear("role2", np.maximum(_linear("role1", x), 0)))


def pair_logits(states: Floats) -> dict[str, Floats]:
    """Logits by head (type, mode, status, by) for rows of what `classifier` joins for each pair."""
    x = _gelu(_linear("pair", states))
    return {"type": _linear("kind", x), "mode": _linear("mode", x), "status": _linear("status", x), "by": _linear("by", x)}
