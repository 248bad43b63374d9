"""The encoder, by onnxruntime on the processor: sentences in, hidden states out; then the states of pairs that look back at their sentence.

A sentence does not see what is asked about it, so it is read once, and what the upper layers look at (keys and values of their attention) is kept for
its pairs. A pair is one piece that goes through the upper layers alone.

Weights are whole numbers of seven bits. Where a processor adds products of bytes in pairs of 16 bits (those without VNNI), sums of eight bits would run over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import onnxruntime

from riftline.errors import ModelError
from riftline.models.encoding import PAD, Chars, Pieces
from riftline.models.heads import Floats

BATCH = 128
"""Most pieces that are read at once."""
ROW = 8
"""Most pairs that look at a sentence side by side; where it has more they stand in several rows."""


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Sentences that were read together: states (sentences, pieces, width); keys and values (layers, sentences, heads, pieces, …); where they have ended."""

    states: Floats
    keys: Floats
    values: Floats
    hides: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A sentence that was read, as a row of its batch."""

    pieces: Pieces
    batch: Batch
    row: int

    def state(self, chars: Chars) -> Floats:
        """The state of the first piece of a stretch of characters, of the end where it was cut off."""
        at = self.pieces.place(chars)
        return np.asarray(self.batch.states[self.row, len(self.pieces.run) - 1 if at is None else at])


@cache
def _session(name: str) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("RIFTLINE_THREADS", "2"))
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would burn a core between batches
    options.log_severity_level = 3
    try:
        with as_file(files("riftline") / "models" / name) as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # onnxruntime raises classes of its own that it does not export
        raise ModelError(f"The model models/{name} cannot be loaded ({problem}): install Riftline again.") from None


def read(sentences: Sequence[Pieces]) -> list[Reading]:
    """Each sentence read, in the order given; batches are of similar length."""
    runs = [sentence.run for sentence in sentences]
    out: dict[int, Reading] = {}
    for chosen in _batches([len(run) for run in runs]):
        ids = np.full((len(chosen), max(len(runs[i]) for i in chosen)), PAD, dtype=np.int64)
        for row, i in enumerate(chosen):
            ids[row, : len(runs[i])] = runs[i]
        batch = Batch(*_session("encoder.onnx").run(["states", "keys", "values", "hides"], {"ids": ids}))
        out |= {i: Reading(sentences[i], batch, row) for row, i in enumerate(chosen)}
    return [out[i] for i in range(len(runs))]


def look_back(sentences: Sequence[Reading], told: Floats) -> Floats:
    """The states of pairs, (pairs, width), from the sentence of each and what is told of it, (pairs, …)."""
    of_batch: dict[int, list[int]] = {}
    for i, sentence in enumerate(sentences):
        of_batch.setdefault(id(sentence.batch), []).append(i)
    out = np.zeros((len(told), sentences[0].batch.states.shape[2]), dtype=np.float32)
    for chosen in of_batch.values():
        batch = sentences[chosen[0]].batch
        owners: list[int] = []
        rows: list[int] = []
        columns: list[int] = []
        begun: dict[int, tuple[int, int]] = {}
        for i in chosen:
            owner = sentences[i].row
            row, column = begun.get(owner, (0, ROW))
            if column == ROW:
                row, column = len(owners), 0
                owners.append(owner)
            begun[owner] = row, column + 1
            rows.append(row)
            columns.append(column)
        joined = np.zeros((len(owners), max(columns) + 1, told.shape[1]), dtype=np.float32)
        joined[rows, columns] = told[chosen]
        inputs = {"joined": joined, "keys": batch.keys[:, owners], "values": batch.values[:, owners], "hides": batch.hides[owners]}
        (states,) = _session("pairs.onnx").run(["asked"], inputs)
        out[chosen] = states[rows, columns]
    return out


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Numbers of runs of similar length together, by at most BATCH pieces, what fills them up included."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * lengths[i] > BATCH:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
