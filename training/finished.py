"""A model that was exported, as the network that it came from: what training goes on from.

    python -m training.finished FOLDER

writes the files of version 5 of the model, as the repository's history has it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from onnx import load, numpy_helper

from training.model import ASKED, READ, Encoder, Heads, bare
from training.teacher import heads_of, out_of_history, whole

COMMIT = "af607d2"
"""The commit that brought it."""
FILES = ("encoder.onnx", "pairs.onnx", "heads.npz")
_KEPT = ("attention.self.key", "attention.self.value")
_READ = ("attention.self.query", "attention.output.dense", "intermediate.dense", "output.dense")


def finished(folder: Path) -> tuple[Encoder, Heads]:
    """The network, its weights as exact as the whole numbers are."""
    encoder, heads = bare()
    known = encoder.state_dict()
    for file, matrices in (("encoder", _reading()), ("pairs", _asking())):
        arrays = {array.name: numpy_helper.to_array(array) for array in load(str(folder / f"{file}.onnx")).graph.initializer}
        numbered = [name.removesuffix("_quantized") for name in arrays if name.startswith("onnx::MatMul") and name.endswith("_quantized")]
        for matrix, name in zip(matrices, numbered, strict=True):
            known[f"{matrix}.weight"] = torch.from_numpy(whole(arrays, name).T.copy())
        for name in known:
            if f"encoder.{name}" in arrays:
                known[name] = torch.from_numpy(arrays[f"encoder.{name}"].copy())
            elif f"encoder.{name}_quantized" in arrays:
                known[name] = torch.from_numpy(whole(arrays, f"encoder.{name}"))
        for types in (value for name, value in arrays.items() if name.startswith("onnx::Add")):
            known["bert.embeddings.token_type_embeddings.weight"] = torch.from_numpy(np.stack([types, types]))
    encoder.load_state_dict(known)
    heads.load_state_dict(heads_of(folder))
    return encoder, heads


def _reading() -> Iterator[str]:
    """Names of the matrices that sentences go through, in the order in which ONNX has them."""
    for n in range(READ + ASKED):
        yield from (f"bert.encoder.layer.{n}.{part}" for part in (*_KEPT, *(_READ if n < READ else ())))


def _asking() -> Iterator[str]:
    """And of those that pairs go through."""
    yield "join"
    for n in range(READ, READ + ASKED):
        yield from (f"bert.encoder.layer.{n}.{part}" for part in _READ)


if __name__ == "__main__":
    out_of_history(COMMIT, FILES, Path(sys.argv[1]))
