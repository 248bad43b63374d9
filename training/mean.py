"""The mean of several trainings' weights, exported as one model: `python -m training.mean OUT_FOLDER FOLDER...`.

Trainings that go on from the same model with other seeds lie near each other, and their mean is right where most of them are (Wortsman et al. 2022, "Model
soups", ICML). It costs nothing when it is used. Each FOLDER is one that `training.train` has written.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn

from training.model import WEIGHTS, bare, export


def main(out: str, folders: Sequence[str]) -> None:
    """Writes the model."""
    parts: list[nn.Module] = [*bare()]
    stored = [np.load(Path(folder) / WEIGHTS, allow_pickle=False) for folder in folders]
    for number, part in enumerate(parts):
        part.load_state_dict({name: torch.from_numpy(np.mean([each[f"{number}.{name}"] for each in stored], 0)) for name in part.state_dict()})
    export(parts[0], parts[1], Path(out))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
