"""Adam (D. Kingma and J. Ba, "Adam: a method for stochastic optimization", 2015), for arrays by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

_FIRST, _SECOND, _TINY = 0.9, 0.99, 1e-8


class Adam:
    """Changes parameters in place."""

    def __init__(self, parameters: dict[str, Floats], shrink: Mapping[str, float]) -> None:
        """`shrink`: by which share of the rate a parameter becomes smaller at each step, by name."""
        self._parameters, self._shrink = parameters, shrink
        self._mean = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._square = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._steps = 0

    def step(self, gradients: Mapping[str, Floats], rate: float) -> None:
        """One step against the gradients."""
        self._steps += 1
        length = np.float32(rate * np.sqrt(1 - _SECOND**self._steps) / (1 - _FIRST**self._steps))
        for name, gradient in gradients.items():
            mean, square, parameter = self._mean[name], self._square[name], self._parameters[name]
            mean *= np.float32(_FIRST)
            mean += np.float32(1 - _FIRST) * gradient
            square *= np.float32(_SECOND)
            square += np.float32(1 - _SECOND) * gradient * gradient
            parameter -= length * mean / (np.sqrt(square) + np.float32(_TINY))
            if shrink := self._shrink.get(name):
                parameter *= np.float32(1 - rate * shrink)
