"""The encoder, by onnxruntime on the processor: sentences in, hidden states out; then the states of markers behind them.

A sentence does not see the markers behind it (`encoding`), so it is read once, and what its layers hold (keys and
values of their attention) is kept for the markers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt
import onnxruntime

from riftline.errors import ModelError
from riftline.models.encoding import PADDING, Pieces, Run, text_run
from riftline.models.heads import Floats

BATCH = 128
"""Most pieces that are held at once, read before or now."""
LAYERS, ATTENTIONS, ATTENTION_WIDTH = 6, 12, 32
"""Layers of the encoder, attention heads of each, and width of one."""
PROBED = 64
"""Bytes in a row of `probe.onnx` (`training.probe`)."""

Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence that was read: its pieces; the state of each, [CLS] and [SEP] included, of shape (n, width); keys and values (layers, heads, n, …)."""

    pieces: Pieces
    states: Floats
    keys: Floats
    values: Floats

    def state(self, chars: tuple[int, int]) -> Floats:
        """The state of the first piece of a stretch of characters, of the last piece that was read where it lies beyond."""
        return np.asarray(self.states[min(self.pieces.at(chars)[0] + 1, len(self.states) - 1)])


@cache
def sums_wide() -> bool:
    """Whether this processor keeps sums of products of bytes in 32 bits, as those with VNNI do. Others do so in 16 bits, which run over."""
    ones = np.full((1, PROBED), 255, dtype=np.uint8)
    (sums,) = _opened("probe.onnx", _options(careful=False)).run(None, {"ones": ones})
    return bool((sums == 255 * 127 * PROBED).all())


@cache
def _session() -> onnxruntime.InferenceSession:
    return _opened("encoder.onnx", _options(careful=not sums_wide()))


def _options(careful: bool) -> onnxruntime.SessionOptions:
    """How the model is run. `careful` is right on every processor, and nearly half as fast."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("RIFTLINE_THREADS", "2"))
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads would burn a core between batches
    options.add_session_config_entry("session.x64quantprecision", "1" if careful else "0")
    options.log_severity_level = 3
    return options


def _opened(name: str, options: onnxruntime.SessionOptions) -> onnxruntime.InferenceSession:
    try:
        with as_file(files("riftline") / "models" / name) as path:
            return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as problem:  # onnxruntime raises classes of its own that it does not export
        raise ModelError(f"The model models/{name} cannot be loaded ({problem}): install Riftline again.") from None


def read(sentences: Sequence[Pieces]) -> list[Reading]:
    """Each sentence read, in the order given; batches are of similar length."""
    runs = [text_run(s) for s in sentences]
    nothing = np.zeros((LAYERS, 1, ATTENTIONS, 0, ATTENTION_WIDTH), dtype=np.float32)
    out: dict[int, Reading] = {}
    for chosen in _batches([len(run.ids) for run in runs]):
        past = np.repeat(nothing, len(chosen), axis=1)
        before = np.zeros((len(chosen), 0), dtype=np.int64)
        states, keys, values = _session().run(None, _inputs([runs[i] for i in chosen]) | {"past_keys": past, "past_values": past, "past_groups": before})
        for row, i in enumerate(chosen):
            n = len(runs[i].ids)
            out[i] = Reading(sentences[i], states[row, :n], keys[:, row, :, :n], values[:, row, :, :n])
    return [out[i] for i in range(len(runs))]


def marker_states(asked: Sequence[tuple[Reading, Run]]) -> list[Floats]:
    """The states of each run of markers behind its sentence: shape (markers, width), in the order given."""
    out = {i: np.zeros((0, reading.states.shape[1]), dtype=np.float32) for i, (reading, run) in enumerate(asked) if not run.ids}
    told = [i for i in range(len(asked)) if i not in out]
    for batch in _batches([len(asked[i][0].states) + len(asked[i][1].ids) for i in told]):
        chosen = [told[k] for k in batch]
        readings = [asked[i][0] for i in chosen]
        longest = max(len(r.states) for r in readings)
        keys, values = (np.zeros((LAYERS, len(chosen), ATTENTIONS, longest, ATTENTION_WIDTH), dtype=np.float32) for _ in range(2))
        before = np.full((len(chosen), longest), PADDING, dtype=np.int64)
        for row, reading in enumerate(readings):
            n = len(reading.states)
            keys[:, row, :, :n], values[:, row, :, :n], before[row, :n] = reading.keys, reading.values, 0
        inputs = _inputs([asked[i][1] for i in chosen]) | {"past_keys": keys, "past_values": values, "past_groups": before}
        (states,) = _session().run(["states"], inputs)
        for row, i in enumerate(chosen):
            out[i] = states[row, : len(asked[i][1].ids)]
    return [out[i] for i in range(len(asked))]


def _inputs(runs: Sequence[Run]) -> dict[str, Numbers]:
    """The columns of a batch, filled up to its longest run."""
    shape = (len(runs), max(len(run.ids) for run in runs))
    out = {name: np.zeros(shape, dtype=np.int64) for name in ("ids", "first", "last")} | {"groups": np.full(shape, PADDING, dtype=np.int64)}
    for name, column in out.items():
        for row, run in enumerate(runs):
            values = getattr(run, name)
            column[row, : len(values)] = values
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
