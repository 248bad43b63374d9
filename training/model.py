"""The network that is trained, in torch: MiniLM-L6 over sentences, its last layers over pairs that look back at them, and small layers on top.

Its twin without torch is `riftline.models`: `encoder.onnx`, `pairs.onnx` and `heads.npz`, which `export` writes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from transformers import BertConfig, BertModel

from riftline.models.encoding import LIMIT, PAD
from riftline.models.heads import FEATURES, MODES, STATUSES, TYPES, VOUCHERS

WIDTH, HIDDEN, ROLE_HIDDEN = 384, 256, 128
JOINED = 3 * WIDTH + 2 * FEATURES
"""What is told of a pair: the states of the words of source, target and act, and what the parse says of both sides."""
READ = 4
"""Layers that a sentence goes through."""
ASKED = 2
"""Layers that a pair goes through: the last ones."""
WEIGHTS = "weights.npz"
"""What a training keeps besides the model, for `training.mean`: all weights of encoder (0.…) and heads (1.…), in single precision."""
DECAY = 0.85
"""Learning rate of a layer over that of the layer above it: what lies below knows English already."""


class Heads(nn.Module):
    """The small layers on top of the encoder; their names are the keys of `heads.npz`."""

    def __init__(self) -> None:
        super().__init__()
        self.act = nn.Linear(WIDTH, 1)
        self.role1 = nn.Linear(3 * WIDTH + FEATURES, ROLE_HIDDEN)
        self.role2 = nn.Linear(ROLE_HIDDEN, 2)
        self.pair = nn.Linear(WIDTH + JOINED, HIDDEN)
        self.kind = nn.Linear(HIDDEN, len(TYPES))
        self.mode = nn.Linear(HIDDEN, len(MODES))
        self.status = nn.Linear(HIDDEN, len(STATUSES))
        self.by = nn.Linear(HIDDEN, len(VOUCHERS))
        self.dropout = nn.Dropout(0.1)

    def roles(self, acts: torch.Tensor, sides: torch.Tensor, features: torch.Tensor) -> torch.Tensor:
        """Logits of being source and target of the act: shape (n, 2)."""
        return self.role2(torch.relu(self.role1(torch.cat([acts, sides, acts * sides, features], -1))))

    def pairs(self, states: torch.Tensor) -> dict[str, torch.Tensor]:
        """Logits by head for a pair's state and what was told of it: shape (n, WIDTH + JOINED)."""
        x = nn.functional.gelu(self.pair(self.dropout(states)))
        return {"type": self.kind(x), "mode": self.mode(x), "status": self.status(x), "by": self.by(x)}


class Encoder(nn.Module):
    """MiniLM in two parts: what reads sentences, and what is asked about pairs and looks at what was read."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.join = nn.Linear(JOINED, WIDTH)
        self.norm = nn.LayerNorm(WIDTH)
        with torch.no_grad():  # a pair begins as the mean of its words
            self.join.weight.mul_(0.3)
            for k in range(3):
                self.join.weight[:, k * WIDTH : (k + 1) * WIDTH] += torch.eye(WIDTH) / 3

    def read(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """States of sentences, shape (sentences, pieces, WIDTH); what the upper layers look at, keys and values, (ASKED, sentences, heads, pieces, …); and
        what attention adds: far below zero where a sentence has ended, (sentences, 1, 1, pieces)."""
        parts, layers = self.bert.embeddings, self.bert.encoder.layer
        words = parts.word_embeddings(ids) + parts.position_embeddings.weight[: ids.shape[1]] + parts.token_type_embeddings.weight[0]
        hidden = parts.dropout(parts.LayerNorm(words))
        hides = torch.where(ids == PAD, -10000.0, 0.0).unsqueeze(1).unsqueeze(1)
        keys, values = [], []
        for n, layer in enumerate(layers):
            own = layer.attention.self
            upper = n >= len(layers) - ASKED
            if n < READ or upper:
                key, value = by_head(own.key(hidden), own), by_head(own.value(hidden), own)
            if upper:
                keys.append(key)
                values.append(value)
            if n < READ:
                hidden = through(layer, hidden, key, value, hides)
        return hidden, torch.stack(keys), torch.stack(values), hides

    def ask(self, joined: torch.Tensor, keys: torch.Tensor, values: torch.Tensor, hides: torch.Tensor) -> torch.Tensor:
        """States of pairs, shape (sentences, pairs, WIDTH), from what is told of each, (sentences, pairs, JOINED), and its sentence's keys and values."""
        hidden = self.norm(self.join(joined))
        for n, layer in enumerate(self.bert.encoder.layer[-ASKED:]):
            hidden = through(layer, hidden, keys[n], values[n], hides)
        return hidden


def bare() -> tuple[Encoder, Heads]:
    """The network before anything was learnt."""
    size = BertConfig(
        hidden_size=WIDTH, num_hidden_layers=READ + ASKED, num_attention_heads=12, intermediate_size=4 * WIDTH, max_position_embeddings=LIMIT + 2
    )
    return Encoder(size), Heads()


def through(layer: nn.Module, hidden: torch.Tensor, key: torch.Tensor, value: torch.Tensor, hides: torch.Tensor) -> torch.Tensor:
    """One layer, whose attention looks at these keys and values."""
    own = layer.attention.self
    shares = torch.softmax(by_head(own.query(hidden), own) @ key.transpose(-1, -2) / math.sqrt(own.attention_head_size) + hides, -1)
    seen = (own.dropout(shares) @ value).transpose(1, 2).flatten(2)
    attended = layer.attention.output(seen, hidden)
    return layer.output(layer.intermediate(attended), attended)


def by_head(x: torch.Tensor, attention: nn.Module) -> torch.Tensor:
    """(sequences, pieces, WIDTH) as (sequences, heads, pieces, width of a head)."""
    return x.unflatten(-1, (attention.num_attention_heads, attention.attention_head_size)).transpose(1, 2)


def tensor(runs: Sequence[list[int]]) -> torch.Tensor:
    """Ids of a batch, filled up to its longest run."""
    longest = max(len(run) for run in runs)
    return torch.tensor([run + [PAD] * (longest - len(run)) for run in runs])


def rates(encoder: Encoder, heads: Heads, rate: float) -> list[dict]:
    """Parameters with their learning rates: six times the top layer's for what is new, each layer's DECAY times the next one's."""
    layers = [encoder.bert.embeddings, *encoder.bert.encoder.layer]
    of_layers = [rate * DECAY ** (len(layers) - 1 - i) for i in range(len(layers))]
    new = [*heads.parameters(), *encoder.join.parameters(), *encoder.norm.parameters()]
    return [{"params": new, "lr": 6 * rate}] + [{"params": m.parameters(), "lr": r} for m, r in zip(layers, of_layers, strict=True)]


def export(encoder: Encoder, heads: Heads, out: Path) -> None:
    """Both parts of the encoder as ONNX of 7-bit integers (per channel) and the heads as half-precision matrices, without pickles."""
    out.mkdir(parents=True, exist_ok=True)
    encoder.eval()

    class Reads(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
            return self.encoder.read(ids)

    class Asks(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = encoder

        def forward(self, *told: torch.Tensor) -> torch.Tensor:
            return self.encoder.ask(*told)

    ids = torch.ones((2, 16), dtype=torch.long)
    _, keys, values, hides = encoder.read(ids)
    shapes = {"ids": {0: "sentences", 1: "pieces"}, "states": {0: "sentences", 1: "pieces"}, "hides": {0: "sentences", 3: "pieces"}}
    shapes |= {name: {1: "sentences", 3: "pieces"} for name in ("keys", "values")} | {name: {0: "sentences", 1: "pairs"} for name in ("joined", "asked")}
    _onnx(Reads(), (ids,), ["ids"], ["states", "keys", "values", "hides"], shapes, out / "encoder.onnx")
    told = (torch.zeros((2, 3, JOINED)), keys.detach(), values.detach(), hides)
    _onnx(Asks(), told, ["joined", "keys", "values", "hides"], ["asked"], shapes, out / "pairs.onnx")
    np.savez_compressed(out / "heads.npz", **{name: value.detach().numpy().astype(np.float16) for name, value in heads.state_dict().items()})


def keep(encoder: Encoder, heads: Heads, out: Path) -> None:
    """The weights as they are, for `training.mean`."""
    parts: list[nn.Module] = [encoder, heads]
    np.savez(out / WEIGHTS, **{f"{n}.{name}": value.detach().numpy() for n, part in enumerate(parts) for name, value in part.state_dict().items()})


def _onnx(part: nn.Module, told: tuple[torch.Tensor, ...], inputs: list[str], outputs: list[str], shapes: dict[str, dict[int, str]], out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    full = out.with_suffix(".fp32.onnx")
    axes = {name: shapes[name] for name in (*inputs, *outputs)}
    torch.onnx.export(part.eval(), told, str(full), input_names=inputs, output_names=outputs, dynamic_axes=axes, opset_version=17, dynamo=False)
    # Seven bits: 255 · 64 · 2 still goes into the 16 bits in which processors without VNNI add two products.
    quantize_dynamic(str(full), str(out), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    full.unlink()
