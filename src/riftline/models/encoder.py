"""The encoder: sequences of word pieces in, hidden states out, by onnxruntime on the processor."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import onnxruntime

from riftline.errors import ModelError
from riftline.models.heads import Floats

BATCH = 24


@cache
def _session() -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("RIFTLINE_THREADS", "2"))
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would burn a core between batches
    options.log_severity_level = 3
    try:
        with as_file(files("riftline") / "models" / "encoder.onnx") as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # onnxruntime raises classes of its own that it does not export
        raise ModelError(f"The model models/encoder.onnx cannot be loaded ({problem}): install Riftline again.") from None


def hidden_states(sequences: Sequence[list[int]]) -> list[Floats]:
    """One array (length of the sequence, width) a sequence, in the order given; batches are of similar length."""
    out: list[Floats] = [np.empty((0, 0), dtype=np.float32)] * len(sequences)
    order = sorted(range(len(sequences)), key=lambda i: len(sequences[i]))
    for start in range(0, len(order), BATCH):
        chosen = order[start : start + BATCH]
        longest = max(len(sequences[i]) for i in chosen)
        ids = np.zeros((len(chosen), longest), dtype=np.int64)
        for row, i in enumerate(chosen):
            ids[row, : len(sequences[i])] = sequences[i]
        (states,) = _session().run(["hidden"], {"input_ids": ids, "attention_mask": (ids != 0).astype(np.int64)})
        for row, i in enumerate(chosen):
            out[i] = states[row, : len(sequences[i])]
    return out
