"""The model that teaches the present one: version 4, as the repository's history has it.

    python -m training.teacher FOLDER

writes its `encoder.onnx` and `heads.npz`. It marked each pair by three pieces that went through all six layers (packed levitated markers, Ye et al. 2022,
ACL), and cost twice what its pupil does. The pupil starts from its weights, and learns what it answers beside what the annotators said: on sentences
with pieces left out too, of which nobody else could say anything.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F

from riftline.models.encoding import LIMIT, Pieces
from training.model import WIDTH, Encoder, Heads, bare

COMMIT = "8ac34ab"
"""The commit that brought it."""
FILES = ("encoder.onnx", "heads.npz")
MARKERS = (2, 4, 6)
"""Pieces that mark source, target and act: `[unused1]`, `[unused3]`, `[unused5]`."""
TEXT, PADDING = 0, -1
"""Groups of pieces: the sentence's, and what fills a batch up. A pair's markers are of group 1, 2, … and see the sentence and one another."""
_LAYER = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense")

Places = list[tuple[int, int] | None]
"""Where in the sentence's run the first and last pieces of source, target and act of a pair stand."""


class Teacher:
    """Answers about batches of sentences and their pairs."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        self._session = onnxruntime.InferenceSession(str(folder / "encoder.onnx"), options, providers=["CPUExecutionProvider"])
        self._heads = heads_of(folder)

    def states(self, runs: Sequence[list[int]], pairs: Sequence[Sequence[Places]]) -> tuple[torch.Tensor, torch.Tensor]:
        """The states of the sentences' pieces, and of each pair's markers and words: (pairs, 7 · width), [CLS] first and zeros for what is not there."""
        rows, at = [], []
        for row, (run, places_of) in enumerate(zip(runs, pairs, strict=True)):
            columns = [list(run), list(range(len(run))), list(range(len(run))), [TEXT] * len(run)]
            for group, places in enumerate(places_of, 1):
                markers = [0, 0, 0]
                for k, place in enumerate(places):
                    if place is not None:
                        markers[k] = len(columns[0])
                        for column, value in zip(columns, (MARKERS[k], *place, group), strict=True):
                            column.append(value)
                at.append([row, *markers, *(place[0] if place else 0 for place in places)])
            rows.append(columns)
        longest = max(len(columns[0]) for columns in rows)
        told = {"past_keys": np.zeros((6, len(rows), 12, 0, 32), dtype=np.float32), "past_groups": np.zeros((len(rows), 0), dtype=np.int64)}
        for k, (name, filler) in enumerate((("ids", 0), ("first", 0), ("last", 0), ("groups", PADDING))):
            told[name] = np.array([columns[k] + [filler] * (longest - len(columns[k])) for columns in rows], dtype=np.int64)
        (found,) = self._session.run(["states"], told | {"past_values": told["past_keys"]})
        states = torch.from_numpy(found)
        which = torch.tensor(at).reshape(-1, 7)
        parts = [states[which[:, 0], 0]] + [states[which[:, 0], which[:, k]] * (which[:, k] > 0).float().unsqueeze(-1) for k in range(1, 7)]
        return states, torch.cat(parts, -1)

    def acts(self, states: torch.Tensor) -> torch.Tensor:
        """How likely each of these words is an act."""
        return self._linear("act", states).squeeze(-1).sigmoid()

    def roles(self, acts: torch.Tensor, sides: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """How likely each side is source and target of its act."""
        return self._linear("role2", torch.relu(self._linear("role1", torch.cat([acts, sides, acts * sides, features], -1)))).sigmoid()

    def pairs(self, states: torch.Tensor, features: torch.Tensor) -> dict[str, torch.Tensor]:
        """Shares of types, modes, statuses and vouchers."""
        x = F.gelu(self._linear("pair", torch.cat([states, features], -1)))
        return {name: self._linear(layer, x).softmax(-1) for name, layer in (("type", "kind"), ("mode", "mode"), ("status", "status"), ("by", "by"))}

    def _linear(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return F.linear(x, self._heads[f"{name}.weight"], self._heads[f"{name}.bias"])


def begun(folder: Path) -> tuple[Encoder, Heads]:
    """The network to be trained, as far as the teacher's weights fit."""
    encoder, heads = bare()
    encoder.bert.load_state_dict(weights(folder))
    known = heads_of(folder)
    # [CLS], three markers, three words, features: one state, which stands for the markers, is what is left of the first four.
    pair = known["pair.weight"]
    known["pair.weight"] = torch.cat([pair[:, WIDTH : 4 * WIDTH].unflatten(1, (3, WIDTH)).sum(1), pair[:, 4 * WIDTH :]], 1)
    heads.load_state_dict(known)
    return encoder, heads


def heads_of(folder: Path) -> dict[str, torch.Tensor]:
    """A model's small layers."""
    with np.load(folder / "heads.npz", allow_pickle=False) as stored:
        return {name: torch.from_numpy(stored[name].astype(np.float32)) for name in stored.files}


def weights(folder: Path) -> dict[str, torch.Tensor]:
    """The teacher's encoder as the weights of a BERT, from its 8-bit numbers."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(folder / "encoder.onnx"))
    arrays = {array.name: numpy_helper.to_array(array) for array in model.graph.initializer}
    kept = {name.removeprefix("encoder.bert."): value for name, value in arrays.items() if name.startswith("encoder.bert.")}
    out = {name: torch.from_numpy(value.copy()) for name, value in kept.items() if value.dtype == np.float32 and not name.endswith("_scale")}
    for name in ("embeddings.position_embeddings.weight", "embeddings.word_embeddings.weight"):
        out[name] = torch.from_numpy(whole(arrays, f"encoder.bert.{name}"))
    out["embeddings.position_embeddings.weight"] = out["embeddings.position_embeddings.weight"][: LIMIT + 2]
    (types,) = (value for name, value in arrays.items() if name.startswith("onnx::Add"))
    out["embeddings.token_type_embeddings.weight"] = torch.from_numpy(np.stack([types, types]))
    for name, matrix in zip(_matrices(), (n for n in arrays if n.startswith("onnx::MatMul") and n.endswith("_quantized")), strict=True):
        out[f"{name}.weight"] = torch.from_numpy(whole(arrays, matrix.removesuffix("_quantized")).T.copy())
    return out


def _matrices() -> Iterator[str]:
    """Names of a BERT's matrices in the order in which ONNX has them."""
    return (f"encoder.layer.{n}.{part}" for n in range(6) for part in _LAYER)


def whole(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """An array of floating-point numbers from one of bytes."""
    whole, zero, scale = arrays[f"{name}_quantized"].astype(np.float32), arrays[f"{name}_zero_point"].astype(np.float32), arrays[f"{name}_scale"]
    return np.asarray((whole - zero) * scale, dtype=np.float32)


def places_of(sentence: Pieces, pair: dict) -> Places:
    """Where source, target and act of a pair stand."""
    return [_place(sentence, pair[part]) for part in ("source", "target", "act")]


def _place(sentence: Pieces, chars: list[int] | None) -> tuple[int, int] | None:
    first = sentence.place(None if chars is None else (chars[0], chars[1]))
    if first is None or chars is None:
        return None
    return first, max(first, min(sentence.at((chars[0], chars[1]))[1], len(sentence.run) - 2))


def out_of_history(commit: str, names: Sequence[str], out: Path) -> None:
    """Writes these files of the model as a commit has them."""
    out.mkdir(parents=True, exist_ok=True)
    for name in names:
        found = subprocess.run(["git", "show", f"{commit}:src/riftline/models/{name}"], capture_output=True, check=False)
        if found.returncode:
            raise SystemExit(f"The history of this repository does not have {commit}, with an older model: fetch all of it (git fetch --unshallow).")
        (out / name).write_bytes(found.stdout)


if __name__ == "__main__":
    out_of_history(COMMIT, FILES, Path(sys.argv[1]))
