"""The second of two steps: a small network puts the candidates of a question in order, from what speaks for each.

It learns by the softmax's cross-entropy over the candidates of each question ("listwise"). Its input is brought to mean 0 and
spread 1; a straight path past the hidden layers keeps what a linear model would say.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from riftline.forecast.optimiser import Adam

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float32]

HIDDEN = (96, 48)
ROUNDS = 8
QUESTIONS = 128
"""Of a step."""
RATE = 2e-3
"""At the beginning; it goes down to nothing in a straight line."""
DROPPED = 0.1
SHRINK = 1e-5
_FARTHEST = 6.0
"""Spreads from the mean that a feature may lie; what lies beyond is brought there."""


class Reranker:
    """The network. Without anything to learn from it leaves candidates in the order in which they come."""

    def __init__(self, seed: int) -> None:
        self._chance = np.random.default_rng(seed)
        self._weights: dict[str, Floats] = {}

    def learn(self, features: Floats, hits: Floats, report: Callable[[], object]) -> None:
        """Learns from features [questions, candidates, features], which are changed, and hits [questions, candidates].

        `hits` counts the events that a candidate was the object of; a question without any is left out. `report` is called after
        each round.
        """
        known = np.flatnonzero(hits.sum(axis=1))
        if not len(known):
            return
        wide = features.shape[2]
        some = features.reshape(-1, wide)[::7]
        self._mean, self._spread = some.mean(axis=0), some.std(axis=0) + np.float32(1e-3)
        for block in np.array_split(features, max(1, len(features) // 500)):
            block[:] = self._scaled(block)
        sizes = (wide, *HIDDEN, 1)
        for layer, (rows, columns) in enumerate(pairwise(sizes)):
            spread = np.sqrt(2 / rows) * (0.1 if layer == len(HIDDEN) else 1)
            self._weights[f"w{layer}"] = (self._chance.standard_normal((rows, columns)) * spread).astype(np.float32)
            self._weights[f"b{layer}"] = np.zeros(columns, dtype=np.float32)
        self._weights["past"] = np.zeros((wide, 1), dtype=np.float32)
        optimiser = Adam(self._weights, dict.fromkeys(self._weights, SHRINK))
        steps = ROUNDS * -(-len(known) // QUESTIONS)
        done = 0
        for _ in range(ROUNDS):
            order = self._chance.permutation(known)
            for start in range(0, len(order), QUESTIONS):
                batch = np.sort(order[start : start + QUESTIONS])
                optimiser.step(self._gradients(features[batch], hits[batch]), RATE * (1 - done / steps))
                done += 1
            report()

    def scores(self, features: Floats) -> Floats:
        """A score for each candidate: [questions, candidates]."""
        questions, number, wide = features.shape
        if not self._weights:
            return np.tile(-np.arange(number, dtype=np.float32), (questions, 1))
        return self._forward(self._scaled(features).reshape(-1, wide), dropping=False)[0].reshape(questions, number)

    def _scaled(self, features: Floats) -> Floats:
        scaled: Floats = np.clip((features - self._mean) / self._spread, -_FARTHEST, _FARTHEST)
        return scaled

    def _forward(self, inputs: Floats, *, dropping: bool) -> tuple[Floats, list[Floats], list[Floats]]:
        layers, kept = [inputs], []
        for layer in range(len(HIDDEN)):
            values = np.maximum(layers[-1] @ self._weights[f"w{layer}"] + self._weights[f"b{layer}"], 0)
            if dropping:
                kept.append((self._chance.random(values.shape, dtype=np.float32) >= DROPPED) * np.float32(1 / (1 - DROPPED)))
                values *= kept[-1]
            layers.append(values)
        last = len(HIDDEN)
        return layers[-1] @ self._weights[f"w{last}"] + self._weights[f"b{last}"] + inputs @ self._weights["past"], layers, kept

    def _gradients(self, features: Floats, hits: Floats) -> dict[str, Floats]:
        questions, number, wide = features.shape
        out, layers, kept = self._forward(features.reshape(-1, wide), dropping=True)
        chances = np.exp(out.reshape(questions, number) - out.reshape(questions, number).max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        slope = ((chances * hits.sum(axis=1, keepdims=True) - hits) / hits.sum()).reshape(-1, 1).astype(np.float32)
        found = {"past": layers[0].T @ slope}
        for layer in range(len(HIDDEN), -1, -1):
            found[f"w{layer}"], found[f"b{layer}"] = layers[layer].T @ slope, slope.sum(axis=0)
            if layer:
                slope = (slope @ self._weights[f"w{layer}"].T) * (layers[layer] > 0)
                slope *= kept[layer - 1]
        return found
